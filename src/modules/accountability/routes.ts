import { record } from '../../kernel/audit/trail.ts';
import { now, today } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { accountability } from './contract.ts';
import { exportClues, exportHonours, exportWatch } from './exports.ts';
import { findClues } from './find-clues.ts';
import { answerClue, askUnit, attachToClue, closeClue, createClue, decide, follow, propose } from './handle-clue.ts';
import { draftCircular, issueCircular, listCirculars, removeCircular, updateCircular } from './keep-circular.ts';
import { addHonour, listHonours, removeHonour } from './keep-honour.ts';
import { putOnWatch, readWatch, takeOffWatch } from './keep-watch.ts';
import { listClues, listGrounds, readClue } from './queries.ts';

const thisYear = (): number => Number(today().slice(0, 4));
const noteExport = (db: Db, actor: Actor, action: string, after: object): Promise<void> => db.transaction().execute((tx) => record(tx, { actor_id: actor.id, actor_name: actor.name, ip: actor.ip, action, result: 'ok', after }));

export const accountabilityHandlers = (store: FileStore): Handlers<typeof accountability> => ({
  grounds: ({ db }) => listGrounds(db),
  add_ground: async ({ db: tx, actor, body, audit }) => {
    const id = newId();
    await tx.insertInto('accountability_ground').values({ ...body, id, created_by_name: actor.name, created_at: now().toISOString(), withdrawn_at: null }).execute();
    audit({ object_type: 'accountability_ground', object_id: id, after: body });
    return { ok: true };
  },
  withdraw_ground: async ({ db: tx, params, audit }) => {
    const gone = await tx.updateTable('accountability_ground').set({ withdrawn_at: now().toISOString() }).where('id', '=', params.id).where('withdrawn_at', 'is', null).executeTakeFirst();
    if (gone.numUpdatedRows === 0n) throw new AppError('not_found', 'object.not_found');
    audit({ object_type: 'accountability_ground', object_id: params.id });
    return { ok: true };
  },
  clues: ({ db, actor, query }) => listClues(db, actor, query),
  export_clues: async ({ db, actor, query }) => { const file = await exportClues(db, actor, query); await noteExport(db, actor, 'accountability.export_clues', query); return file; },
  create_clue: async ({ db: tx, actor, body, audit }) => {
    const id = await createClue(tx, actor, body);
    // who told stays out of the trail
    audit({ object_type: 'clue', object_id: id, after: { ...body, informant: body.informant ? '（已填写）' : '' } });
    return readClue(tx, actor, id);
  },
  find_clues: async ({ db: tx, actor, audit }) => { const added = await findClues(tx, actor); audit({ object_type: 'clue', after: { added } }); return { added }; },
  clue: ({ db, actor, params }) => readClue(db, actor, params.id),
  attach_clue: async ({ db: tx, actor, params, body, audit }) => { audit({ object_type: 'clue', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } }); return attachToClue(tx, actor, params.id, body.file, 'clue'); },
  ask: async ({ db: tx, actor, params, body, audit }) => { await askUnit(tx, actor, params.id, body); audit({ object_type: 'clue', object_id: params.id, after: body }); return readClue(tx, actor, params.id); },
  attach_answer: async ({ db: tx, actor, params, body, audit }) => { audit({ object_type: 'clue', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } }); return attachToClue(tx, actor, params.id, body.file, 'clue_answer'); },
  answer: async ({ db: tx, actor, params, body, audit }) => { await answerClue(tx, actor, params.id, body); audit({ object_type: 'clue', object_id: params.id, after: body }); return readClue(tx, actor, params.id); },
  propose: async ({ db: tx, actor, params, body, audit }) => { await propose(tx, actor, params.id, body); audit({ object_type: 'clue', object_id: params.id, after: body }); return readClue(tx, actor, params.id); },
  decide: async ({ db: tx, actor, params, body, audit }) => { await decide(tx, actor, params.id, body); audit({ object_type: 'clue', object_id: params.id, after: body }); return readClue(tx, actor, params.id); },
  close: async ({ db: tx, actor, params, body, audit }) => { await closeClue(tx, actor, params.id, body); audit({ object_type: 'clue', object_id: params.id, after: body }); return readClue(tx, actor, params.id); },
  follow: async ({ db: tx, actor, params, body, audit }) => { await follow(tx, actor, params.id, body); audit({ object_type: 'clue', object_id: params.id, after: body }); return readClue(tx, actor, params.id); },
  watch: ({ db, actor }) => readWatch(db, actor),
  put_on_watch: async ({ db: tx, actor, body, audit }) => { const row = await putOnWatch(tx, actor, body.unit_id, body.note); audit({ object_type: 'watch_entry', object_id: row.id, after: body }); return { ok: true }; },
  take_off_watch: async ({ db: tx, actor, params, body, audit }) => { await takeOffWatch(tx, actor, params.id, body.note); audit({ object_type: 'watch_entry', object_id: params.id, after: body }); return { ok: true }; },
  export_watch: async ({ db, actor }) => { const file = await exportWatch(db, actor); await noteExport(db, actor, 'accountability.export_watch', {}); return file; },
  circulars: ({ db, actor }) => listCirculars(db, actor),
  draft_circular: async ({ db: tx, actor, body, audit }) => { const id = await draftCircular(tx, actor, body); audit({ object_type: 'circular', object_id: id, after: body }); return (await listCirculars(tx, actor, id))[0]!; },
  update_circular: async ({ db: tx, actor, params, body, audit }) => { audit({ object_type: 'circular', object_id: params.id, before: await updateCircular(tx, params.id, body), after: body }); return (await listCirculars(tx, actor, params.id))[0]!; },
  issue_circular: async ({ db: tx, actor, params, body, audit }) => {
    await issueCircular(tx, store, actor, params.id, body.version);
    const after = (await listCirculars(tx, actor, params.id))[0]!;
    audit({ object_type: 'circular', object_id: params.id, after });
    return after;
  },
  remove_circular: async ({ db: tx, params, audit }) => { audit({ object_type: 'circular', object_id: params.id, before: await removeCircular(tx, params.id) }); return { ok: true }; },
  honours: ({ db, actor, query }) => listHonours(db, actor, query.year ?? thisYear()),
  add_honour: async ({ db: tx, actor, body, audit }) => { const id = await addHonour(tx, actor, body); audit({ object_type: 'honour', object_id: id, after: body }); return { ok: true }; },
  override_honour: async ({ db: tx, actor, body, audit }) => { const id = await addHonour(tx, actor, body); audit({ object_type: 'honour', object_id: id, after: body }); return { ok: true }; },
  remove_honour: async ({ db: tx, params, audit }) => { audit({ object_type: 'honour', object_id: params.id, before: await removeHonour(tx, params.id) }); return { ok: true }; },
  export_honours: async ({ db, actor, query }) => { const year = query.year ?? thisYear(); const file = await exportHonours(db, actor, year); await noteExport(db, actor, 'accountability.export_honours', { year }); return file; },
});
