import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import type { superiors } from './contract.ts';
import { issueNotices } from './issue-notices.ts';
import { attachToSuperior, closeSuperior, createSuperior, demandOpen, detachFromSuperior, linkImport, readPasted, splitSuperior, unlinkHazard, updateSuperior } from './keep-superior.ts';
import { addFeedback, attachToFeedback, attachToReport, receiptReport, renderReport, sendReport, writeReport } from './report-superior.ts';
import { listSuperiors, readSuperior, superiorItems } from './superior-queries.ts';

const object_type = 'superior_notice';
export const superiorsHandlers = (store: FileStore): Handlers<typeof superiors> => ({
  list: ({ db, actor, query }) => listSuperiors(db, actor, query),
  create: async ({ db: tx, actor, body, audit }) => {
    const id = await createSuperior(tx, actor, body);
    audit({ object_type, object_id: id, after: body });
    return readSuperior(tx, actor, id);
  },
  get: ({ db, actor, params }) => readSuperior(db, actor, params.id),
  update: async ({ db: tx, actor, params, body, audit }) => {
    const { list: _l, reports: _r, feedback: _f, ...before } = await readSuperior(tx, actor, params.id);
    await updateSuperior(tx, params.id, body);
    audit({ object_type, object_id: params.id, before, after: body });
    return readSuperior(tx, actor, params.id);
  },
  attach: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type, object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToSuperior(tx, actor, params.id, body.file);
  },
  detach: async ({ db: tx, params, audit }) => {
    await detachFromSuperior(tx, params.id, params.file_id);
    audit({ object_type, object_id: params.id, before: { file: params.file_id } });
    return { ok: true };
  },
  read_rows: ({ db: tx, params, body }) => readPasted(tx, params.id, body.text),
  split: async ({ db: tx, actor, params, body, audit }) => {
    const result = await splitSuperior(tx, actor, params.id, body.rows);
    audit({ object_type, object_id: params.id, after: { ...result, titles: body.rows.map((r) => r.title) } });
    return result;
  },
  link: async ({ db: tx, params, body, audit }) => {
    const added = await linkImport(tx, params.id, body.import_id);
    audit({ object_type, object_id: params.id, after: { ...body, added } });
    return { added };
  },
  unlink: async ({ db: tx, params, audit }) => {
    await unlinkHazard(tx, params.id, params.hazard_id);
    audit({ object_type, object_id: params.id, before: { hazard: params.hazard_id } });
    return { ok: true };
  },
  forward: async ({ db: tx, actor, params, body, audit }) => {
    await demandOpen(tx, params.id);
    const ids = (await superiorItems(tx, params.id)).filter((i) => i.owned && ['to_verify', 'confirmed'].includes(i.state)).map((i) => i.hazard_id);
    const result = await issueNotices(tx, store, actor, { ...body, kind: 'forward', ids, superior_id: params.id });
    audit({ object_type, object_id: params.id, after: { ...body, ...result } });
    return result;
  },
  render_report: ({ db: tx, params, body }) => renderReport(tx, params.id, body),
  report: async ({ db: tx, actor, params, body, audit }) => {
    const id = await writeReport(tx, store, actor, params.id, body);
    audit({ object_type: 'superior_report', object_id: id, after: { superior: params.id, ...body } });
    return readSuperior(tx, actor, params.id);
  },
  send: async ({ db: tx, actor, params, body, audit }) => {
    const superior = await sendReport(tx, actor, params.id, body.sent_on, body.how);
    audit({ object_type: 'superior_report', object_id: params.id, after: body });
    return readSuperior(tx, actor, superior);
  },
  receipt: async ({ db: tx, actor, params, body, audit }) => {
    const superior = await receiptReport(tx, params.id, body.receipt);
    audit({ object_type: 'superior_report', object_id: params.id, after: body });
    return readSuperior(tx, actor, superior);
  },
  attach_report: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'superior_report', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToReport(tx, actor, params.id, body.file);
  },
  feedback: async ({ db: tx, actor, params, body, audit }) => {
    const id = await addFeedback(tx, actor, params.id, body);
    audit({ object_type: 'superior_feedback', object_id: id, after: { superior: params.id, ...body } });
    return readSuperior(tx, actor, params.id);
  },
  attach_feedback: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'superior_feedback', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToFeedback(tx, actor, params.id, body.file);
  },
  close: async ({ db: tx, actor, params, body, audit }) => {
    await closeSuperior(tx, params.id, body.version, body.note);
    audit({ object_type, object_id: params.id, after: body });
    return readSuperior(tx, actor, params.id);
  },
});
