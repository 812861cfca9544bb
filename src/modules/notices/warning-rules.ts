import * as z from 'zod';
import { now } from '../../kernel/clock.ts';
import { sql, type Db, type Reader, type Tx } from '../../kernel/database.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { serverActor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell } from '../../kernel/notices/notices.ts';
import type { severities } from '../hazards/contract.ts';
import type { warningLevels } from './contract.ts';
import { createWarning } from './keep-warning.ts';

interface Rule { id: string | null; name: string; severity: (typeof severities)[number]; units: number; days: number; level: (typeof warningLevels)[number]; active: boolean }
export const readWarningRules = (db: Reader) => db.selectFrom('warning_rule').select(['id', 'name', 'severity', 'units', 'days', 'level', 'active']).orderBy('id').execute();
/** What is left out is gone; what it found stays. */
export async function saveWarningRules(tx: Tx, rules: readonly Rule[]): Promise<void> {
  const keep = rules.flatMap((r) => r.id ?? []);
  await tx.deleteFrom('warning_rule').where(sql<boolean>`not (id = any(${keep}::uuid[]))`).execute();
  for (const { id, ...r } of rules) {
    if (id) await tx.updateTable('warning_rule').set((e) => ({ ...r, version: e('version', '+', 1) })).where('id', '=', id).execute();
    else await tx.insertInto('warning_rule').values({ id: newId(), ...r }).execute();
  }
}
/** Each morning: the same problem found in so many units within so many days becomes intelligence to be judged, once. Nothing is published by itself. */
export const warnByRule = (db: Db) => defineJob({
  name: 'warnings.rules', payload: z.object({}), cron: '20 7 * * *',
  run: () => db.transaction().execute(async (tx) => {
    let found = 0;
    for (const rule of (await readWarningRules(tx)).filter((r) => r.active)) {
      const since = new Date(now().getTime() - rule.days * 86_400_000).toISOString();
      const { rows } = await sql<{ id: string; title: string; cve: string[]; description: string; remedy: string; units: number; hazards: number }>`select p.id, p.title, p.cve, left(p.description, 4000) as description, left(p.remedy, 4000) as remedy, count(distinct h.unit_id)::int as units, count(*)::int as hazards from hazard h join problem p on p.id = h.problem_id
        where h.owned and h.severity = ${rule.severity} and h.first_seen_at >= ${since} and not exists (select 1 from threat_warning w where w.once_key = ${`rule:${rule.id}:`} || p.id) group by p.id having count(distinct h.unit_id) >= ${rule.units} order by units desc limit 50`.execute(tx);
      for (const p of rows) { await createWarning(tx, serverActor, { title: p.title, cve: p.cve, product: '', level: rule.level, summary: `${rule.days} 天内在 ${p.units} 个单位发现 ${p.hazards} 处。\n${p.description}`, measures: p.remedy, source: `预警规则：${rule.name}` }, { rule_id: rule.id, once_key: `rule:${rule.id}:${p.id}` }); found++; }
    }
    if (found) await tell(tx, (await accountsWithRole(tx, 'office')).map((account_id) => ({ account_id, kind: 'hazard_notice', title: `按预警规则发现 ${found} 条情报，待研判`, body: '', link: '/letters?tab=warnings', once_key: `warnings:rules:${now().toISOString().slice(0, 10)}` })));
  }),
});
