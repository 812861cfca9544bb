import type { Generated } from 'kysely';
import type { contactKinds, recordKinds } from './contract.ts';

/** The module's own rows, as migrations/pg/0004 makes them. */
declare module '../../kernel/database.ts' {
  interface Database {
    duty_record: {
      id: string; kind: (typeof recordKinds)[number]; held_on: string; title: string; unit_id: string | null; chaired_by: string; attendees: string; content: string;
      version: Generated<number>; created_by_name: string; created_at: string;
    };
    responsibility_letter: { id: string; year: number; unit_id: string; signed_on: string; party_a: string; party_b: string; created_by_name: string; created_at: string; withdrawn_at: string | null; withdrawn_note: string | null };
    external_contact: { id: string; kind: (typeof contactKinds)[number]; name: string; contact_person: string; phone: string; note: string; verified_on: string | null; version: Generated<number>; created_at: string };
    contact_check: { id: string; unit_id: string; confirmed_at: string; by_name: string };
  }
}
