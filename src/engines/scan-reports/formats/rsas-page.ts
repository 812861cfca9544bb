import { Parser } from 'htmlparser2';
import type { Format, Sink } from '../format.ts';
import { asArray, asObject, asText, asTexts } from '../json.ts';
import { severityOf, severityOfScore, type Severity } from '../observation.ts';
import { ReportError } from '../report-error.ts';
import { bandOf } from './rsas.ts';

interface Listed { id: string; title: string; severity: Severity; port: string; protocol: string; service: string }
const levels = new Map<string, Severity>([['level_danger_high', 'high'], ['level_danger_middle', 'medium'], ['level_danger_low', 'low']]);

/** One host's page of RSAS 6: a row of `vuln_list` for each port, a list item for each hole; `table_N_ID` below tells the rest. */
export const rsasHtml: Format = {
  id: 'rsas-html', scanner: 'rsas', name: '绿盟 RSAS（HTML）', basis: 'descriptions',
  recognise: (h) => /^\s*(?:\ufeff)?<(?:!doctype|html|head|script)/i.test(h.text) && /vuln_list|vul_detail|level_danger_|绿盟科技|NSFOCUS|<script[^>]*>\s*window\.data\s*=/i.test(h.text) && !/webVulns/.test(h.text),
  async read(text, sink) {
    const page = new HostPage();
    let tail = '';
    for await (const chunk of text) { page.write(chunk); tail = (tail + chunk).slice(-200); }
    page.end();
    if (!/<\/html>\s*$/i.test(tail)) throw new ReportError('truncated');
    page.tell(sink);
  },
};
/** Newer versions keep the whole page as `window.data = {…}`: ports with what was found at each, host and time in the first section. */
function dataOf(script: string, sink: Sink): boolean {
  const m = /^\s*window\.data\s*=\s*/.exec(script);
  if (!m) return false;
  let data: unknown;
  try { data = JSON.parse(script.slice(m[0].length).replace(/;\s*$/, '')); } catch { throw new ReportError('malformed', '页内数据'); }
  const about = asObject(asObject(asArray(asObject(data)['categories'])[0])['data']);
  const host = asText(about['target']);
  sink.scope.when ||= asText(about['timeStart']);
  const ports: unknown[] = [];
  portsIn(data, ports, 0);
  if (/^[\w.:-]+$/.test(host) && !/^\d+$/.test(host)) sink.scope.hosts.add(host);
  let n = 0;
  for (const item of ports.map(asObject)) for (const v of asArray(item['vuls']).map(asObject)) {
    const told = asObject(v['vul_msg']);
    const ip = host || asText(told['host_ip']);
    const [id, title] = [asText(v['vul_id']) || asText(told['vul_id']), asText(told['i18n_name']) || asText(v['i18n_name'])];
    const place = `${ip} 第 ${++n} 条`;
    if (!ip || !(id || title)) { sink.refuse(place, '没有主机或漏洞名称'); continue; }
    sink.see({ ruleId: id || title, title, severity: severityOf(asText(v['vul_level']), bandOf(asText(told['severity_points']))), place, host: ip, ip, port: asText(v['port']) || asText(item['port']), protocol: asText(item['protocol']), cve: [asText(told['cve_id'])], description: asTexts(told['i18n_description']).join('\n'), remedy: asTexts(told['i18n_solution']).join('\n'), evidence: asTexts(v['vul_detail'] ?? v['return_msg']).join('\n') || asText(item['service']) });
  }
  return true;
}
function portsIn(value: unknown, into: unknown[], depth: number): void {
  if (depth > 12) return;
  for (const [key, inner] of Array.isArray(value) ? value.map((v) => ['', v] as const) : Object.entries(asObject(value))) {
    if (key === 'vul_items') into.push(...asArray(inner)); else if (inner !== null && typeof inner === 'object') portsIn(inner, into, depth + 1);
  }
}

