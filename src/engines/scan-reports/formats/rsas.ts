import { Parser } from 'htmlparser2';
import type { Format, Sink } from '../format.ts';
import { severityOf, severityOfScore, type Severity } from '../observation.ts';
import { ReportError } from '../report-error.ts';
import { childOf, childText, readXml } from '../xml.ts';

/** RSAS' own bands: high from 7, middle from 4 of `risk_points`. */
const bandOf = (points: string): Severity => { const n = Number(points); return points === '' || Number.isNaN(n) ? 'info' : n >= 7 ? 'high' : n >= 4 ? 'medium' : n > 0 ? 'low' : 'info'; };

/** NSFOCUS RSAS, XML: targets/target with ip and vuln_detail/vuln; ports stand in vuln_scanned. */
export const rsasXml: Format = {
  id: 'rsas-xml', scanner: 'rsas', name: '绿盟 RSAS（XML）', basis: 'descriptions',
  recognise: ({ root, text }) => root !== undefined && /<targets[\s>]/.test(text) && /<(?:vuln_detail|vuln_scanned|risk_points|threat_category|task)\b/.test(text),
  async read(text, sink) {
    await readXml(text, {
      items: new Set(['target']),
      onItem(node) {
        const ip = childText(node, 'ip');
        if (!ip) return sink.refuse(`第 ${node.line} 行`, '没有主机地址');
        sink.scope.hosts.add(ip);
        const places = new Map<string, { port: string; protocol: string }[]>();
        for (const v of childOf(node, 'vuln_scanned')?.children ?? []) {
          const id = childText(v, 'vul_id') || childText(v, 'vuln_id') || childText(v, 'id');
          if (id) places.set(id, [...places.get(id) ?? [], { port: childText(v, 'port'), protocol: childText(v, 'protocol') }]);
        }
        for (const v of childOf(node, 'vuln_detail')?.children ?? []) {
          const id = childText(v, 'vul_id') || childText(v, 'vuln_id') || childText(v, 'plugin_id') || childText(v, 'id');
          const title = childText(v, 'name');
          if (!id && !title) { sink.refuse(`第 ${v.line} 行`, '没有漏洞编号和名称'); continue; }
          const own = { port: childText(v, 'port'), protocol: childText(v, 'protocol') };
          for (const at of places.get(id) ?? [own]) sink.see({ ruleId: id || title, title, severity: severityOf(childText(v, 'threat_level'), bandOf(childText(v, 'risk_points'))), place: `第 ${v.line} 行`, host: ip, ip, ...at, cve: [childText(v, 'cve_id')], description: childText(v, 'description'), remedy: childText(v, 'solution'), evidence: childText(v, 'detail') || childText(v, 'return_info'), score: childText(v, 'cvss') });
        }
      },
    });
  },
};

interface Listed { id: string; title: string; severity: Severity; port: string; protocol: string; service: string }
const levels = new Map<string, Severity>([['level_danger_high', 'high'], ['level_danger_middle', 'medium'], ['level_danger_low', 'low']]);

/** One host's page of RSAS 6: a row of `vuln_list` for each port, a list item for each hole; `table_N_ID` below tells the rest. */
export const rsasHtml: Format = {
  id: 'rsas-html', scanner: 'rsas', name: '绿盟 RSAS（HTML）', basis: 'descriptions',
  recognise: (h) => /^\s*(?:\ufeff)?<(?:!doctype|html|head)/i.test(h.text) && /vuln_list|vul_detail|level_danger_|绿盟科技|NSFOCUS/i.test(h.text) && !/webVulns/.test(h.text),
  async read(text, sink) {
    const page = new HostPage();
    let tail = '';
    for await (const chunk of text) { page.write(chunk); tail = (tail + chunk).slice(-200); }
    page.end();
    if (!/<\/html>\s*$/i.test(tail)) throw new ReportError('truncated');
    page.tell(sink);
  },
};

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
      if (this.#path.at(-1)?.name === 'title') this.#title += text;
      if (!this.#ip && this.#run.length < 200) this.#run += text;
      if (this.#level) this.#level.text += text;
      else if (this.#cells.length && this.#path.some((p) => p.id === 'vuln_list')) this.#cells[this.#cells.length - 1] += text;
      if (this.#detail) { if (this.#detail.inTh) this.#detail.th += text; else if (this.#detail.td.length < 20_000) this.#detail.td += text; }
    },
    onclosetag: (name) => {
      this.#told();
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
