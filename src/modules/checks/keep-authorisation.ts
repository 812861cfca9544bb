import { networkOf, sign, type Authorisation } from '../../engines/site-checks/index.ts';
import { announce } from '../../kernel/changes.ts';
import { now, today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { nextNumber } from '../../kernel/number-series.ts';
import { readSettings } from '../../kernel/settings/settings.ts';
import { move, moveMany, openCases, type Done, type Effects } from '../../kernel/workflow/workflow.ts';
import { accountsToTell } from '../organisation/index.ts';
import type { authorisationActions } from './contract.ts';
import { demandSystem, visibleAuthorisations } from './queries.ts';
import { missingOf, outsideLedger, scopeOf } from './scope.ts';
import { authorisationFlow, type AuthorisationEffect } from './workflow.ts';

defineErrors({
  'check.authorisation_incomplete': '还不能提交：{missing}。',
  'check.authorisation_not_editable': '授权书已经提交，不能修改。需要修改请先撤回重拟，或请对方退回。',
  'check.bad_network': '“{text}”不是地址或网段。可写成 10.1.2.3、10.1.2.0/28 或 2001:db8::/64。',
  'check.outside_ledger': '{text} 不在“{system}”登记的域名和地址内，也不在责任单位的地址段内。请先在系统台账登记，再授权检测。',
  'check.valid_backwards': '有效期的止日不能早于起日，且不超过一年。',
}, {
  'check.authorisation_incomplete': 'It cannot be handed in yet: {missing}.',
  'check.authorisation_not_editable': 'It was handed in. Withdraw it and draft another, or have it sent back.',
  'check.bad_network': '“{text}” is no address or network. Write 10.1.2.3, 10.1.2.0/28 or 2001:db8::/64.',
  'check.outside_ledger': '{text} is neither a name nor an address of “{system}”, nor in a range of its unit. Enter it in the ledger first.',
  'check.valid_backwards': 'It must end after it begins, and within a year.',
});

type Window = Authorisation['windows'][number];
interface Scope { purpose: string; hosts: string[]; networks: string[]; ports: [number, number][]; valid_from: string; valid_until: string; windows: readonly { days: number[]; from: string; to: string }[]; rates: { requests_per_second: number; connections_per_second: number } }
function demandScope(s: Scope): void {
  const bad = s.networks.find((n) => !networkOf(n));
  if (bad) throw new AppError('invalid', 'check.bad_network', { text: bad }, [{ path: 'networks', message: '请改正' }]);
  demandTerm(s.valid_from, s.valid_until);
}
function demandTerm(from: string, until: string): void {
  if (until < from || until > `${Number(from.slice(0, 4)) + 1}${from.slice(4)}`) throw new AppError('invalid', 'check.valid_backwards', {}, [{ path: 'valid_until', message: '请改正' }]);
}

/** One a system, filled with what the ledger knows of it. Throws object.not_found, check.valid_backwards. */
export async function draftAuthorisations(tx: Tx, actor: Actor, b: { system_ids: string[]; purpose?: string | undefined; valid_from: string; valid_until: string; windows?: Window[] | undefined; rates?: Scope['rates'] | undefined }): Promise<string[]> {
  demandTerm(b.valid_from, b.valid_until);
  const year = Number(today().slice(0, 4));
  const settings = await readSettings(tx);
  const ids: string[] = [];
  for (const systemId of new Set(b.system_ids)) {
    const s = await demandSystem(tx, actor, systemId, 'check.manage');
    const id = newId();
    const { hosts, networks } = await scopeOf(tx, systemId);
    await openCases(tx, authorisationFlow, actor, [{ id, unit_id: s.unit_id, due_on: null }]);
    await tx.insertInto('check_authorisation').values({
      id, number: `JC${year}-${String(await nextNumber(tx, 'check_authorisation', year)).padStart(4, '0')}`, system_id: systemId, purpose: b.purpose ?? '', hosts, networks, ports: JSON.stringify([[1, 65535]]), valid_from: b.valid_from, valid_until: b.valid_until, windows: JSON.stringify(b.windows ?? []),
      rates: JSON.stringify(b.rates ?? { requests_per_second: 5, connections_per_second: 50 }), office: `${settings.organisation_name}${settings.document_word}`, contact: '', confirmed_at: null, confirmed_by_name: null, approved_at: null, approved_by_name: null, signed: null, created_at: now().toISOString(), created_by_name: actor.name,
    }).execute();
    ids.push(id);
  }
  return ids;
}
async function demandAuthorisation(tx: Tx, actor: Actor, id: string) {
  const a = await visibleAuthorisations(tx, actor).select(['a.id', 'c.state', 'c.version', 'c.unit_id', 'a.hosts', 'a.networks', 'a.ports', 'a.valid_until']).where('a.id', '=', id).executeTakeFirst();
  if (!a) throw new AppError('not_found', 'object.not_found');
  return a;
}
/** Throws object.not_found, object.changed_meanwhile, check.authorisation_not_editable, check.bad_network, check.valid_backwards. */
export async function updateAuthorisation(tx: Tx, actor: Actor, id: string, b: Scope & { version: number }): Promise<void> {
  const a = await demandAuthorisation(tx, actor, id);
  if (a.state !== 'draft') throw new AppError('rule', 'check.authorisation_not_editable');
  demandScope(b);
  const done = await tx.updateTable('work_case').set((e) => ({ version: e('version', '+', 1), changed_at: now().toISOString() })).where('id', '=', id).where('version', '=', b.version).executeTakeFirst();
  if (done.numUpdatedRows === 0n) throw new AppError('conflict', 'object.changed_meanwhile');
  await tx.updateTable('check_authorisation').set({ purpose: b.purpose, hosts: b.hosts, networks: b.networks, ports: JSON.stringify(b.ports), valid_from: b.valid_from, valid_until: b.valid_until, windows: JSON.stringify(b.windows), rates: JSON.stringify(b.rates) }).where('id', '=', id).execute();
}
type Action = (typeof authorisationActions)[number];
/** Throws object.not_found, check.authorisation_incomplete, workflow.*. */
export async function moveAuthorisation(tx: Tx, actor: Actor, id: string, m: { version: number; action: Action; note?: string | undefined }): Promise<void> {
  await demandAuthorisation(tx, actor, id);
  await move(tx, authorisationFlow, actor, { id, ...m }, {}, effects);
  await announce(tx, 'checks');
}
/** All or none. */
export async function moveAuthorisations(tx: Tx, actor: Actor, items: { id: string; version: number }[], action: Action, note: string | undefined): Promise<number> {
  const seen = await visibleAuthorisations(tx, actor).select('a.id').where('a.id', 'in', items.map((i) => i.id)).execute();
  if (seen.length < new Set(items.map((i) => i.id)).size) throw new AppError('not_found', 'object.not_found');
  const moved = await moveMany(tx, authorisationFlow, actor, items, action, note, effects);
  await announce(tx, 'checks');
  return moved;
}

const rowsOf = (tx: Tx, d: Done) => tx.selectFrom('check_authorisation as a').innerJoin('info_system as s', 's.id', 'a.system_id').innerJoin('work_case as c', 'c.id', 'a.id').selectAll('a').select(['s.name as system_name', 's.unit_id', 'c.version']).where('a.id', 'in', d.cases.map((x) => x.id)).execute();
async function tellPeople(tx: Tx, accounts: readonly string[], d: Done, title: (name: string) => string, body: string): Promise<void> {
  const rows = await rowsOf(tx, d);
  const news: NewNotice[] = [];
  // one message a person, however many were moved at once
  const one = rows[0]!;
  const text = rows.length > 1 ? `${one.system_name}等 ${rows.length} 个系统` : one.system_name;
  for (const account_id of new Set(accounts)) news.push({ account_id, kind: 'check', title: title(text), body, link: rows.length > 1 ? '/checks?tab=authorisations' : `/checks/authorisations/${one.id}`, once_key: `check_authorisation:${one.id}:${d.action}:${one.version}` });
  await tell(tx, news);
}
const effects: Effects<AuthorisationEffect> = {
  async demand_whole(tx, d) {
    for (const a of await rowsOf(tx, d)) {
      const missing = missingOf(a);
      if (missing.length) throw new AppError('rule', 'check.authorisation_incomplete', { missing: `${a.system_name}${missing.join('；')}` });
      const outside = await outsideLedger(tx, a.system_id, a);
      if (outside.length) throw new AppError('rule', 'check.outside_ledger', { system: a.system_name, text: outside.slice(0, 5).join('、') });
    }
  },
  async forget_answers(tx, d) { await tx.updateTable('check_authorisation').set({ confirmed_at: null, confirmed_by_name: null }).where('id', 'in', d.cases.map((c) => c.id)).execute(); },
  async keep_confirmation(tx, d) { await tx.updateTable('check_authorisation').set({ confirmed_at: now().toISOString(), confirmed_by_name: d.actor.name }).where('id', 'in', d.cases.map((c) => c.id)).execute(); },
  async sign(tx, d) {
    const settings = await readSettings(tx);
    const at = now().toISOString();
    for (const a of await rowsOf(tx, d)) {
      const unsigned = { id: a.number, system: a.system_name, office: a.office || settings.organisation_name || '网络信息中心', contact: a.contact || a.office || settings.organisation_name || a.number, hosts: a.hosts, networks: a.networks, ports: a.ports, valid_from: a.valid_from, valid_until: a.valid_until, windows: a.windows, rates: a.rates, approver: d.actor.name, approved_at: at };
      await tx.updateTable('check_authorisation').set({ approved_at: at, approved_by_name: d.actor.name, signed: JSON.stringify({ ...unsigned, signature: sign(unsigned) } satisfies Authorisation) }).where('id', '=', a.id).execute();
    }
  },
  async stop_runs(tx, d) {
    await sql`update check_run set state = case when state = 'waiting' then 'stopped' else 'stopping' end, error = '授权已撤销', finished_at = case when state = 'waiting' then ${now().toISOString()}::timestamptz end where authorisation_id = any(${d.cases.map((c) => c.id)}::uuid[]) and state in ('waiting', 'running')`.execute(tx);
  },
  async tell_unit(tx, d) {
    const people = await accountsToTell(tx, d.cases.map((c) => c.unit_id));
    // each unit hears of its own systems
    for (const unitId of new Set(d.cases.map((c) => c.unit_id))) await tellPeople(tx, people.filter((p) => p.unit_id === unitId).map((p) => p.account_id), { ...d, cases: d.cases.filter((c) => c.unit_id === unitId) }, (n) => `请确认技术检测授权：${n}`, '请核对检测范围、时间和速率，确认或退回。');
  },
  async tell_approvers(tx, d) { await tellPeople(tx, [...await accountsWithRole(tx, 'leader'), ...await accountsWithRole(tx, 'office')].filter((a) => a !== d.actor.id), d, (n) => `技术检测授权待签批：${n}`, '系统所属单位已确认。'); },
  async tell_office(tx, d) {
    const words: Record<string, string> = { object: '单位退回了检测授权', approve: '检测授权已签批', refuse: '检测授权未获签批', revoke: '检测授权已撤销' };
    await tellPeople(tx, (await accountsWithRole(tx, 'office')).filter((a) => a !== d.actor.id), d, (n) => `${words[d.action] ?? d.action}：${n}`, d.note ?? '');
  },
};
