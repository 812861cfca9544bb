import type { Generated } from 'kysely';
import type { answers, applicationKinds, checkLists, reportKinds } from './contract.ts';

/** Rows as migrations/pg/0017 makes them. */
declare module '../../kernel/database.ts' {
  interface Database {
    filing_kind: {
      key: string; name: string; basis: string; system_kinds: string[]; before_online: boolean; due_days: number; change_days: number; cancel_days: number; change_fields: string[]; number_pattern: string; number_example: string;
      ledger_field: 'icp_number' | 'police_number' | null; sort: number; active: boolean; version: Generated<number>;
    };
    filing: { id: string; system_id: string; kind: string; subject: Generated<string>; own_number: Generated<string>; authority: Generated<string>; filed_on: string | null; approved_on: string | null; expires_on: string | null; cancelled_on: string | null; duty: Generated<string>; note: Generated<string> };
    system_application: {
      id: string; number: string; kind: (typeof applicationKinds)[number]; system_id: string; content: string; purpose: string; users: string; data_held: string; contact_name: string; contact_phone: string; internet: boolean; planned_on: string | null; report_ref: Generated<string>; tested_on: string | null; tested_by_name: string | null;
      submitted_at: string | null; decided_at: string | null; decided_by_name: string | null; done_at: string | null; created_at: string; created_by_name: string;
    };
    check_item: { list: (typeof checkLists)[number]; key: string; title: string; hint: string; basis: string; gate: boolean; sort: number; active: boolean; version: Generated<number> };
    check_answer: { subject_id: string; list: string; item: string; answer: (typeof answers)[number]; note: string; by_name: string; at: string };
    system_report_document: { id: string; number: string; title: string; addressee: string; systems: number; issued_on: string; issued_by_name: string; created_at: string };
    system_report: { id: string; system_id: string; what: (typeof reportKinds)[number]; on_date: string; reason: string; paper: string; document_id: string | null; dropped_at: string | null; dropped_note: Generated<string>; created_at: string };
  }
}
