import type { Generated } from 'kysely';
import type { claimStates, importances, systemKinds, systemStates } from './contract.ts';

/** Rows as migrations/pg/0014 makes them. */
declare module '../../kernel/database.ts' {
  interface Database {
    info_system: {
      id: string; name: string; kind: (typeof systemKinds)[number]; unit_id: string; operating_unit_id: string | null; manager_id: string | null; operator: string; operator_contact: string; operator_phone: string; purpose: string; users: string; data_held: string; location: string; ports: string;
      importance: (typeof importances)[number]; mlps_level: number | null; outside: boolean; icp_number: string; police_number: string; state: (typeof systemStates)[number]; state_reason: string; state_paper: string; state_on: string | null; initials: string; version: Generated<number>; created_at: string; created_by_name: string;
    };
    system_place: { id: string; system_id: string; written: string; domain: string | null; first_ip: string | null; last_ip: string | null };
    unit_range: { id: string; unit_id: string; written: string; first_ip: string; last_ip: string; note: string; created_by_name: string };
    system_change: { id: string; system_id: string; at: string; by_name: string; field: string; before: string; after: string };
    asset_claim: { id: string; host: string; ip: string | null; found_by: string; found_at: string; last_seen_at: string; unit_id: string | null; state: Generated<(typeof claimStates)[number]>; declined: Generated<string[]>; system_id: string | null; note: Generated<string>; decided_at: string | null; decided_by_name: string | null; version: Generated<number> };
    asset_import: { token: string; account_id: string; sha256: string; plan_hash: string; created_at: string; applied_at: string | null };
  }
}
