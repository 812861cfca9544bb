import type { ColumnType, Generated } from 'kysely';
import type * as z from 'zod';
import type { Circular, circularKinds, measures, WatchReason } from './contract.ts';

type Stored<T> = ColumnType<T, string, string>;
type Measure = (typeof measures)[number];
/** The module's own rows, as migrations/pg/0007 makes them. */
declare module '../../kernel/database.ts' {
  interface Database {
    accountability_ground: { id: string; text: string; source: string; measures: Measure[]; created_by_name: string; created_at: string; withdrawn_at: string | null };
    clue: {
      id: string; ground: string; ground_text: string; ground_source: string; object_key: string | null; object_link: string | null; facts: string; informant: Generated<string>; asked_note: string | null; asked_at: string | null; answer_by: string | null;
      answer: string | null; answered_by_name: string | null; answered_at: string | null; responsible: Generated<string>; finding: Generated<string>; measures: Generated<Measure[]>; correct_by: string | null; corrected_on: string | null; proposed_by: string | null; decided_on: string | null;
      transfer_to: string | null; transferred_on: string | null; transfer_receipt: string | null; created_by_name: string;
    };
    watch_entry: { id: string; unit_id: string; reasons: Stored<z.infer<typeof WatchReason>[]>; note: string; put_on: string; put_by_name: string; taken_off_on: string | null; taken_off_note: string | null; taken_off_by_name: string | null };
    circular: {
      id: string; kind: (typeof circularKinds)[number]; title: string; opening: string; campaign_id: string | null; period_from: string | null; period_to: string | null; entries: Stored<z.infer<typeof Circular>['entries']>;
      number: string | null; file_id: string | null; issued_on: string | null; version: Generated<number>; created_by_name: string; created_at: string;
    };
    honour: { id: string; year: number; kind: 'unit' | 'person'; unit_id: string; person_name: string; title: string; reason: string; basis: string; override_note: string | null; created_by_name: string; created_at: string };
  }
}
