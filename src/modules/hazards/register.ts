import { hash } from 'node:crypto';
import { announce } from '../../kernel/changes.ts';
import { now, today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { demandIn, mayIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { moveMany, openCases } from '../../kernel/workflow/workflow.ts';
import type { severities, sources } from './contract.ts';
import { hazardEffects } from './move-hazards.ts';
import { findOwners } from '../assets/index.ts';
import { hazardFlow } from './workflow.ts';

defineErrors({
  'hazard.no_top_unit': '还没有建立机构，隐患找不到归属。请先在“机构与责任”里建立机构，再登记隐患或导入报告。',
  'hazard.unit_or_system': '请选择责任单位，或选择系统。',
}, {
  'hazard.no_top_unit': 'There are no units yet, so nobody could answer for a hazard. Build the tree of units first, then enter hazards or import reports.',
  'hazard.unit_or_system': 'Choose a unit or a system.',
});

/** The whole organisation: keeps what nobody answers for yet. Throws hazard.no_top_unit. */
export async function topUnit(tx: Tx): Promise<string> {
  const top = await tx.selectFrom('unit').select('id').where('status', '=', 'active').where('parent_id', 'is', null).orderBy('sort').orderBy('created_at').executeTakeFirst();
  if (!top) throw new AppError('rule', 'hazard.no_top_unit');
  return top.id;
}
/** 隐患编号 YH2026-000001, without gaps: taken in the transaction that uses them. */
export async function takeNumbers(tx: Tx, n: number): Promise<string[]> {
  const year = Number(today().slice(0, 4));
  const { rows: [row] } = await sql<{ last: number }>`insert into number_series as s (series, year, last) values ('hazard', ${year}, ${n}) on conflict (series, year) do update set last = s.last + ${n} returning last`.execute(tx);
  return Array.from({ length: n }, (_, i) => `YH${year}-${String(row!.last - n + 1 + i).padStart(6, '0')}`);
}

interface Fields { title: string; severity: (typeof severities)[number]; source: (typeof sources)[number]; system_id?: string | null | undefined; unit_id?: string | null | undefined; where?: string | undefined; description?: string | undefined; remedy?: string | undefined; evidence?: string | undefined; superior_number?: string | undefined; superior_due_on?: string | null | undefined; /** Nobody answers for it yet: it lies with the whole organisation. */ unowned?: boolean | undefined }
/** By hand: from a superior's notice, a self-check, an inspection. Throws hazard.unit_or_system, hazard.unit_not_active, hazard.system_elsewhere. */
export async function registerHazard(tx: Tx, actor: Actor, f: Fields): Promise<string> {
  const system = f.system_id ? await tx.selectFrom('info_system').select(['id', 'unit_id']).where('id', '=', f.system_id).where('state', '!=', 'cancelled').executeTakeFirst() : undefined;
  if (f.system_id && !system) throw new AppError('invalid', 'hazard.system_elsewhere', {}, [{ path: 'system_id', message: '请重新选择' }]);
  const unitId = f.unit_id ?? system?.unit_id ?? (f.unowned ? await topUnit(tx) : undefined);
  if (!unitId) throw new AppError('invalid', 'hazard.unit_or_system', {}, [{ path: 'unit_id', message: '请选择' }]);
  if (system && system.unit_id !== unitId) throw new AppError('invalid', 'hazard.system_elsewhere', {}, [{ path: 'system_id', message: '请选择该单位的系统' }]);
  if (!await tx.selectFrom('unit').select('id').where('id', '=', unitId).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'hazard.unit_not_active', {}, [{ path: 'unit_id', message: '单位不存在或已撤销' }]);
  const id = newId();
  const at = now().toISOString();
  const [number] = await takeNumbers(tx, 1);
  const problemId = newId();
  // each hazard found by hand is a problem of its own: nothing says that two of one name are the same
  await tx.insertInto('problem').values({ id: problemId, scanner: 'manual', rule_id: number!, title: f.title, severity: f.severity, cve: f.title.match(/CVE-\d{4}-\d{4,10}/gi) ?? [], cwe: [], description: f.description ?? '', remedy: f.remedy ?? '', refs: [], score: null, first_seen_at: at }).execute();
  await openCases(tx, hazardFlow, actor, [{ id, unit_id: unitId, due_on: null }]);
  const rank = { critical: 1, high: 2, medium: 3, low: 4 } as const;
  await tx.insertInto('hazard').values({ id, number: number!, key: hash('sha256', `manual ${id}`), problem_id: problemId, system_id: system?.id ?? null, unit_id: unitId, state: 'to_verify', due_on: null, open: true, severity: f.severity, rank: rank[f.severity], owned: !f.unowned, source: f.source, host: (f.where ?? '').slice(0, 253), ip: null, port: null, protocol: null, path: null, parameter: null, evidence: f.evidence ?? '', place: '', first_seen_at: at, last_seen_at: at, last_import_id: null, notified_at: null, cleared_at: null, dismissal: null, dismissed_until: null, feedback: null, superior_number: f.superior_number || null, superior_due_on: f.superior_due_on ?? null }).execute();
  return id;
}

interface OwnFields { title: string; severity: (typeof severities)[number]; system_id?: string | null | undefined; unit_id?: string | null | undefined; where?: string | undefined; description?: string | undefined }
/** 自查: a unit enters what it found in a system of its own, or in itself; the office verifies it like any other. Throws object.not_found, permission.denied, hazard.unit_or_system, hazard.unit_not_active, hazard.system_elsewhere. */
export async function registerOwn(tx: Tx, actor: Actor, f: OwnFields): Promise<string> {
  const system = f.system_id ? await tx.selectFrom('info_system').select('unit_id').where('id', '=', f.system_id).executeTakeFirst() : undefined;
  // another unit's system is as if it were not there
  if (f.system_id && !(system && mayIn(actor, 'hazard.register', system.unit_id))) throw new AppError('not_found', 'object.not_found');
  if (f.unit_id) demandIn(actor, 'hazard.register', f.unit_id);
  const id = await registerHazard(tx, actor, { ...f, source: 'self_check' });
  const { number, unit } = await tx.selectFrom('hazard as h').innerJoin('unit as u', 'u.id', 'h.unit_id').select(['h.number', 'u.name as unit']).where('h.id', '=', id).executeTakeFirstOrThrow();
  await tell(tx, (await accountsWithRole(tx, 'office')).map((account_id) => ({ account_id, kind: 'hazard', title: `单位自查登记隐患，待核实：${f.title}`, body: `${number}。${unit}，${actor.name} 登记。`, link: `/hazards/${id}`, once_key: `hazard:${id}:registered` })));
  await announce(tx, 'hazards');
  return id;
}

export interface Found {
  source: 'self_check' | 'inspection' | 'check' | 'alert' | 'superior';
  /** Who says so, and by which rule: the same rule at the same place is the same hazard. */
  scanner: string; rule_id: string; title: string; severity: (typeof severities)[number];
  host: string; ip: string | null; port: number | null; protocol?: string | null; path?: string | null; parameter?: string | null;
  /** Where these are not given, who answers is found by the address. */
  system_id?: string | null; unit_id?: string | null;
  cve?: string[]; description?: string; remedy?: string; evidence?: string;
}
/** What other modules find, checks and alerts and self-checks: registered once; found again, it is counted, and what was cleared is open again. */
export async function registerFound(tx: Tx, actor: Actor, found: readonly Found[]): Promise<{ id: string; added: boolean }[]> {
  // one at a time, or two would register the same
  await sql`select pg_advisory_xact_lock(hashtext('hazard-import'))`.execute(tx);
  const at = now().toISOString();
  const owners = await findOwners(tx, found.map((f) => ({ host: f.host, ip: f.ip })));
  const done: { id: string; added: boolean }[] = [];
  for (const [i, f] of found.entries()) {
    const key = hash('sha256', ['found', f.scanner, f.rule_id, f.host.toLowerCase() || f.system_id || f.unit_id || '', f.ip ?? '', f.port ?? '', f.protocol ?? '', f.path ?? '', f.parameter ?? ''].join('\u0000'));
    const known = await tx.selectFrom('hazard as h').innerJoin('work_case as c', 'c.id', 'h.id').select(['h.id', 'c.version', 'h.state']).where('h.key', '=', key).executeTakeFirst();
    if (known) {
      if (known.state === 'cleared') await moveMany(tx, hazardFlow, actor, [{ id: known.id, version: known.version }], 'seen_again', '再次发现', hazardEffects);
      await tx.updateTable('hazard').set((e) => ({ sightings: e('sightings', '+', 1), last_seen_at: at, scanned_at: at })).where('id', '=', known.id).execute();
      done.push({ id: known.id, added: false });
      continue;
    }
    const problem = await sql<{ id: string }>`insert into problem (id, scanner, rule_id, title, severity, cve, description, remedy, first_seen_at) values (${newId()}, ${f.scanner}, ${f.rule_id}, ${f.title}, ${f.severity}, ${f.cve ?? []}::text[], ${f.description ?? ''}, ${f.remedy ?? ''}, ${at}) on conflict (scanner, rule_id) do update set title = problem.title returning id`.execute(tx);
    const unit = f.unit_id ?? (f.system_id ? (await tx.selectFrom('info_system').select('unit_id').where('id', '=', f.system_id).executeTakeFirst())?.unit_id : undefined) ?? owners[i]!.unit_id;
    const id = newId();
    const [number] = await takeNumbers(tx, 1);
    const unitId = unit ?? await topUnit(tx);
    await openCases(tx, hazardFlow, actor, [{ id, unit_id: unitId, due_on: null }]);
    await tx.insertInto('hazard').values({ id, number: number!, key, problem_id: problem.rows[0]!.id, system_id: f.system_id ?? owners[i]!.system_id, unit_id: unitId, state: 'to_verify', due_on: null, open: true, severity: f.severity, rank: { critical: 1, high: 2, medium: 3, low: 4 }[f.severity], owned: unit !== null && unit !== undefined, source: f.source, host: f.host.toLowerCase().slice(0, 253), ip: f.ip, port: f.port, protocol: f.protocol ?? null, path: f.path ?? null, parameter: f.parameter ?? null, evidence: f.evidence ?? '', place: '', first_seen_at: at, last_seen_at: at, last_import_id: null, notified_at: null, cleared_at: null, dismissal: null, dismissed_until: null, feedback: null, scanned_at: at }).execute();
    done.push({ id, added: true });
  }
  await announce(tx, 'hazards');
  return done;
}
