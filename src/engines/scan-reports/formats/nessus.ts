import { readCsv } from '../csv.ts';
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
  const ruleId = node.attributes['pluginID'] ?? '';
  if (!ruleId || !(name || tags['host-ip'])) return sink.refuse(place, '没有插件编号或主机');
  sink.see({
    ruleId, title: node.attributes['pluginName'] ?? childText(node, 'plugin_name'), severity: levels[Number(node.attributes['severity'])] ?? severityOf(childText(node, 'risk_factor')), place,
    host: name || tags['host-fqdn'] || '', ip: tags['host-ip'], port: node.attributes['port'], protocol: node.attributes['protocol'],
    cve: childTexts(node, 'cve'), cwe: childTexts(node, 'cwe'), description: childText(node, 'description') || childText(node, 'synopsis'), remedy: childText(node, 'solution'), evidence: childText(node, 'plugin_output'),
    references: childText(node, 'see_also').split(/\s+/), score: childText(node, 'cvss3_base_score') || childText(node, 'cvss_base_score'),
  });
}

/** Both tables that Tenable's products write: of a scan, and of the security centre. */
export const nessusCsv: Format = {
  id: 'nessus-csv', scanner: 'nessus', name: 'Nessus（CSV）', basis: 'samples',
  recognise: ({ columns }) => (columns.includes('pluginid') || columns.includes('plugin')) && (columns.includes('pluginoutput') || columns.includes('plugintext') || columns.includes('synopsis')),
  async read(text, sink) {
    // a scan's table has a row for every CVE of one item: they are one sighting
    let held: { key: string; seen: Seen & { cve: string[] } } | undefined;
    for await (const { values: v, line } of readCsv(text)) {
      const ruleId = v['pluginid'] ?? v['plugin'] ?? '';
      const host = v['host'] || v['dnsname'] || v['ipaddress'] || '';
      if (!/^\d+$/.test(ruleId.trim()) || !host) { sink.refuse(`第 ${line} 行`, '没有插件编号或主机'); continue; }
      const key = [ruleId, host, v['ipaddress'], v['port'], v['protocol'], v['pluginoutput'] ?? v['plugintext']].join('\u0000');
      const cve = (v['cve'] ?? '').split(/[\s,;]+/).filter(Boolean);
      if (held?.key === key) { held.seen.cve.push(...cve); continue; }
      if (held) sink.see(held.seen);
      sink.scope.hosts.add(host);
      held = { key, seen: {
        ruleId: ruleId.trim(), title: v['name'] ?? v['pluginname'] ?? '', severity: severityOf(v['risk'] || v['severity'] || v['riskfactor']), place: `第 ${line} 行`, host, ip: v['ipaddress'], port: v['port'], protocol: v['protocol'], cve,
        description: v['description'] || v['synopsis'], remedy: v['solution'], evidence: (v['pluginoutput'] ?? v['plugintext'] ?? '').replace(/^Plugin Output:\s*/, ''), references: (v['seealso'] ?? '').split(/\s+/), score: v['cvssv3.0basescore'] || v['cvssv30basescore'] || v['cvssv3basescore'] || v['cvssv20basescore'] || v['cvssv2basescore'] || v['cvss'],
      } };
    }
    if (held) sink.see(held.seen);
  },
};
