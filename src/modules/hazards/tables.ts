import type { Generated } from 'kysely';
import type { dismissals, hazardStates, importStates, severities, sources } from './contract.ts';

type Severity = (typeof severities)[number];
/** Rows as migrations/pg/0015 and later ones make them. */
declare module '../../kernel/database.ts' {
  interface Database {
    problem: { id: string; scanner: string; rule_id: string; title: string; severity: Severity | 'info'; cve: string[]; cwe: string[]; description: string; remedy: string; refs: string[]; score: number | null; cnnvd: Generated<string[]>; cnvd: Generated<string[]>; first_seen_at: string };
    scan_import: { id: string; sha256: string; name: string; size_bytes: number; least: Severity; state: Generated<(typeof importStates)[number]>; read_bytes: Generated<number>; format: string | null; scanner: string | null; counts: Generated<string>; refused: Generated<string>; scope: Generated<string>; close_absent: boolean; error: string | null; created_by: string | null; created_by_name: string; created_at: string; taken_at: string | null; finished_at: string | null; same_as: Generated<string | null>; tables: Generated<string>; columns: Generated<string>; source: Generated<'scan' | 'superior' | 'self_check' | 'inspection'> };
    import_columns: { signature: string; titles: string[]; columns: string; used_at: string; used_by_name: string };
    hazard: {
      id: string; number: string; key: string; problem_id: string; system_id: string | null; unit_id: string; state: (typeof hazardStates)[number]; due_on: string | null; open: boolean; severity: Severity; rank: number; owned: boolean; source: (typeof sources)[number]; host: string; ip: string | null; port: number | null; protocol: string | null; path: string | null; parameter: string | null; evidence: string; place: string;
      first_seen_at: string; last_seen_at: string; last_import_id: string | null; sightings: Generated<number>; rounds: Generated<number>; reopened: Generated<number>; notified_at: string | null; cleared_at: string | null; dismissal: (typeof dismissals)[number] | null; dismissed_until: string | null; feedback: string | null; scanned_at: Generated<string | null>; unseen_at: Generated<string | null>; lead_id: Generated<string | null>; superior_due_on: Generated<string | null>; superior_number: Generated<string | null>; paused_on: Generated<string | null>;
    };
    sighting: { hazard_id: string; import_id: string; seen_at: string; severity: string; evidence_hash: string; place: string };
    hazard_plan: { extension_id: string; measures: string; responsible: string; milestones: string; expert_opinion: string };
    hazard_limit: { severity: Severity; important: boolean; days: number; kind: 'working' | 'calendar'; remind_days: Generated<number>; protect_days: number | null; protect_kind: Generated<'working' | 'calendar'> };
    hazard_ladder: { days: number; liaison: boolean; unit_head: boolean; office: boolean; leader: boolean; shut: boolean; words: string };
    hazard_rule: { one: Generated<boolean>; superior_days: number; pause_approval: boolean; pause_retest: boolean };
    hazard_link: { id: string; hazard_id: string; lead_id: string; state: 'proposed' | 'linked' | 'refused' | 'undone'; reason: 'cve' | 'rules' | 'name' | 'hand'; created_at: string; decided_at: string | null; decided_by_name: string | null };
    same_hole: { hole: string; scanner: string; rule_id: string; source: string };
    default_port: { port: number; service: string; kind: 'database' | 'ftp' | 'http' | 'remote' | 'other' };
    hazard_count: { unit_id: string; state: (typeof hazardStates)[number]; severity: Severity; owned: boolean; linked: Generated<boolean>; n: number; told: Generated<number>; answered: Generated<number>; again: Generated<number> };
    scan_row: { import_id: string; i: number; key: string; scanner: string; rule_id: string; title: string; severity: string; rank: number; host: string; ip: string | null; port: number | null; protocol: string | null; path: string | null; parameter: string | null; system: string; unit_name: Generated<string>; cve: string[]; cwe: string[]; description: string; remedy: string; evidence: string; evidence_hash: string; refs: string[]; score: number | null; place: string; system_id: string | null; unit_id: string | null; hazard_id: string | null; suppressed: Generated<boolean> };
    hazard_day: { unit_id: string; owned: boolean; day: string; found: number; cleared: number; repairs: number; repair_seconds: number; found_cleared: Generated<number>; found_dismissed: Generated<number> };
    hazard_notice: { id: string; batch_id: string; kind: 'circular' | 'order' | 'shutdown' | 'forward' | 'opinion' | 'posture' | 'warning'; unit_id: string; unit_name: string; number: string; title: string; note: string; due_on: string | null; contact: string; issued_at: string; issued_by_name: string; signed_at: string | null; signed_by_name: string | null; withdrawn_at: string | null; withdrawn_note: string | null; superior_id: string | null; warning_id: string | null; source: Generated<string>; body: Generated<string>; severity: Severity | null; report_units: Generated<string[]>; signed_note: string | null; reminders: Generated<number>; reminded_on: string | null };
    hazard_notice_item: { notice_id: string; hazard_id: string };
  }
}
