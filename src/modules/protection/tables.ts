import type { Generated } from 'kysely';
import type { accountKinds, accountLayers, backupEvents, frequencies, logKinds, measureStates, policyEvents, RuleKey } from './contract.ts';

/** Rows as migrations/pg/0021 makes them. */
declare module '../../kernel/database.ts' {
  interface Database {
    protection_state: { id: string; system_id: string | null; measure: string; state: (typeof measureStates)[number]; note: string; checked_on: string; by_name: string };
    backup_plan: { id: string; system_id: string; what: string; frequency: (typeof frequencies)[number]; medium: string; place: string; offsite: boolean; keep_days: number; responsible: string; last_ok_on: string | null; last_drill_on: string | null; version: Generated<number> };
    backup_event: { id: string; plan_id: string; kind: (typeof backupEvents)[number]; on_day: string; ok: boolean; note: string; by_name: string; at: string };
    system_account: { id: string; system_id: string; layer: (typeof accountLayers)[number]; kind: (typeof accountKinds)[number]; name: string; person_id: string | null; holder: string; firm: string; rights: string; valid_until: string | null; password_changed_on: string | null; shared: boolean; ended_on: string | null; ended_note: Generated<string>; version: Generated<number> };
    account_review: { id: string; system_id: string; on_day: string; accounts: number; note: string; by_name: string; at: string };
    log_keeping: { id: string; system_id: string; what: (typeof logKinds)[number]; place: string; keep_days: number; backed_up: boolean; version: Generated<number> };
    security_policy: { id: string; unit_id: string; name: string; zone: string; content: string; effective_on: string; last_review_on: string | null; ended_on: string | null; version: Generated<number> };
    policy_event: { id: string; policy_id: string; kind: (typeof policyEvents)[number]; on_day: string; note: string; approved_by: string; by_name: string; at: string };
    protection_rule: { key: RuleKey; value: number };
  }
}
