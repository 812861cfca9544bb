import type { FileDesk } from '../../kernel/files/store.ts';
import { visibleLetters } from './issue-notices.ts';

export { lettersHandlers } from './routes.ts';
/** A notice is its unit's to read, and the office's. */
export function guardLetterFiles(desk: FileDesk): void {
  desk.guard('hazard_notice', async (db, actor, id) => await visibleLetters(db, actor).select('n.id').where('n.id', '=', id).executeTakeFirst() !== undefined);
}
