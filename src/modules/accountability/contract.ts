import * as z from 'zod';
import { StoredFile } from '../../kernel/files/contract.ts';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Text } from '../../kernel/http/route.ts';

export const clueStates = ['to_check', 'checking', 'answered', 'to_approve', 'decided', 'dropped'] as const;
export const clueActions = ['ask', 'answer', 'propose', 'approve', 'refuse', 'drop', 'reopen'] as const;
export const measures = ['talk', 'criticise', 'correct', 'no_award', 'police', 'discipline'] as const;
export const circularKinds = ['praise', 'criticism'] as const;
export const watchRules = ['overdue', 'late', 'gaps', 'decided'] as const;

const FileRef = z.object({ id: Id, name: z.string(), size_bytes: z.number().int() });
const version = z.number().int();
const xlsx = download('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
const Measures = z.array(z.enum(measures)).max(measures.length);

export const Ground = z.object({ key: z.string(), text: z.string(), source: z.string(), /** Whether somebody compared it with the published text. */ verified: z.boolean(), measures: Measures, rule: z.string().nullable(), own: z.boolean(), clues: z.number().int() }).meta({ id: 'AccountabilityGround' });
export const Clue = z.object({
  id: Id, unit_id: Id, unit_name: z.string(), ground: z.string(), ground_text: z.string(), ground_source: z.string(), by_rule: z.boolean(), object_link: z.string().nullable(), facts: z.string(), state: z.enum(clueStates), found_on: DateOnly,
  answer_by: DateOnly.nullable(), answer_overdue: z.boolean(), measures: Measures, correct_by: DateOnly.nullable(), corrected_on: DateOnly.nullable(), correct_overdue: z.boolean(), decided_on: DateOnly.nullable(), version,
}).meta({ id: 'AccountabilityClue' });
/** For the unit: without who told, who registered, the office's own evidence and its deliberation. */
export const CluePage = Clue.extend({
  informant: z.string(), created_by_name: z.string(), asked_note: z.string().nullable(), answer: z.string().nullable(), answered_by_name: z.string().nullable(), responsible: z.string(), finding: z.string(),
  transfer_to: z.string().nullable(), transferred_on: DateOnly.nullable(), transfer_receipt: z.string().nullable(), files: z.array(FileRef), answer_files: z.array(FileRef),
  timeline: z.array(z.object({ id: Id, at: z.string(), action: z.string(), actor: z.string(), note: z.string().nullable() })), can: z.array(z.enum([...clueActions, 'attach', 'attach_answer', 'correct', 'transfer'])), suggested: Measures,
}).meta({ id: 'AccountabilityCluePage' });
const count = z.number().int();
export const Clues = z.object({ figures: z.object({ to_check: count, checking: count, answered: count, to_approve: count, decided: count, dropped: count }), clues: z.array(Clue) }).meta({ id: 'AccountabilityClues' });

/** Each reason leads to its rows. */
export const WatchReason = z.object({ rule: z.enum(watchRules), n: z.number().int(), of: z.number().int().nullable(), link: z.string() }).meta({ id: 'WatchReason' });
export const WatchEntry = z.object({ id: Id, unit_id: Id, unit_name: z.string(), reasons: z.array(WatchReason), note: z.string(), put_on: DateOnly, put_by_name: z.string(), taken_off_on: DateOnly.nullable(), taken_off_note: z.string().nullable(), taken_off_by_name: z.string().nullable() }).meta({ id: 'WatchEntry' });
export const Watch = z.object({ on: z.array(WatchEntry), proposed: z.array(z.object({ unit_id: Id, unit_name: z.string(), reasons: z.array(WatchReason) })), past: z.array(WatchEntry) }).meta({ id: 'WatchList' });

const CircularEntry = z.object({ unit_id: Id, unit_name: z.string().max(200), reason: Text(500), link: z.string().max(300) });
export const Circular = z.object({
  id: Id, kind: z.enum(circularKinds), title: z.string(), opening: z.string(), campaign_id: Id.nullable(), period_from: DateOnly.nullable(), period_to: DateOnly.nullable(), entries: z.array(CircularEntry), number: z.string().nullable(), file_id: Id.nullable(), issued_on: DateOnly.nullable(), version, created_by_name: z.string(),
}).meta({ id: 'Circular' });
export const Honour = z.object({ id: Id, year: z.number().int(), kind: z.enum(['unit', 'person']), unit_id: Id, unit_name: z.string(), person_name: z.string(), title: z.string(), reason: z.string(), basis: z.string(), override_note: z.string().nullable(), created_by_name: z.string() }).meta({ id: 'Honour' });

const Year = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() });
const clueFilter = z.object({ state: z.enum(clueStates).optional(), unit_id: Id.optional(), ground: z.string().max(60).optional(), year: z.coerce.number().int().min(2000).max(2100).optional() });
const honour = { year: z.number().int().min(2000).max(2100), kind: z.enum(['unit', 'person']), unit_id: Id, person_name: Text(40, 0).optional(), title: Text(80), reason: Text(1000), basis: Text(300, 0).optional() };

