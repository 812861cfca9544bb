import { isSingle, type Format } from '../format.ts';
import { asArray, asObject, asText, asTexts, readJson, type Loose } from '../json.ts';
import { severityOf, severityOfScore, type Seen, type Severity } from '../observation.ts';

/** SARIF 2.1.0 (OASIS): one observation a result; suppressed ones are marked. */
export const sarif: Format = {
  id: 'sarif', scanner: 'sarif', name: 'SARIF 2.1', basis: 'samples',
  recognise: (h) => isSingle(h) && (/"\$schema"\s*:\s*"[^"]*sarif/i.test(h.text) || (/"runs"\s*:\s*\[/.test(h.text) && (/"version"\s*:\s*"2\.\d/.test(h.text) || /"driver"\s*:\s*\{/.test(h.text)))),
  async read(text, sink) {
    // the rules of a run may stand after its results: a run is small enough to be held, one at a time
    await readJson(text, ['$.runs.*'], (value) => {
      const run = asObject(value);
      const rules = new Rules(run);
      for (const [i, item] of asArray(run['results']).entries()) {
        const place = `${rules.tool} 第 ${i + 1} 条`;
        if (Object.keys(asObject(item)).length === 0) { sink.refuse(place, '不是一条结果'); continue; }
        sink.see(resultOf(asObject(item), run, rules, place));
      }
    });
  },
};

/** The rules of a run: its driver's, and those of extensions, which a result names by component and index. */
class Rules {
  readonly tool: string;
  readonly #components: { guid: string; name: string; rules: Loose[] }[];
  readonly #byId: Map<string, Loose>;
  constructor(run: Loose) {
    const tool = asObject(run['tool']);
    const component = (value: unknown) => ({ guid: asText(asObject(value)['guid']), name: asText(asObject(value)['name']), rules: asArray(asObject(value)['rules']).map(asObject) });
    const driver = component(tool['driver']);
    this.tool = driver.name.toLowerCase().replace(/\s+/g, '-') || 'sarif';
    this.#components = [driver, ...asArray(tool['extensions']).map(component)];
    this.#byId = new Map(this.#components.flatMap((c) => c.rules.map((r) => [asText(r['id']), r] as const)));
  }
  /** `ruleId` may be finer than the rule's, as in `CA1000/1`: §3.27.5. */
  of(result: Loose): { id: string; rule: Loose } {
    const ref = asObject(result['rule']);
    const written = asText(result['ruleId']) || asText(ref['id']);
    const at = asObject(ref['toolComponent']);
    const index = Number(ref['index'] ?? result['ruleIndex'] ?? -1);
    const component = at['index'] !== undefined ? this.#components[Number(at['index']) + 1] : this.#components.find((c) => (asText(at['guid']) !== '' && c.guid === asText(at['guid'])) || (asText(at['name']) !== '' && c.name === asText(at['name']))) ?? this.#components[0];
    const rule = this.#byId.get(written) ?? component?.rules[index] ?? this.#byId.get(written.replace(/\/[^/]*$/, '')) ?? {};
    return { id: written || asText(rule['id']) || 'result', rule };
  }
}

function resultOf(result: Loose, run: Loose, rules: Rules, place: string): Seen {
  const { id, rule } = rules.of(result);
  const where = asObject(asArray(result['locations'])[0]);
  const physical = asObject(where['physicalLocation']);
  const file = fileOf(asObject(physical['artifactLocation']), run) || fileOf(asObject(result['analysisTarget']), run);
  const region = asObject(physical['region']);
  const logical = asArray(where['logicalLocations']).map(asObject).map((l) => asText(l['fullyQualifiedName']) || asText(l['name'])).find(Boolean) ?? '';
  const properties = asObject(rule['properties']);
  const score = Number(asText(asObject(result['properties'])['security-severity']) || asText(properties['security-severity']) || Number.NaN);
  const message = messageOf(asObject(result['message']), rule);
  const tags = [...asTexts(properties['tags']), ...[...asArray(rule['relationships']).map((r) => asObject(r)['target']), ...asArray(result['taxa'])].map((t) => `${asText(asObject(asObject(t)['toolComponent'])['name'])}-${asText(asObject(t)['id'])}`)];
  return {
    ruleId: `${rules.tool}/${id}`, title: asText(asObject(rule['shortDescription'])['text']) || asText(rule['name']) || message || id, place, severity: score >= 0 ? severityOfScore(score) : levelOf(result, rule),
    ...(/^https?:\/\//i.test(file) ? { url: file } : { path: file ? `/${file.replace(/^(?:file:)?\/+/, '')}` : logical ? `/${logical}` : undefined }), parameter: region['startLine'] === undefined ? file ? logical : '' : `${asText(region['startLine'])}:${asText(region['startColumn']) || '1'}`,
    cve: [...tags, id], cwe: tags.map((t) => /cwe[-/]?0*(\d+)/i.exec(t)?.[1] ?? '').filter(Boolean), description: asText(asObject(rule['fullDescription'])['text']) || asText(asObject(rule['help'])['text']), evidence: [message, asText(asObject(region['snippet'])['text'])].filter(Boolean).join('\n'),
    references: [asText(rule['helpUri'])], ...(score >= 0 && { score }), suppressed: isSuppressed(result) || ['pass', 'notApplicable'].includes(asText(result['kind'])) || asText(result['baselineState']) === 'absent',
  };
}
/** One suppression that was rejected or still waits makes it count again: §3.27.23. */
function isSuppressed(result: Loose): boolean {
  const list = asArray(result['suppressions']).map((s) => asText(asObject(s)['status']) || 'accepted');
  return list.length > 0 && list.every((status) => status === 'accepted');
}
/** A location may name its file by its place in the run's list alone. */
const fileOf = (location: Loose, run: Loose): string => asText(location['uri']).trim() || asText(asObject(asObject(asArray(run['artifacts'])[Number(location['index'] ?? -1)])['location'])['uri']).trim();
/** Text itself, or an id of one of the rule's texts, with its gaps filled: §3.11. */
function messageOf(message: Loose, rule: Loose): string {
  const text = asText(message['text']) || asText(asObject(asObject(rule['messageStrings'])[asText(message['id'])])['text']) || asText(message['markdown']);
  const given = asArray(message['arguments']).map(asText);
  return text.replace(/\{(\d{1,3})\}/g, (all, n: string) => given[Number(n)] ?? all);
}
/** §3.27.10: a result that is no failure has no level; one that says nothing has its rule's, else `warning`. */
function levelOf(result: Loose, rule: Loose): Severity {
  const kind = asText(result['kind']) || 'fail';
  const level = asText(result['level']) || (kind === 'fail' ? asText(asObject(rule['defaultConfiguration'])['level']) || 'warning' : 'none');
  return level === 'none' ? 'info' : severityOf(level);
}
