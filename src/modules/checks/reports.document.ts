import { Readable } from 'node:stream';
import { chineseDate, writeGongwen, type Block, type Column } from '../../engines/gongwen/index.ts';
import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { readSettings } from '../../kernel/settings/settings.ts';
import { remedyNames } from './apply-results.ts';
import { infoOf } from './catalogue.ts';
import { profileOf } from './profiles.ts';
import { demandSystem, findingsOf, listSystems, readAuthorisation, readSystem, visibleSystems } from './queries.ts';

const severityNames: Record<string, string> = { critical: '超危', high: '高危', medium: '中危', low: '低危', info: '提示' };
const text = (value: string): Block => ({ type: 'paragraph', text: value });
const heading = (level: 1 | 2, value: string): Block => ({ type: 'heading', level, text: value });
const columns = (...list: [string, number][]): Column[] => list.map(([title, width], i) => ({ title, width, align: i === 0 ? 'left' : 'center' }));
const dayOf = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
async function send(doc: Parameters<typeof writeGongwen>[0], name: string): Promise<Sent> {
  const bytes = await writeGongwen(doc);
  return { stream: Readable.from([bytes]), name: `${name}-${today()}.docx`, sizeBytes: bytes.byteLength };
}
type Finding = Awaited<ReturnType<typeof findingsOf>>[number];
const placeText = (f: Pick<Finding, 'place'>): string => [f.place.url ?? (f.place.ip ? `${f.place.ip}:${f.place.port}` : ''), f.place.path && f.place.path !== '/' ? f.place.path : '', f.place.line ? `第 ${f.place.line} 行` : '', f.place.element ?? ''].filter(Boolean).join(' ');

/** What stands open, gravest first: what it is, where, what it means, how to mend it, which control point it belongs to. */
async function findingBlocks(db: Reader, systemId: string, level: 1 | 2): Promise<{ open: Finding[]; blocks: Block[] }> {
  const all = await findingsOf(db, systemId);
  const open = all.filter((f) => f.state === 'open' && !f.mark);
  const evidence = new Map((await db.selectFrom('check_finding').select(['id', 'evidence']).where('system_id', '=', systemId).where('state', '=', 'open').execute()).map((f) => [f.id, f.evidence]));
  const blocks: Block[] = [];
  for (const [checkId, list] of Map.groupBy(open, (f) => f.check_id)) {
    const info = infoOf(checkId);
    const first = list[0]!;
    blocks.push(heading(level, `${first.title}（${first.verdict === 'warn' ? '提醒' : severityNames[first.severity]}）`));
    if (info) blocks.push(text(`${info.meaning}${info.harm}`));
    blocks.push({ type: 'list', items: list.slice(0, 20).map((f) => `${placeText(f)}：${f.note}${f.hazard_number ? `（隐患编号 ${f.hazard_number}）` : ''}`) });
    if (list.length > 20) blocks.push(text(`另有 ${list.length - 20} 处，见系统中的检测结果。`));
    const proof = evidence.get(first.id)?.[0];
    if (proof) blocks.push(text(`证据：${[proof['request']?.split('\n')[0], proof['response_head']?.split('\n')[0], proof['body_sha256'] && `正文 SHA-256 ${proof['body_sha256']}`, proof['certificate_sha256'] && `证书 SHA-256 ${proof['certificate_sha256']}`].filter(Boolean).join('；')}。`));
    if (info) {
      blocks.push(text('整改办法：'), { type: 'list', items: Object.entries(info.remedy).map(([server, way]) => `${remedyNames[server] ?? server}：${way}`) });
      blocks.push(text(`对应要求：GB/T 22239-2019 ${info.control}${info.cwe ? `；CWE-${info.cwe}` : ''}${info.owasp ? `；OWASP Top 10 ${info.owasp}` : ''}。`));
    }
  }
  return { open, blocks };
}
/** New, still there and gone between the last whole run and the one before. */
async function compared(db: Reader, systemId: string): Promise<string> {
  const runs = await db.selectFrom('check_run').select(['id', 'finished_at', 'grade']).where('system_id', '=', systemId).where('state', '=', 'done').where(sql<boolean>`only_checks = '{}'`).orderBy('created_at', 'desc').limit(2).execute();
  const [last, before] = runs;
  if (!last || !before) return '这是第一次检测，没有可以比较的结果。';
  const of = async (id: string): Promise<Set<string>> => new Set((await db.selectFrom('check_result').select('fingerprint').distinct().where('run_id', '=', id).where('verdict', '=', 'fail').execute()).map((r) => r.fingerprint));
  const [now, then] = [await of(last.id), await of(before.id)];
  const added = [...now].filter((f) => !then.has(f)).length;
  const gone = [...then].filter((f) => !now.has(f)).length;
  return `与上次（${dayOf(before.finished_at!)}，评级 ${before.grade || '无'}）相比：新增 ${added} 处，仍在 ${now.size - added} 处，不再出现 ${gone} 处。`;
}

