import type { Generated } from 'kysely';
import type { severities } from '../hazards/contract.ts';
import type { answerStates, bulletinKinds, conclusions, feedbackKinds, warningKinds, warningLevels } from './contract.ts';

type Severity = (typeof severities)[number];
type Level = (typeof warningLevels)[number];
/** Rows as migrations/pg/0020 makes them; the letters themselves stand with the hazards. */
declare module '../../kernel/database.ts' {
  interface Database {
    notice_rule: { id: Generated<boolean>; lead_days: number; report_units: string[] };
    notice_reminder: { severity: Severity; unsigned_days: number; unanswered_days: number };
    superior_notice: { id: string; issuer: string; number: string; title: string; received_on: string; due_on: string | null; own_due_on: string | null; lead_days: number; report_how: string; contact: string; note: string; closed_at: string | null; closed_note: string | null; version: Generated<number>; created_by_name: string; created_at: string };
    superior_item: { superior_id: string; hazard_id: string; mark: string; sort: number };
    superior_report: { id: string; superior_id: string; round: number; number: string; title: string; situation: string; next_steps: string; created_by_name: string; created_at: string; sent_at: string | null; sent_by_name: string | null; sent_how: Generated<string>; receipt: Generated<string>; receipted_at: string | null };
    superior_report_item: { report_id: string; hazard_id: string; state: string; answered: boolean };
    superior_feedback: { id: string; superior_id: string; round: number; kind: (typeof feedbackKinds)[number]; received_on: string; experts: string; conclusion: (typeof conclusions)[number]; content: string; created_by_name: string; created_at: string };
    superior_feedback_item: { feedback_id: string; hazard_id: string; advice: string; again: boolean };
    warning_rule: { id: string; name: string; severity: Severity; units: number; days: number; level: Level; active: boolean; version: Generated<number> };
    threat_warning: { id: string; kind: (typeof warningKinds)[number]; title: string; cve: string[]; product: string; versions: string; level: Level; summary: string; measures: string; source: string; url: string; due_on: string | null; judgement: Generated<string>; judged_by_name: string | null; judged_at: string | null; number: string | null; published_at: string | null; lifted_at: string | null; lifted_note: string | null; rule_id: string | null; once_key: string | null; created_by_name: string; created_at: string };
    warning_target: { id: string; warning_id: string; unit_id: string; system_id: string | null; reasons: string[]; chosen: boolean; by_hand: boolean };
    warning_answer: { id: string; warning_id: string; unit_id: string; state: Generated<(typeof answerStates)[number]>; note: Generated<string>; systems: Generated<string[]>; answered_at: string | null; answered_by_name: string | null; version: Generated<number> };
    warning_hazard: { warning_id: string; answer_id: string; system_id: string | null; hazard_id: string };
    repair_report: { id: string; notice_id: string; received: Generated<string>; causes: Generated<string>; measures: Generated<string>; results: Generated<string>; plan: Generated<string>; long_term: Generated<string>; contact: Generated<string>; promised: Generated<boolean>; items: string | null; signed_by_name: string | null; signed_at: string | null; handed_in_at: string | null; receipt_number: string | null };
    repair_receipt: { report_id: string; unit_id: string; received_at: string | null; received_by_name: string | null };
    hazard_bulletin: { id: string; kind: (typeof bulletinKinds)[number]; title: string; number: string; from_on: string; to_on: string; campaign_id: string | null; figures: string; created_by_name: string; created_at: string };
  }
}
