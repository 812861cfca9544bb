import { writeTable } from '../../engines/tables/index.ts';
import { announce, type Changes } from '../../kernel/changes.ts';
import { now } from '../../kernel/clock.ts';
import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import { ReadyJson, type Handlers } from '../../kernel/http/serve.ts';
import { may, type Actor } from '../../kernel/identity/actor.ts';
import { learnAlias, matchUnits } from '../organisation/index.ts';
import { askForExtension, attachEvidence, commentOn, decideOnExtension, detachEvidence, follow } from './answer-assignment.ts';
import { listAssignments, readAssignment } from './assignments.ts';
import type { campaigns } from './contract.ts';
import { createCampaign, removeDraft, saveDraft } from './create-campaign.ts';
import { checkTemplate, listTemplates, removeTemplate, saveTemplate } from './document-template.ts';
import { readFirstSteps } from './first-steps.ts';
import { evidenceZip } from './evidence-zip.ts';
import { exportAssignments } from './export-assignments.ts';
import { moveAssignment, moveAssignments } from './move-assignments.ts';
import { publishCampaign } from './publish-campaign.ts';
import { boardJson, readBoard } from './board.ts';
import { demandCampaign, listCampaigns, readCampaign, readPhases, readRanking, readTasks } from './queries.ts';
import { readDocument, type ReadDocument } from './read-document.ts';
import { stateNames } from './report-facts.ts';
import { applyRevision, compareWithCurrent } from './revise-campaign.ts';
import { readWorkbench } from './workbench.ts';
import { readDocuments, previewDocument, urgeUnits, writeDocument } from './write-document.ts';

const compareRead = (id: string, read: ReadDocument) => (tx: Tx) => compareWithCurrent(tx, id, read.draft);

