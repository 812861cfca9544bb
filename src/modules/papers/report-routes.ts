import { record } from '../../kernel/audit/trail.ts';
import { today } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/database.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import type { papers } from './contract.ts';
import { createMatter, exportMatters, listMatters, readMatter, removeMatter, updateMatter } from './keep-matter.ts';
import { attachToReport, createReport, detachFromReport, endSeries, moveReport, updateReport, useOwnDocument } from './keep-report.ts';
import { exportReports, listReports, readReport } from './reports.ts';

const type = 'upward_report';
const thisYear = (): number => Number(today().slice(0, 4));
type Names = 'reports' | 'create_report' | 'report' | 'update_report' | 'move_report' | 'attach_report' | 'use_own' | 'detach_report' | 'end_series' | 'export_reports' | 'matters' | 'create_matter' | 'update_matter' | 'remove_matter' | 'export_matters';

/** An export leaves its line in the trail, though it changes nothing. */
export const noteExport = (db: Db, actor: Actor, action: string, after: object): Promise<void> => db.transaction().execute((tx) => record(tx, { actor_id: actor.id, actor_name: actor.name, ip: actor.ip, action, result: 'ok', after }));

export const reportHandlers: Handlers<Pick<typeof papers, Names>> = {
  reports: ({ db, actor, query }) => listReports(db, actor, query.year ?? thisYear(), query.standing),
  create_report: async ({ db: tx, actor, body, audit }) => {
    const id = await createReport(tx, actor, body);
    audit({ object_type: type, object_id: id, after: body });
    return readReport(tx, actor, id);
  },
  report: ({ db, actor, params }) => readReport(db, actor, params.id),
  update_report: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: type, object_id: params.id, before: await updateReport(tx, actor, params.id, body), after: body });
    return readReport(tx, actor, params.id);
  },
  move_report: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: type, object_id: params.id, after: body });
    await moveReport(tx, actor, params.id, body);
    return readReport(tx, actor, params.id);
  },
  attach_report: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: type, object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToReport(tx, actor, params.id, body.file);
  },
  use_own: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: type, object_id: params.id, after: body });
    return useOwnDocument(tx, actor, params.id, body.own_document_id);
  },
  detach_report: async ({ db: tx, params, audit }) => {
    audit({ object_type: type, object_id: params.id, before: { file_id: params.file_id } });
    await detachFromReport(tx, params.id, params.file_id);
    return { ok: true };
  },
  end_series: async ({ db: tx, actor, params, audit }) => {
    audit({ object_type: 'report_series', object_id: params.id });
    await endSeries(tx, actor, params.id);
    return { ok: true };
  },
  export_reports: async ({ db, actor, query }) => {
    const year = query.year ?? thisYear();
    const file = await exportReports(db, actor, year);
    await noteExport(db, actor, 'papers.export_reports', { year });
    return file;
  },
  matters: ({ db, actor, query }) => listMatters(db, actor, query.year ?? thisYear(), query.standing),
  create_matter: async ({ db: tx, actor, body, audit }) => {
    const id = await createMatter(tx, actor, body);
    audit({ object_type: 'major_matter', object_id: id, after: body });
    return readMatter(tx, actor, id);
  },
  update_matter: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'major_matter', object_id: params.id, before: await updateMatter(tx, params.id, body), after: body });
    return readMatter(tx, actor, params.id);
  },
  remove_matter: async ({ db: tx, params, audit }) => {
    audit({ object_type: 'major_matter', object_id: params.id, before: await removeMatter(tx, params.id) });
    return { ok: true };
  },
  export_matters: async ({ db, actor, query }) => {
    const year = query.year ?? thisYear();
    const file = await exportMatters(db, actor, year);
    await noteExport(db, actor, 'papers.export_matters', { year });
    return file;
  },
};
