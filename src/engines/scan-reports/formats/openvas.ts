import { readCsv } from '../csv.ts';
import { holdsAll } from '../coverage.ts';
import type { Format, Sink } from '../format.ts';
import { severityOf, severityOfScore, type Severity } from '../observation.ts';
import { childOf, childText, readXml, type XmlNode } from '../xml.ts';

/** A score stands where the word was overruled; -1 is a false positive, 0 a log line. */
function levelOf(score: string, word: string): Severity {
  const n = Number(score);
  return score !== '' && n > 0 ? severityOfScore(n) : severityOf(word);
}

/** Report of GMP: https://docs.greenbone.net/API/GMP/gmp.html#type_report */
export const openvasXml: Format = {
  id: 'openvas-xml', scanner: 'openvas', name: 'OpenVAS/Greenbone（XML）', basis: 'samples',
  recognise: ({ root, text }) => (root === 'report' && /<(?:gmp|omp|report_format|scan_run_status|results)\b/.test(text)) || root === 'get_reports_response' || root === 'get_results_response',
  async read(text, sink) {
    let filter = '';
    await readXml(text, {
      items: new Set(['result', 'host', 'ports', 'format']),
      onText: (name, value) => { if (name === 'scan_start' || name === 'creation_time') sink.scope.when ||= value.trim(); if (name === 'term') { filter ||= value; sink.scope.least ||= /levels=(\w+)/.exec(value)?.[1]; sink.scope.policy ||= /min_qod=\d+/.exec(value)?.[0] ?? ''; } },
      onItem(node, above) {
        if (node.name === 'host') { wholeHost(node, holdsAll(filter), sink); return; }
        if (node.name === 'result' && above.some((a) => a.name === 'results' || a.name === 'get_results_response')) result(node, sink);
      },
    });
  },
};
/** A host with an end was scanned to the end. */
function wholeHost(node: XmlNode, all: boolean, sink: Sink): void {
  const ip = childText(node, 'ip').toLowerCase();
  if (!ip) return;
  sink.scope.hosts.add(ip);
  if (!all || !childText(node, 'end')) return;
  sink.scope.whole.add(ip);
  for (const d of node.children) if (d.name === 'detail' && /^hostname$/i.test(childText(d, 'name'))) sink.scope.whole.add(childText(d, 'value').toLowerCase());
}
function result(node: XmlNode, sink: Parameters<Format['read']>[1]): void {
  const place = `第 ${node.line} 行`;
  const nvt = childOf(node, 'nvt');
  // results of the scanner itself have no test: oid 0 or none
  const oid = nvt?.attributes['oid'] ?? '';
  const ruleId = oid && oid !== '0' ? oid : (nvt && childText(nvt, 'name')) || childText(node, 'name') || oid;
  const host = childOf(node, 'host');
  const address = host?.text.trim() || (host ? childText(host, 'hostname') : '');
  if (!ruleId || !nvt || !address) return sink.refuse(place, '没有检测项编号或主机');
  const [port, protocol] = childText(node, 'port').split('/');
  const tags = new Map(childText(nvt, 'tags').split('|').map((t) => { const at = t.indexOf('='); return [t.slice(0, at), t.slice(at + 1)] as const; }));
  const refs = childOf(nvt, 'refs')?.children ?? [];
  const score = childText(node, 'severity');
  sink.scope.hosts.add(address);
  sink.see({
    ruleId, title: childText(node, 'name') || childText(nvt, 'name'), severity: levelOf(score, childText(node, 'threat')), place,
    host: host ? childText(host, 'hostname') || address : address, ip: address, port: /^\d+$/.test(port ?? '') ? port : undefined, protocol: protocol?.trim(),
    cve: [...refs.filter((r) => r.attributes['type'] === 'cve').map((r) => r.attributes['id'] ?? ''), childText(nvt, 'cve'), oid], description: tags.get('summary') ?? childText(nvt, 'summary'), remedy: tags.get('solution') ?? childText(nvt, 'solution'), evidence: childText(node, 'description'),
    references: refs.filter((r) => r.attributes['type'] === 'url').map((r) => r.attributes['id'] ?? ''), score, suppressed: Number(score) < 0 || /false positive/i.test(childText(node, 'threat')),
  });
}

export const openvasCsv: Format = {
  id: 'openvas-csv', scanner: 'openvas', name: 'OpenVAS/Greenbone（CSV）', basis: 'samples',
  recognise: ({ columns }) => (columns.includes('nvtoid') || columns.includes('nvtname')) && (columns.includes('ip') || columns.includes('hostname')),
  async read(text, sink) {
    for await (const { values: v, line } of readCsv(text)) {
      const place = `第 ${line} 行`;
      const ruleId = v['nvtoid']?.trim() || v['nvtname']?.trim() || '';
      const ip = v['ip']?.trim() || v['hostname']?.trim() || '';
      if (!ruleId || !ip) { sink.refuse(place, '没有检测项编号或主机'); continue; }
      sink.scope.hosts.add(ip);
      sink.scope.when ||= v['timestamp'] ?? '';
      sink.see({ ruleId, title: v['nvtname'] ?? '', severity: levelOf(v['cvss'] ?? '', v['severity'] ?? ''), place, host: v['hostname'] || ip, ip, port: v['port'], protocol: v['portprotocol'], cve: (v['cves'] ?? '').split(/[\s,]+/), description: v['summary'], remedy: v['solution'], evidence: v['specificresult'], references: (v['otherreferences'] ?? '').split(/[\s,]+/), score: v['cvss'], suppressed: Number(v['cvss']) < 0 || /false positive/i.test(v['severity'] ?? '') });
    }
  },
};
