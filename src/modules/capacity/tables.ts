import type { Generated } from 'kysely';
import type { parts, promiseKinds, resourceKinds, reviewResults, staffKinds } from './contract.ts';

/** Rows as migrations/pg/0008 makes them. */
declare module '../../kernel/database.ts' {
  interface Database {
    duty_item: { id: string; title: string; content: string; basis: string; sort: number; version: Generated<number> };
    duty_bearer: { duty_id: string; unit_id: string; part: (typeof parts)[number]; post: string };
    duty_review: { id: string; duty_id: string; unit_id: string; year: number; result: (typeof reviewResults)[number]; note: string; by_name: string; at: string };
    security_staff: { id: string; person_id: string; kind: (typeof staffKinds)[number]; work: string; since: string; until: string | null; version: Generated<number> };
    certificate: { id: string; person_id: string; name: string; level: string; number: string; issuer: string; issued_on: string; expires_on: string | null; version: Generated<number>; created_by_name: string };
    promise: { id: string; kind: (typeof promiseKinds)[number]; unit_id: string; person_id: string | null; signed_on: string; valid_until: string | null; created_by_name: string; created_at: string; withdrawn_at: string | null; withdrawn_note: string | null };
    resource: { id: string; year: number; kind: (typeof resourceKinds)[number]; title: string; unit_id: string; planned: number; provided: number; measure: string; basis: string; version: Generated<number>; created_by_name: string };
  }
}
