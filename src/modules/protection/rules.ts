import type { Reader, Tx } from '../../kernel/database.ts';
import { rules, type RuleKey } from './contract.ts';

export type Rules = Record<RuleKey, number>;
export async function readRules(db: Reader): Promise<Rules> {
  return Object.fromEntries((await db.selectFrom('protection_rule').selectAll().execute()).map((r) => [r.key, r.value])) as Rules;
}
export async function saveRules(tx: Tx, next: Rules): Promise<Rules> {
  const before = await readRules(tx);
  for (const key of Object.keys(rules) as RuleKey[]) await tx.updateTable('protection_rule').set({ value: next[key] }).where('key', '=', key).execute();
  return before;
}
/** How often a backup must have succeeded, in days, with a day's grace. */
export const backupDays = { realtime: 1, daily: 2, weekly: 8, monthly: 32 } as const;
/** 互联网政务应用安全管理规定 art. 20 asks a year of logs of what faces the public; 网络安全法 art. 23 six months of the rest. */
export const publicKinds = ['website', 'app', 'official_account', 'mini_program'] as const;
