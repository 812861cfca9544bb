import { isSingle, type Format, type Sink } from '../format.ts';
import { asArray, asObject, asText, asTexts, readJson } from '../json.ts';
import { severityOf, severityOfScore } from '../observation.ts';
import { childOf, childText, childTexts, readXml, type XmlNode } from '../xml.ts';

interface Vulnerability { id: string; words: string[]; scores: number[]; refs: string[]; state: string; place: string; cwe: string[]; description: string; remedy: string; references: string[]; aliases: string[] }
/** One observation for each component that a vulnerability affects. */
function tell(v: Vulnerability, sink: Sink): void {
  if (!v.id) return sink.refuse(v.place, '没有漏洞编号');
  const scores = v.scores.filter((n) => n >= 0 && n <= 10);
  const word = v.words.find(Boolean);
  for (const ref of v.refs.length ? v.refs : ['']) sink.see({
    ruleId: v.id, title: `${v.id} ${/\/([^/?]+)(?:\?.*)?$/.exec(ref)?.[1] ?? ref}`.trim(), severity: word ? severityOf(word) : scores.length ? severityOfScore(Math.max(...scores)) : 'info', place: v.place, path: sink.scope.target ? `/${sink.scope.target.replace(/^[./]+/, '')}` : undefined, parameter: ref.replace(/\?.*$/, ''),
    cve: [v.id, ...v.aliases], cwe: v.cwe, description: v.description, remedy: v.remedy, evidence: ref, references: v.references, ...(scores.length && { score: Math.max(...scores) }), suppressed: ['false_positive', 'not_affected', 'resolved', 'resolved_with_pedigree'].includes(v.state),
  });
}
/** CycloneDX 1.4 and later. https://cyclonedx.org/docs/latest/json/ */
export const cyclonedxJson: Format = {
  id: 'cyclonedx-json', scanner: 'cyclonedx', name: 'CycloneDX（JSON）', basis: 'samples',
  recognise: (h) => isSingle(h) && /"bomFormat"\s*:\s*"CycloneDX"/.test(h.text),
  async read(text, sink) {
    await readJson(text, ['$.metadata.timestamp', '$.metadata.component', '$.vulnerabilities.*'], (value, path) => {
      if (path[0] === 'metadata') { if (path[1] === 'timestamp') sink.scope.when = asText(value); else sink.scope.target = asText(asObject(value)['name']); return; }
      const v = asObject(value);
      const ratings = asArray(v['ratings']).map(asObject);
      tell({
        id: asText(v['id']) || asText(v['bom-ref']), words: ratings.map((r) => asText(r['severity'])), scores: ratings.map((r) => Number(r['score'] ?? -1)), refs: asArray(v['affects']).map((a) => asText(asObject(a)['ref'])), state: asText(asObject(v['analysis'])['state']), place: `第 ${Number(path[1]) + 1} 条`,
        cwe: asTexts(v['cwes']), description: asText(v['description']) || asText(v['detail']), remedy: asText(v['recommendation']), references: asArray(v['advisories']).map((a) => asText(asObject(a)['url'])), aliases: asArray(v['references']).map((r) => asText(asObject(r)['id'])),
      }, sink);
    });
  },
};
/** The same as XML, and the extension of versions before 1.4, whose vulnerabilities stand beside or inside the component that they name. */
export const cyclonedxXml: Format = {
  id: 'cyclonedx-xml', scanner: 'cyclonedx', name: 'CycloneDX（XML）', basis: 'samples',
  recognise: ({ root, rootTag }) => root === 'bom' && /cyclonedx/i.test(rootTag),
  async read(text, sink) {
    await readXml(text, {
      items: new Set(['vulnerability']),
      onText(name, value, above) {
        if (name === 'timestamp' && above.at(-1)?.name === 'metadata') sink.scope.when = value.trim();
        if (name === 'name' && above.at(-1)?.name === 'component' && above.at(-2)?.name === 'metadata') sink.scope.target = value.trim();
      },
      onItem(node, above) {
        const ratings = listOf(node, 'ratings');
        const own = node.attributes['ref'] ?? (above.some((a) => a.name === 'component') ? above.findLast((a) => a.name === 'component')!.attributes['bom-ref'] ?? '' : '');
        const affected = listOf(node, 'affects').map((t) => childText(t, 'ref'));
        tell({
          id: childText(node, 'id') || node.attributes['bom-ref'] || '', words: ratings.map((r) => childText(r, 'severity')), scores: ratings.map((r) => scoreOf(r)), refs: affected.length ? affected : own ? [own] : [], state: childText(childOf(node, 'analysis') ?? node, 'state'), place: `第 ${node.line} 行`,
          cwe: childTexts(childOf(node, 'cwes') ?? node, 'cwe'), description: childText(node, 'description') || childText(node, 'detail'), remedy: childText(node, 'recommendation') || childTexts(childOf(node, 'recommendations') ?? node, 'recommendation').join('\n'), references: listOf(node, 'advisories').map((a) => childText(a, 'url') || a.text.trim()), aliases: listOf(node, 'references').map((r) => childText(r, 'id')),
        }, sink);
      },
    });
  },
};
const listOf = (node: XmlNode, name: string): XmlNode[] => childOf(node, name)?.children ?? [];
function scoreOf(rating: XmlNode): number {
  const score = childOf(rating, 'score');
  const text = score ? childText(score, 'base') || score.text.trim() : '';
  return text === '' ? -1 : Number(text);
}
