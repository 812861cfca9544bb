import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { readPlace } from './places.ts';

export const listOwnDomains = async (db: Reader): Promise<string[]> => (await db.selectFrom('own_domain').select('domain').orderBy('domain').execute()).map((d) => d.domain);
/** Throws system.bad_place. */
export async function saveOwnDomains(tx: Tx, actor: Actor, texts: readonly string[]): Promise<{ before: string[]; after: string[] }> {
  const before = await listOwnDomains(tx);
  const after = [...new Set(texts.map((text) => {
    const domain = readPlace(text)?.domain?.replace(/^\*\./, '');
    if (!domain) throw new AppError('invalid', 'system.bad_place', { text: text.slice(0, 80) }, [{ path: 'domains', message: `“${text.slice(0, 80)}”不是域名或地址` }]);
    return domain;
  }))].sort();
  await tx.deleteFrom('own_domain').execute();
  if (after.length) await tx.insertInto('own_domain').values(after.map((domain) => ({ domain, created_by_name: actor.name }))).execute();
  return { before, after };
}
