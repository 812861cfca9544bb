import { isList, isSingle, type Format, type Sink } from '../format.ts';
import { asArray, asObject, asText, asTexts, readObjects } from '../json.ts';
import { textLines } from '../lines.ts';
import { ReportError } from '../report-error.ts';
import { childOf, readXml } from '../xml.ts';

/** nmap's own output, uploaded by a user: https://nmap.org/book/nmap-dtd.html. Neither nmap nor its data is part of this program. */
export const nmapXml: Format = {
  id: 'nmap-xml', scanner: 'nmap', name: 'Nmap（XML）', basis: 'samples',
  recognise: ({ root }) => root === 'nmaprun',
  async read(text, sink) {
    // a port at a time: a host may have 65,535 of them
    let host = { ip: '', name: '', down: false };
    await readXml(text, {
      items: new Set(['address', 'hostname', 'port', 'status']),
      onOpen(name, attributes) {
        if (name === 'nmaprun') { sink.scope.when = attributes['startstr'] ?? ''; sink.scope.target = (attributes['args'] ?? '').slice(0, 2000); }
        if (name === 'scaninfo') sink.scope.ports ||= (attributes['services'] ?? '').slice(0, 50_000);
        if (name === 'host') host = { ip: '', name: '', down: false };
      },
      onItem(node, above) {
        if (!above.some((a) => a.name === 'host')) return;
        const a = node.attributes;
        if (node.name === 'status') host.down = a['state'] === 'down';
        if (node.name === 'address' && (a['addrtype'] !== 'mac' || !host.ip)) host.ip = host.ip && !/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(host.ip) ? host.ip : a['addr'] ?? '';
        if (node.name === 'hostname') host.name ||= a['name'] ?? '';
        if (host.ip && !host.down) sink.scope.hosts.add(host.ip);
        if (node.name !== 'port' || childOf(node, 'state')?.attributes['state'] !== 'open') return;
        if (!host.ip && !host.name) return sink.refuse(`第 ${node.line} 行`, '没有主机地址');
        const service = childOf(node, 'service')?.attributes ?? {};
        const what = [service['product'], service['version'], service['extrainfo']].filter(Boolean).join(' ');
        sink.see({ ruleId: 'open-port', title: `开放端口 ${a['portid']}/${a['protocol']}${service['name'] ? `（${service['name']}）` : ''}`, severity: 'info', place: `第 ${node.line} 行`, host: host.name || host.ip, ip: host.ip, port: a['portid'], protocol: a['protocol'],
          evidence: [service['name'], what, ...node.children.filter((c) => c.name === 'script').map((c) => `${c.attributes['id']}: ${c.attributes['output']}`)].filter(Boolean).join('\n') });
      },
    });
  },
};

/** httpx, naabu and masscan tell what answers; each is one open port. */
const answering = (id: string, scanner: string, name: string, recognise: Format['recognise'], see: (o: Record<string, unknown>, place: string, sink: Parameters<Format['read']>[1]) => void): Format => ({
  id, scanner, name, basis: 'samples', recognise,
  async read(text, sink) {
    await readObjects(text, (value, place) => see(asObject(value), place, sink), (place) => sink.refuse(place, '这一行不是 JSON 对象'));
  },
});
const looksLike = (text: string, ...keys: string[]): boolean => keys.every((k) => new RegExp(`"${k}"\\s*:`).test(text.slice(0, 20_000)));

