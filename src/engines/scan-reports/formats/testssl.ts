import { readCsv } from '../csv.ts';
import { isSingle, type Format, type Sink } from '../format.ts';
import { asArray, asObject, asText, peekText, readJson, type Loose } from '../json.ts';
import { severityOf } from '../observation.ts';

/** testssl.sh names a host as `name/address`. What passed is told too, and that a host could not be tested: both are suppressed. */
function seen(row: { id: string; host: string; port: string; severity: string; finding: string; cve: string; cwe: string; place: string }, sink: Sink): void {
  if (!row.id || !row.host.replace('/', '')) return sink.refuse(row.place, '没有检查项或主机');
  const [name, ip] = row.host.split('/');
  sink.scope.hosts.add(name || ip || '');
  sink.see({ ruleId: row.id, title: `${row.id}：${row.finding}`, severity: /^(?:warn|ok|debug|fatal)$/i.test(row.severity) ? 'info' : severityOf(row.severity), suppressed: /^(?:ok|fatal)$/i.test(row.severity), place: row.place, host: name || ip || '', ip, port: row.port, protocol: 'tcp', cve: [row.cve], cwe: [row.cwe], evidence: row.finding });
}
export const testsslCsv: Format = {
  id: 'testssl-csv', scanner: 'testssl', name: 'testssl.sh（CSV）', basis: 'samples',
  recognise: ({ columns }) => columns.includes('id') && columns.includes('finding') && columns.some((c) => c.startsWith('fqdn')),
  async read(text, sink) {
    for await (const { values: v, line } of readCsv(text)) seen({ id: v['id'] ?? '', host: v['fqdnip'] ?? '', port: v['port'] ?? '', severity: v['severity'] ?? '', finding: v['finding'] ?? '', cve: v['cve'] ?? '', cwe: v['cwe'] ?? '', place: `第 ${line} 行` }, sink);
  },
};
const row = (o: Loose, host: string, port: string, place: string) => ({ id: asText(o['id']), host: asText(o['ip']) || host, port: asText(o['port']) || port, severity: asText(o['severity']), finding: asText(o['finding']), cve: asText(o['cve']), cwe: asText(o['cwe']), place });
export const testsslJson: Format = {
  id: 'testssl-json', scanner: 'testssl', name: 'testssl.sh（JSON）', basis: 'descriptions',
  recognise: (h) => ((h.json === 'array' || (h.json === 'one' && h.text.startsWith('['))) && /"finding"\s*:/.test(h.text) && /"severity"\s*:/.test(h.text) && /"id"\s*:/.test(h.text)) || (isSingle(h) && /"scanResult"\s*:/.test(h.text)),
  async read(text, sink) {
    const { first, all } = await peekText(text);
    if (first.startsWith('[')) return readJson(all, ['$.*'], (value, path) => seen(row(asObject(value), '', '', `第 ${Number(path[0]) + 1} 项`), sink));
    await readJson(all, ['$.scanResult.*'], (value, path) => {
      const o = asObject(value);
      const host = `${asText(o['targetHost'])}/${asText(o['ip'])}`;
      // what hinders the scan stands among the hosts
      if (o['finding'] !== undefined) return seen(row(o, host, '', `第 ${Number(path[1]) + 1} 项`), sink);
      for (const [section, list] of Object.entries(o)) for (const [i, f] of asArray(list).entries()) if (asObject(f)['id'] !== undefined) seen(row(asObject(f), host, asText(o['port']), `${section} 第 ${i + 1} 项`), sink);
    });
  },
};
