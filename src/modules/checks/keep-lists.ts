import { domainToASCII } from 'node:url';
import { now } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { listKinds } from './contract.ts';

defineErrors({
  'check.short_word': '“{text}”太短：一个字的词会处处误报，请写两个字以上。',
  'check.bad_domain': '“{text}”不是域名。可写成 example.com，不带协议和路径。',
}, {
  'check.short_word': '“{text}” is too short: a word of one character would be found everywhere.',
  'check.bad_domain': '“{text}” is no domain. Write example.com, without scheme and path.',
});
type Kind = (typeof listKinds)[number];

/** What the office adds to the words, domains and numbers that the checks know, each kind in order. */
export async function readLists(db: Reader): Promise<{ kind: Kind; values: string[] }[]> {
  const rows = await db.selectFrom('check_list').select(['kind', 'value']).orderBy('kind').orderBy('value').execute();
  return listKinds.map((kind) => ({ kind, values: rows.filter((r) => r.kind === kind).map((r) => r.value) }));
}
/** The whole list of a kind. Throws check.short_word, check.bad_domain. */
export async function saveList(tx: Tx, actor: Actor, kind: Kind, values: readonly string[]): Promise<void> {
  const tidy = [...new Set(values.map((v) => tidied(kind, v)))];
  await sql`delete from check_list where kind = ${kind} and value <> all(${tidy}::text[])`.execute(tx);
  await sql`insert into check_list (kind, value, created_at, created_by_name) select ${kind}, v, ${now().toISOString()}, ${actor.name} from unnest(${tidy}::text[]) v on conflict do nothing`.execute(tx);
}
function tidied(kind: Kind, value: string): string {
  const text = value.normalize('NFKC').trim();
  if (kind === 'public_contact') return text.replace(/[\s()（）-]/g, '');
  if (kind.endsWith('_word')) {
    if ([...text].length < 2) throw new AppError('invalid', 'check.short_word', { text });
    return text.toLowerCase();
  }
  const domain = domainToASCII(text.replace(/^\*?\./, '').toLowerCase());
  if (!/^([a-z0-9_-]+\.)+[a-z0-9-]{2,}$/.test(domain)) throw new AppError('invalid', 'check.bad_domain', { text });
  return domain;
}
