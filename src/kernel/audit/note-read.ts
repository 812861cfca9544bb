import { now } from '../clock.ts';
import { sql, type Db } from '../database.ts';
import type { Actor } from '../identity/actor.ts';
import type { AuditNote } from '../http/serve.ts';
import { record } from './trail.ts';

/** Reads of personal data: `each` leaves a row every time (an export that leaves the house), `hourly` one row an account, address, route and hour. */
type ReadAudit = 'each' | 'hourly';

/** Written before the answer leaves: no row, no read. */
export async function noteRead(db: Db, actor: Actor, action: string, how: ReadAudit, params: unknown, query: unknown, note: AuditNote): Promise<void> {
  const asked = { ...params as object, ...query as object };
  await db.transaction().execute(async (tx) => {
    if (how === 'hourly') {
      const at = now().toISOString();
      const until = `${at.slice(0, 13)}:59:59.999Z`;
      const { rows } = await sql`insert into read_noted (key, until) values (${`${actor.id}|${actor.ip}|${action}`}, ${until}) on conflict (key) do update set until = excluded.until where read_noted.until < ${at} returning key`.execute(tx);
      if (rows.length === 0) return;
    }
    await record(tx, { actor_id: actor.id, actor_name: actor.name, ip: actor.ip, action, object_id: (params as { id?: string } | undefined)?.id, result: 'ok', after: how === 'each' ? { asked } : { asked, once_an_hour: true }, ...note });
  });
}
