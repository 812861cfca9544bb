import type { Format } from '../format.ts';
import { severityOf, type Severity } from '../observation.ts';
import { parseUrl, pathOf } from '../place.ts';
import { allText, childOf, childText, readXml, type XmlNode } from '../xml.ts';

const plain = (html: string): string => html.replace(/<\/(?:p|div|li|tr)>|<br\s*\/?>/gi, '\n').replace(/<[^<>]{0,2000}>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&nbsp;', ' ').replaceAll('&amp;', '&');
export { plain as plainText };
const linksIn = (html: string): string[] => html.match(/https?:\/\/[^\s<>"']+/g) ?? [];

/** Burp Suite's issues: https://portswigger.net/burp/documentation/desktop/running-scans/reporting-results */
export const burpXml: Format = {
  id: 'burp-xml', scanner: 'burp', name: 'Burp Suite（XML）', basis: 'samples',
  recognise: ({ root, rootTag, text }) => root === 'issues' && (/burpVersion|exportTime/.test(rootTag) || /<serialNumber>/.test(text)),
  async read(text, sink) {
    await readXml(text, {
      items: new Set(['issue']),
      onOpen: (name, attributes) => { if (name === 'issues') sink.scope.when = attributes['exportTime'] ?? ''; },
      onItem(node) {
        const place = `第 ${node.line} 行`;
        const host = childOf(node, 'host');
        const ruleId = childText(node, 'type') || childText(node, 'name');
        if (!ruleId || !host) return sink.refuse(place, '没有问题编号或主机');
        sink.scope.hosts.add(host.text.trim());
        const location = childText(node, 'location');
        const exchange = childOf(node, 'requestresponse');
        const request = exchange && childOf(exchange, 'request');
        sink.see({
          ruleId, title: childText(node, 'name'), severity: severityOf(childText(node, 'severity').replace(/^information$/i, 'info')), place, suppressed: /^false.?positive$/i.test(childText(node, 'severity')),
          url: host.text.trim(), ip: host.attributes['ip'], path: childText(node, 'path') || '/', parameter: /\[(.+)\]\s*$/.exec(location)?.[1]?.replace(/ (?:parameter|cookie|HTTP header|XML parameter|JSON parameter)$/, ''),
          cwe: childText(node, 'vulnerabilityClassifications').match(/CWE-\d+/g) ?? [], description: plain(childText(node, 'issueBackground')), remedy: plain([childText(node, 'remediationBackground'), childText(node, 'remediationDetail')].filter(Boolean).join('\n')),
          evidence: plain(childText(node, 'issueDetail')) || (request ? decodeBody(request) : ''), references: linksIn(childText(node, 'references')),
        });
      },
    });
  },
};
const decodeBody = (node: XmlNode): string => (node.attributes['base64'] === 'true' ? Buffer.from(node.text.trim().slice(0, 8000), 'base64').toString('utf8') : node.text.trim());

const zapLevels: readonly Severity[] = ['info', 'low', 'medium', 'high'];
/** ZAP's traditional report: https://www.zaproxy.org/docs/desktop/addons/report-generation/report-traditional-xml/ */
export const zapXml: Format = {
  id: 'zap-xml', scanner: 'zap', name: 'ZAP（XML）', basis: 'samples',
  recognise: ({ root }) => root === 'OWASPZAPReport',
  async read(text, sink) {
    await readXml(text, {
      items: new Set(['alertitem']),
      onOpen(name, attributes) {
        if (name === 'OWASPZAPReport') sink.scope.when = attributes['generated'] ?? '';
        if (name === 'site') sink.scope.hosts.add(attributes['name'] ?? '');
      },
      onItem(node, above) {
        const ruleId = childText(node, 'alertRef') || childText(node, 'pluginid') || childText(node, 'name') || childText(node, 'alert');
        if (!ruleId) return sink.refuse(`第 ${node.line} 行`, '没有规则编号');
        const site = above.findLast((a) => a.name === 'site')?.attributes['name'] ?? '';
        const about = {
          ruleId, title: childText(node, 'name') || childText(node, 'alert'), severity: zapLevels[Number(childText(node, 'riskcode'))] ?? 'info', suppressed: childText(node, 'confidence') === '0', cwe: [childText(node, 'cweid')].filter((c) => Number(c) > 0),
          description: plain(childText(node, 'desc')), remedy: plain(childText(node, 'solution')), references: linksIn(childText(node, 'reference')),
        };
        const instances = childOf(node, 'instances')?.children.filter((c) => c.name === 'instance') ?? [];
        // older versions write one place beside the alert itself
        for (const i of instances.length ? instances : [node]) sink.see({ ...about, place: `第 ${i.line} 行`, url: childText(i, 'uri') || site, parameter: childText(i, 'param'), evidence: [childText(i, 'method'), childText(i, 'attack'), childText(i, 'evidence'), childText(i, 'otherinfo')].filter(Boolean).join('\n') });
      },
    });
  },
};

/** Acunetix' XML: a scan's start address stands before its items; what they affect is a path. */
export const acunetixXml: Format = {
  id: 'acunetix-xml', scanner: 'acunetix', name: 'AWVS/Acunetix（XML）', basis: 'samples',
  recognise: ({ root, text }) => root === 'ScanGroup' || (root === 'Scan' && text.includes('<StartURL')),
  async read(text, sink) {
    let start = '';
    await readXml(text, {
      items: new Set(['ReportItem']),
      onText(name, value, above) {
        if (name === 'StartURL' && above.at(-1)?.name === 'Scan') { start = /^[a-z]+:\/\//i.test(value.trim()) ? value.trim() : `http://${value.trim()}`; sink.scope.hosts.add(start); }
        if (name === 'StartTime') sink.scope.when ||= value.trim();
      },
      onItem(node) {
        const place = `第 ${node.line} 行`;
        const name = childText(node, 'Name');
        const ruleId = [childText(node, 'ModuleName'), name].filter(Boolean).join('#');
        if (!ruleId || !start) return sink.refuse(place, '没有名称或目标地址');
        const cvss = childOf(node, 'CVSS3') ?? childOf(node, 'CVSS');
        const details = childOf(node, 'TechnicalDetails');
        sink.see({
          ruleId, title: name, severity: severityOf(childText(node, 'Severity').replace(/^informational$/i, 'info')), place, url: start, path: affected(childText(node, 'Affects')), parameter: childText(node, 'Parameter'), suppressed: /^(?:true|1)$/i.test(childText(node, 'IsFalsePositive')),
          cve: listed(node, 'CVEList'), cwe: childOf(node, 'CWEList')?.children.map((c) => c.attributes['id'] ?? allText(c)) ?? [], description: plain(childText(node, 'Description')), remedy: plain(childText(node, 'Recommendation')), evidence: plain(childText(node, 'Details')) || (details ? childText(details, 'Request') : ''),
          references: childOf(node, 'References')?.children.map((r) => childText(r, 'URL')) ?? [], score: cvss ? childText(cvss, 'Score') : '',
        });
      },
    });
  },
};
/** A path, a whole address, or words such as `Web Server` for the site itself. */
const affected = (text: string): string => (/^[a-z]+:\/\//i.test(text) ? parseUrl(text)?.path ?? '/' : text.startsWith('/') ? pathOf(text) : text === '' || /\s/.test(text) ? '/' : pathOf(`/${text}`));
const listed = (node: XmlNode, name: string): string[] => { const list = childOf(node, name); return list ? [allText(list)] : []; };
