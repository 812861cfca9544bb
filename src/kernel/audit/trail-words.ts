import { AppError, errorText, type Language } from '../errors.ts';
import { sql, type Reader } from '../database.ts';

/** What a kind of object is called, and the query of `id` (uuid) and `name` that says which one it is; without a query its id is its name. */
export interface ObjectWords { zh: string; en: string; named?: string; names?: Record<string, string> }
/** Everything the trail needs to be read by people; the application knows it, the kernel does not. */
export interface TrailWords {
  /** Route id → what it does. */
  actions: ReadonlyMap<string, string>;
  /** Routes whose rows stand for data that left the house. */
  exports: readonly string[];
  objects: Record<string, ObjectWords>;
  fields: Record<string, string>;
}

interface Named { object_type: string | null; object_id: string | null; before: unknown; after: unknown }
const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** The first letters of an id are the time and shared by thousands; its last ones are its own. */
const shortId = (id: string): string => (uuid.test(id) ? `…${id.slice(-8)}` : id);
const nameIn = (value: unknown): string | undefined => {
  const v = (value ?? {}) as Record<string, unknown>;
  return ['title', 'name', 'user_name', 'number', 'file'].map((k) => v[k]).find((x): x is string => typeof x === 'string' && x !== '');
};

/** The names of the objects of these rows, whatever their kinds, in one statement. What is there no more is called as its row called it. */
export async function nameObjects(db: Reader, words: TrailWords, rows: readonly Named[]): Promise<(string | null)[]> {
  const ids = new Map<string, Set<string>>();
  for (const r of rows) if (r.object_type && r.object_id && words.objects[r.object_type]?.named && uuid.test(r.object_id)) ids.set(r.object_type, (ids.get(r.object_type) ?? new Set()).add(r.object_id));
  const found = new Map<string, string>();
  if (ids.size > 0) {
    const parts = [...ids].map(([type, set]) => sql`select ${sql.lit(type)}::text as type, x.id::text as id, x.name::text as name from (${sql.raw(words.objects[type]!.named!)}) x where x.id = any(${[...set]}::uuid[])`);
    const { rows: names } = await sql<{ type: string; id: string; name: string | null }>`${sql.join(parts, sql` union all `)}`.execute(db);
    for (const n of names) if (n.name) found.set(`${n.type} ${n.id}`, n.name);
  }
  return rows.map((r) => {
    if (!r.object_id) return null;
    const kind = r.object_type ? words.objects[r.object_type] : undefined;
    return found.get(`${r.object_type} ${r.object_id.toLowerCase()}`) ?? kind?.names?.[r.object_id] ?? nameIn(r.after) ?? nameIn(r.before) ?? shortId(r.object_id);
  });
}

export interface Change { field: string; before: string | null; after: string | null }
const most = 60;
/** Field by field what stood before and what stands now, in words; a refusal says why. */
export function changesOf(words: TrailWords, row: { before: unknown; after: unknown }, language: Language): Change[] {
  const [before, after] = [asFields(row.before), asFields(row.after)];
  const text = (field: string, v: unknown): string | null => v === undefined ? null : field === 'code' && typeof v === 'string' ? errorText(new AppError('rule', v), language) : valueText(words, v, language);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].slice(0, most).map((field) => ({ field: fieldText(words, field, language), before: text(field, before[field]), after: text(field, after[field]) }));
}
const asFields = (v: unknown): Record<string, unknown> => (v === null || v === undefined ? {} : typeof v === 'object' && !Array.isArray(v) ? v as Record<string, unknown> : { value: v });
const fieldText = (words: TrailWords, field: string, language: Language): string => (language === 'en' ? field.replaceAll('_', ' ') : words.fields[field] ?? field);
function valueText(words: TrailWords, v: unknown, language: Language): string {
  const zh = language === 'zh';
  if (v === null || v === '') return zh ? '（空）' : '(empty)';
  if (typeof v === 'boolean') return zh ? (v ? '是' : '否') : v ? 'yes' : 'no';
  if (typeof v === 'string' || typeof v === 'number') return `${v}`;
  if (typeof v !== 'object') return '';
  if (Array.isArray(v)) return v.length === 0 ? (zh ? '（无）' : '(none)') : v.map((x) => valueText(words, x, language)).join(zh ? '、' : ', ');
  return Object.entries(v).map(([k, x]) => `${fieldText(words, k, language)}${zh ? '：' : ': '}${valueText(words, x, language)}`).join(zh ? '；' : '; ');
}
