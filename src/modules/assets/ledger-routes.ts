import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import { antivirusCoverage, findItemDuplicates, listDue, listItems, readItem, summarise } from './item-queries.ts';
import { exportItems, itemSheet } from './item-sheet.ts';
import { addRecord, createItem, removeItem, removeRecord, updateItem } from './keep-item.ts';
import type { ledgers } from './ledger-contract.ts';
import { applySheet, checkSheet } from './sheet-round-trip.ts';

const type = 'ledger_item';
export const ledgersHandlers = (store: FileStore): Handlers<typeof ledgers> => ({
  summary: ({ db, actor }) => summarise(db, actor),
  due: ({ db, actor, query }) => listDue(db, actor, query),
  coverage: ({ db, actor }) => antivirusCoverage(db, actor),
  list: ({ db, actor, params, query }) => listItems(db, actor, params.ledger, query),
  export: async ({ db, actor, params, query, audit }) => {
    const { file, rows } = await exportItems(db, actor, params.ledger, query, query.template === 'true');
    audit({ object_type: type, after: { ledger: params.ledger, rows } });
    return file;
  },
  duplicates: ({ db, actor, params }) => findItemDuplicates(db, actor, params.ledger),
  import_check: async ({ db: tx, actor, params, body, audit }) => {
    const result = await checkSheet(tx, store, actor, await itemSheet(tx, actor, params.ledger), body.file.sha256);
    audit({ object_type: type, after: { ledger: params.ledger, file: body.file.name, sha256: body.file.sha256, added: result.added, changed: result.changed, errors: result.errors.length } });
    return result;
  },
  import_apply: async ({ db: tx, actor, params, audit }) => {
    const result = await applySheet(tx, store, actor, await itemSheet(tx, actor, params.ledger), params.token);
    audit({ object_type: type, after: { ledger: params.ledger, ...result } });
    return result;
  },
  create: async ({ db: tx, actor, params, body, audit }) => {
    const after = await readItem(tx, actor, await createItem(tx, actor, params.ledger, body));
    audit({ object_type: type, object_id: after.id, after: forTrail(after) });
    return after;
  },
  item: ({ db, actor, params }) => readItem(db, actor, params.id),
  update: async ({ db: tx, actor, params, body, audit }) => {
    const before = await readItem(tx, actor, params.id);
    await updateItem(tx, actor, params.id, body);
    const after = await readItem(tx, actor, params.id);
    audit({ object_type: type, object_id: params.id, before: forTrail(before), after: forTrail(after) });
    return after;
  },
  remove: async ({ db: tx, actor, params, audit }) => {
    const { words: _w, ...before } = await removeItem(tx, actor, params.id);
    audit({ object_type: type, object_id: params.id, before });
    return { ok: true };
  },
  add_record: async ({ db: tx, actor, params, body, audit }) => {
    await addRecord(tx, actor, params.id, body);
    audit({ object_type: type, object_id: params.id, after: body });
    return readItem(tx, actor, params.id);
  },
  remove_record: async ({ db: tx, actor, params, audit }) => {
    await removeRecord(tx, actor, params.id, params.record);
    audit({ object_type: type, object_id: params.id, before: { record: params.record } });
    return readItem(tx, actor, params.id);
  },
});
/** The history stands in the ledger already; the telephone is not kept twice. */
const forTrail = ({ history: _h, records: _r, person_phone: _p, can_write: _w, can_manage: _m, ...i }: Awaited<ReturnType<typeof readItem>>) => i;
