import type { Format, Sink } from '../format.ts';
import { severityOf } from '../observation.ts';
import { childOf, childText, childTexts, readXml, type XmlNode } from '../xml.ts';

interface Known { types: Map<string, { name: string; cve: string; cwe: string; remedy: string }>; urls: Map<string, string>; entities: Map<string, { name: string; kind: string }> }
/** HCL AppScan, Standard and on Cloud, of sites and of source code: names stand in groups before the issues that refer to them. */
export const appscanXml: Format = {
  id: 'appscan-xml', scanner: 'appscan', name: 'AppScan（XML）', basis: 'samples',
  recognise: ({ root, rootTag, text }) => root === 'xml-report' && (/AppScan|xmlExportVersion/i.test(rootTag) || /<issue-(?:type-)?group\b/.test(text)),
  async read(text, sink) {
    const known: Known = { types: new Map(), urls: new Map(), entities: new Map() };
    await readXml(text, {
      items: new Set(['item']),
      onText: (name, value) => { if (name === 'scan-date-and-time-iso') sink.scope.when = value.trim(); if (name === 'starting-url') sink.scope.target ||= value.trim(); },
      onItem(node, above) {
        const id = node.attributes['id'] ?? '';
        switch (above.at(-1)?.name) {
          case 'issue-type-group': known.types.set(id, { name: childText(node, 'name'), cve: childText(node, 'cve'), cwe: childText(node, 'cwe'), remedy: '' }); break;
          case 'url-group': known.urls.set(id, childText(node, 'name')); sink.scope.hosts.add(childText(node, 'name')); break;
          case 'entity-group': known.entities.set(id, { name: childText(node, 'name'), kind: childText(node, 'entity-type') }); break;
          case 'issue-group': issue(node, known, sink); break;
          default:
        }
      },
    });
  },
};
function issue(node: XmlNode, known: Known, sink: Sink): void {
  const place = `第 ${node.line} 行`;
  const ref = (name: string): string => { const c = childOf(node, name); return c ? childText(c, 'ref') || c.text.trim() : ''; };
  const ruleId = ref('issue-type') || childText(node, 'issue-type-name') || node.attributes['issue-type'] || '';
  const url = known.urls.get(ref('url')) || ref('url');
  const file = childText(node, 'source-file') || node.attributes['filename'] || childText(node, 'location').replace(/:\d+$/, '');
  if (!ruleId || !(url || file)) return sink.refuse(place, '没有问题类型或位置');
  const entity = known.entities.get(ref('entity'));
  const tests = childOf(node, 'variant-group')?.children[0];
  const type = known.types.get(ruleId);
  const priority = childOf(node, 'cvss-vector');
  const line = childText(node, 'line') || /:(\d+)$/.exec(childText(node, 'location'))?.[1] || '';
  sink.see({
    ruleId, title: type?.name || childText(node, 'issue-type-name') || ruleId, severity: severityOf(childText(node, 'severity')), place, ...(/^[a-z]+:\/\//i.test(url) ? { url } : { path: `/${(file || url).replaceAll('\\', '/').replace(/^\/+/, '')}` }), parameter: entity && !/^page$/i.test(entity.kind) ? entity.name : url ? undefined : line,
    cve: [type?.cve ?? '', node.attributes['cve'] ?? ''], cwe: [...childTexts(node, 'cwe'), ref('cwe'), type?.cwe ?? ''], evidence: [tests ? childText(tests, 'reasoning') : '', tests ? childText(tests, 'differences') : '', node.attributes['context'] ?? ''].filter(Boolean).join('\n'), score: childText(node, 'cvss-score') || (priority ? childText(priority, 'base-score') : ''), suppressed: /^(?:noise|passed|fixed)$/i.test(childText(node, 'status')),
  });
}
