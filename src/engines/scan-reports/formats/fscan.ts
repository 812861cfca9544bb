import { parse } from 'csv-parse/sync';
import { isList, isSingle, type Format, type Head, type Sink } from '../format.ts';
import { asObject, asText, asTexts, peekText, readJson, readObjects, type Loose } from '../json.ts';
import { textLines } from '../lines.ts';
import { severityOf, type Seen, type Severity } from '../observation.ts';
import { ReportError } from '../report-error.ts';
import { addressOf } from '../place.ts';

/** Passwords that it prints are never kept; a host that answers is part of the scope, no finding. */
const secret = '口令已隐去';
type Found = Pick<Seen, 'ruleId' | 'title' | 'severity' | 'host' | 'url' | 'port' | 'evidence' | 'cve'>;
const openPort = (host: string, port: string): Found => ({ ruleId: 'open-port', title: `开放端口 ${port}/tcp`, severity: 'info', host, port });
const weak = (service: string, host: string, port: string | undefined, user: string): Found => ({ ruleId: `weak-password-${service.toLowerCase() || 'service'}`, title: `${service || '服务'} 弱口令`, severity: 'high', host, ...(port && { port }), evidence: user ? `账号 ${user}，${secret}` : secret });
const hole = (name: string, at: Pick<Seen, 'host' | 'url' | 'port'>, severity: Severity = 'high', evidence = ''): Found => ({ ruleId: slug(name), title: name, severity, ...at, cve: [name], evidence });
const slug = (text: string): string => text.toLowerCase().replace(/\s+/g, '-').slice(0, 120);
const ip = '((?:\\d{1,3}\\.){3}\\d{1,3})';

