import { isList, isSingle, type Format, type Sink } from '../format.ts';
import { asArray, asObject, asText, asTexts, readObjects } from '../json.ts';
import { severityOf } from '../observation.ts';
import { ReportError } from '../report-error.ts';

/** xray's findings: https://docs.xray.cool. A plug-in names the problem; the tool gives no level of its own for most. What it sends to a webhook wraps each in `data`, among statistics. */
function finding(value: unknown, place: string, sink: Sink): void {
  const outer = asObject(value);
  if (asText(outer['type']) === 'web_statistic') return;
  const o = outer['data'] !== undefined && outer['plugin'] === undefined ? asObject(outer['data']) : outer;
  const detail = asObject(o['detail']);
  const target = asObject(o['target']);
  const plugin = asText(o['plugin']) || asText(o['vuln_class']);
  const url = asText(detail['addr']) || asText(detail['url']) || asText(target['url']) || (asText(detail['host']) && `${asText(detail['host'])}${asText(detail['port']) ? `:${asText(detail['port'])}` : ''}`);
  if (!plugin || !url) return sink.refuse(place, '没有插件或地址');
  const extra = asObject(detail['extra']);
  const param = asObject(extra['param']);
  const shot = asArray(asArray(detail['snapshot'])[0]).map(asText);
  const named = asText(o['vuln_class']);
  sink.scope.hosts.add(url);
  sink.see({
    ruleId: plugin, title: named && named !== plugin ? `${plugin}（${named}）` : plugin, severity: severityOf(asText(extra['level']) || asText(detail['level']), 'medium'), place, ...(/^[^/]+:\d+$/.test(url) ? { host: url } : { url }), parameter: asText(param['key']) || asText(detail['param']) || asTexts(asObject(asArray(target['params'])[0])['path']).join('.'),
    cve: [plugin, asText(extra['cve'])], evidence: [asText(detail['payload']), shot[0]?.slice(0, 2000) ?? asText(detail['request']).slice(0, 2000)].filter(Boolean).join('\n'), references: asTexts(extra['links']),
  });
}
export const xrayJson: Format = {
  id: 'xray-json', scanner: 'xray', name: 'xray（JSON）', basis: 'descriptions',
  recognise: (h) => (isList(h) || isSingle(h)) && ((/"plugin"\s*:/.test(h.text) && /"(?:detail|target)"\s*:/.test(h.text)) || /"type"\s*:\s*"web_(?:vuln|statistic)"/.test(h.text)),
  read: (text, sink) => readObjects(text, (value, place) => finding(value, place, sink), (place) => sink.refuse(place, '这一行不是 JSON 对象')),
};

const push = /(?:web|service|host)Vulns\s*\.\s*push\s*\(/;
/** The page keeps each finding as `webVulns.push({...})`, after a page of scripts that may be long: any page is looked through, and one without is none of xray's. */
export const xrayHtml: Format = {
  id: 'xray-html', scanner: 'xray', name: 'xray（HTML）', basis: 'descriptions',
  recognise: (h) => /^\s*<(?:!doctype html|html|head|script|meta)/i.test(h.text),
  async read(text, sink) {
    let rest = '';
    let n = 0;
    let ours = false;
    /** Where the object's end is looked for next, and how deep it was there: long objects are not scanned anew with each piece. */
    let scan: Scan | undefined;
    const cut = (last: boolean): void => {
      for (;;) {
        if (!scan) {
          const m = push.exec(rest);
          if (!m) { rest = last ? '' : rest.slice(-60); return; }
          rest = rest.slice(m.index + m[0].length);
          scan = { at: 0, depth: 0, inside: false, escaped: false };
        }
        // the page's own script may call it with a variable
        if (/^\s*[^{\s]/.test(rest)) { scan = undefined; continue; }
        const end = endOfObject(rest, scan);
        if (end < 0) {
          if (last) throw new ReportError('truncated');
          if (rest.length > 16 * 1024 * 1024) throw new ReportError('too_big');
          return;
        }
        n++;
        let value: unknown;
        try { value = JSON.parse(rest.slice(0, end)); } catch { sink.refuse(`第 ${n} 条`, '不是有效的 JSON'); }
        if (value !== undefined) finding(value, `第 ${n} 条`, sink);
        rest = rest.slice(end);
        scan = undefined;
      }
    };
    let tail = '';
    for await (const chunk of text) { ours ||= /\bxray\b|web-vulns|webVulns/i.test(tail + chunk); rest += chunk; tail = (tail + chunk).slice(-200); cut(false); }
    cut(true);
    if (n === 0 && !ours) throw new ReportError('unknown_format');
    if (!/<\/(?:html|script|body)>\s*$/i.test(tail)) throw new ReportError('truncated');
  },
};
interface Scan { at: number; depth: number; inside: boolean; escaped: boolean }
function endOfObject(text: string, s: Scan): number {
  for (; s.at < text.length; s.at++) {
    const c = text.charCodeAt(s.at);
    if (s.inside) { if (s.escaped) s.escaped = false; else if (c === 92) s.escaped = true; else if (c === 34) s.inside = false; } else if (c === 34) s.inside = true;
    else if (c === 123) s.depth++;
    else if (c === 125 && --s.depth <= 0) return s.at + 1;
  }
  return -1;
}