export const httpxJson = answering('httpx-json', 'httpx', 'httpx（JSON）', (h) => (isList(h) || isSingle(h)) && looksLike(h.text, 'url', 'status_code') && /"(?:input|webserver|scheme|tech|a)"\s*:/.test(h.text), (o, place, sink) => {
  const url = asText(o['url']) || asText(o['input']);
  if (!url) return sink.refuse(place, '没有地址');
  sink.scope.hosts.add(url);
  sink.scope.when ||= asText(o['timestamp']);
  const addresses = asTexts(o['a']).concat(asText(o['host_ip']), asText(o['host']));
  sink.see({ ruleId: 'http-service', title: `网站服务 ${asText(o['title']) || asText(o['webserver'])}`.trim(), severity: 'info', place, url, ip: addresses.find((a) => /^[\d.]+$|:/.test(a)), port: asText(o['port']), evidence: [`HTTP ${asText(o['status_code'])}`, asText(o['title']), asText(o['webserver']), ...asTexts(o['tech'])].filter(Boolean).join('\n'), suppressed: o['failed'] === true });
});
export const naabuJson = answering('naabu-json', 'naabu', 'naabu（JSON）', (h) => (isList(h) || isSingle(h)) && looksLike(h.text, 'ip', 'port') && /"(?:protocol|tls|cdn|timestamp|host)"\s*:/.test(h.text) && !/"(?:ports|template-id|proto|url|plugin|type)"\s*:/.test(h.text.slice(0, 20_000)), (o, place, sink) => {
  const port = asText(asObject(o['port'])['Port']) || asText(o['port']);
  const ip = asText(o['ip']);
  const host = asText(o['host']) || ip;
  if (!host || !port) return sink.refuse(place, '没有地址或端口');
  sink.scope.hosts.add(ip || host);
  sink.scope.when ||= asText(o['timestamp']);
  const protocol = asText(o['protocol']) || asText(asObject(o['port'])['Protocol']) || 'tcp';
  sink.see({ ruleId: 'open-port', title: `开放端口 ${port}/${/^\d+$/.test(protocol) ? 'tcp' : protocol}`, severity: 'info', place, host, ip, port, protocol: /^\d+$/.test(protocol) ? 'tcp' : protocol });
});
/** One port of masscan's: a list of them, or one a line. */
function masscanPort(ip: string, p: Record<string, unknown>, place: string, sink: Sink): void {
  const status = asText(p['status']) || asText(asObject(p['data'])['status']);
  if (status && status !== 'open') return;
  const [port, proto] = [asText(p['port']), asText(p['proto'])];
  sink.see({ ruleId: 'open-port', title: `开放端口 ${port}/${proto}`, severity: 'info', place, host: ip, ip, port, protocol: proto, evidence: asText(asObject(p['service'])['banner']) || asText(asObject(p['data'])['banner']) });
}
export const masscanJson: Format = {
  id: 'masscan-json', scanner: 'masscan', name: 'masscan（JSON）', basis: 'samples',
  recognise: (h) => (isList(h) || isSingle(h)) && looksLike(h.text, 'ip') && ((looksLike(h.text, 'ports') && /"(?:proto|ttl|reason)"\s*:/.test(h.text)) || looksLike(h.text, 'port', 'proto', 'rec_type')) || (h.json === 'array' && /^\[\s*\{\s*"?finished"?\s*:/.test(h.text)),
  async read(text, sink) {
    await readObjects(tidied(text), (value, place) => {
      const o = asObject(value);
      const ip = asText(o['ip']);
      if ('finished' in o) return;
      if (!ip) return sink.refuse(place, '没有地址');
      sink.scope.hosts.add(ip);
      for (const p of o['ports'] === undefined ? [o] : asArray(o['ports']).map(asObject)) masscanPort(ip, p, place, sink);
    }, (place) => sink.refuse(place, '这一行不是 JSON 对象'));
  },
};
/** Older versions leave a comma after the last element, or end with `{finished: 1}`, which is no JSON. */
async function* tidied(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of text) {
    const all = held + chunk;
    const keep = Math.max(0, all.length - 200);
    if (keep > 0) yield all.slice(0, keep);
    held = all.slice(keep);
  }
  yield held.replace(/\{\s*finished\s*:\s*1\s*\}/, '').replace(/,(\s*\]\s*)$/, '$1');
}
/** masscan's plain list: `open tcp 80 10.0.0.1 1390380064`. */
export const masscanList: Format = {
  id: 'masscan-list', scanner: 'masscan', name: 'masscan（列表）', basis: 'descriptions',
  recognise: (h) => h.root === undefined && h.json === undefined && /^(?:#masscan\b.*\s+)?(?:open|banner) (?:tcp|udp|sctp) \d{1,5} [\d.a-fA-F:]+ \d+/.test(h.text) || /^#masscan\s/.test(h.text),
  async read(text, sink) {
    let ended = false;
    let any = false;
    for await (const { line, n } of textLines(text)) {
      if (/^#\s*end\b/.test(line)) { ended = true; continue; }
      if (!line || line.startsWith('#')) continue;
      const m = /^(open|banner|closed) (tcp|udp|sctp|icmp) (\d{1,5}) ([\d.a-fA-F:]+) (\d+)(?: (.*))?$/.exec(line);
      if (!m) { sink.refuse(`第 ${n} 行`, '没有认出这种结果'); continue; }
      any = true;
      sink.scope.hosts.add(m[4]!);
      if (m[1] === 'open') sink.see({ ruleId: 'open-port', title: `开放端口 ${m[3]}/${m[2]}`, severity: 'info', place: `第 ${n} 行`, host: m[4], ip: m[4], port: m[3], protocol: m[2] });
    }
    if (!ended && !any) throw new ReportError('truncated');
  },
};
