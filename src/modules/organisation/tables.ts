import type { Generated } from 'kysely';

/** The organisation's own rows, as migrations/pg/0002 makes them. */
declare module '../../kernel/database.ts' {
  interface Database {
    unit_change: { id: string; unit_id: string; at: string; what: 'created' | 'renamed' | 'moved' | 'merged' | 'split' | 'dissolved'; before: string | null; after: string | null; by_name: string };
    unit_alias: { alias: string; unit_id: string };
    person: { id: string; name: string; unit_id: string; phone: string | null; email: string | null; employee_no: string | null; status: Generated<'active' | 'left'>; version: Generated<number>; created_at: Generated<string> };
    post: { id: string; unit_id: string; duty: 'first_responsible' | 'direct_responsible' | 'liaison' | 'security_officer' | 'other'; title: string; version: Generated<number> };
    post_holder: { id: string; post_id: string; person_id: string; since: string; until: string | null };
    leading_group: {
      id: string; kind: Generated<'leading' | 'special' | 'inspection' | 'emergency' | 'team'>; name: string; source: string | null; office: string | null; office_unit_id: string | null; campaign_id: string | null; follows_id: string | null; duties: Generated<string>; office_duties: Generated<string>;
      valid_from: string | null; valid_until: string | null; stated_members: number | null; version: Generated<number>; created_at: Generated<string>;
    };
    leading_group_member: { id: string; group_id: string; role: 'leader' | 'deputy' | 'member' | 'office_head'; label: string; post_id: string | null; person_id: string | null; field: Generated<string>; organisation: string | null; phone: string | null; sort: number };
    organisation_import: { token: string; account_id: string; sha256: string; plan_hash: string; created_at: string; applied_at: string | null };
  }
}
