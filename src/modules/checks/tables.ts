import type { ColumnType, Generated } from 'kysely';
import type { Authorisation } from '../../engines/site-checks/index.ts';
import type { listKinds, patrolStates, profileIds, retestStates, runStates, severities, tamperStates, verdicts } from './contract.ts';

/** JSON that is written as text and read as what it is. */
type Json<T> = ColumnType<T, string, string>;
type JsonOr<T> = ColumnType<T, string | undefined, string>;
type Severity = (typeof severities)[number];
interface Place { url?: string; ip?: string; port?: number; path?: string; parameter?: string; line?: number; element?: string }
/** Rows as migrations/pg/0067 makes them. */
declare module '../../kernel/database.ts' {
  interface Database {
    check_authorisation: {
      id: string; number: string; system_id: string; purpose: string; hosts: string[]; networks: string[]; ports: Json<[number, number][]>; valid_from: string; valid_until: string; windows: Json<{ days: number[]; from: string; to: string }[]>; rates: Json<{ requests_per_second: number; connections_per_second: number }>;
      office: Generated<string>; contact: Generated<string>; confirmed_at: string | null; confirmed_by_name: string | null; approved_at: string | null; approved_by_name: string | null; signed: ColumnType<Authorisation | null, string | null, string | null>; created_at: string; created_by_name: string;
    };
    check_plan: { profile: (typeof profileIds)[number]; enabled: boolean; every_days: number; from_hour: number; until_hour: number };
    check_run: {
      id: string; system_id: string; authorisation_id: string; profile: string; only_checks: Generated<string[]>; state: Generated<(typeof runStates)[number]>; stage: Generated<string>; done: Generated<number>; total: Generated<number>; eta_seconds: Generated<number | null>; finished_keys: Generated<string[]>; counts: JsonOr<Record<string, number>>; grade: Generated<string>; reasons: JsonOr<string[]>;
      requests: Generated<number>; log_sha256: Generated<string>; error: string | null; asked_by: string | null; asked_by_name: string; once_key: string | null; created_at: string; taken_at: string | null; started_at: string | null; finished_at: string | null;
    };
    check_result: { run_id: string; i: number; check_id: string; version: number; verdict: (typeof verdicts)[number]; severity: Severity; note: string; reason: string | null; confidence: string | null; place: Json<Place>; evidence: Json<Record<string, string>[]>; fingerprint: string; target: string };
    check_finding: { id: string; system_id: string; fingerprint: string; check_id: string; target: string; version: number; verdict: 'fail' | 'warn'; severity: Severity; note: string; place: Json<Place>; evidence: Json<Record<string, string>[]>; state: Generated<'open' | 'gone'>; first_seen_at: string; last_seen_at: string; gone_at: string | null; first_run_id: string; last_run_id: string; hazard_id: string | null };
    check_mark: { id: string; system_id: string; check_id: string; fingerprint: string | null; reason: string; until: string; created_at: string; created_by_name: string; removed_at: string | null; removed_by_name: string | null };
    check_retest: { id: string; hazard_id: string; finding_id: string; state: Generated<(typeof retestStates)[number]>; progress: JsonOr<unknown>; next_at: string; tries: Generated<number>; note: Generated<string>; asked_by_name: string; created_at: string; taken_at: string | null; finished_at: string | null };
    check_port: { system_id: string; ip: string; port: number; open: boolean; service: Generated<string>; product: Generated<string>; first_seen_at: string; last_seen_at: string; changed_at: string };
    check_port_event: { id: string; system_id: string; at: string; run_id: string; ip: string; port: number; what: 'opened' | 'closed' | 'service'; before: Generated<string>; after: Generated<string> };
    check_page: { id: string; system_id: string; url: string; baseline: Json<unknown>; updated_at: string };
    check_tamper: { id: string; page_id: string; at: string; run_id: string; severity: Severity; changes: Json<{ what: string; severity: string; note: string }[]>; before: JsonOr<unknown>; after: JsonOr<unknown>; state: Generated<(typeof tamperStates)[number]>; decided_at: string | null; decided_by_name: string | null; note: Generated<string> };
    patrol_target: { id: string; system_id: string; origin: string; state: Generated<(typeof patrolStates)[number]>; failures: Generated<number>; since: string; last_at: string | null; last_ms: number | null; last_note: Generated<string> };
    patrol_outage: { id: string; target_id: string; began_at: string; ended_at: string | null; note: string; maintenance: boolean; cause: Generated<string>; cause_by_name: string | null };
    check_list: { kind: (typeof listKinds)[number]; value: string; created_at: string; created_by_name: string };
    check_template: { id: string; name: string; check_id: string; yaml: string; enabled: Generated<boolean>; created_at: string; created_by_name: string };
    maintenance_window: { id: string; system_id: string | null; begins_at: string; ends_at: string; reason: string; created_by_name: string };
  }
}
