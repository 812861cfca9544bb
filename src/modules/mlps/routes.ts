import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import type { mlps } from './contract.ts';
import { exportCalendar, exportCheck, exportFormDocument, exportFormSheet, exportItems, exportObjects, exportPlan, exportProgress } from './exports.ts';
import { readForm, saveForm } from './form.ts';
import { writeGradingReport } from './grading.document.ts';
import { attachToItem, listItems, moveItem, readItem, readItemPage, updateItem } from './items.ts';
import { addAssessment, addProblems, attachToAssessment, demandAssessment, removeAssessment, updateAssessment } from './keep-assessment.ts';
import { attachToObject, createObject, detachFromObject, gradeObject, updateObject } from './keep-object.ts';
import { moveObject } from './move-object.ts';
import { addPlanRow, makePlan, readPlan, removePlanRow, updatePlanRow } from './plan.ts';
import { problemTemplate, readPasted, readProblemSheet } from './problem-sheet.ts';
import { listGaps, readCalendar, readConsistency, readProgress, stateFiled } from './progress.ts';
import { listObjects } from './queries.ts';
import { readAssessment, readObject } from './read-object.ts';
import { readReference, readRuleTable, saveRules, saveSuggestions } from './reference.ts';
import { answerCheck, attachToAnswer, finishCheck, readCheck, removeCheck, startCheck } from './self-check.ts';

type H = Handlers<typeof mlps>;
const objects = {
  objects: ({ db, actor, query }) => listObjects(db, actor, query),
  create: async ({ db: tx, actor, body, audit }) => {
    const id = await createObject(tx, actor, body);
    audit({ object_type: 'mlps_object', object_id: id, after: body });
    return readObject(tx, actor, id);
  },
  object: ({ db, actor, params }) => readObject(db, actor, params.id),
  update: async ({ db: tx, actor, params, body, audit }) => {
    await updateObject(tx, actor, params.id, body);
    audit({ object_type: 'mlps_object', object_id: params.id, after: body });
    return readObject(tx, actor, params.id);
  },
  grade: async ({ db: tx, actor, params, body, audit }) => {
    const before = await readObject(tx, actor, params.id);
    await gradeObject(tx, actor, params.id, body);
    const after = await readObject(tx, actor, params.id);
    audit({ object_type: 'mlps_object', object_id: params.id, before: { level: before.level, mark: before.mark }, after: { level: after.level, mark: after.mark, s_harm: body.s_harm, a_harm: body.a_harm, differs_reason: body.differs_reason } });
    return after;
  },
  move: async ({ db: tx, actor, params, body, audit }) => {
    const before = await readObject(tx, actor, params.id);
    await moveObject(tx, actor, params.id, body);
    const after = await readObject(tx, actor, params.id);
    audit({ object_type: 'mlps_object', object_id: params.id, before: { state: before.state }, after: { ...body, state: after.state } });
    return after;
  },
  attach: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'mlps_object', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToObject(tx, actor, params.id, body.file);
  },
  detach: async ({ db: tx, actor, params, audit }) => {
    await detachFromObject(tx, actor, params.id, params.file_id);
    audit({ object_type: 'mlps_object', object_id: params.id, before: { file: params.file_id } });
    return { ok: true };
  },
  form: ({ db, actor, params }) => readForm(db, actor, params.id),
  save_form: async ({ db: tx, actor, params, body, audit }) => {
    await saveForm(tx, actor, params.id, body.values);
    audit({ object_type: 'mlps_object', object_id: params.id, after: { form: Object.keys(body.values) } });
    return { ok: true };
  },
} satisfies Partial<H>;

const assessments = (store: FileStore) => ({
  add_assessment: async ({ db: tx, actor, params, body, audit }) => {
    const id = await addAssessment(tx, actor, params.id, body);
    audit({ object_type: 'mlps_assessment', object_id: id, after: body });
    return readAssessment(tx, id);
  },
  update_assessment: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'mlps_assessment', object_id: params.id, before: await updateAssessment(tx, actor, params.id, body), after: body });
    return readAssessment(tx, params.id);
  },
  remove_assessment: async ({ db: tx, actor, params, audit }) => {
    audit({ object_type: 'mlps_assessment', object_id: params.id, before: await removeAssessment(tx, actor, params.id) });
    return { ok: true };
  },
  attach_assessment: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'mlps_assessment', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToAssessment(tx, actor, params.id, body.file);
  },
  problem_template: () => problemTemplate(),
  read_problems: async ({ db: tx, actor, params, body, audit }) => {
    await demandAssessment(tx, actor, params.id);
    audit({ object_type: 'mlps_assessment', object_id: params.id, after: { read: body.file.name, sha256: body.file.sha256 } });
    return readProblemSheet(tx, params.id, await store.read(body.file.sha256));
  },
  read_pasted: async ({ db: tx, actor, params, body }) => {
    await demandAssessment(tx, actor, params.id);
    return readPasted(tx, params.id, body.text);
  },
  add_problems: async ({ db: tx, actor, params, body, audit }) => {
    const added = await addProblems(tx, actor, params.id, body);
    audit({ object_type: 'mlps_assessment', object_id: params.id, after: { problems: added, due_on: body.due_on ?? null } });
    return { added };
  },
  items: ({ db, actor, query }) => listItems(db, actor, query),
  item: ({ db, actor, params }) => readItemPage(db, actor, params.id),
  update_item: async ({ db: tx, actor, params, body, audit }) => {
    await updateItem(tx, actor, params.id, body);
    audit({ object_type: 'mlps_item', object_id: params.id, after: body });
    return readItem(tx, actor, params.id);
  },
  move_item: async ({ db: tx, actor, params, body, audit }) => {
    await moveItem(tx, actor, params.id, body);
    audit({ object_type: 'mlps_item', object_id: params.id, after: body });
    return readItem(tx, actor, params.id);
  },
  attach_item: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'mlps_item', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToItem(tx, actor, params.id, body.file);
  },
}) satisfies Partial<H>;

