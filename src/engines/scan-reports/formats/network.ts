import { isList, type Format } from '../format.ts';
import { asArray, asObject, asText, asTexts, readJson, readJsonLines } from '../json.ts';
import { childOf, childTexts, readXml } from '../xml.ts';

/** nmap's own output, uploaded by a user: https://nmap.org/book/nmap-dtd.html. Neither nmap nor its data is part of this program. */
export const nmapXml: Format = {
  id: 'nmap-xml', scanner: 'nmap', name: 'Nmap（XML）', basis: 'samples',
  recognise: ({ root }) => root === 'nmaprun',
  async read(text, sink) {
    await readXml(text, {
      items: new Set(['host']),
      onOpen(name, attributes) {
        if (name === 'nmaprun') { sink.scope.when = attributes['startstr'] ?? ''; sink.scope.target = (attributes['args'] ?? '').slice(0, 2000); }
        if (name === 'scaninfo') sink.scope.ports ||= (attributes['services'] ?? '').slice(0, 50_000);
      },
      onItem(node) {
        const addresses = node.children.filter((c) => c.name === 'address');
        const ip = (addresses.find((a) => a.attributes['addrtype'] !== 'mac') ?? addresses[0])?.attributes['addr'] ?? '';
        if (!ip) return sink.refuse(`第 ${node.line} 行`, '没有主机地址');
        if (childOf(node, 'status')?.attributes['state'] !== 'down') sink.scope.hosts.add(ip);
        const name = childOf(node, 'hostnames')?.children[0]?.attributes['name'];
        for (const port of childOf(node, 'ports')?.children ?? []) {
          if (port.name !== 'port' || childOf(port, 'state')?.attributes['state'] !== 'open') continue;
          const service = childOf(port, 'service')?.attributes ?? {};
          const what = [service['product'], service['version'], service['extrainfo']].filter(Boolean).join(' ');
          sink.see({ ruleId: 'open-port', title: `开放端口 ${port.attributes['portid']}/${port.attributes['protocol']}${service['name'] ? `（${service['name']}）` : ''}`, severity: 'info', place: `第 ${port.line} 行`, host: name || ip, ip, port: port.attributes['portid'], protocol: port.attributes['protocol'],
            evidence: [service['name'], what, ...childTexts(port, 'script'), ...port.children.filter((c) => c.name === 'script').map((c) => `${c.attributes['id']}: ${c.attributes['output']}`)].filter(Boolean).join('\n') });
        }
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
/** An array of objects, or one object a line: told by the first character. */
export async function readObjects(text: AsyncIterable<string>, onValue: (value: unknown, place: string) => void, onBad: (place: string) => void, paths = ['$.*']): Promise<void> {
  const reader = text[Symbol.asyncIterator]();
  let first = '';
  let done = false;
  while (!first.trim() && !done) { const next = await reader.next(); done = next.done ?? false; if (!done) first += next.value; }
  async function* again(): AsyncGenerator<string> {
    yield first;
    for (;;) { const next = await reader.next(); if (next.done) return; yield next.value; }
  }
  if (first.trimStart().startsWith('[')) await readJson(again(), paths, (value, _path, order) => onValue(value, `第 ${order} 项`));
  else await readJsonLines(again(), (value, line) => onValue(value, `第 ${line} 行`), (line) => onBad(`第 ${line} 行`));
}

const looksLike = (text: string, ...keys: string[]): boolean => keys.every((k) => new RegExp(`"${k}"\\s*:`).test(text.slice(0, 20_000)));

export const httpxJson = answering('httpx-json', 'httpx', 'httpx（JSON）', (h) => isList(h) && looksLike(h.text, 'url', 'status_code') && /"(?:input|webserver|scheme|tech|a)"\s*:/.test(h.text), (o, place, sink) => {
  const url = asText(o['url']);
  if (!url) return sink.refuse(place, '没有地址');
  sink.scope.hosts.add(url);
  sink.scope.when ||= asText(o['timestamp']);
  const addresses = asTexts(o['a']).concat(asText(o['host_ip']), asText(o['host']));
  sink.see({ ruleId: 'http-service', title: `网站服务 ${asText(o['title']) || asText(o['webserver'])}`.trim(), severity: 'info', place, url, ip: addresses.find((a) => /^[\d.]+$|:/.test(a)), port: asText(o['port']), evidence: [`HTTP ${asText(o['status_code'])}`, asText(o['title']), asText(o['webserver']), ...asTexts(o['tech'])].filter(Boolean).join('\n') });
});
export const naabuJson = answering('naabu-json', 'naabu', 'naabu（JSON）', (h) => isList(h) && looksLike(h.text, 'ip', 'port') && /"(?:protocol|tls|cdn)"\s*:/.test(h.text) && !looksLike(h.text, 'ports') && !looksLike(h.text, 'template-id'), (o, place, sink) => {
  const port = asText(asObject(o['port'])['Port']) || asText(o['port']);
  const ip = asText(o['ip']);
  if (!ip || !port) return sink.refuse(place, '没有地址或端口');
  sink.scope.hosts.add(ip);
  sink.scope.when ||= asText(o['timestamp']);
  sink.see({ ruleId: 'open-port', title: `开放端口 ${port}/${asText(o['protocol']) || 'tcp'}`, severity: 'info', place, host: asText(o['host']) || ip, ip, port, protocol: asText(o['protocol']) || 'tcp' });
});
export const masscanJson: Format = {
  id: 'masscan-json', scanner: 'masscan', name: 'masscan（JSON）', basis: 'samples',
  recognise: (h) => isList(h) && looksLike(h.text, 'ip', 'ports') && /"(?:proto|ttl|reason)"\s*:/.test(h.text),
  async read(text, sink) {
    // older versions leave a comma after the last element
    await readObjects(withoutLastComma(text), (value, place) => {
      const o = asObject(value);
      const ip = asText(o['ip']);
      if ('finished' in o) return;
      if (!ip) return sink.refuse(place, '没有地址');
      sink.scope.hosts.add(ip);
      for (const p of asArray(o['ports']).map(asObject)) {
        if (p['status'] !== undefined && asText(p['status']) !== 'open') continue;
        sink.see({ ruleId: 'open-port', title: `开放端口 ${asText(p['port'])}/${asText(p['proto'])}`, severity: 'info', place, host: ip, ip, port: asText(p['port']), protocol: asText(p['proto']), evidence: asText(asObject(p['service'])['banner']) });
      }
    }, (place) => sink.refuse(place, '这一行不是 JSON 对象'));
  },
};
async function* withoutLastComma(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of text) {
    const all = held + chunk;
    const tail = /,?\s*\]?\s*$/.exec(all)!;
    held = all.slice(tail.index);
    if (tail.index > 0) yield all.slice(0, tail.index);
  }
  yield held.replace(/,(\s*\])/, '$1');
}
