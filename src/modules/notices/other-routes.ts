import { writeGongwen } from '../../engines/gongwen/index.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import { issueBulletin, listBulletins, readBulletinPage, renderBulletin } from './bulletins.ts';
import type { bulletins, repairs, warnings } from './contract.ts';
import { moveRepair, receiveRepair, saveRepair } from './keep-repair.ts';
import { answerWarning, attachToAnswer, createWarning, findTargets, moveWarning, renderWarning, saveTargets, updateWarning, warningToHazards } from './keep-warning.ts';
import { pageOf } from './paper.ts';
import { readWarning } from './read-warning.ts';
import { listRepairs, readRepair, repairDocument } from './repair-queries.ts';
import { readWarningPage, warningBoard } from './warning-queries.ts';
import { readWarningRules, saveWarningRules } from './warning-rules.ts';

export const repairsHandlers = (store: FileStore): Handlers<typeof repairs> => ({
  list: ({ db, actor, query }) => listRepairs(db, actor, query),
  get: ({ db, actor, params }) => readRepair(db, actor, params.id),
  save: async ({ db: tx, actor, params, body, audit }) => {
    await saveRepair(tx, actor, params.id, body);
    audit({ object_type: 'repair_report', object_id: params.id, after: body });
    return readRepair(tx, actor, params.id);
  },
  move: async ({ db: tx, actor, params, body, audit }) => {
    await moveRepair(tx, store, actor, params.id, body);
    audit({ object_type: 'repair_report', object_id: params.id, after: body });
    return readRepair(tx, actor, params.id);
  },
  receive: async ({ db: tx, actor, params, body, audit }) => {
    await receiveRepair(tx, actor, params.id, body.unit_id);
    audit({ object_type: 'repair_report', object_id: params.id, after: body });
    return readRepair(tx, actor, params.id);
  },
  page: async ({ db, actor, params }) => {
    const r = await readRepair(db, actor, params.id);
    return pageOf(repairDocument(r), r.receipt_number ?? '');
  },
  docx: async ({ db, actor, params }) => {
    const r = await readRepair(db, actor, params.id);
    const bytes = await writeGongwen(repairDocument(r));
    return { stream: bytes, name: `风险整改报告${r.receipt_number ? `（${r.receipt_number}）` : '（未递交）'}${r.unit_name}.docx`, sizeBytes: bytes.byteLength };
  },
});

const object_type = 'threat_warning';
export const warningsHandlers = (store: FileStore): Handlers<typeof warnings> => ({
  list: ({ db, actor, query }) => warningBoard(db, actor, query),
  create: async ({ db: tx, actor, body, audit }) => {
    const id = await createWarning(tx, actor, body);
    audit({ object_type, object_id: id, after: body });
    return readWarningPage(tx, actor, id);
  },
  read_text: async ({ body }) => readWarning(body.text),
  rules: ({ db }) => readWarningRules(db),
  save_rules: async ({ db: tx, body, audit }) => {
    const before = await readWarningRules(tx);
    await saveWarningRules(tx, body);
    audit({ object_type: 'warning_rule', before, after: body });
    return readWarningRules(tx);
  },
  get: ({ db, actor, params }) => readWarningPage(db, actor, params.id),
  update: async ({ db: tx, actor, params, body, audit }) => {
    await updateWarning(tx, params.id, body);
    audit({ object_type, object_id: params.id, after: body });
    return readWarningPage(tx, actor, params.id);
  },
  match: async ({ db: tx, actor, params, audit }) => {
    audit({ object_type, object_id: params.id, after: { found: await findTargets(tx, params.id) } });
    return readWarningPage(tx, actor, params.id);
  },
  targets: async ({ db: tx, actor, params, body, audit }) => {
    await saveTargets(tx, params.id, body.version, body.targets);
    audit({ object_type, object_id: params.id, after: body });
    return readWarningPage(tx, actor, params.id);
  },
  render: ({ db: tx, params }) => renderWarning(tx, params.id),
  move: async ({ db: tx, actor, params, body, audit }) => {
    await moveWarning(tx, store, actor, params.id, body);
    audit({ object_type, object_id: params.id, after: body });
    return readWarningPage(tx, actor, params.id);
  },
  answer: async ({ db: tx, actor, params, body, audit }) => {
    const warning = await answerWarning(tx, actor, params.id, body);
    audit({ object_type: 'warning_answer', object_id: params.id, after: body });
    return readWarningPage(tx, actor, warning);
  },
  attach: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'warning_answer', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToAnswer(tx, actor, params.id, body.file);
  },
  to_hazards: async ({ db: tx, actor, params, audit }) => {
    const added = await warningToHazards(tx, actor, params.id);
    audit({ object_type, object_id: params.id, after: { added } });
    return { added };
  },
});

export const bulletinsHandlers = (store: FileStore): Handlers<typeof bulletins> => ({
  list: ({ db }) => listBulletins(db),
  render: ({ db: tx, actor, body }) => renderBulletin(tx, actor, body),
  issue: async ({ db: tx, actor, body, audit }) => {
    const id = await issueBulletin(tx, store, actor, body);
    audit({ object_type: 'hazard_bulletin', object_id: id, after: body });
    return (await listBulletins(tx, id))[0]!;
  },
  page: ({ db, params }) => readBulletinPage(db, store, params.id),
});
