import type { ColumnType, Generated } from 'kysely';
import type { conclusions, editions, formEditions, itemSources, planKinds, risks, verdicts } from './contract.ts';
import type { Harm } from './levels.ts';

type Json<T> = ColumnType<T, string | undefined, string>;
/** Rows as migrations/pg/0018 makes them. */
declare module '../../kernel/database.ts' {
  interface Database {
    mlps_object: {
      id: string; name: string; initials: Generated<string>; level: number | null; s_level: number | null; a_level: number | null; s_harm: Json<Harm>; a_harm: Json<Harm>; responsible_body: Generated<string>; composition: Generated<string>; business: Generated<string>; boundary: Generated<string>; s_data: Generated<string>; s_reason: Generated<string>; a_service: Generated<string>; a_reason: Generated<string>; differs_reason: Generated<string>; graded_on: string | null; graded_by_name: Generated<string>;
      experts: Generated<string>; expert_opinion: Generated<string>; reviewed_on: string | null; authority: Generated<string>; authority_opinion: Generated<string>; approved_on: string | null; certificate_number: Generated<string>; issued_on: string | null; expires_on: string | null; form_edition: Generated<(typeof formEditions)[number]>; filed_with: Generated<string>; online_on: string | null; form: Json<Record<string, string>>; created_by_name: string;
    };
    mlps_object_system: { object_id: string; system_id: string; live: Generated<boolean> };
    mlps_level_change: { id: string; object_id: string; at: string; by_name: string; before: number | null; after: number; reason: string };
    mlps_assessment: { id: string; object_id: string; agency: string; agency_number: Generated<string>; contract_on: string | null; started_on: string | null; finished_on: string | null; edition: (typeof editions)[number]; conclusion: (typeof conclusions)[number] | null; score: number | null; rate: number | null; high_risks: Generated<number>; major_hazards: Generated<number>; note: Generated<string>; version: Generated<number>; created_at: string; created_by_name: string };
    mlps_check: { id: string; object_id: string; level: number; started_on: string; started_by_name: string; finished_on: string | null; score: number | null };
    mlps_answer: { id: string; check_id: string; point: string; verdict: (typeof verdicts)[number] | null; note: Generated<string> };
    mlps_item: { id: string; object_id: string; source: (typeof itemSources)[number]; assessment_id: string | null; check_id: string | null; control_class: string; point: Generated<string>; requirement: Generated<string>; description: string; risk: (typeof risks)[number]; advice: Generated<string>; major: Generated<boolean>; responsible: Generated<string>; feedback: Generated<string>; rounds: Generated<number> };
    mlps_plan: { id: string; year: number; object_id: string; kind: (typeof planKinds)[number]; due_on: string; responsible: Generated<string>; note: Generated<string>; version: Generated<number> };
    mlps_rule: { key: string; value: number };
    mlps_note: { key: string; value: Json<unknown> };
    mlps_suggestion: { id: string; keywords: string[]; level: number; s_level: number; a_level: number; example: string; basis: Generated<string>; sort: number };
  }
}
