import { Readable } from 'node:stream';
import { approve, type PageState } from '../../engines/site-checks/index.ts';
import { now } from '../../kernel/clock.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import { newId } from '../../kernel/ids.ts';
import { bookRuns, stopRun } from './book-runs.ts';
import { listCatalogue } from './catalogue.ts';
import type { checks } from './contract.ts';
import { exportSystems } from './export-systems.ts';
import { readLists, saveList } from './keep-lists.ts';
import { draftAuthorisations, moveAuthorisation, moveAuthorisations, updateAuthorisation } from './keep-authorisation.ts';
import { addTemplate, listTemplates, removeTemplate } from './keep-templates.ts';
import { markFinding, removeMark } from './marks.ts';
import { profileOf, profiles } from './profiles.ts';
import { demandSystem, listAuthorisations, listOutages, listRuns, listSystems, listTampers, listTargets, readAuthorisation, readFigures, readRun, readSystem, retestsOf, visibleSystems } from './queries.ts';
import { authorisationPage, mayReadRunLog, systemReport, unitReport } from './reports.document.ts';
import { askRetest } from './retest.ts';
import { decideTampers } from './tamper.ts';

defineErrors({
  'check.not_signed': '授权书还没有签批，没有可以下载的文件。',
  'check.no_log': '这次检测没有留下请求记录：还没有结束，或没有发出过请求。',
  'check.window_backwards': '维护时段的结束时间须晚于开始时间。',
}, {
  'check.not_signed': 'It is not signed yet; there is no file.',
  'check.no_log': 'There is no log of requests: the run has not ended, or sent nothing.',
  'check.window_backwards': 'It must end after it begins.',
});
const ok = { ok: true } as const;
/** @param kick runs what was booked at once */
export const checksHandlers = (store: FileStore, kick: () => void): Handlers<typeof checks> => ({
  systems: ({ db, actor, query }) => listSystems(db, actor, query),
  export_systems: async ({ db, actor, query, audit }) => {
    audit({ object_type: 'check_run', after: query });
    return exportSystems(db, actor, query);
  },
  figures: ({ db, actor }) => readFigures(db, actor),
  system: ({ db, actor, params }) => readSystem(db, actor, params.id),
  system_report: async ({ db, actor, params, audit }) => {
    const file = await systemReport(db, actor, params.id);
    audit({ object_type: 'info_system', object_id: params.id });
    return file;
  },
  unit_report: async ({ db, actor, params, audit }) => {
    const file = await unitReport(db, actor, params.id);
    audit({ object_type: 'unit', object_id: params.id });
    return file;
  },
  authorisations: ({ db, actor, query }) => listAuthorisations(db, actor, query),
  draft_authorisations: async ({ db: tx, actor, body, audit }) => {
    const ids = await draftAuthorisations(tx, actor, body);
    audit({ object_type: 'check_authorisation', ...(ids.length === 1 && { object_id: ids[0]! }), after: body });
    return { ids };
  },
  authorisation: ({ db, actor, params }) => readAuthorisation(db, actor, params.id),
  update_authorisation: async ({ db: tx, actor, params, body, audit }) => {
    await updateAuthorisation(tx, actor, params.id, body);
    audit({ object_type: 'check_authorisation', object_id: params.id, after: body });
    return readAuthorisation(tx, actor, params.id);
  },
  move_authorisation: async ({ db: tx, actor, params, body, audit }) => {
    await moveAuthorisation(tx, actor, params.id, body);
    const a = await readAuthorisation(tx, actor, params.id);
    audit({ object_type: 'check_authorisation', object_id: params.id, after: { ...body, ...(a.signature && { signature: a.signature }) } });
    return a;
  },
  move_authorisations: async ({ db: tx, actor, body, audit }) => {
    const moved = await moveAuthorisations(tx, actor, body.items, body.action, body.note);
    audit({ object_type: 'check_authorisation', after: body });
    return { moved };
  },
  authorisation_page: async ({ db, actor, params, audit }) => {
    const file = await authorisationPage(db, actor, params.id);
    audit({ object_type: 'check_authorisation', object_id: params.id });
    return file;
  },
  authorisation_file: async ({ db, actor, params, audit }) => {
    const a = await readAuthorisation(db, actor, params.id);
    await demandSystem(db, actor, a.system_id, 'check.manage');
    const row = await db.selectFrom('check_authorisation').select('signed').where('id', '=', params.id).executeTakeFirstOrThrow();
    if (!row.signed) throw new AppError('rule', 'check.not_signed');
    const bytes = Buffer.from(`${JSON.stringify(row.signed, undefined, 2)}\n`);
    audit({ object_type: 'check_authorisation', object_id: params.id });
    return { stream: Readable.from([bytes]), name: `检测授权书-${a.number}.json`, sizeBytes: bytes.byteLength };
  },
  runs: ({ db, actor, query }) => listRuns(db, actor, query),
  book_runs: async ({ db: tx, actor, body, audit }) => {
    const { booked, already, without } = await bookRuns(tx, actor, body);
    audit({ object_type: 'check_run', ...(booked.length === 1 && { object_id: booked[0]! }), after: { ...body, booked: booked.length } });
    kick();
    return { booked: booked.length, already, without };
  },
  run: ({ db, actor, params, query }) => readRun(db, actor, params.id, query),
  stop_run: async ({ db: tx, actor, params, audit }) => {
    await stopRun(tx, actor, params.id);
    audit({ object_type: 'check_run', object_id: params.id, after: { state: 'stopping' } });
    return ok;
  },
  run_log: async ({ db, actor, params, audit }) => {
    if (!await mayReadRunLog(db, actor, params.id)) throw new AppError('not_found', 'object.not_found');
    const file = await db.selectFrom('file').select(['sha256', 'name', 'size_bytes']).where('owner_type', '=', 'check_run').where('owner_id', '=', params.id).orderBy('created_at', 'desc').executeTakeFirst();
    if (!file) throw new AppError('rule', 'check.no_log');
    audit({ object_type: 'check_run', object_id: params.id });
    return { stream: store.open(file.sha256), name: file.name, sizeBytes: Number(file.size_bytes) };
  },
  catalogue: () => Promise.resolve(listCatalogue()),
  mark_finding: async ({ db: tx, actor, params, body, audit }) => {
    const f = await markFinding(tx, actor, params.id, body);
    audit({ object_type: 'check_mark', object_id: params.id, after: { ...body, ...f } });
    return ok;
  },
  unmark: async ({ db: tx, actor, params, audit }) => {
    await removeMark(tx, actor, params.id, params.mark_id);
    audit({ object_type: 'check_mark', object_id: params.mark_id, after: { removed: true } });
    return ok;
  },
  retest: async ({ db: tx, actor, params, audit }) => {
    await askRetest(tx, actor, params.id);
    audit({ object_type: 'hazard', object_id: params.id, after: { retest: 'automatic' } });
    return ok;
  },
  retests: async ({ db, actor, params }) => {
    const seen = await visibleSystems(db, actor).innerJoin('hazard as h', 'h.system_id', 's.id').select(['h.id', 'h.state']).where('h.id', '=', params.id).executeTakeFirst();
    if (!seen) throw new AppError('not_found', 'object.not_found');
    const known = await db.selectFrom('check_finding').select('id').where('hazard_id', '=', params.id).executeTakeFirst();
    return { can: known !== undefined && ['reported', 'retesting', 'absent'].includes(seen.state), items: await retestsOf(db, { hazard_id: params.id }) };
  },
  plans: async ({ db }) => {
    const rows = new Map((await db.selectFrom('check_plan').selectAll().execute()).map((p) => [p.profile, p]));
    return profiles.map((p) => ({ profile: p.id, name: p.name, what: p.what, planned: p.planned, ...(rows.get(p.id) ?? { enabled: false, every_days: 1, from_hour: 0, until_hour: 24 }) }));
  },
  save_plans: async ({ db: tx, body, audit }) => {
    const before = await tx.selectFrom('check_plan').selectAll().execute();
    for (const p of body.filter((x) => profileOf(x.profile).planned)) await tx.insertInto('check_plan').values(p).onConflict((c) => c.column('profile').doUpdateSet(p)).execute();
    audit({ object_type: 'check_plan', before, after: body });
    return ok;
  },
  lists: ({ db }) => readLists(db),
  save_list: async ({ db: tx, actor, params, body, audit }) => {
    const before = (await readLists(tx)).find((l) => l.kind === params.kind)!.values;
    await saveList(tx, actor, params.kind, body.values);
    audit({ object_type: 'check_list', before: { kind: params.kind, values: before.slice(0, 500) }, after: { kind: params.kind, values: body.values.slice(0, 500) } });
    return ok;
  },
  templates: ({ db }) => listTemplates(db),
  add_template: async ({ db: tx, actor, body, audit }) => {
    const added = await addTemplate(tx, actor, body.yaml);
    audit({ object_type: 'check_template', object_id: added.id, after: { check_id: added.check_id } });
    return added;
  },
  remove_template: async ({ db: tx, params, audit }) => {
    audit({ object_type: 'check_template', object_id: params.id, before: { check_id: await removeTemplate(tx, params.id) } });
    return ok;
  },
  tampers: ({ db, actor, query }) => listTampers(db, actor, query),
  decide_tampers: async ({ db: tx, actor, body, audit }) => {
    await decideTampers(tx, actor, body.ids, body.state, body.note ?? '', (b) => approve(b as PageState));
    audit({ object_type: 'check_tamper', ...(body.ids.length === 1 && { object_id: body.ids[0]! }), after: body });
    return ok;
  },
  patrol: ({ db, actor, query }) => listTargets(db, actor, query),
  outages: ({ db, actor, query }) => listOutages(db, actor, query),
  explain_outage: async ({ db: tx, actor, params, body, audit }) => {
    const seen = await visibleSystems(tx, actor, 'check.confirm').innerJoin('patrol_target as t', 't.system_id', 's.id').innerJoin('patrol_outage as o', 'o.target_id', 't.id').select('o.id').where('o.id', '=', params.id).executeTakeFirst();
    if (!seen) throw new AppError('not_found', 'object.not_found');
    await tx.updateTable('patrol_outage').set({ cause: body.cause, cause_by_name: actor.name }).where('id', '=', params.id).execute();
    audit({ object_type: 'patrol_outage', object_id: params.id, after: body });
    return ok;
  },
  maintenances: async ({ db, actor }) => {
    const rows = await db.selectFrom('maintenance_window as m').leftJoin('info_system as s', 's.id', 'm.system_id').select(['m.id', 'm.system_id', 's.name as system_name', 'm.begins_at', 'm.ends_at', 'm.reason', 'm.created_by_name']).where('m.ends_at', '>', new Date(now().getTime() - 30 * 86_400_000).toISOString()).orderBy('m.begins_at', 'desc').limit(500).execute();
    const visible = new Set((await visibleSystems(db, actor).select('s.id').where('s.id', 'in', [...rows.flatMap((r) => r.system_id ?? []), '00000000-0000-0000-0000-000000000000']).execute()).map((s) => s.id));
    return rows.filter((r) => r.system_id === null || visible.has(r.system_id));
  },
  add_maintenance: async ({ db: tx, actor, body, audit }) => {
    if (Date.parse(body.ends_at) <= Date.parse(body.begins_at)) throw new AppError('invalid', 'check.window_backwards', {}, [{ path: 'ends_at', message: '请改正' }]);
    if (body.system_id) await demandSystem(tx, actor, body.system_id, 'check.manage');
    const id = newId();
    await tx.insertInto('maintenance_window').values({ id, ...body, created_by_name: actor.name }).execute();
    audit({ object_type: 'maintenance_window', object_id: id, after: body });
    return { id };
  },
  remove_maintenance: async ({ db: tx, params, audit }) => {
    const gone = await tx.deleteFrom('maintenance_window').where('id', '=', params.id).returning(['begins_at', 'ends_at', 'reason']).executeTakeFirst();
    if (!gone) throw new AppError('not_found', 'object.not_found');
    audit({ object_type: 'maintenance_window', object_id: params.id, before: gone });
    return ok;
  },
});
