import './subscriptions.ts';
import './tables.ts';
import type { FileDesk } from '../../kernel/files/store.ts';
import { visibleLetters, visibleRecords } from './queries.ts';

export { listLetters, readStanding, unitsWithoutLetter } from './queries.ts';
export { responsibilityHandlers } from './routes.ts';

/** A file is as visible as what it belongs to; that of a letter withdrawn is seen by nobody. */
export function guardResponsibilityFiles(desk: FileDesk): void {
  desk.guard('duty_record', async (db, actor, id) => await visibleRecords(db, actor).select('r.id').where('r.id', '=', id).executeTakeFirst() !== undefined);
  desk.guard('responsibility_letter', async (db, actor, id) => await visibleLetters(db, actor).select('l.id').where('l.id', '=', id).executeTakeFirst() !== undefined);
}
