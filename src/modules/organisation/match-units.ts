import { sql, type Reader } from '../../kernel/database.ts';
import { readSettings } from '../../kernel/settings/settings.ts';
import { collectiveKinds } from './collective-names.ts';
import { bareKey, nameKey } from './name-key.ts';

export interface UnitMatch { name: string; unit_ids: string[] | null; how: 'exact' | 'alias' | 'collective' | 'suffix' | 'none' }
interface Known { id: string; parent_id: string | null; path: string; kind: string; names: string[]; bare: string[]; core: string[] }

/** Names as official documents write them, met with the tree. What more than one unit could be is left to a person. */
export async function matchUnits(db: Reader, names: readonly string[]): Promise<UnitMatch[]> {
  if (names.length === 0) return [];
  const [rows, settings, aliases] = await Promise.all([
    db.selectFrom('unit').select(['id', 'parent_id', 'path', 'name', 'short_name', 'kind']).where('status', '=', 'active').orderBy('sort').orderBy('name').execute(),
    readSettings(db),
    sql<{ alias: string; ids: string[] }>`select a.alias, json_agg(a.unit_id order by u.sort, u.name) as ids from unit_alias a join unit u on u.id = a.unit_id where u.status = 'active' group by a.alias`.execute(db),
  ]);
  const roots = rows.filter((u) => u.parent_id === null);
  const own = [settings.organisation_name, ...roots.flatMap((u) => [u.name, u.short_name ?? ''])].map(nameKey).filter((n) => n.length > 1);
  const core = coreOf(own);
  const tree: Known[] = rows.map((u) => {
    const keys = [u.name, u.short_name ?? ''].map(nameKey).filter(Boolean);
    return { id: u.id, parent_id: u.parent_id, path: u.path, kind: u.kind, names: keys, bare: keys.map(bareKey), core: keys.map((k) => core(bareKey(k))) };
  });
  const taught = new Map(aliases.rows.map((a) => [a.alias, a.ids]));
  if (names.some((n) => groupOffice.test(nameKey(n)))) for (const [key, ids] of await groupOffices(db, names)) if (!taught.has(key)) taught.set(key, ids);
  return names.map((name) => ({ name, ...matchOne(name, tree, taught, new Set(own), core) }));
}

const groupOffice = /领导小组办公室$/;
/** 网络安全领导小组办公室 is the unit in which the registered groups have their office, where they all have the same. */
async function groupOffices(db: Reader, names: readonly string[]): Promise<[string, string[]][]> {
  const rows = await db.selectFrom('leading_group as g').innerJoin('unit as u', 'u.id', 'g.office_unit_id').select('u.id').distinct().where('u.status', '=', 'active').limit(2).execute();
  return rows.length === 1 ? names.map(nameKey).filter((k) => groupOffice.test(k)).map((k) => [k, [rows[0]!.id]]) : [];
}

function matchOne(name: string, tree: readonly Known[], taught: ReadonlyMap<string, string[]>, own: ReadonlySet<string>, core: (key: string) => string): Omit<UnitMatch, 'name'> {
  const key = nameKey(name);
  const none = { unit_ids: null, how: 'none' } as const;
  if (!key) return none;
  const exact = highest(tree.filter((u) => u.parent_id !== null && u.names.includes(key)));
  if (exact) return { unit_ids: [exact.id], how: 'exact' };
  const alias = taught.get(key);
  if (alias) return { unit_ids: alias, how: 'alias' };
  const kinds = collectiveKinds(key, own);
  if (kinds) {
    const ids = addressed(tree).filter((u) => kinds === 'all' || kinds.has(u.kind)).map((u) => u.id);
    return ids.length ? { unit_ids: ids, how: 'collective' } : none;
  }
  const bare = core(bareKey(key));
  const fits = [(u: Known) => u.bare.includes(bareKey(key)), (u: Known) => u.core.includes(bare), contains(key, bare)];
  // what stands right below the whole first: the 办公室 of a college is not the school's
  const [first, deeper] = [addressed(tree), tree.filter((u) => u.parent_id !== null)];
  if (/^(?:综合)?办公室$/.test(withoutParty(core(bareKey(key)), key))) {
    const offices = first.filter((u) => u.bare.some((n) => mainOffice.test(n)));
    return offices.length === 1 ? { unit_ids: [offices[0]!.id], how: 'suffix' } : none;
  }
  for (const units of [first, deeper]) {
    for (const fit of fits) {
      const found = units.filter(fit);
      if (found.length > 1) return none;
      if (found[0]) return { unit_ids: [found[0].id], how: 'suffix' };
    }
  }
  return none;
}

/** The one that stands nearest to the root; 办公室 of the whole before 办公室 of a college. Undefined where two stand alike. */
function highest(units: readonly Known[]): Known | undefined {
  const depth = (u: Known): number => u.path.split('/').length;
  const sorted = [...units].sort((a, b) => depth(a) - depth(b));
  return sorted[0] && (!sorted[1] || depth(sorted[0]) < depth(sorted[1])) ? sorted[0] : undefined;
}

/** Whom 各单位 means: what stands right below the organisation. A node that only groups others (kind other, with children) stands for them. */
function addressed(tree: readonly Known[]): Known[] {
  const children = Map.groupBy(tree, (u) => u.parent_id);
  const walk = (u: Known): Known[] => {
    const below = children.get(u.id) ?? [];
    const groups = u.parent_id === null || (u.kind === 'other' && below.length > 0);
    return groups ? below.flatMap(walk) : [u];
  };
  return (children.get(null) ?? []).flatMap(walk);
}

/** Takes the organisation's own name and what stands for it off the front: 校党委宣传部 → 宣传部. */
function coreOf(own: readonly string[]): (key: string) => string {
  const college = own.some((n) => /学院$|学校$/.test(n));
  const words = [...own, '中国共产党', '中共', '学校', '本校', '我校', '校', '本院', '我院', ...(college ? ['学院', '院'] : []), '本局', '我局', '局', '党委', '党组', '党政', '行政'].sort((a, b) => b.length - a.length);
  return (key) => {
    let rest = key;
    for (let cut = true; cut;) {
      const front = words.find((w) => rest.startsWith(w) && rest.length - w.length >= 2);
      cut = front !== undefined && !/^(?:[长区内外]|办(?!公室))/.test(rest.slice(front.length));
      if (cut) rest = rest.slice(front!.length);
    }
    return rest;
  };
}

/** 办公室 alone is the organisation's own office, however it is called in full; 党委办公室 is not said so lightly. */
const mainOffice = /^(?:学校|学院|校|院|局|党政|党委|综合|行政|校长|院长|局长|、)*办公室$/;
const withoutParty = (core: string, key: string): string => (/党|行政/.test(key) ? key : core);

const generic = /^(?:办公室|中心|学院|委员会|管理处|工作部|领导小组|工作组|部门|单位|学校|研究院|研究所)$/;
/** A longer name that has this one in it: 宣传部 in 党委宣传部(新闻中心), 招标与采购中心 in 资产管理处(招标与采购中心). */
const contains = (key: string, bare: string) => (u: Known): boolean => bare.length >= 3 && !generic.test(bare) && u.names.some((n) => n !== key && (n.includes(key) || n.includes(bare)));
