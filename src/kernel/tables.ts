import type { ColumnType, Generated } from 'kysely';

type Json = ColumnType<unknown, string, string>;
/** The kernel's own rows, as migrations/pg/0001 makes them. */
declare module './database.ts' {
  interface Database {
    setting: { key: string; value: Json };
    calendar_day: { date: string; kind: 'holiday' | 'workday'; name: string };
    calendar_year: { year: number };
    unit: {
      id: string; parent_id: string | null; path: string; name: string; short_name: string | null; kind: 'bureau' | 'school' | 'department' | 'college' | 'centre' | 'other';
      sort: Generated<number>; status: Generated<'active' | 'merged' | 'dissolved'>; merged_into_id: string | null; version: Generated<number>; created_at: Generated<string>;
    };
    account: {
      suggested_role: 'office' | 'leader' | 'unit_head' | 'liaison' | 'vendor' | null; suggested_unit_id: string | null;
      id: string; user_name: string; name: string; person_id: string | null; password_hash: string; password_changed_at: string; must_change_password: boolean;
      status: Generated<'active' | 'disabled'>; valid_until: string | null; failed_count: Generated<number>; locked_until: string | null;
      totp_secret: string | null; totp_enabled: Generated<boolean>; totp_step: Generated<number>; version: Generated<number>; created_at: Generated<string>;
    };
    password_history: { account_id: string; password_hash: string; at: string };
    account_role: { account_id: string; role: string; unit_id: string | null };
    session: { id: string; token_hash: string; account_id: string; ip: string; user_agent: string; created_at: string; last_seen_at: string };
    api_token: { id: string; token_hash: string; account_id: string; name: string; scopes: string[]; created_at: string; expires_at: string; last_used_at: string | null };
    audit_head: { one: Generated<boolean>; seq: number; hash: string; algorithm: string };
    audit_log: {
      seq: number; at: string; actor_id: string | null; actor_name: string; ip: string; action: string; object_type: string | null; object_id: string | null;
      result: 'ok' | 'denied' | 'failed'; before: ColumnType<unknown, string | null, never>; after: ColumnType<unknown, string | null, never>; hash: string;
    };
    number_series: { series: string; year: number; last: number };
    file: { id: string; scan: Generated<'none' | 'clean' | 'unchecked'>; sha256: string; size_bytes: number; name: string; media_type: string; owner_type: string; owner_id: string; uploaded_by: string | null; uploaded_by_name: string; created_at: string };
    notice: {
      id: string; account_id: string; kind: string; title: string; body: string; link: string | null; once_key: string; created_at: string; read_at: string | null;
      mail_state: Generated<'none' | 'waiting' | 'sending' | 'sent' | 'failed' | 'unsure'>; urgent: Generated<boolean>; mail_at: ColumnType<string | null, string | null | undefined, string | null>;
    };
    work_case: { id: string; type: string; state: string; unit_id: string; due_on: string | null; due_rule: ColumnType<unknown, string | null | undefined, string | null>; version: Generated<number>; created_at: string; changed_at: string; closed_at: string | null };
    case_watcher: { case_id: string; account_id: string; since: string };
    rate_window: { key: string; count: number; until: string };
    read_noted: { key: string; until: string };
    nightly_run: { name: string; at: string; ok: boolean; detail: Json };
    case_event: { id: string; case_id: string; at: string; action: string; from_state: string | null; to_state: string | null; actor_id: string | null; actor_name: string; note: string | null; file_ids: Generated<string[]> };
    case_extension: {
      id: string; case_id: string; requested_due_on: string; reason: string; state: Generated<'pending' | 'approved' | 'rejected'>; requested_by: string; requested_by_name: string;
      decided_by: string | null; created_at: string; decided_at: string | null;
    };
  }
}
