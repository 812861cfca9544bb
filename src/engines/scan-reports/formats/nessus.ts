import { readCsv, type CsvRow } from '../csv.ts';
import type { Format, Sink } from '../format.ts';
import { severityOf, type Seen, type Severity } from '../observation.ts';
import { childText, childTexts, readXml, type XmlNode } from '../xml.ts';

const levels: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];

/** .nessus, version 2: https://static.tenable.com/documentation/nessus_v2_file_format.pdf */
export const nessusXml: Format = {
  id: 'nessus-xml', scanner: 'nessus', name: 'Nessus（.nessus）', basis: 'samples',
  recognise: (head) => head.root === 'NessusClientData_v2',
  async read(text, sink) {
    let tags: Record<string, string> = {};
    let preference = '';
    await readXml(text, {
      items: new Set(['HostProperties', 'ReportItem']),
      onOpen(name, attributes) {
        if (name !== 'ReportHost') return;
        tags = {};
        sink.scope.hosts.add(attributes['name'] ?? '');
      },
      onText(name, value) {
        if (name === 'name') preference = value.trim();
        if (name === 'value' && preference === 'TARGET') sink.scope.target ||= value.trim().slice(0, 5000);
        if (name === 'value' && preference === 'port_range') sink.scope.ports ||= value.trim().slice(0, 500);
      },
      onItem(node, above) {
        if (node.name === 'HostProperties') {
          tags = Object.fromEntries(node.children.map((t) => [t.attributes['name'] ?? '', t.text.trim()]));
          if (tags['host-ip']) sink.scope.hosts.add(tags['host-ip']);
          sink.scope.when ||= tags['HOST_START'] ?? '';
          if (/^true$/i.test(tags['Credentialed_Scan'] ?? '')) sink.scope.credentialed ??= true;
          if (/^false$/i.test(tags['Credentialed_Scan'] ?? '')) sink.scope.credentialed = false;
          return;
        }
        item(node, above.findLast((a) => a.name === 'ReportHost')?.attributes['name'] ?? '', tags, sink);
      },
    });
  },
};

function item(node: XmlNode, name: string, tags: Record<string, string>, sink: Sink): void {
  const place = `第 ${node.line} 行`;
  // compliance checks of some products have a name only
  const ruleId = node.attributes['pluginID'] || node.attributes['pluginName'] || childText(node, 'plugin_name');
  const host = name || tags['host-fqdn'] || tags['host-rdns'] || tags['host-ip'] || '';
  if (!ruleId || !host) return sink.refuse(place, '没有插件编号或主机');
  sink.see({
    ruleId, title: node.attributes['pluginName'] || childText(node, 'plugin_name'), severity: levels[Number(node.attributes['severity'] || Number.NaN)] ?? severityOf(childText(node, 'risk_factor')), place,
    host, ip: tags['host-ip'], port: node.attributes['port'], protocol: node.attributes['protocol'],
    cve: childTexts(node, 'cve'), cwe: [...childTexts(node, 'cwe'), ...childTexts(node, 'xref').filter((x) => /^CWE:/i.test(x))], description: childText(node, 'description') || childText(node, 'synopsis'), remedy: childText(node, 'solution'), evidence: childText(node, 'plugin_output'),
    references: childTexts(node, 'see_also').join(' ').split(/\s+/), score: childText(node, 'cvss3_base_score') || childText(node, 'cvss_base_score') || childText(node, 'cvssv3') || childText(node, 'cvss'),
  });
}

/** Columns as Nessus, Tenable.io, Tenable.sc and the exports of Tenable's cloud call them, in this order. */
const columns = {
  ruleId: ['pluginid', 'plugin', 'definitionid'], title: ['name', 'pluginname', 'definitionname'], severity: ['risk', 'severity', 'definitionseverity', 'riskfactor'],
  host: ['host', 'dnsname', 'fqdn', 'assetdisplayfqdn', 'assetname', 'assethostname', 'netbiosname', 'ipaddress', 'assetdisplayipv4address', 'assetdisplayipv6address'], ip: ['ipaddress', 'assetdisplayipv4address', 'assetdisplayipv6address'],
  port: ['port'], protocol: ['protocol'], cve: ['cve', 'definitioncve'], cwe: ['definitioncwe', 'crossreferences', 'xref'], description: ['description', 'definitiondescription', 'synopsis', 'definitionsynopsis'], remedy: ['solution', 'stepstoremediate', 'definitionsolution'],
  evidence: ['pluginoutput', 'plugintext', 'output'], references: ['seealso', 'definitionseealso'], score: ['cvssv30basescore', 'cvssv3basescore', 'cvss3basescore', 'definitioncvss3basescore', 'cvssv3', 'cvssv20basescore', 'cvssv2basescore', 'cvssbasescore', 'definitioncvss2basescore', 'cvss'],
} as const;
const of = (v: CsvRow['values'], field: keyof typeof columns): string => { for (const c of columns[field]) { const text = v[c]?.trim(); if (text) return text; } return ''; };
/** So many items are kept open, so that the rows of one, a row for each CVE, come together though others stand between. */
const kept = 500;

/** The tables that Tenable's products write. A row for each CVE of one item is one sighting. */
export const nessusCsv: Format = {
  id: 'nessus-csv', scanner: 'nessus', name: 'Nessus（CSV）', basis: 'samples',
  recognise: ({ columns: c }) => (c.includes('definitionid') && c.includes('definitionname')) || ((c.includes('pluginid') || c.includes('plugin')) && ['pluginoutput', 'plugintext', 'synopsis', 'pluginname', 'risk'].some((t) => c.includes(t))),
  async read(text, sink) {
    const held = new Map<string, Seen & { cve: string[] }>();
    let n = 0;
    for await (const { values: v, line } of readCsv(text)) {
      const ruleId = of(v, 'ruleId');
      const host = of(v, 'host');
      if (!/^\d+$/.test(ruleId) || !host) { sink.refuse(`第 ${line} 行`, '没有插件编号或主机'); continue; }
      const key = [ruleId, host, of(v, 'ip'), of(v, 'port'), of(v, 'protocol'), of(v, 'evidence'), of(v, 'title')].join('\u0000');
      const cve = of(v, 'cve').split(/[\s,;]+/).filter(Boolean);
      const before = held.get(key);
      if (before && before.cve.length > 0 && cve.length > 0 && cve.every((c) => !before.cve.includes(c))) { before.cve.push(...cve); continue; }
      if (held.size >= kept) { const [first] = held; sink.see(first![1]); held.delete(first![0]); }
      sink.scope.hosts.add(host);
      held.set(before ? `${key}\u0000${++n}` : key, {
        ruleId, title: of(v, 'title'), severity: severityOf(of(v, 'severity')), place: `第 ${line} 行`, host, ip: of(v, 'ip'), port: of(v, 'port'), protocol: of(v, 'protocol'), cve, cwe: of(v, 'cwe').match(/CWE[:=\s[]*\d+|^\d+$/gi) ?? [],
        description: of(v, 'description'), remedy: of(v, 'remedy'), evidence: of(v, 'evidence').replace(/^Plugin Output:\s*/, ''), references: of(v, 'references').split(/[\s,]+/), score: of(v, 'score'),
      });
    }
    for (const seen of held.values()) sink.see(seen);
  },
};
