import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { accountsToTell } from '../organisation/index.ts';
import { createSystem, demandSystem, updateSystem } from './keep-system.ts';
import { visibleClaims } from './queries.ts';

defineErrors({
  'claim.settled': '这个地址已有人处理，请刷新查看。',
  'claim.choose_system': '请选择本单位的一个系统，或填写新系统的名称。',
  'claim.choose_unit': '请选择要指派的单位。',
}, {
  'claim.settled': 'Somebody has dealt with this address; reload.',
  'claim.choose_system': 'Choose one of the unit’s systems, or name a new one.',
  'claim.choose_unit': 'Choose the unit to offer it to.',
});

/** What a higher module does once a host has an owner: its findings go there. */
export type OnClaimed = (tx: Tx, by: Actor, claim: { host: string; ip: string | null; system_id: string; unit_id: string }) => Promise<void>;
const followers: OnClaimed[] = [];
export const onClaimed = (follow: OnClaimed): void => { followers.push(follow); };

/** Opens claims for hosts that nobody answers for; one that is open already is only seen again. Units are told once a claim. */
export async function openClaims(tx: Tx, foundBy: string, hosts: readonly { host: string; ip: string | null; unit_id: string | null }[]): Promise<number> {
  if (hosts.length === 0) return 0;
  const at = now().toISOString();
  const { rows } = await sql<{ id: string; host: string; unit_id: string | null; fresh: boolean }>`insert into asset_claim (id, host, ip, found_by, found_at, last_seen_at, unit_id)
    select i, h, p::inet, ${foundBy}, ${at}, ${at}, u from unnest(${hosts.map(() => newId())}::uuid[], ${hosts.map((h) => h.host)}::text[], ${hosts.map((h) => h.ip)}::text[], ${hosts.map((h) => h.unit_id)}::uuid[]) as t(i, h, p, u) order by h, p
    on conflict (host, coalesce(ip, '0.0.0.0'::inet)) where state in ('open', 'to_block') do update set last_seen_at = excluded.last_seen_at returning id, host, unit_id, (xmax = 0) as fresh`.execute(tx);
  const fresh = rows.filter((r) => r.fresh);
  const perUnit = Map.groupBy(fresh.filter((r) => r.unit_id), (r) => r.unit_id!);
  const people = await accountsToTell(tx, [...perUnit.keys()]);
  await tell(tx, people.map((p) => { const mine = perUnit.get(p.unit_id)!; return { account_id: p.account_id, kind: 'claim', title: `请认领 ${mine.length} 个未登记的地址`, body: `${mine.slice(0, 5).map((m) => m.host).join('、')}${mine.length > 5 ? '等' : ''}在本单位地址段内，但台账里没有。请认领或说明不是本单位的。`, link: '/systems?tab=claims', once_key: `claim:${mine[0]!.id}` }; }));
  return fresh.length;
}

