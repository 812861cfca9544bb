import { useQuery } from '@tanstack/react-query';
import type { Permission } from '../kernel/permissions.ts';
import { identity } from '../kernel/identity/contract.ts';
import { query, type Reply } from './api.ts';

export type Me = Reply<typeof identity.me>;
export const meQuery = { ...query(identity.me), staleTime: 60_000 };

/** Who is signed in; inside the shell there always is somebody. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error('used outside of the shell');
  return data;
}
export const may = (me: Me, permission: Permission): boolean => me.permissions.includes(permission);
export const useMay = (permission: Permission): boolean => may(useMe(), permission);
export const isAdministrator = (me: Me): boolean => me.roles.some((r) => r.role === 'system_admin' || r.role === 'security_admin' || r.role === 'audit_admin');