/** 系统检测报告: findings, evidence, remedies, control points, comparison with last time. Throws object.not_found. */
export async function systemReport(db: Reader, actor: Actor, id: string): Promise<Sent> {
  const s = await readSystem(db, actor, id);
  const { organisation_name, document_word } = await readSettings(db);
  const last = s.runs.find((r) => r.id === s.run_id);
  const { open, blocks } = await findingBlocks(db, id, 2);
  const untested = last ? await db.selectFrom('check_result').select(['check_id', 'note']).distinct().where('run_id', '=', last.id).where('verdict', 'in', ['not_tested', 'error']).orderBy('check_id').limit(100).execute() : [];
  const fails = (severity: string): number => open.filter((f) => f.verdict === 'fail' && f.severity === severity).length;
  return send({
    title: `${s.name}网络安全检测报告`, issuer: `${organisation_name}${document_word}`, issuedOn: today(),
    body: [
      heading(1, '检测概况'),
      { type: 'table', columns: columns(['项目', 2], ['内容', 5]), rows: [['系统名称', s.name], ['责任单位', s.unit_name], ['检测范围', s.origins.join('、') || '—'], ['检测时间', last?.finished_at ? chineseDate(dayOf(last.finished_at)) : '尚未检测'], ['检测方式', last ? profileOf(last.profile).name : '—'], ['授权', last ? await authorisationOf(db, last.id) : '—'], ['发出请求', last ? `${last.requests} 个，逐条留存` : '—'], ['评级', s.grade ? `${s.grade}（${s.reasons.join('，')}）` : '无']] },
      text(`检测发现未消除的问题 ${open.filter((f) => f.verdict === 'fail').length} 处，其中超危 ${fails('critical')} 处、高危 ${fails('high')} 处、中危 ${fails('medium')} 处、低危 ${fails('low')} 处；提醒 ${open.filter((f) => f.verdict === 'warn').length} 处。${await compared(db, id)}`),
      ...(blocks.length ? [heading(1, '发现的问题和整改办法'), ...blocks] : [text(last ? '本次检测没有发现问题。没有发现不等于没有问题，未检测的项目见下。' : '这个系统还没有检测过。')]),
      ...(untested.length ? [heading(1, '没有检测到的项目'), text('下列项目因故没有检测，不能视为通过。'), { type: 'list' as const, items: untested.map((u) => `${infoOf(u.check_id)?.title.zh ?? u.check_id}：${u.note}`) }] : []),
      ...(s.ports.some((p) => p.open) ? [heading(1, '开放的端口'), { type: 'table' as const, columns: columns(['地址', 3], ['端口', 1], ['服务', 2], ['是否登记', 1.4]), rows: s.ports.filter((p) => p.open).map((p) => [p.ip, String(p.port), [p.service, p.product].filter(Boolean).join(' ') || '未识别', p.registered ? '已登记' : '未登记']) }] : []),
      heading(1, '说明'),
      text('检测只读取公开可达的内容，只发送不带正文的请求和协议规定的问候，不猜测口令，不利用漏洞，不绕过防护。'),
    ],
  }, `${s.name}检测报告`);
}
async function authorisationOf(db: Reader, runId: string): Promise<string> {
  const a = await db.selectFrom('check_run as r').innerJoin('check_authorisation as a', 'a.id', 'r.authorisation_id').select(['a.number', 'a.approved_by_name', 'a.valid_from', 'a.valid_until']).where('r.id', '=', runId).executeTakeFirstOrThrow();
  return `${a.number}，${a.approved_by_name} 签批，${a.valid_from} 至 ${a.valid_until}`;
}
/** 单位检测报告: every system of a unit on one paper. Throws object.not_found where the actor sees none of the unit's systems. */
export async function unitReport(db: Reader, actor: Actor, unitId: string): Promise<Sent> {
  const { items } = await listSystems(db, actor, { unit_id: unitId, page: 1, size: 500 });
  if (!items.length) throw new AppError('not_found', 'object.not_found');
  const unit = items[0]!.unit_name;
  const { organisation_name, document_word } = await readSettings(db);
  const parts: Block[] = [];
  for (const s of items) {
    const { blocks } = await findingBlocks(db, s.id, 2);
    parts.push(heading(1, `${s.name}（评级 ${s.grade || '无'}）`), text(await compared(db, s.id)), ...(blocks.length ? blocks : [text(s.run_id ? '没有未消除的问题。' : '尚未检测。')]));
  }
  const sum = (key: 'critical' | 'high' | 'medium' | 'low'): number => items.reduce((n, s) => n + s[key], 0);
  return send({
    title: `${unit}网络安全检测报告`, issuer: `${organisation_name}${document_word}`, issuedOn: today(),
    body: [
      text(`${unit}登记系统 ${items.length} 个，已检测 ${items.filter((s) => s.run_id).length} 个，未消除的问题共 ${sum('critical') + sum('high') + sum('medium') + sum('low')} 处，其中超危 ${sum('critical')} 处、高危 ${sum('high')} 处、中危 ${sum('medium')} 处、低危 ${sum('low')} 处。`),
      { type: 'table', columns: columns(['系统', 3.4], ['评级', 1], ['超危', 1], ['高危', 1], ['中危', 1], ['低危', 1], ['检测日期', 1.8]), rows: items.map((s) => [s.name, s.grade || '—', String(s.critical), String(s.high), String(s.medium), String(s.low), s.checked_at ? dayOf(s.checked_at) : '未检测']) },
      ...parts,
    ],
  }, `${unit}检测报告`);
}
/** 检测授权书, as it is signed and kept. Throws object.not_found. */
export async function authorisationPage(db: Reader, actor: Actor, id: string): Promise<Sent> {
  const a = await readAuthorisation(db, actor, id);
  await demandSystem(db, actor, a.system_id);
  const { organisation_name, document_word } = await readSettings(db);
  const days = ['一', '二', '三', '四', '五', '六', '日'];
  return send({
    title: '网络安全技术检测授权书', issuer: a.office || `${organisation_name}${document_word}`, issuedOn: today(),
    body: [
      text(`为${a.purpose || '落实网络安全检查要求，及时发现和消除网站、信息系统的安全隐患'}，授权${a.office || `${organisation_name}${document_word}`}对下列信息系统进行技术检测。`),
      { type: 'table', columns: columns(['项目', 2], ['内容', 5]), rows: [['授权书编号', a.number], ['系统名称', a.system_name], ['责任单位', a.unit_name], ['域名', a.hosts.join('、') || '—'], ['地址', a.networks.join('、') || '—'], ['端口', a.ports.map(([f, t]) => (f === t ? String(f) : `${f}-${t}`)).join('、')], ['有效期', `${a.valid_from} 至 ${a.valid_until}`], ['检测时段', a.windows.map((w) => `周${w.days.map((d) => days[d - 1]).join('、')} ${w.from}-${w.to}`).join('；') || '不限'], ['速率上限', `每秒 ${a.rates.requests_per_second} 个请求、${a.rates.connections_per_second} 个连接（每个地址）`]] },
      { type: 'list', items: ['检测限于上述范围和时段；目标的解析地址、跳转地址超出范围的，不予访问。', '只发送不带正文的 GET、HEAD、OPTIONS 请求和协议规定的问候；不利用漏洞，不猜测口令，不绕过防护，不修改数据。', '发出的每一个请求逐条留存；发现的个人信息以掩码保存。', '责任单位可以随时要求停止检测，检测在两秒内停止。'] },
      text(`责任单位确认：${a.confirmed_by_name ? `${a.confirmed_by_name}，${chineseDate(dayOf(a.confirmed_at!))}` : '（未确认）'}`),
      text(`签批人：${a.approved_by_name ? `${a.approved_by_name}，${chineseDate(dayOf(a.approved_at!))}` : '（未签批）'}`),
      ...(a.signature ? [text(`签批内容摘要（SHA-256）：${a.signature}`)] : []),
    ],
  }, `检测授权书-${a.number}`);
}
export const mayReadRunLog = async (db: Reader, actor: Actor, runId: string): Promise<boolean> => await visibleSystems(db, actor, 'check.manage').innerJoin('check_run as r', 'r.system_id', 's.id').select('r.id').where('r.id', '=', runId).executeTakeFirst() !== undefined;