async function demandClaim(tx: Tx, actor: Actor, id: string, version: number) {
  const c = await visibleClaims(tx, actor).select(['c.id', 'c.host', sql<string | null>`host(c.ip)`.as('ip'), 'c.unit_id', 'c.state', 'c.declined', 'c.version']).where('c.id', '=', id).executeTakeFirst();
  if (!c) throw new AppError('not_found', 'object.not_found');
  const locked = await tx.selectFrom('asset_claim').select(['state', 'version']).where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
  if (locked.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  return { ...c, state: locked.state };
}
const settle = (tx: Tx, actor: Actor, id: string) => tx.updateTable('asset_claim').set((e) => ({ decided_at: now().toISOString(), decided_by_name: actor.name, version: e('version', '+', 1) })).where('id', '=', id);

/** The host becomes part of a system, old or new, and what was found on it follows. Throws claim.settled, claim.choose_system. */
export async function takeClaim(tx: Tx, actor: Actor, id: string, b: { version: number; system_id: string | null; new_name?: string | undefined; unit_id: string }): Promise<string> {
  const c = await demandClaim(tx, actor, id, b.version);
  if (c.state !== 'open' && c.state !== 'to_block') throw new AppError('rule', 'claim.settled');
  demandIn(actor, 'asset.write', b.unit_id);
  let systemId = b.system_id;
  let unitId = b.unit_id;
  const place = c.ip && c.host === c.ip ? c.ip : c.host;
  if (systemId) {
    const s = await demandSystem(tx, actor, systemId, 'asset.write');
    unitId = s.unit_id;
    await updateSystem(tx, actor, systemId, { version: s.version, places: [...s.places, place] });
  } else {
    if (!b.new_name) throw new AppError('invalid', 'claim.choose_system', {}, [{ path: 'new_name', message: '请填写名称' }]);
    systemId = await createSystem(tx, actor, { name: b.new_name, kind: 'system', unit_id: b.unit_id, places: [place] });
  }
  await settle(tx, actor, id).set({ state: 'claimed', system_id: systemId, unit_id: unitId }).execute();
  for (const f of followers) await f(tx, actor, { host: c.host, ip: c.ip, system_id: systemId, unit_id: unitId });
  return systemId;
}
/** Not ours: a claim offered to the unit goes to all; the office hears of it. */
export async function declineClaim(tx: Tx, actor: Actor, id: string, b: { version: number; unit_id: string; note?: string | undefined }): Promise<void> {
  const c = await demandClaim(tx, actor, id, b.version);
  if (c.state !== 'open') throw new AppError('rule', 'claim.settled');
  demandIn(actor, 'asset.write', b.unit_id);
  await tx.updateTable('asset_claim').set((e) => ({ declined: sql<string[]>`array(select distinct unnest(declined || ${b.unit_id}::uuid))`, unit_id: c.unit_id === b.unit_id ? null : c.unit_id, ...(b.note && { note: b.note }), version: e('version', '+', 1) })).where('id', '=', id).execute();
  const office = await accountsWithRole(tx, 'office');
  await tell(tx, office.filter((a) => a !== actor.id).map((account_id) => ({ account_id, kind: 'claim', title: `地址 ${c.host} 被说明不属于本单位`, body: b.note ?? '', link: '/systems?tab=claims', once_key: `claim:${id}:declined:${b.version}` })));
}
/** The office's word: offered to a unit, to be blocked, blocked, or of no account. */
export async function settleClaim(tx: Tx, actor: Actor, id: string, b: { version: number; action: 'offer' | 'to_block' | 'blocked' | 'drop'; unit_id?: string | null | undefined; note?: string | undefined }): Promise<void> {
  const c = await demandClaim(tx, actor, id, b.version);
  const from: Record<typeof b.action, readonly string[]> = { offer: ['open', 'to_block'], to_block: ['open'], blocked: ['open', 'to_block'], drop: ['open', 'to_block', 'blocked'] };
  if (!from[b.action].includes(c.state)) throw new AppError('rule', 'claim.settled');
  if (b.action === 'offer' && !b.unit_id) throw new AppError('invalid', 'claim.choose_unit', {}, [{ path: 'unit_id', message: '请选择' }]);
  await settle(tx, actor, id).set({ state: b.action === 'offer' ? 'open' : b.action === 'drop' ? 'dropped' : b.action, ...(b.action === 'offer' && { unit_id: b.unit_id! }), ...(b.note && { note: b.note }) }).execute();
  if (b.action !== 'offer') return;
  const people = await accountsToTell(tx, [b.unit_id!]);
  await tell(tx, people.map((p) => ({ account_id: p.account_id, kind: 'claim', title: `请认领地址 ${c.host}`, body: b.note ?? '网信办认为这个地址可能属于本单位，请认领或说明。', link: '/systems?tab=claims', once_key: `claim:${id}:offer:${b.version}` })));
}
