import type { Format, Sink } from '../format.ts';
import { severityOf, type Seen, type Severity } from '../observation.ts';
import { childOf, childText, readXml, type XmlNode } from '../xml.ts';

/** RSAS' own bands of `risk_points`: high from 7, middle from 4, low below. */
export const bandOf = (points: string): Severity => { const n = Number(points); return points.trim() === '' || Number.isNaN(n) ? 'info' : n >= 7 ? 'high' : n >= 4 ? 'medium' : 'low'; };

/** NSFOCUS RSAS, XML: targets/target with its ip; `vuln_detail` tells each hole once, `vuln_scanned` where it was seen. */
export const rsasXml: Format = {
  id: 'rsas-xml', scanner: 'rsas', name: '绿盟 RSAS（XML）', basis: 'descriptions',
  recognise: ({ root, text }) => root !== undefined && /<targets[\s>]/.test(text) && /<(?:vuln_detail|vuln_scanned|risk_points|threat_category|task|sysvul_version)\b/.test(text),
  async read(text, sink) {
    // a hole may be told under the first target only
    const told = new Map<string, Omit<Seen, 'place'>>();
    await readXml(text, {
      items: new Set(['target']),
      onText(name, value, above) { if (/^(?:start_time|scan_start_time|begin_time)$/.test(name) && above.at(-1)?.name === 'task') sink.scope.when ||= value.trim(); },
      onItem(node, above) { if (above.at(-1)?.name === 'targets') target(node, told, sink); },
    });
  },
};
const idOf = (v: XmlNode): string => childText(v, 'vul_id') || childText(v, 'vuln_id') || childText(v, 'plugin_id') || childText(v, 'id');
function target(node: XmlNode, told: Map<string, Omit<Seen, 'place'>>, sink: Sink): void {
  const ip = childText(node, 'ip');
  if (!ip) return sink.refuse(`第 ${node.line} 行`, '没有主机地址');
  sink.scope.hosts.add(ip);
  const [details, scanned] = [childOf(node, 'vuln_detail')?.children ?? [], childOf(node, 'vuln_scanned')?.children ?? []];
  for (const v of details) {
    const id = idOf(v) || childText(v, 'name');
    if (id) told.set(id, { ruleId: id, title: childText(v, 'name'), severity: severityOf(childText(v, 'threat_level') || childText(v, 'level'), bandOf(childText(v, 'risk_points'))), cve: [childText(v, 'cve_id')], description: childText(v, 'description'), remedy: childText(v, 'solution'), evidence: childText(v, 'detail') || childText(v, 'return_info'), score: childText(v, 'cvss') });
  }
  const seen = new Set<string>();
  for (const v of [...scanned, ...details]) {
    const id = idOf(v) || childText(v, 'name');
    if (!id) { sink.refuse(`第 ${v.line} 行`, '没有漏洞编号和名称'); continue; }
    // what was told and is seen nowhere else holds for the host
    if (details.includes(v) && seen.has(id)) continue;
    if (!details.includes(v)) seen.add(id);
    const about = told.get(id) ?? { ruleId: id, title: childText(v, 'name') || id, severity: bandOf(childText(v, 'risk_points')) };
    sink.see({ ...about, place: `第 ${v.line} 行`, host: ip, ip, port: childText(v, 'port'), protocol: childText(v, 'protocol'), evidence: childText(v, 'detail') || childText(v, 'return_info') || about.evidence });
  }
}
