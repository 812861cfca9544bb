import { AppError } from '../errors.ts';
import { permissions, type Permission, type Role, type Scope } from '../permissions.ts';

export interface HeldRole { role: Role; unit_id: string | null; unit_name: string | null; /** The unit and all below it, active or not. */ subtree: string[] }
/** Whoever asks: a person with a session, a program with a token, or the server itself. */
export interface Actor {
  id: string | null; name: string; user_name: string; ip: string; session_id: string | null;
  roles: HeldRole[]; must_change_password: boolean; totp_enabled: boolean;
  /** Permissions a token is limited to; null for a person. */
  token_scopes: string[] | null;
}

/** The units in which the actor may do it: 'all', or a set that may be empty. The one place that reads the table. */
export function unitsFor(actor: Actor, permission: Permission): 'all' | Set<string> {
  const units = new Set<string>();
  if (actor.token_scopes && !actor.token_scopes.includes(permission)) return units;
  const row: Partial<Record<Role, Scope>> = permissions[permission];
  for (const held of actor.roles) {
    const scope = row[held.role];
    if (scope === 'all') return 'all';
    if (scope === 'own' && held.unit_id) units.add(held.unit_id);
    if (scope === 'subtree') for (const id of held.subtree) units.add(id);
  }
  return units;
}

export function may(actor: Actor, permission: Permission): boolean {
  const units = unitsFor(actor, permission);
  return units === 'all' || units.size > 0;
}
export function mayIn(actor: Actor, permission: Permission, unitId: string): boolean {
  const units = unitsFor(actor, permission);
  return units === 'all' || units.has(unitId);
}
/** Throws permission.denied (403). */
export function demand(actor: Actor, permission: Permission): void {
  if (!may(actor, permission)) throw new AppError('forbidden', 'permission.denied');
}
/** For writes that name a unit: 403 where the actor may do it elsewhere, 404 never, since unit names are known to all. */
export function demandIn(actor: Actor, permission: Permission, unitId: string): void {
  if (!mayIn(actor, permission, unitId)) throw new AppError('forbidden', 'permission.denied');
}

/** The server's own hand: jobs act as it, and the trail says so. */
export const serverActor: Actor = { id: null, name: '系统', user_name: 'system', ip: '-', session_id: null, roles: [], must_change_password: false, totp_enabled: false, token_scopes: null };
