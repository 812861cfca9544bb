import type { Generated } from 'kysely';
import type { clauseStates, matterKinds, matterLevels, ownKinds, protectionLevels, repeats, superiorKinds } from './contract.ts';

/** The module's own rows, as migrations/pg/0006 makes them. */
declare module '../../kernel/database.ts' {
  interface Database {
    superior_document: {
      id: string; kind: (typeof superiorKinds)[number]; number: string | null; issuer: string | null; title: string; issued_on: string | null; received_on: string | null; reply_by: string | null;
      contact: Generated<string>; text: Generated<string>; note: Generated<string>; version: Generated<number>; created_by_name: string; created_at: string;
    };
    superior_clause: { id: string; document_id: string; path: string; title: string; text: string; sort: number; measure: Generated<string>; unit_id: string | null; state: Generated<(typeof clauseStates)[number]>; version: Generated<number> };
    clause_link: { id: string; clause_id: string; campaign_id: string | null; task_id: string | null; own_document_id: string | null };
    own_document: { id: string; kind: (typeof ownKinds)[number]; title: string; number: string | null; valid_from: string | null; valid_until: string | null; note: Generated<string>; version: Generated<number>; created_by_name: string; created_at: string };
    own_document_version: { id: string; document_id: string; edition: number; file_id: string; text: string; note: Generated<string>; created_by_name: string; created_at: string };
    plan_milestone: { id: string; document_id: string; title: string; due_on: string; unit_id: string | null; done_on: string | null; note: Generated<string>; version: Generated<number> };
    paper_basis: { id: string; campaign_id: string | null; own_document_id: string | null; superior_document_id: string | null; plan_id: string | null };
    major_matter: {
      id: string; title: string; kind: (typeof matterKinds)[number]; level: (typeof matterLevels)[number]; happened_at: string; found_at: string; unit_id: string | null; content: string; exempt_reason: Generated<string>;
      version: Generated<number>; created_by_name: string; created_at: string;
    };
    report_series: { id: string; title: string; recipient: string; content: string; recurrence: (typeof repeats)[number]; first_due_on: string; ended_on: string | null; created_by_name: string; created_at: string };
    upward_report: {
      id: string; series_id: string | null; series_due_on: string | null; title: string; recipient: string; content: string; superior_document_id: string | null; campaign_id: string | null; matter_id: string | null; own_document_id: string | null; rule_key: string | null;
      due_at: string | null; sent_at: string | null; receipt: Generated<string>;
    };
    protection_period: { id: string; event: string; level: (typeof protectionLevels)[number]; start_on: string; end_on: string; campaign_id: string | null; note: string; version: Generated<number>; created_by_name: string; created_at: string };
  }
}