const checks = {
  start_check: async ({ db: tx, actor, params, audit }) => {
    const id = await startCheck(tx, actor, params.id);
    audit({ object_type: 'mlps_check', object_id: id, after: { object_id: params.id } });
    return readCheck(tx, actor, id);
  },
  check: ({ db, actor, params }) => readCheck(db, actor, params.id),
  answer: async ({ db: tx, actor, params, body, audit }) => {
    await answerCheck(tx, actor, params.id, body.answers);
    audit({ object_type: 'mlps_check', object_id: params.id, after: body });
    return readCheck(tx, actor, params.id);
  },
  attach_answer: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'mlps_check', object_id: params.id, after: { point: params.point, file: body.file.name, sha256: body.file.sha256 } });
    return attachToAnswer(tx, actor, params.id, params.point, body.file);
  },
  finish_check: async ({ db: tx, actor, params, body, audit }) => {
    const items = await finishCheck(tx, actor, params.id, body);
    audit({ object_type: 'mlps_check', object_id: params.id, after: { ...body, items } });
    return readCheck(tx, actor, params.id);
  },
  remove_check: async ({ db: tx, actor, params, audit }) => {
    await removeCheck(tx, actor, params.id);
    audit({ object_type: 'mlps_check', object_id: params.id });
    return { ok: true };
  },
} satisfies Partial<H>;

const overview = {
  reference: () => readReference(),
  calendar: ({ db, actor, query }) => readCalendar(db, actor, query),
  progress: ({ db, actor }) => readProgress(db, actor),
  gaps: ({ db, actor, query }) => listGaps(db, actor, query),
  consistency: ({ db, actor }) => readConsistency(db, actor),
  state_filed: async ({ db: tx, body, audit }) => {
    audit({ object_type: 'mlps', before: await stateFiled(tx, body), after: body });
    return { ok: true };
  },
  plan: ({ db, actor, query }) => readPlan(db, actor, query),
  make_plan: async ({ db: tx, actor, body, audit }) => {
    const added = await makePlan(tx, actor, body.year);
    audit({ object_type: 'mlps_plan', after: { ...body, added } });
    return { added };
  },
  add_plan: async ({ db: tx, actor, body, audit }) => {
    const id = await addPlanRow(tx, actor, body);
    audit({ object_type: 'mlps_plan', object_id: id, after: body });
    return { id };
  },
  update_plan: async ({ db: tx, params, body, audit }) => {
    audit({ object_type: 'mlps_plan', object_id: params.id, before: await updatePlanRow(tx, params.id, body), after: body });
    return { ok: true };
  },
  remove_plan: async ({ db: tx, params, audit }) => {
    audit({ object_type: 'mlps_plan', object_id: params.id, before: await removePlanRow(tx, params.id) });
    return { ok: true };
  },
  rules: ({ db }) => readRuleTable(db),
  save_rules: async ({ db: tx, body, audit }) => {
    const before = (await readRuleTable(tx)).rules.map(({ key, value }) => ({ key, value }));
    await saveRules(tx, body.rules);
    audit({ object_type: 'mlps_rule', before, after: body.rules });
    return { ok: true };
  },
  save_suggestions: async ({ db: tx, body, audit }) => {
    const before = (await readRuleTable(tx)).suggestions;
    await saveSuggestions(tx, body.suggestions);
    audit({ object_type: 'mlps_suggestion', before, after: body.suggestions });
    return { ok: true };
  },
} satisfies Partial<H>;

const papers = {
  export_objects: ({ db, actor, query, audit }) => { audit({ object_type: 'mlps_object', after: query }); return exportObjects(db, actor, query); },
  grading_report: ({ db, actor, params, audit }) => { audit({ object_type: 'mlps_object', object_id: params.id }); return writeGradingReport(db, actor, params.id); },
  form_xlsx: ({ db, actor, params, audit }) => { audit({ object_type: 'mlps_object', object_id: params.id }); return exportFormSheet(db, actor, params.id); },
  form_docx: ({ db, actor, params, audit }) => { audit({ object_type: 'mlps_object', object_id: params.id }); return exportFormDocument(db, actor, params.id); },
  export_items: ({ db, actor, query, audit }) => { audit({ object_type: 'mlps_item', after: query }); return exportItems(db, actor, query); },
  export_check: ({ db, actor, params, audit }) => { audit({ object_type: 'mlps_check', object_id: params.id }); return exportCheck(db, actor, params.id); },
  export_calendar: ({ db, actor, query, audit }) => { audit({ object_type: 'mlps_object', after: query }); return exportCalendar(db, actor, query); },
  export_progress: ({ db, actor, audit }) => { audit({ object_type: 'mlps_object' }); return exportProgress(db, actor); },
  export_plan: ({ db, actor, query, audit }) => { audit({ object_type: 'mlps_plan', after: query }); return exportPlan(db, actor, query); },
} satisfies Partial<H>;

export const mlpsHandlers = (store: FileStore): H => ({ ...objects, ...assessments(store), ...checks, ...overview, ...papers });
