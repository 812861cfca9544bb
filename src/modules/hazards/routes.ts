import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import type { hazards } from './contract.ts';
import { exportHazards, hazardTemplate } from './export-hazards.ts';
import { readFigures, readWindow } from './figures.ts';
import { readRules, saveRules } from './keep-rules.ts';
import { decideLinks, linkByHand, listProposals, unlink } from './link-hazards.ts';
import { addFinding, askMoreTime, assignHazards, attachProof, decideMoreTime, detachProof, moveHazard, moveHazards } from './move-hazards.ts';
import { listHazards, listImports, listProblems, readHazard, readImport } from './queries.ts';
import { writeOnePage } from './one-page.document.ts';
import { registerHazard, registerOwn } from './register.ts';
import { mapColumns, previewColumns } from './map-columns.ts';
import { cancelImport, openImport } from './run-import.ts';

/** `wake` begins to read what was uploaded, once it is kept. */
export const hazardsHandlers = (_store: FileStore, wake: () => void): Handlers<typeof hazards> => ({
  list: ({ db, actor, query }) => listHazards(db, actor, query),
  export: ({ db, actor, query, audit }) => {
    audit({ object_type: 'hazard', after: query });
    return exportHazards(db, actor, query);
  },
  problems: ({ db, actor, query }) => listProblems(db, actor, query),
  figures: ({ db, actor, query }) => readFigures(db, actor, query),
  window: ({ db, actor, query }) => readWindow(db, actor, query),
  one_page: ({ db, actor, audit }) => {
    audit({ object_type: 'hazard', after: { one_page: true } });
    return writeOnePage(db, actor);
  },
  rules: ({ db }) => readRules(db),
  save_rules: async ({ db: tx, body, audit }) => {
    const before = await readRules(tx);
    await saveRules(tx, body);
    audit({ object_type: 'hazard_rule', before, after: body });
    return readRules(tx);
  },
  links: ({ db, actor }) => listProposals(db, actor),
  decide_links: async ({ db: tx, actor, body, audit }) => {
    audit({ object_type: 'hazard_link', after: body });
    return { decided: await decideLinks(tx, actor, body.ids, body.accept) };
  },
  link: async ({ db: tx, actor, params, body, audit }) => {
    await linkByHand(tx, actor, params.id, body.number, body.remember);
    audit({ object_type: 'hazard', object_id: params.id, after: { linked_to: body.number, remember: body.remember } });
    return readHazard(tx, actor, params.id);
  },
  unlink: async ({ db: tx, actor, params, audit }) => {
    await unlink(tx, actor, params.id);
    audit({ object_type: 'hazard', object_id: params.id, after: { linked_to: null } });
    return readHazard(tx, actor, params.id);
  },
  limits: ({ db }) => db.selectFrom('hazard_limit').selectAll().execute(),
  save_limits: async ({ db: tx, body, audit }) => {
    const before = await tx.selectFrom('hazard_limit').selectAll().execute();
    for (const l of body) await tx.updateTable('hazard_limit').set({ days: l.days, kind: l.kind, protect_days: l.protect_days, protect_kind: l.protect_kind, remind_days: l.remind_days }).where('severity', '=', l.severity).where('important', '=', l.important).execute();
    audit({ object_type: 'hazard_limit', before, after: body });
    return tx.selectFrom('hazard_limit').selectAll().execute();
  },
  create: async ({ db: tx, actor, body, audit }) => {
    const id = await registerHazard(tx, actor, body);
    audit({ object_type: 'hazard', object_id: id, after: body });
    return { id };
  },
  register: async ({ db: tx, actor, body, audit }) => {
    const id = await registerOwn(tx, actor, body);
    audit({ object_type: 'hazard', object_id: id, after: { ...body, source: 'self_check' } });
    return { id };
  },
  add_finding: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'hazard', object_id: params.id, after: { finding: body.file.name, sha256: body.file.sha256 } });
    return addFinding(tx, actor, params.id, body.file);
  },
  template: () => hazardTemplate(),
  imports: ({ db }) => listImports(db),
  import: ({ db, params }) => readImport(db, params.id),
  upload: async ({ db: tx, actor, body, query, audit }) => {
    const id = await openImport(tx, actor, body.file, { least: query.least, close_absent: query.close_absent === 'true' });
    audit({ object_type: 'scan_import', object_id: id, after: { file: body.file.name, sha256: body.file.sha256, least: query.least, close_absent: query.close_absent } });
    wake();
    return readImport(tx, id);
  },
  cancel_import: async ({ db: tx, params, audit }) => {
    await cancelImport(tx, params.id);
    audit({ object_type: 'scan_import', object_id: params.id });
    return readImport(tx, params.id);
  },
  preview_columns: ({ db, params, body }) => previewColumns(db, params.id, body.tables),
  map_columns: async ({ db: tx, actor, params, body, audit }) => {
    await mapColumns(tx, actor, params.id, body);
    audit({ object_type: 'scan_import', object_id: params.id, after: body });
    wake();
    return readImport(tx, params.id);
  },
  move_many: async ({ db: tx, actor, body, audit }) => {
    audit({ object_type: 'hazard', after: { action: body.action, note: body.note ?? '', ids: body.moves.map((m) => m.id) } });
    return { moved: await moveHazards(tx, actor, body.moves, body.action, body.note) };
  },
  assign: async ({ db: tx, actor, body, audit }) => {
    audit({ object_type: 'hazard', after: body });
    return { moved: await assignHazards(tx, actor, body.ids, body.unit_id, body.system_id) };
  },
  get: ({ db, actor, params }) => readHazard(db, actor, params.id),
  move: async ({ db: tx, actor, params, body, audit }) => {
    const before = await readHazard(tx, actor, params.id);
    await moveHazard(tx, actor, params.id, body);
    const after = await readHazard(tx, actor, params.id);
    audit({ object_type: 'hazard', object_id: params.id, before: { state: before.state }, after: { state: after.state, action: body.action, note: body.note ?? '' } });
    return after;
  },
  attach: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'hazard', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachProof(tx, actor, params.id, body.file);
  },
  detach: async ({ db: tx, actor, params, audit }) => {
    await detachProof(tx, actor, params.id, params.file_id);
    audit({ object_type: 'hazard', object_id: params.id, before: { file: params.file_id } });
    return { ok: true };
  },
  ask_extension: async ({ db: tx, actor, params, body, audit }) => {
    await askMoreTime(tx, actor, params.id, body);
    audit({ object_type: 'hazard', object_id: params.id, after: body });
    return readHazard(tx, actor, params.id);
  },
  decide_extension: async ({ db: tx, actor, params, body, audit }) => {
    await decideMoreTime(tx, actor, params.id, body.extension_id, body.approve, body.note);
    audit({ object_type: 'hazard', object_id: params.id, after: body });
    return readHazard(tx, actor, params.id);
  },
});