export const campaignsHandlers = (store: FileStore, changes: Changes): Handlers<typeof campaigns> => ({
  list: ({ db, actor }) => listCampaigns(db, actor),
  create: {
    async prepare({ db, actor, body, audit }) {
      const read = await readDocument(db, { text: body.text });
      return async (tx) => {
        const id = await createCampaign(tx, actor, read);
        audit({ object_type: 'campaign', object_id: id, after: { title: read.draft.title, tasks: read.draft.tasks.length } });
        return draftPage(tx, actor, id);
      };
    },
  },
  upload: {
    async prepare({ db, actor, body, audit }) {
      const read = await readDocument(db, { file: body.file });
      return async (tx) => {
        const id = await createCampaign(tx, actor, read, body.file);
        audit({ object_type: 'campaign', object_id: id, after: { title: read.draft.title, tasks: read.draft.tasks.length, file: body.file.name, sha256: body.file.sha256 } });
        return draftPage(tx, actor, id);
      };
    },
  },
  draft: ({ db, actor, params }) => draftPage(db, actor, params.id),
  save_draft: async ({ db: tx, actor, params, body, audit }) => {
    await saveDraft(tx, params.id, body.version, body.draft);
    audit({ object_type: 'campaign', object_id: params.id, after: { title: body.draft.title, tasks: body.draft.tasks.length } });
    return draftPage(tx, actor, params.id);
  },
  match_units: async ({ db: tx, body }) => matchUnits(tx, body.names),
  learn_alias: async ({ db: tx, body, audit }) => {
    await learnAlias(tx, body.name, body.unit_ids);
    audit({ object_type: 'unit_alias', object_id: body.name, after: body.unit_ids });
    return { ok: true };
  },
  publish: async ({ db: tx, actor, params, body, audit }) => {
    const done = await publishCampaign(tx, actor, params.id, body.version);
    audit({ object_type: 'campaign', object_id: params.id, after: done });
    return { campaign: await readCampaign(tx, actor, params.id), ...done };
  },
  remove_draft: async ({ db: tx, params, audit }) => {
    audit({ object_type: 'campaign', object_id: params.id });
    await removeDraft(tx, params.id);
    return { ok: true };
  },
  get: async ({ db, actor, params }) => {
    const campaign = await readCampaign(db, actor, params.id);
    const [phases, tasks, kept] = await Promise.all([readPhases(db, actor, params.id), readTasks(db, actor, params.id), db.selectFrom('campaign').select(['text', 'issues']).where('id', '=', params.id).executeTakeFirstOrThrow()]);
    const office = may(actor, 'campaign.write');
    const can = [...(office && campaign.state === 'draft' ? ['edit', 'publish', 'remove'] : []), ...(office && campaign.state === 'published' ? ['revise', 'close', 'urge'] : []), ...(may(actor, 'document.write') && campaign.state !== 'draft' ? ['write_document'] : []), ...(may(actor, 'document.read') ? ['read_documents', 'evidence'] : [])];
    return { campaign, phases, tasks, text: kept.text, issues: office ? kept.issues : [], can };
  },
  revise: { prepare: async ({ db, params, body }) => compareRead(params.id, await readDocument(db, { text: body.text })) },
  revise_by_file: { prepare: async ({ db, params, body }) => compareRead(params.id, await readDocument(db, { file: body.file })) },
  apply_revision: {
    async prepare({ db, actor, params, body, audit }) {
      const read = await readDocument(db, { text: body.text });
      return async (tx) => {
        await applyRevision(tx, actor, params.id, body.version, read);
        audit({ object_type: 'campaign', object_id: params.id, after: { title: read.draft.title, tasks: read.draft.tasks.length } });
        return readCampaign(tx, actor, params.id);
      };
    },
  },
  apply_revision_by_file: {
    async prepare({ db, actor, params, query, body, audit }) {
      const read = await readDocument(db, { file: body.file });
      return async (tx) => {
        await applyRevision(tx, actor, params.id, query.version, read, body.file);
        audit({ object_type: 'campaign', object_id: params.id, after: { title: read.draft.title, tasks: read.draft.tasks.length, file: body.file.name, sha256: body.file.sha256 } });
        return readCampaign(tx, actor, params.id);
      };
    },
  },
  close: async ({ db: tx, actor, params, body, audit }) => {
    const closed = await tx.updateTable('campaign').set((e) => ({ state: 'closed' as const, closed_at: now().toISOString(), close_note: body.note || null, version: e('version', '+', 1) })).where('id', '=', params.id).where('state', '=', 'published').where('version', '=', body.version).executeTakeFirst();
    if (closed.numUpdatedRows === 0n) {
      const k = await readCampaign(tx, actor, params.id);
      throw k.state === 'published' ? new AppError('conflict', 'object.changed_meanwhile') : new AppError('rule', 'campaign.not_published');
    }
    const k = await readCampaign(tx, actor, params.id);
    audit({ object_type: 'campaign', object_id: params.id, after: { note: body.note, complete: k.complete, counts: k.counts } });
    await announce(tx, `campaign:${params.id}`);
    return k;
  },
  board: async ({ db, actor, params }) => {
    await demandCampaign(db, actor, params.id);
    return new ReadyJson(await boardJson(db, actor, params.id));
  },
  board_export: async ({ db, actor, params }) => {
    const campaign = await readCampaign(db, actor, params.id);
    const board = await readBoard(db, actor, params.id);
    const cell = new Map(board.cells.map((c) => [`${c.u}|${c.t}`, `${c.o ? '逾期·' : ''}${stateNames[c.s]}${c.d ? `（${c.d}${c.g ? `，督办${c.g}` : ''}）` : ''}`]));
    const columns = [{ key: 'unit', title: '单位', width: 24 }, { key: 'done', title: '完成', width: 10 }, ...board.tasks.map((t, i) => ({ key: t.id, title: `${i + 1}. ${t.title}`.slice(0, 60), width: 18 }))];
    const rows = board.units.map((u, at) => ({ unit: u.name, done: `${u.counts.done}/${u.counts.total}`, ...Object.fromEntries(board.tasks.map((task, t) => [task.id, cell.get(`${at}|${t}`) ?? ''])) }));
    const bytes = await writeTable({ name: '看板', columns, rows });
    return { stream: bytes, name: `${campaign.title}看板.xlsx`, sizeBytes: bytes.length };
  },
  ranking: async ({ db, actor, params }) => {
    await demandCampaign(db, actor, params.id);
    return readRanking(db, actor, params.id);
  },
  changes: async ({ db, actor, params, signal }) => {
    await demandCampaign(db, actor, params.id);
    return changes.watch(`campaign:${params.id}`, signal);
  },
  assignments: ({ db, actor, query }) => listAssignments(db, actor, query),
  assignments_export: ({ db, actor, query }) => exportAssignments(db, actor, query),
  assignment: ({ db, actor, params }) => readAssignment(db, actor, params.id),
  move: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'assignment', object_id: params.id, after: { action: body.action, note: body.note } });
    await moveAssignment(tx, actor, { id: params.id, ...body });
    return readAssignment(tx, actor, params.id);
  },
  move_many: async ({ db: tx, actor, body, audit }) => {
    audit({ object_type: 'assignment', after: { action: body.action, note: body.note, ids: body.moves.map((m) => m.id) } });
    return { moved: await moveAssignments(tx, actor, body.moves, body.action, body.note) };
  },
  follow: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'assignment', object_id: params.id, after: body });
    await follow(tx, actor, params.id, body.on);
    return readAssignment(tx, actor, params.id);
  },
  comment: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'assignment', object_id: params.id, after: { note: body.note } });
    await commentOn(tx, actor, params.id, body.note);
    return readAssignment(tx, actor, params.id);
  },
  attach: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'assignment', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachEvidence(tx, actor, params.id, body.file);
  },
  detach: async ({ db: tx, actor, params, audit }) => {
    audit({ object_type: 'assignment', object_id: params.id, before: { file_id: params.file_id } });
    await detachEvidence(tx, actor, params.id, params.file_id);
    return { ok: true };
  },
  ask_extension: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'assignment', object_id: params.id, after: body });
    await askForExtension(tx, actor, params.id, body.due_on, body.reason);
    return readAssignment(tx, actor, params.id);
  },
  decide_extension: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'assignment', object_id: params.id, after: body });
    await decideOnExtension(tx, actor, params.id, body.extension_id, body.approve, body.note);
    return readAssignment(tx, actor, params.id);
  },
  urge: async ({ db: tx, actor, params, body, audit }) => {
    const documents = await urgeUnits(tx, store, actor, params.id, body.unit_ids, body.due_on);
    audit({ object_type: 'campaign', object_id: params.id, after: { due_on: body.due_on, numbers: documents.map((d) => d.number) } });
    return { units: documents.length, documents };
  },
  documents: async ({ db, actor, params }) => {
    await demandCampaign(db, actor, params.id);
    return readDocuments(db, params.id);
  },
  write_document: async ({ db: tx, actor, params, body, audit }) => {
    const document = await writeDocument(tx, store, actor, params.id, body.kind, body);
    audit({ object_type: 'document', object_id: document.id, after: { number: document.number, title: document.title } });
    return document;
  },
  preview_document: ({ db, params, query }) => previewDocument(db, store, params.id, query.kind, query.phase_id),
  templates: ({ db }) => listTemplates(db),
  save_template: {
    async prepare({ actor, params, body, audit }) {
      audit({ object_type: 'document_template', object_id: params.kind, after: { file: body.file.name, sha256: body.file.sha256 } });
      await checkTemplate(body.file);
      return async (tx) => {
        await saveTemplate(tx, actor, params.kind, body.file);
        return listTemplates(tx);
      };
    },
  },
  remove_template: async ({ db: tx, params, audit }) => {
    audit({ object_type: 'document_template', object_id: params.kind });
    await removeTemplate(tx, params.kind);
    return listTemplates(tx);
  },
  evidence: async ({ db, actor, params }) => {
    const campaign = await readCampaign(db, actor, params.id);
    return { stream: await evidenceZip(db, store, params.id), name: `${campaign.title}佐证材料.zip` };
  },
  first_steps: ({ db }) => readFirstSteps(db),
  workbench: ({ db, actor }) => readWorkbench(db, actor),
});

async function draftPage(db: Reader | Tx, actor: Actor, id: string) {
  const campaign = await readCampaign(db, actor, id);
  const kept = await db.selectFrom('campaign').select(['text', 'draft', 'issues', 'file_id']).where('id', '=', id).executeTakeFirstOrThrow();
  const matches = await matchUnits(db, [...new Set(kept.draft.tasks.flatMap((t) => [...t.units, ...t.leads]))]);
  return { campaign, ...kept, matches };
}
