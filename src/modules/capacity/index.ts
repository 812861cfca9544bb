import './subscriptions.ts';
import './tables.ts';
import type { FileDesk } from '../../kernel/files/store.ts';
import { visibleCertificates, visiblePromises, visibleResources } from './queries.ts';

export { capacityHandlers } from './routes.ts';

/** A file is as visible as what it belongs to. */
export function guardCapacityFiles(desk: FileDesk): void {
  desk.guard('certificate', async (db, actor, id) => await visibleCertificates(db, actor, 'capacity.read').select('c.id').where('c.id', '=', id).executeTakeFirst() !== undefined);
  desk.guard('promise', async (db, actor, id) => await visiblePromises(db, actor, 'capacity.read').select('m.id').where('m.id', '=', id).executeTakeFirst() !== undefined);
  desk.guard('resource', async (db, actor, id) => await visibleResources(db, actor, 'capacity.read').select('r.id').where('r.id', '=', id).executeTakeFirst() !== undefined);
}
