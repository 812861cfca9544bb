import { languageOf, wordIn } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers, Sent } from '../../kernel/http/serve.ts';
import { checkRunning } from './check-running.ts';
import { listItems, saveItem } from './checklist.ts';
import type { applications, filings } from './contract.ts';
import { readDue } from './due-list.ts';
import { exportApplications, exportCheck, exportDue, exportFilings } from './exports.ts';
import { applicationForm, filingForm } from './forms.document.ts';
import { answerApplication, attachPaper, createApplication, detachPaper, moveApplication, updateApplication } from './keep-application.ts';
import { answerClosing, attachProof, createFiling, detachProof, moveFiling, saveKind, updateFiling } from './keep-filing.ts';
import { listApplications, listFilings, listKinds, readApplication, readFigures, readFiling } from './queries.ts';
import { dropReport, listReports, writeSystemReport } from './system-reports.ts';

type Audit = (note: { object_type: string; after: unknown }) => void;
const exported = async (audit: Audit, object_type: string, made: Promise<{ file: Sent; rows: number }>): Promise<Sent> => {
  const { file, rows } = await made;
  audit({ object_type, after: { rows } });
  return file;
};
export const filingsHandlers = (store: FileStore): Handlers<typeof filings> => ({
  list: ({ db, actor, query }) => listFilings(db, actor, query),
  export: ({ db, actor, query, audit }) => exported(audit, 'filing', exportFilings(db, actor, query)),
  figures: ({ db, actor }) => readFigures(db, actor),
  due: ({ db, actor, query }) => readDue(db, actor, query),
  export_due: ({ db, actor, query, audit }) => exported(audit, 'filing', exportDue(db, actor, query)),
  check: ({ db, actor, query }) => checkRunning(db, actor, query),
  export_check: ({ db, actor, query, audit }) => exported(audit, 'filing', exportCheck(db, actor, query)),
  kinds: ({ db }) => listKinds(db),
  save_kind: async ({ db: tx, actor, params, body, audit }) => {
    await saveKind(tx, actor, params.key, body);
    audit({ object_type: 'filing_kind', after: { key: params.key, ...body } });
    return listKinds(tx);
  },
  check_items: ({ db }) => listItems(db),
  save_check_item: async ({ db: tx, params, body, audit }) => {
    await saveItem(tx, params.list, params.key, body);
    audit({ object_type: 'check_item', after: { ...params, ...body } });
    return listItems(tx);
  },
  create: async ({ db: tx, actor, body, audit }) => {
    const id = await createFiling(tx, actor, body);
    audit({ object_type: 'filing', object_id: id, after: body });
    return readFiling(tx, actor, id);
  },
  get: ({ db, actor, params }) => readFiling(db, actor, params.id),
  update: async ({ db: tx, actor, params, body, audit }) => {
    await updateFiling(tx, actor, params.id, body);
    audit({ object_type: 'filing', object_id: params.id, after: body });
    return readFiling(tx, actor, params.id);
  },
  move: async ({ db: tx, actor, params, body, audit }) => {
    await moveFiling(tx, actor, params.id, body);
    audit({ object_type: 'filing', object_id: params.id, after: body });
    return readFiling(tx, actor, params.id);
  },
  answer_closing: async ({ db: tx, actor, params, body, audit }) => {
    await answerClosing(tx, actor, params.id, body.answers);
    audit({ object_type: 'filing', object_id: params.id, after: body });
    return readFiling(tx, actor, params.id);
  },
  attach: async ({ db: tx, actor, params, body, audit }) => {
    const file = await attachProof(tx, actor, params.id, body.file);
    audit({ object_type: 'filing', object_id: params.id, after: { file: file.name, sha256: file.sha256 } });
    return file;
  },
  detach: async ({ db: tx, actor, params, audit }) => {
    await detachProof(tx, actor, params.id, params.file_id);
    audit({ object_type: 'filing', object_id: params.id, before: { file_id: params.file_id } });
    return { ok: true };
  },
  form: ({ db, actor, params, audit }) => { audit({ object_type: 'filing', object_id: params.id }); return filingForm(db, actor, params.id); },
  reports: ({ db, actor, query }) => listReports(db, actor, query),
  write_report: async ({ db: tx, actor, body, audit }) => {
    const result = await writeSystemReport(tx, store, actor, body);
    audit({ object_type: 'system_report', object_id: result.id, after: { ...body, ...result } });
    return result;
  },
  drop_report: async ({ db: tx, params, body, audit }) => {
    await dropReport(tx, params.id, body.note);
    audit({ object_type: 'system_report', object_id: params.id, after: body });
    return { ok: true };
  },
});

type Shown = Awaited<ReturnType<typeof readApplication>>;
/** What is missing, in the reader's language. */
const told = (request: { headers: Record<string, unknown> }, a: Shown): Shown => ({ ...a, missing: a.missing.map((m) => ({ ...m, text: wordIn(languageOf(request.headers['accept-language'] as string | undefined), m.text) })) });
export const applicationsHandlers: Handlers<typeof applications> = {
  list: ({ db, actor, query }) => listApplications(db, actor, query),
  export: ({ db, actor, query, audit }) => exported(audit, 'system_application', exportApplications(db, actor, query)),
  create: async ({ db: tx, actor, body, audit, request }) => {
    const id = await createApplication(tx, actor, body.system_id, body.kind);
    audit({ object_type: 'system_application', object_id: id, after: body });
    return told(request, await readApplication(tx, actor, id));
  },
  get: async ({ db, actor, params, request }) => told(request, await readApplication(db, actor, params.id)),
  update: async ({ db: tx, actor, params, body, audit, request }) => {
    await updateApplication(tx, actor, params.id, body);
    audit({ object_type: 'system_application', object_id: params.id, after: body });
    return told(request, await readApplication(tx, actor, params.id));
  },
  answer: async ({ db: tx, actor, params, body, audit, request }) => {
    await answerApplication(tx, actor, params.id, body.answers);
    audit({ object_type: 'system_application', object_id: params.id, after: body });
    return told(request, await readApplication(tx, actor, params.id));
  },
  move: async ({ db: tx, actor, params, body, audit, request }) => {
    await moveApplication(tx, actor, params.id, body);
    audit({ object_type: 'system_application', object_id: params.id, after: body });
    return told(request, await readApplication(tx, actor, params.id));
  },
  attach: async ({ db: tx, actor, params, body, audit }) => {
    const file = await attachPaper(tx, actor, params.id, body.file);
    audit({ object_type: 'system_application', object_id: params.id, after: { file: file.name, sha256: file.sha256 } });
    return file;
  },
  detach: async ({ db: tx, actor, params, audit }) => {
    await detachPaper(tx, actor, params.id, params.file_id);
    audit({ object_type: 'system_application', object_id: params.id, before: { file_id: params.file_id } });
    return { ok: true };
  },
  form: ({ db, actor, params, audit }) => { audit({ object_type: 'system_application', object_id: params.id }); return applicationForm(db, actor, params.id); },
};