/** Lines of the versions up to 1.8, and what 2 prints. */
const lines: readonly { pattern: RegExp; read(m: RegExpExecArray): Found }[] = [
  { pattern: new RegExp(`^(?:\\[[+*]\\]\\s*)?(?:端口开放\\s*)?${ip}:(\\d{1,5})\\s*(?:open\\b.*)?$`), read: (m) => openPort(m[1]!, m[2]!) },
  { pattern: /^(?:\[[*+]\]\s*)?(?:WebTitle|网站标题):?\s*(https?:\/\/\S+)\s+(.*)$/i, read: (m) => ({ ruleId: 'web-title', title: `网站服务 ${/(?:title|标题):\s*(.*)$/.exec(m[2]!)?.[1]?.trim() ?? ''}`.trim(), severity: 'info', url: m[1]!, evidence: m[2]! }) },
  { pattern: /^\[\+\]\s*(?:InfoScan:?\s*(\S+)\s*(\[.*\])?|目标:\s*(\S+)\s*指纹:\s*(\[.*\]))/i, read: (m) => ({ ruleId: 'fingerprint', title: `网站指纹 ${m[2] ?? m[4] ?? ''}`.trim(), severity: 'info', url: (m[1] ?? m[3])!, evidence: m[2] ?? m[4] ?? '' }) },
  { pattern: new RegExp(`^\\[[+*]\\]\\s*(?:(?:发现漏洞\\s*)?${ip}\\s+(?:.*\\b)?MS17-010.*|(?:发现漏洞\\s*)?MS17-010\\s+${ip}.*)$`, 'i'), read: (m) => ({ ruleId: 'ms17-010', title: 'MS17-010 远程代码执行', severity: 'critical', host: (m[1] ?? m[2])!, port: '445', cve: ['CVE-2017-0144'] }) },
  { pattern: new RegExp(`^\\[\\+\\]\\s*(?:(?:CVE-2020-0796|SmbGhost)\\s+${ip}.*|${ip}\\s+(?:.*\\b)?(?:CVE-2020-0796|SmbGhost).*)$`, 'i'), read: (m) => ({ ruleId: 'smbghost', title: 'SMBGhost 远程代码执行', severity: 'critical', host: (m[1] ?? m[2])!, port: '445', cve: ['CVE-2020-0796'] }) },
  { pattern: new RegExp(`^\\[[+*]\\]\\s*(?:NetBios|NetInfo):?\\s*${ip}\\s*(.*)$`, 'i'), read: (m) => ({ ruleId: 'netbios', title: '主机名称信息（NetBIOS）', severity: 'info', host: m[1]!, evidence: m[2]! }) },
  { pattern: new RegExp(`^\\[\\+\\]\\s*(\\w[\\w-]*):?\\s*${ip}:(\\d{1,5})[\\s:]*(?:(?:is )?unauthorized|未授权|anonymous).*$`, 'i'), read: (m) => ({ ruleId: `unauthorized-${m[1]!.toLowerCase()}`, title: `${m[1]} 未授权访问`, severity: 'high', host: m[2]!, port: m[3]! }) },
  { pattern: new RegExp(`^\\[\\+\\]\\s*(\\w[\\w-]*)[:\\s]${ip}:(\\d{1,5})[:\\s](\\S+?)(?:[\\s:/].*)?$`), read: (m) => weak(m[1]!, m[2]!, m[3]!, m[4]!) },
  { pattern: /^\[\+\]\s*(?:PocScan:?\s*)?(https?:\/\/\S+)\s+(poc-\S+)\s*(.*)$/i, read: (m) => ({ ...hole(m[2]!, { url: m[1]! }), evidence: m[3]! }) },
  { pattern: /^\[\+\]\s*(?:检测到漏洞|发现漏洞)?:?\s*(https?:\/\/\S+)[:\s]+(poc-\S+).*$/i, read: (m) => hole(m[2]!.replace(/:$/, ''), { url: m[1]! }) },
];
/** `[2025-01-02 03:04:05] [PORT] 目标:10.0.0.1 状态:open 详情:port=22`: version 2.0, in four languages. */
const tagged = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]\s*\[(HOST|PORT|SERVICE|VULN)\]\s*(?:目标|Target|ターゲット|Цель):(\S*)\s*(?:状态|Status|状態|Статус):(.*?)\s*(?:详情|Details|詳細|Подробности):(.*)$/;
/** Headings of version 2.1, which sorts its lines by kind. */
const headings: readonly [Section, RegExp][] = [['hosts', /存活主机|alive hosts|^#+\W*hosts\b/i], ['ports', /开放端口|open ports|^#+\W*ports\b/i], ['web', /web ?服务|web services/i], ['services', /服务|services/i], ['vulns', /漏洞|vuln/i]];
type Section = 'hosts' | 'ports' | 'services' | 'vulns' | 'web';
const headingOf = (line: string): Section | undefined => (/^#/.test(line) ? headings.find(([, p]) => p.test(line))?.[0] : undefined);

export const fscanText: Format = {
  id: 'fscan-txt', scanner: 'fscan', name: 'fscan（TXT）', basis: 'descriptions',
  recognise(h) {
    if ((h.json !== undefined && !tagged.test(h.text.split('\n', 1)[0]!.trim())) || h.root !== undefined) return false;
    const all = h.text.split('\n', 400).map((l) => l.slice(0, 1000).trim()).filter(Boolean);
    if (all.length > 0 && headingOf(all[0]!) !== undefined && all.slice(1, 20).some((l) => /^\S*\d+\.\d+\.\d+\.\d+|^https?:\/\//.test(l))) return true;
    return all.filter((l) => tagged.test(l) || lines.some((k) => k.pattern.test(l)) || /^start infoscan|^(?:\[[+*]\]|\(icmp\)|alive ports len|start vulscan|已完成|icmp alive hosts)/i.test(l)).length >= Math.max(1, all.length / 4);
  },
  async read(text, sink) {
    let section: Section | undefined;
    for await (const { line, n } of textLines(text)) {
      const place = `第 ${n} 行`;
      if (!line) continue;
      const heading = headingOf(line);
      if (heading) { section = heading; continue; }
      const t = tagged.exec(line);
      if (t) { result({ type: t[1], target: t[2], status: t[3], details: pairs(t[4]!) }, place, sink); continue; }
      if (section) { sorted(section, line, place, sink); continue; }
      const found = lines.find((k) => k.pattern.test(line));
      if (!found) { if (/^\[\+\]/.test(line)) sink.refuse(place, '没有认出这种结果'); continue; }
      const s = found.read(found.pattern.exec(line)!);
      sink.scope.hosts.add(s.host ?? s.url ?? '');
      sink.see({ ...s, place });
    }
  },
};
/** `port=22, service=ssh, banner=…`: a comma inside a value stays with it. */
const pairs = (text: string): Loose => Object.fromEntries(text.split(/,\s+(?=[\w-]+=)/).map((p) => { const at = p.indexOf('='); return [p.slice(0, Math.max(at, 0)), p.slice(at + 1)]; }));
function sorted(section: Section, line: string, place: string, sink: Sink): void {
  if (section === 'web') return;
  const [at = '', ...rest] = line.split(/\s+/);
  const what = rest.join(' ');
  const url = /^https?:\/\//i.test(at);
  const colon = /^(.*):(\d{1,5})$/.exec(at);
  const host = colon?.[1] ?? at;
  const where = url ? { url: at } : { host, ...(colon && { port: colon[2]! }) };
  if (!url && !addressOf(host) && !/^[\w.-]+$/.test(host)) return sink.refuse(place, '没有认出这种结果');
  sink.scope.hosts.add(url ? at : host);
  if (section === 'hosts') return;
  if (section === 'ports') return colon ? sink.see({ ...openPort(host, colon[2]!), place }) : sink.refuse(place, '没有端口');
  if (section === 'services') return sink.see({ ruleId: url ? 'web-title' : 'service', title: url ? `网站服务 ${/\[(.*?)\]/.exec(what)?.[1] ?? ''}`.trim() : `服务 ${rest[0] ?? ''}`.trim(), severity: 'info', place, ...where, evidence: what });
  const login = /^(?:([\w-]+) )?(\S+?)\/(\S*)$/.exec(what);
  sink.see({ ...(login && !url ? weak(login[1] ?? '', host, colon?.[2], login[2]!) : hole(what || '漏洞', where)), place });
}

/** Versions 2 write one object a result, indented or in a list; 2.1 sorts them into lists. */
export const fscanJson: Format = {
  id: 'fscan-json', scanner: 'fscan', name: 'fscan（JSON）', basis: 'descriptions',
  recognise: (h) => (isList(h) || isSingle(h)) && (typed(h) || /^\{\s*"scan_time"\s*:[\s\S]{0,400}"total_ports"\s*:/.test(h.text)),
  async read(text, sink) {
    const { first, all } = await peekText(text, 4096);
    if (!first.includes('"scan_time"')) return readObjects(all, (value, place) => result(asObject(value), place, sink), (place) => sink.refuse(place, '这一行不是 JSON 对象'));
    await readJson(all, ['$.hosts.*', '$.ports.*', '$.services.*', '$.vulns.*'], (value, path) => result(asObject(value), `${String(path[0])} 第 ${Number(path[1]) + 1} 条`, sink));
  },
};
const typed = (h: Head): boolean => /"type"\s*:\s*"(?:PORT|SERVICE|VULN|HOST)"/i.test(h.text) && /"target"\s*:/i.test(h.text);

/** Version 2: Time, Type, Target, Status, Details, the last as JSON. Version 2.1: a table for each kind, below its heading. */
export const fscanCsv: Format = {
  id: 'fscan-csv', scanner: 'fscan', name: 'fscan（CSV）', basis: 'descriptions',
  recognise: ({ columns, text }) => (columns.includes('type') && columns.includes('target') && columns.includes('details')) || /^"?# (?:Hosts|Ports|Services|Vulns)"?\r?\n"?Target"?\b/.test(text),
  async read(text, sink) {
    let section: Section | undefined;
    let header: string[] = [];
    for await (const { cells, n } of records(text)) {
      const place = `第 ${n} 行`;
      if (/^# /.test(cells[0] ?? '') && cells.length === 1) { section = headingOf(cells[0]!); header = []; continue; }
      if (header.length === 0) { header = cells.map((c) => c.trim().toLowerCase()); continue; }
      const v = Object.fromEntries(header.map((h, i) => [h, (cells[i] ?? '').replace(/^'(?=[=+@-])/, '')]));
      const target = v['target'] ?? '';
      if (section === 'hosts') sink.scope.hosts.add(target);
      else if (section === 'ports') result({ type: 'PORT', target, details: { port: v['port'] } }, place, sink);
      else if (section === 'services') result({ type: 'SERVICE', target, details: { service: v['service'], banner: v['banner'] || v['server'], title: v['title'] } }, place, sink);
      else if (section === 'vulns') result({ type: 'VULN', target, details: { type: v['type'], vulnerability: v['details'] } }, place, sink);
      else {
        let details: unknown;
        try { details = JSON.parse(v['details'] || '{}'); } catch { sink.refuse(place, '详情不是 JSON'); continue; }
        result({ ...v, details }, place, sink);
      }
    }
  },
};
/** Records of CSV whose tables have no common width; a quoted cell may hold line breaks. */
async function* records(text: AsyncIterable<string>): AsyncGenerator<{ cells: string[]; n: number }> {
  let held = '';
  let from = 0;
  for await (const { line, n } of textLines(text, 1024 * 1024)) {
    if (!held) from = n;
    held = held ? `${held}\n${line}` : line;
    if (held.length > 1024 * 1024) throw new ReportError('too_big', `第 ${from} 行`);
    if ((held.match(/"/g)?.length ?? 0) % 2 === 1) continue;
    if (held.trim()) {
      let rows: string[][];
      try { rows = parse(held, { relax_column_count: true, relax_quotes: true }) as string[][]; } catch { throw new ReportError('malformed', `第 ${from} 行`); }
      if (rows[0]) yield { cells: rows[0], n: from };
    }
    held = '';
  }
  if (held.trim()) throw new ReportError('truncated', `第 ${from} 行`);
}

function result(o: Loose, place: string, sink: Sink): void {
  const low = lower(o);
  const type = asText(low['type']).toUpperCase();
  const target = asText(low['target']);
  const d = lower(asObject(low['details']));
  const of = (...keys: string[]): string => keys.map((k) => asText(d[k])).find(Boolean) ?? '';
  if (!type || !target) return sink.refuse(place, '没有类型或目标');
  sink.scope.hosts.add(target);
  if (type === 'HOST') return;
  const url = /^https?:/i.test(of('url')) ? of('url') : /^https?:/i.test(target) ? target : '';
  const where = url ? { url } : { host: target, ...(of('port') && { port: of('port') }) };
  if (type === 'PORT') return sink.see({ ruleId: 'open-port', title: `开放端口 ${of('port') || (/:(\d+)$/.exec(target)?.[1] ?? '')}/tcp`, severity: 'info', place, ...where });
  if (type === 'SERVICE') return sink.see({ ruleId: 'service', title: `服务 ${of('service', 'name', 'title')}`.trim(), severity: 'info', place, ...where, evidence: of('banner', 'title') });
  if (type !== 'VULN') return sink.refuse(place, '没有认出这种结果');
  const kind = of('vulnerability', 'vulnerability_name', 'vulnerability_type', 'plugin', 'type') || asText(low['status']) || '漏洞';
  if (d['password'] !== undefined || /weak/i.test(`${of('type')} ${kind}`)) return sink.see({ ...weak(of('service', 'plugin'), target, of('port') || undefined, of('username')), ...where, place });
  sink.see({ ...hole(kind, where, severityOf(of('severity', 'level'), 'high'), of('description')), place, references: asTexts(d['reference']) });
}
const lower = (o: Loose): Loose => Object.fromEntries(Object.entries(o).map(([k, v]) => [k.toLowerCase(), v]));
