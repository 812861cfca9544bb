import { isList, type Format, type Sink } from '../format.ts';
import { asArray, asObject, asText, asTexts, type Loose } from '../json.ts';
import { severityOf, type Severity } from '../observation.ts';
import { ReportError } from '../report-error.ts';
import { readObjects } from './network.ts';

/** xray's web findings: https://docs.xray.cool. A plug-in names the problem; the tool gives no level of its own for most. */
function xray(value: unknown, place: string, sink: Sink): void {
  const o = asObject(value);
  const detail = asObject(o['detail']);
  const target = asObject(o['target']);
  const plugin = asText(o['plugin']) || asText(o['vuln_class']);
  const url = asText(detail['addr']) || asText(detail['url']) || asText(target['url']);
  if (!plugin || !url) return sink.refuse(place, '没有插件或地址');
  const extra = asObject(detail['extra']);
  const param = asObject(extra['param']);
  const shot = asArray(asArray(detail['snapshot'])[0]).map(asText);
  sink.scope.hosts.add(url);
  sink.see({
    ruleId: plugin, title: asText(o['vuln_class']) ? `${plugin}（${asText(o['vuln_class'])}）` : plugin, severity: severityOf(asText(extra['level']) || asText(detail['level']), 'medium'), place, ...(/^[^/]+:\d+$/.test(url) ? { host: url } : { url }), parameter: asText(param['key']) || asText(detail['param']) || asTexts(asObject(asArray(target['params'])[0])['path']).join('.'),
    cve: [plugin, asText(extra['cve'])], evidence: [asText(detail['payload']), shot[0]?.slice(0, 2000) ?? asText(detail['request']).slice(0, 2000)].filter(Boolean).join('\n'), references: asTexts(extra['links']),
  });
}
export const xrayJson: Format = {
  id: 'xray-json', scanner: 'xray', name: 'xray（JSON）', basis: 'descriptions',
  recognise: (h) => isList(h) && /"plugin"\s*:/.test(h.text) && /"(?:detail|target)"\s*:/.test(h.text),
  read: (text, sink) => readObjects(text, (value, place) => xray(value, place, sink), (place) => sink.refuse(place, '这一行不是 JSON 对象')),
};
/** The page keeps each finding as `webVulns.push({...})`. */
export const xrayHtml: Format = {
  id: 'xray-html', scanner: 'xray', name: 'xray（HTML）', basis: 'descriptions',
  recognise: (h) => /^\s*<(?:!doctype html|html|script)/i.test(h.text) && /webVulns\s*\.\s*push|class=['"]web-vulns['"]|\bxray\b/i.test(h.text),
  async read(text, sink) {
    let rest = '';
    let n = 0;
    const cut = (last: boolean): void => {
      for (;;) {
        const at = rest.search(/webVulns\s*\.\s*push\s*\(/);
        if (at < 0) { rest = last ? '' : rest.slice(-40); return; }
        const open = rest.indexOf('(', at) + 1;
        const end = endOfObject(rest, open);
        if (end < 0) {
          if (last) throw new ReportError('truncated');
          if (rest.length - at > 16 * 1024 * 1024) throw new ReportError('too_big');
          rest = rest.slice(at);
          return;
        }
        n++;
        try { xray(JSON.parse(rest.slice(open, end)), `第 ${n} 条`, sink); } catch { sink.refuse(`第 ${n} 条`, '不是有效的 JSON'); }
        rest = rest.slice(end);
      }
    };
    let tail = '';
    for await (const chunk of text) { rest += chunk; tail = (tail + chunk).slice(-200); cut(false); }
    cut(true);
    if (!/<\/(?:html|script|body)>\s*$/i.test(tail)) throw new ReportError('truncated');
  },
};
function endOfObject(text: string, from: number): number {
  let [depth, inside, escaped] = [0, false, false];
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (inside) { if (escaped) escaped = false; else if (c === '\\') escaped = true; else if (c === '"') inside = false; } else if (c === '"') inside = true;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return i + 1;
  }
  return -1;
}

/** fscan's lines: open ports, page titles, weak passwords, holes. Passwords it prints are not kept. */
const lines: readonly { pattern: RegExp; read(m: RegExpExecArray): { ruleId: string; title: string; severity: Severity; host?: string; url?: string; port?: string; cve?: string[]; evidence?: string } }[] = [
  { pattern: /^(?:\[[+*]\]\s*)?(?:端口开放\s*)?((?:\d{1,3}\.){3}\d{1,3}):(\d{1,5})\s*(?:open\b.*)?$/, read: (m) => ({ ruleId: 'open-port', title: `开放端口 ${m[2]}/tcp`, severity: 'info', host: m[1]!, port: m[2]! }) },
  { pattern: /^\[\*\]\s*WebTitle:?\s*(\S+)\s+(.*)$/i, read: (m) => ({ ruleId: 'web-title', title: `网站服务 ${/title:(.*)$/.exec(m[2]!)?.[1]?.trim() ?? ''}`.trim(), severity: 'info', url: m[1]!, evidence: m[2]! }) },
  { pattern: /^\[\+\]\s*InfoScan:?\s*(\S+)\s*(\[.*\])?/i, read: (m) => ({ ruleId: 'fingerprint', title: `网站指纹 ${m[2] ?? ''}`.trim(), severity: 'info', url: m[1]!, evidence: m[2] ?? '' }) },
  { pattern: /^\[\+\]\s*(?:MS17-010\s+)?((?:\d{1,3}\.){3}\d{1,3})\s+(?:.*\b)?MS17-010.*$|^\[\+\]\s*MS17-010\s+((?:\d{1,3}\.){3}\d{1,3}).*$/i, read: (m) => ({ ruleId: 'ms17-010', title: 'MS17-010 远程代码执行', severity: 'critical', host: (m[1] ?? m[2])!, port: '445', cve: ['CVE-2017-0144'] }) },
  { pattern: /^\[\+\]\s*(?:CVE-2020-0796|SmbGhost)\s+((?:\d{1,3}\.){3}\d{1,3}).*$/i, read: (m) => ({ ruleId: 'smbghost', title: 'SMBGhost 远程代码执行', severity: 'critical', host: m[1]!, port: '445', cve: ['CVE-2020-0796'] }) },
  { pattern: /^\[\+\]\s*(\w[\w-]*):?\s*((?:\d{1,3}\.){3}\d{1,3}):(\d{1,5})\s*:?\s*(unauthorized|未授权|anonymous).*$/i, read: (m) => ({ ruleId: `unauthorized-${m[1]!.toLowerCase()}`, title: `${m[1]} 未授权访问`, severity: 'high', host: m[2]!, port: m[3]! }) },
  { pattern: /^\[\+\]\s*(\w[\w-]*):((?:\d{1,3}\.){3}\d{1,3}):(\d{1,5}):(\S+?)(?:[\s:].*)?$/, read: (m) => ({ ruleId: `weak-password-${m[1]!.toLowerCase()}`, title: `${m[1]} 弱口令`, severity: 'high', host: m[2]!, port: m[3]!, evidence: `账号 ${m[4]}，口令已隐去` }) },
  { pattern: /^\[\+\]\s*(?:PocScan:?\s*)?(https?:\/\/\S+)\s+(poc-\S+)\s*(.*)$/i, read: (m) => ({ ruleId: m[2]!.toLowerCase(), title: m[2]!, severity: 'high', url: m[1]!, cve: [m[2]!], evidence: m[3]! }) },
];
export const fscanText: Format = {
  id: 'fscan-txt', scanner: 'fscan', name: 'fscan（TXT）', basis: 'descriptions',
  recognise: (h) => h.json === undefined && h.root === undefined && h.text.split('\n', 400).filter((l) => lines.some((k) => k.pattern.test(l.trim())) || /^start infoscan|^(?:\[[+*]\]|alive ports len|start vulscan|已完成)/i.test(l.trim())).length >= Math.max(1, h.text.split('\n', 400).filter((l) => l.trim()).length / 4),
  async read(text, sink) {
    let rest = '';
    let n = 0;
    const take = (l: string): void => {
      n++;
      // eslint-disable-next-line no-control-regex
      const line = l.replace(/\u001b\[[\d;]*m/g, '').trim().slice(0, 4000);
      for (const k of lines) {
        const m = k.pattern.exec(line);
        if (!m) continue;
        const s = k.read(m);
        sink.scope.hosts.add(s.host ?? s.url ?? '');
        sink.see({ ...s, place: `第 ${n} 行` });
        return;
      }
      if (/^\[\+\]/.test(line)) sink.refuse(`第 ${n} 行`, '没有认出这种结果');
    };
    for await (const chunk of text) {
      const all = (rest + chunk).split('\n');
      rest = all.pop()!;
      if (rest.length > 1024 * 1024) throw new ReportError('too_big', `第 ${n + 1} 行`);
      for (const l of all) take(l);
    }
    take(rest);
  },
};
/** fscan 2 writes one object a result: Type PORT, SERVICE, VULN, HOST. */
function fscan(o: Loose, place: string, sink: Sink): void {
  const low = Object.fromEntries(Object.entries(o).map(([k, v]) => [k.toLowerCase(), v]));
  const type = asText(low['type']).toUpperCase();
  const target = asText(low['target']);
  const details = Object.fromEntries(Object.entries(asObject(low['details'])).map(([k, v]) => [k.toLowerCase(), v]));
  if (!type || !target) return sink.refuse(place, '没有类型或目标');
  sink.scope.hosts.add(target);
  if (type === 'HOST') return;
  const where = /^https?:/.test(asText(details['url'])) ? { url: asText(details['url']) } : { host: target, port: asText(details['port']) || undefined };
  if (type === 'PORT') return sink.see({ ruleId: 'open-port', title: `开放端口 ${asText(details['port'])}/tcp`, severity: 'info', place, ...where });
  if (type === 'SERVICE') return sink.see({ ruleId: 'service', title: `服务 ${asText(details['service']) || asText(details['name']) || asText(details['title'])}`.trim(), severity: 'info', place, ...where, evidence: asText(details['banner']) || asText(details['title']) });
  const kind = asText(details['vulnerability']) || asText(details['plugin']) || asText(details['type']) || asText(low['status']);
  const weak = details['password'] !== undefined || /weak/i.test(kind);
  sink.see({ ruleId: (weak ? `weak-password-${asText(details['service']) || asText(details['plugin'])}` : kind).toLowerCase().replace(/\s+/g, '-'), title: weak ? `${asText(details['service'])} 弱口令` : kind, severity: severityOf(asText(details['severity']), 'high'), place, ...where, cve: [kind], evidence: weak ? `账号 ${asText(details['username'])}，口令已隐去` : asText(details['description']) });
}
export const fscanJson: Format = {
  id: 'fscan-json', scanner: 'fscan', name: 'fscan（JSON）', basis: 'descriptions',
  recognise: (h) => isList(h) && /"type"\s*:\s*"(?:PORT|SERVICE|VULN|HOST)"/i.test(h.text) && /"target"\s*:/i.test(h.text),
  read: (text, sink) => readObjects(text, (value, place) => fscan(asObject(value), place, sink), (place) => sink.refuse(place, '这一行不是 JSON 对象')),
};
