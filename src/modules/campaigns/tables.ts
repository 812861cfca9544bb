import type { ColumnType, Generated } from 'kysely';
import type * as z from 'zod';
import type { campaignStates, documentKinds, Draft, PlanIssue, Threshold } from './contract.ts';

type Stored<T> = ColumnType<T, string, string>;
type Recurrence = z.infer<typeof Draft>['tasks'][number]['recurrence'];
/** The campaigns' own rows, as migrations/pg/0003 makes them. */
declare module '../../kernel/database.ts' {
  interface Database {
    campaign: {
      id: string; title: string; number: string | null; issuer: string | null; issued_on: string | null; start_on: string | null; end_on: string | null; state: Generated<(typeof campaignStates)[number]>;
      text: string; draft: Stored<z.infer<typeof Draft>>; issues: Stored<z.infer<typeof PlanIssue>[]>; file_id: string | null; plan_version: Generated<number>; version: Generated<number>;
      created_by: string; created_at: string; published_at: string | null; closed_at: string | null; close_note: string | null;
    };
    campaign_version: { campaign_id: string; plan_version: number; text: string; draft: Stored<z.infer<typeof Draft>>; published_at: string; published_by: string };
    campaign_phase: { id: string; campaign_id: string; title: string; start_on: string | null; end_on: string | null; sort: number };
    task: {
      id: string; campaign_id: string; key: string; path: string; title: string; text: string; span_start: number | null; span_end: number | null; due_on: string | null; recurrence: Recurrence;
      thresholds: Stored<z.infer<typeof Threshold>[]>; phase_id: string | null; sign_off: Generated<boolean>; sort: number; withdrawn_at: string | null;
    };
    assignment: { id: string; campaign_id: string; task_id: string; unit_id: string; unit_name: string; lead: Generated<boolean>; period_label: string | null; period_start: string | null; feedback: string | null; /** What the case says, kept the same by a trigger. */ state: string; due_on: string | null; open: boolean };
    task_unit: { task_id: string; unit_id: string; lead: Generated<boolean> };
    document_template: { kind: (typeof documentKinds)[number]; file_id: string; saved_at: string; saved_by: string };
    issued_document: { id: string; campaign_id: string; kind: (typeof documentKinds)[number]; number: string | null; title: string; unit_id: string | null; file_id: string; created_at: string; created_by: string; batch_id: string | null };
    supervised_assignment: { document_id: string; assignment_id: string; due_on: string | null };
  }
}
