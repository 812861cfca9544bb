import type { Generated } from 'kysely';
import type { itemStates, LedgerKey } from './ledgers.ts';
import type { claimStates, importances, networkZones, systemKinds, systemStates } from './contract.ts';

/** Rows as migrations/pg/0014, 0016, 0040 and 0066 make them. */
declare module '../../kernel/database.ts' {
  interface Database {
    info_system: {
      id: string; name: string; kind: (typeof systemKinds)[number]; unit_id: string; operating_unit_id: string | null; using_unit_id: string | null; manager_id: string | null; operator: string; operator_contact: string; operator_phone: string; purpose: string; users: string; data_held: string; location: string; ports: string;
      importance: (typeof importances)[number]; mlps_level: number | null; outside: boolean; icp_number: string; police_number: string; exempt: Generated<string[]>; ungraded_reason: Generated<string>; network_zone: Generated<(typeof networkZones)[number] | ''>; special: Generated<boolean>; cii: Generated<boolean>; site_group: boolean | null; breach_effect: Generated<string>; middleware: Generated<string>; state: (typeof systemStates)[number]; state_reason: string; state_paper: string; state_on: string | null; initials: string; version: Generated<number>; created_at: string; created_by_name: string;
    };
    system_place: { id: string; system_id: string; written: string; domain: string | null; first_ip: string | null; last_ip: string | null };
    own_domain: { domain: string; created_by_name: string };
    unit_range: { id: string; unit_id: string; written: string; first_ip: string; last_ip: string; note: string; created_by_name: string };
    system_change: { id: string; system_id: string; at: string; by_name: string; field: string; before: string; after: string };
    asset_claim: { id: string; host: string; ip: string | null; found_by: string; found_at: string; last_seen_at: string; unit_id: string | null; state: Generated<(typeof claimStates)[number]>; declined: Generated<string[]>; system_id: string | null; note: Generated<string>; decided_at: string | null; decided_by_name: string | null; version: Generated<number> };
    asset_import: { token: string; account_id: string; sha256: string; plan_hash: string; created_at: string; applied_at: string | null; sheet: string };
    ledger_item: { id: string; ledger: LedgerKey; name: string; unit_id: string; operating_unit_id: string | null; using_unit_id: string | null; person_id: string | null; state: (typeof itemStates)[number]; fields: Record<string, string>; note: string; words: string; version: Generated<number>; created_at: string; created_by_name: string };
    ledger_link: { item_id: string; system_id: string };
    ledger_due: { item_id: string; field: string; due_on: string; told: Generated<'' | '30' | '7' | 'over'> };
    ledger_record: { id: string; item_id: string; on_day: string; what: string; by_whom: string; created_at: string; created_by_name: string };
    ledger_change: { id: string; item_id: string; at: string; by_name: string; field: string; before: string; after: string };
  }
}
