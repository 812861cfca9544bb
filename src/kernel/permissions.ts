/**
 * Who may do what, as one table: action × role × scope. Everything that asks for a right (API, files, jobs) reads this table.
 * Scopes: `all` every unit; `subtree` the units below the one the role was given for, and that unit; `own` that unit alone.
 * 三员分立 (GB/T 22239-2019 8.1.5): the system administrator keeps accounts, the security administrator grants roles,
 * the audit administrator reads the trail; none of them works on the trade's own data.
 */
export const roles = ['system_admin', 'security_admin', 'audit_admin', 'office', 'leader', 'unit_head', 'liaison', 'vendor'] as const;
export type Role = (typeof roles)[number];
export type Scope = 'own' | 'subtree' | 'all';

/** An account holds at most one of these. */
export const administrators = ['system_admin', 'security_admin', 'audit_admin'] as const satisfies readonly Role[];
/** Roles that mean nothing without a unit. */
export const unitRoles = ['unit_head', 'liaison', 'vendor'] as const satisfies readonly Role[];

const everyone = { office: 'all', leader: 'all', unit_head: 'subtree', liaison: 'own', vendor: 'own' } as const;

export const permissions = {
  'account.read': { system_admin: 'all', security_admin: 'all', audit_admin: 'all' },
  'account.write': { system_admin: 'all' },
  'account.grant': { security_admin: 'all' },
  'setting.read': { system_admin: 'all', security_admin: 'all', audit_admin: 'all', office: 'all' },
  'setting.write': { system_admin: 'all' },
  'operation.read': { system_admin: 'all', audit_admin: 'all' },
  'operation.write': { system_admin: 'all' },
  'calendar.write': { office: 'all', system_admin: 'all' },
  'audit.read': { audit_admin: 'all' },
  'unit.read': { ...everyone, system_admin: 'all', security_admin: 'all', audit_admin: 'all' },
  'unit.write': { office: 'all', system_admin: 'all' },
  'person.read': { office: 'all', leader: 'all', unit_head: 'subtree', liaison: 'own', system_admin: 'all' },
  'person.write': { office: 'all', unit_head: 'subtree', liaison: 'own', system_admin: 'all' },
  'group.read': { office: 'all', leader: 'all', unit_head: 'all', liaison: 'all' },
  'group.write': { office: 'all' },
  'campaign.read': { office: 'all', leader: 'all', unit_head: 'subtree', liaison: 'own' },
  'campaign.write': { office: 'all' },
  'assignment.read': everyone,
  'assignment.answer': { unit_head: 'subtree', liaison: 'own' },
  'assignment.sign_off': { unit_head: 'subtree' },
  'assignment.review': { office: 'all' },
  'document.write': { office: 'all' },
  'document.read': { office: 'all', leader: 'all' },
  'paper.read': { office: 'all', leader: 'all' },
  'paper.write': { office: 'all' },
  'responsibility.read': { office: 'all', leader: 'all', unit_head: 'subtree', liaison: 'own' },
  'responsibility.write': { office: 'all' },
  'duty_record.write': { office: 'all', unit_head: 'subtree', liaison: 'own' },
  'capacity.read': { office: 'all', leader: 'all', unit_head: 'subtree', liaison: 'own' },
  'capacity.write': { office: 'all', unit_head: 'subtree', liaison: 'own' },
  'capacity.manage': { office: 'all' },
  'asset.read': everyone,
  'asset.write': { office: 'all', unit_head: 'subtree', liaison: 'own' },
  'asset.manage': { office: 'all' },
  'protection.read': { office: 'all', leader: 'all', unit_head: 'subtree', liaison: 'own' },
  'protection.write': { office: 'all', unit_head: 'subtree', liaison: 'own' },
  'protection.manage': { office: 'all' },
  'filing.read': everyone,
  'filing.write': { office: 'all', unit_head: 'subtree', liaison: 'own' },
  'filing.manage': { office: 'all' },
  'filing.approve': { office: 'all', leader: 'all' },
  'hazard.read': everyone,
  'hazard.register': { unit_head: 'subtree', liaison: 'own' },
  'hazard.answer': { unit_head: 'subtree', liaison: 'own', vendor: 'own' },
  'hazard.sign_off': { unit_head: 'subtree' },
  'hazard.manage': { office: 'all' },
  'hazard.approve': { office: 'all', leader: 'all' },
  'mlps.read': { office: 'all', leader: 'all', unit_head: 'subtree', liaison: 'own' },
  'mlps.write': { office: 'all', unit_head: 'subtree', liaison: 'own' },
  'mlps.manage': { office: 'all' },
  'check.read': { office: 'all', leader: 'all', unit_head: 'subtree', liaison: 'own' },
  'check.manage': { office: 'all' },
  'check.confirm': { unit_head: 'subtree', liaison: 'own' },
  'check.approve': { office: 'all', leader: 'all' },
  'check.retest': { office: 'all', unit_head: 'subtree', liaison: 'own' },
  'contact.confirm': { unit_head: 'subtree', liaison: 'own' },
  'accountability.read': { office: 'all', leader: 'all', unit_head: 'subtree', liaison: 'own' },
  'accountability.write': { office: 'all' },
  'accountability.approve': { leader: 'all' },
  'accountability.answer': { unit_head: 'subtree', liaison: 'own' },
} as const satisfies Record<string, Partial<Record<Role, Scope>>>;
export type Permission = keyof typeof permissions;