export const accountability = defineRoutes('accountability', {
  grounds: { method: 'GET', path: '/api/accountability/grounds', summary: '问责情形库', permission: 'accountability.write', reply: z.array(Ground) },
  add_ground: { method: 'POST', path: '/api/accountability/grounds', summary: '增加问责情形', permission: 'accountability.write', status: 201, body: z.object({ text: Text(300), source: Text(300), measures: Measures }), reply: Done },
  withdraw_ground: { method: 'DELETE', path: '/api/accountability/grounds/{id}', summary: '停用自定情形', permission: 'accountability.write', params: byId, reply: Done },
  clues: { method: 'GET', path: '/api/accountability/clues', summary: '问责线索', permission: 'accountability.read', query: clueFilter, reply: Clues },
  export_clues: { method: 'GET', path: '/api/accountability/clues.xlsx', summary: '导出问责台账', permission: 'accountability.write', query: clueFilter, reply: xlsx },
  create_clue: { method: 'POST', path: '/api/accountability/clues', summary: '登记线索', permission: 'accountability.write', status: 201, body: z.object({ unit_id: Id.optional(), assignment_id: Id.optional(), ground: z.string().max(60), facts: Text(3000), informant: Text(100, 0).optional() }), reply: CluePage },
  find_clues: { method: 'POST', path: '/api/accountability/clues/find', summary: '按规则查找线索', permission: 'accountability.write', reply: z.object({ added: z.number().int() }) },
  clue: { method: 'GET', path: '/api/accountability/clues/{id}', summary: '线索与处理', permission: 'accountability.read', params: byId, reply: CluePage },
  attach_clue: { method: 'POST', path: '/api/accountability/clues/{id}/files', summary: '上传证据', permission: 'accountability.write', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  ask: { method: 'POST', path: '/api/accountability/clues/{id}/ask', summary: '要求单位说明', permission: 'accountability.write', params: byId, body: z.object({ version, note: Text(2000), answer_by: DateOnly }), reply: CluePage },
  attach_answer: { method: 'POST', path: '/api/accountability/clues/{id}/answer-files', summary: '上传说明材料', permission: 'accountability.answer', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  answer: { method: 'POST', path: '/api/accountability/clues/{id}/answer', summary: '陈述说明', permission: 'accountability.answer', params: byId, body: z.object({ version, answer: Text(5000) }), reply: CluePage },
  propose: { method: 'POST', path: '/api/accountability/clues/{id}/propose', summary: '责任认定与处理建议', permission: 'accountability.write', params: byId, body: z.object({ version, responsible: Text(500), finding: Text(3000), measures: Measures.min(1, '请选择处理措施'), correct_by: DateOnly.nullable().optional() }), reply: CluePage },
  decide: { method: 'POST', path: '/api/accountability/clues/{id}/decide', summary: '批准或退回处理建议', permission: 'accountability.approve', params: byId, body: z.object({ version, approve: z.boolean(), note: Text(1000, 0).optional() }), reply: CluePage },
  close: { method: 'POST', path: '/api/accountability/clues/{id}/close', summary: '不予追究，或重新核实', permission: 'accountability.write', params: byId, body: z.object({ version, action: z.enum(['drop', 'reopen']), note: Text(1000) }), reply: CluePage },
  follow: { method: 'POST', path: '/api/accountability/clues/{id}/follow', summary: '登记改正完成、移送情况', permission: 'accountability.write', params: byId, body: z.object({ version, corrected_on: DateOnly.optional(), transfer_to: Text(120, 0).optional(), transferred_on: DateOnly.optional(), transfer_receipt: Text(200, 0).optional() }), reply: CluePage },
  watch: { method: 'GET', path: '/api/accountability/watch', summary: '重点督导名单', permission: 'accountability.read', reply: Watch },
  put_on_watch: { method: 'POST', path: '/api/accountability/watch', summary: '列入重点督导', permission: 'accountability.write', status: 201, body: z.object({ unit_id: Id, note: Text(500) }), reply: Done },
  take_off_watch: { method: 'POST', path: '/api/accountability/watch/{id}/end', summary: '解除重点督导', permission: 'accountability.write', params: byId, body: z.object({ note: Text(500) }), reply: Done },
  export_watch: { method: 'GET', path: '/api/accountability/watch.xlsx', summary: '导出重点督导名单', permission: 'accountability.write', reply: xlsx },
  circulars: { method: 'GET', path: '/api/accountability/circulars', summary: '表扬与批评通报', permission: 'accountability.read', reply: z.array(Circular) },
  draft_circular: { method: 'POST', path: '/api/accountability/circulars', summary: '按考核排名拟通报', permission: 'accountability.write', status: 201, body: z.object({ kind: z.enum(circularKinds), campaign_id: Id.optional(), period_from: DateOnly.optional(), period_to: DateOnly.optional() }).refine((b) => b.campaign_id ? !b.period_from && !b.period_to : b.period_from && b.period_to && b.period_from <= b.period_to, '请选择专项行动，或起止日期'), reply: Circular },
  update_circular: { method: 'PATCH', path: '/api/accountability/circulars/{id}', summary: '修改通报', permission: 'accountability.write', params: byId, body: z.object({ version, title: Text(120), opening: Text(2000), entries: z.array(CircularEntry).max(500) }), reply: Circular },
  issue_circular: { method: 'POST', path: '/api/accountability/circulars/{id}/issue', summary: '编号印发通报', permission: 'accountability.write', params: byId, body: z.object({ version }), reply: Circular },
  remove_circular: { method: 'DELETE', path: '/api/accountability/circulars/{id}', summary: '删除通报草稿', permission: 'accountability.write', params: byId, reply: Done },
  honours: { method: 'GET', path: '/api/accountability/honours', summary: '表彰名单', permission: 'accountability.read', query: Year, reply: z.array(Honour) },
  add_honour: { method: 'POST', path: '/api/accountability/honours', summary: '列入表彰名单', permission: 'accountability.write', status: 201, body: z.object(honour), reply: Done },
  override_honour: { method: 'POST', path: '/api/accountability/honours/override', summary: '受问责单位特批表彰', permission: 'accountability.approve', status: 201, body: z.object({ ...honour, override_note: Text(500) }), reply: Done },
  remove_honour: { method: 'DELETE', path: '/api/accountability/honours/{id}', summary: '移出表彰名单', permission: 'accountability.write', params: byId, reply: Done },
  export_honours: { method: 'GET', path: '/api/accountability/honours.xlsx', summary: '导出表彰名单', permission: 'accountability.write', query: Year, reply: xlsx },
});