const longestScript = 64 * 1024 * 1024;
class HostPage {
  readonly #listed: Listed[] = [];
  readonly #details = new Map<string, Map<string, string>>();
  #ip = '';
  #path: { name: string; id: string }[] = [];
  #cells: string[] = [];
  #level: { severity: Severity; id: string; text: string } | undefined;
  #detail: { id: string; th: string; td: string; inTh: boolean } | undefined;
  #title = '';
  #run = '';
  #all = 0;
  #script = '';
  #scripts: string[] = [];
  readonly #parser = new Parser({
    onopentag: (name, attributes) => {
      this.#told();
      if (this.#path.length > 500 || ++this.#all > 5_000_000) throw new ReportError('too_deep');
      const id = attributes['id'] ?? '';
      this.#path.push({ name, id });
      const list = this.#path.some((p) => p.id === 'vuln_list');
      if (list && name === 'tr') this.#cells = [];
      if (list && (name === 'td' || name === 'th')) this.#cells.push('');
      const level = list && name === 'span' ? (attributes['class'] ?? '').split(/\s+/).map((c) => levels.get(c)).find(Boolean) : undefined;
      if (level) this.#level = { severity: level, id: /table_\d+_(\w+)/.exec(`${attributes['onclick'] ?? ''} ${attributes['id'] ?? ''}`)?.[1] ?? '', text: '' };
      const table = /^table_\d+_(\w+)$/.exec(id)?.[1];
      if (table) { this.#details.set(table, new Map()); this.#detail = { id: table, th: '', td: '', inTh: false }; }
      if (this.#detail && name === 'th') Object.assign(this.#detail, { th: '', td: '', inTh: true });
      if (this.#detail && name === 'td') this.#detail.inTh = false;
    },
    ontext: (text) => {
      if (this.#path.at(-1)?.name === 'script') { if (this.#script || /^\s*window\s*\.\s*data\b|^\s*$|^\s*window$/.test(text.slice(0, 200)) || /^\s*w/.test(text)) this.#script += text; if (this.#script.length > longestScript) throw new ReportError('too_big'); return; }
      if (this.#path.at(-1)?.name === 'title') this.#title += text;
      if (!this.#ip && this.#run.length < 200) this.#run += text;
      if (this.#level) this.#level.text += text;
      else if (this.#cells.length && this.#path.some((p) => p.id === 'vuln_list')) this.#cells[this.#cells.length - 1] += text;
      if (this.#detail) { if (this.#detail.inTh) this.#detail.th += text; else if (this.#detail.td.length < 20_000) this.#detail.td += text; }
    },
    onclosetag: (name) => {
      this.#told();
      if (name === 'script') { if (/^\s*window\.data\s*=/.test(this.#script)) this.#scripts.push(this.#script); this.#script = ''; }
      const at = this.#path.findLastIndex((p) => p.name === name);
      const gone = at >= 0 ? this.#path[at] : undefined;
      if (at >= 0) this.#path.length = at;
      if (name === 'span' && this.#level) {
        const [port = '', protocol = '', service = ''] = this.#cells.map((c) => c.trim());
        const title = this.#level.text.replace(/\s+/g, ' ').trim();
        if (title) this.#listed.push({ id: this.#level.id, title, severity: this.#level.severity, port, protocol, service });
        this.#level = undefined;
      }
      if (name === 'td' && this.#detail?.th) { this.#details.get(this.#detail.id)!.set(this.#detail.th.trim(), this.#detail.td.trim()); this.#detail.th = ''; this.#detail.td = ''; }
      if (gone && this.#detail && gone.id.endsWith(`_${this.#detail.id}`)) this.#detail = undefined;
    },
  }, { decodeEntities: true });
  /** Text comes in pieces; the address is looked for where a tag ends it. */
  #told(): void {
    if (!this.#ip) this.#ip = /(?:IP地址|主机)[^\d]{0,20}((?:\d{1,3}\.){3}\d{1,3})/.exec(this.#run)?.[1] ?? /^\s*((?:\d{1,3}\.){3}\d{1,3})\s*$/.exec(this.#run)?.[1] ?? '';
    this.#run = '';
  }
  write(chunk: string): void { this.#parser.write(chunk); }
  end(): void { this.#parser.end(); }
  tell(sink: Sink): void {
    for (const script of this.#scripts) if (dataOf(script, sink)) return;
    const ip = this.#ip || (/((?:\d{1,3}\.){3}\d{1,3})/.exec(this.#title)?.[1] ?? '');
    if (this.#listed.length === 0) { if (ip) sink.scope.hosts.add(ip); return; }
    if (!ip) { sink.refuse('页首', '没有找到主机地址'); return; }
    sink.scope.hosts.add(ip);
    for (const [i, l] of this.#listed.entries()) {
      const d = this.#details.get(l.id);
      sink.see({ ruleId: l.id || l.title, title: l.title, severity: l.severity, place: `${ip} 第 ${i + 1} 条`, host: ip, ip, port: l.port, protocol: l.protocol, cve: [d?.get('CVE编号') ?? ''], description: d?.get('详细描述'), remedy: d?.get('解决办法'), evidence: d?.get('返回信息') ?? l.service, score: severityOfScore(Number(d?.get('CVSS评分') ?? Number.NaN)) === 'info' ? undefined : d?.get('CVSS评分') });
    }
  }
}
