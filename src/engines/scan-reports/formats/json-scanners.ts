import { isList, isSingle, type Format, type Sink } from '../format.ts';
import { asArray, asObject, asText, asTexts, readJson, readObjects, type Loose } from '../json.ts';
import { severityOf, type Severity } from '../observation.ts';
import { plainText } from './web-xml.ts';

const has = (text: string, pattern: RegExp): boolean => pattern.test(text);

/** nuclei, all versions: keys were renamed twice. https://docs.projectdiscovery.io/tools/nuclei/overview */
export const nucleiJson: Format = {
  id: 'nuclei-json', scanner: 'nuclei', name: 'nuclei（JSON/JSONL）', basis: 'samples',
  recognise: (h) => (isList(h) || isSingle(h)) && !has(h.text, /"runs"\s*:/) && (has(h.text, /"template-?id"\s*:/i) || (has(h.text, /"template"\s*:/) && has(h.text, /"info"\s*:\s*\{/))) && has(h.text, /"(?:matched-?(?:at)?|host)"\s*:/),
  async read(text, sink) {
    await readObjects(text, (value, place) => {
      const o = asObject(value);
      const info = asObject(o['info']);
      const ruleId = asText(o['template-id']) || asText(o['templateID']) || asText(o['template']).replace(/^.*\/|\.ya?ml$/g, '');
      const at = asText(o['matched-at']) || asText(o['matched']) || asText(o['host']) || asText(o['url']) || asText(o['ip']);
      if (!ruleId || !at) return sink.refuse(place, '没有模板编号或位置');
      const about = asObject(info['classification']);
      // templates for files name a file
      const bare = /^[^/]+:\d+$/.test(at) ? { host: at } : at.startsWith('/') ? { path: at } : { url: at };
      sink.scope.hosts.add(asText(o['host']) || at);
      sink.scope.when ||= asText(o['timestamp']);
      sink.see({
        ruleId, title: asText(info['name']), severity: severityOf(asText(info['severity'])), place, ...bare, ip: asText(o['ip']), port: asText(o['port']) || undefined, parameter: asText(o['fuzzing_parameter']) || asText(o['matcher-name']) || asText(o['matcher_name']),
        cve: asTexts(about['cve-id']), cwe: asTexts(about['cwe-id']), description: asText(info['description']), remedy: asText(info['remediation']), evidence: [...asTexts(o['extracted-results'] ?? o['extracted_results']), asText(o['request']).slice(0, 2000)].filter(Boolean).join('\n'),
        suppressed: o['matcher-status'] === false, references: asTexts(info['reference'] ?? info['references']).flatMap((r) => r.match(/https?:\/\/[^\s,]+/g) ?? []), score: asText(about['cvss-score']),
      });
    }, (place) => sink.refuse(place, '这一行不是 JSON 对象'));
  },
};

/** Acunetix 360 and Invicti Enterprise. */
export const acunetix360: Format = {
  id: 'acunetix360-json', scanner: 'acunetix360', name: 'Acunetix 360（JSON）', basis: 'samples',
  recognise: (h) => isSingle(h) && has(h.text, /"Vulnerabilities"\s*:/) && has(h.text, /"Generated"\s*:|"Target"\s*:\s*\{/),
  async read(text, sink) {
    await readJson(text, ['$.Target', '$.Vulnerabilities.*'], (value, path) => {
      const o = asObject(value);
      if (path[0] === 'Target') { sink.scope.target = asText(o['Url']); sink.scope.when = asText(o['Initiated']); sink.scope.hosts.add(asText(o['Url'])); return; }
      const place = `第 ${Number(path[1]) + 1} 条`;
      const ruleId = asText(o['Type']) || asText(o['LookupId']) || asText(o['Name']);
      if (!ruleId || !asText(o['Url'])) return sink.refuse(place, '没有类型或地址');
      const about = asObject(o['Classification']);
      const cvss = asObject(asObject(asObject(about['Cvss31'] ?? about['Cvss'])['BaseScore']));
      const extra = asArray(o['ExtraInformation']).map(asObject);
      sink.see({
        ruleId, title: asText(o['Name']), severity: severityOf(asText(o['Severity']).replace(/^(?:information|bestpractice)$/i, 'info')), place, url: asText(o['Url']), parameter: asText(extra.find((e) => /parameter/i.test(asText(e['Name'])))?.['Value']) || undefined, cwe: asTexts(about['Cwe']), cve: asArray(o['KnownVulnerabilities']).map((k) => asText(asObject(k)['Title'])),
        description: plainText(asText(o['Description'])), remedy: plainText(asText(o['RemedialProcedure']) || asText(o['RemedialActions'])), evidence: [plainText(asText(o['ProofOfConcept'])), ...extra.map((e) => `${asText(e['Name'])}: ${asText(e['Value'])}`)].filter(Boolean).join('\n'), references: asText(o['ExternalReferences']).match(/https?:\/\/[^\s<>"']+/g) ?? [], score: asText(cvss['Value']),
        suppressed: /falsepositive|acceptedrisk|fixed/i.test(asText(o['State']).replace(/\s/g, '')),
      });
    });
  },
};

const zapLevels: readonly Severity[] = ['info', 'low', 'medium', 'high'];
/** ZAP's JSON: the traditional report, with its sites in a list or, where there is one, by itself; and what its API lists as alerts, each at one place. */
export const zapJson: Format = {
  id: 'zap-json', scanner: 'zap', name: 'ZAP（JSON）', basis: 'samples',
  recognise: (h) => isSingle(h) && ((has(h.text, /"@(?:programName|version|generated)"\s*:/) && has(h.text, /"site"\s*:/)) || (has(h.text, /^\{\s*"alerts"\s*:/) && (has(h.text, /"plugin[Ii]d"\s*:/) || has(h.text, /^\{\s*"alerts"\s*:\s*\[\s*\]/)))),
  async read(text, sink) {
    let only = '';
    await readJson(text, ['$.@generated', '$.site.*', '$.alerts.*'], (value, path) => {
      if (path[0] === '@generated') sink.scope.when = asText(value);
      else if (path[0] === 'alerts') { if (path.length === 2) listed(asObject(value), `第 ${Number(path[1]) + 1} 条`, sink); } else if (typeof path[1] === 'number') site(asObject(value), sink);
      else if (path[1] === '@name') only = asText(value);
      else if (path[1] === 'alerts') site({ '@name': only, alerts: value }, sink);
    });
  },
};
function site(o: Loose, sink: Sink): void {
  const name = asText(o['@name']);
  if (name) sink.scope.hosts.add(name);
  // converters of the XML write `alerts: {alertitem: …}`, and no list where there is one
  const alerts = many(asObject(o['alerts'])['alertitem'] ?? o['alerts']);
  for (const [i, a] of alerts.map(asObject).entries()) {
    const ruleId = asText(a['alertRef']) || asText(a['pluginid']);
    if (!ruleId) { sink.refuse(`${name} 第 ${i + 1} 条`, '没有规则编号'); continue; }
    const instances = many(asObject(a['instances'])['instance'] ?? a['instances']).map(asObject);
    for (const [j, n] of (instances.length ? instances : [a]).entries()) sink.see({
      ruleId, title: asText(a['name']) || asText(a['alert']), severity: zapLevels[Number(asText(a['riskcode']) || Number.NaN)] ?? 'info', suppressed: asText(a['confidence']) === '0', place: `${name} 第 ${i + 1} 条第 ${j + 1} 处`, url: asText(n['uri']) || name, parameter: asText(n['param']), cwe: asTexts(a['cweid']).filter((c) => Number(c) > 0),
      description: plainText(asText(a['desc'])), remedy: plainText(asText(a['solution'])), references: linksIn(asText(a['reference'])), evidence: [asText(n['method']), asText(n['attack']), asText(n['evidence']), asText(n['otherinfo'])].filter(Boolean).join('\n'),
    });
  }
}
const many = (value: unknown): unknown[] => (Array.isArray(value) ? value : value !== null && typeof value === 'object' && Object.keys(value).length > 0 ? [value] : []);
function listed(a: Loose, place: string, sink: Sink): void {
  const ruleId = asText(a['alertRef']) || asText(a['pluginId']) || asText(a['pluginid']);
  const url = asText(a['url']) || asText(a['uri']);
  if (!ruleId || !url) return sink.refuse(place, '没有规则编号或地址');
  sink.scope.hosts.add(url);
  sink.see({ ruleId, title: asText(a['name']) || asText(a['alert']), severity: severityOf(asText(a['risk'])), suppressed: /^(?:false.?positive|0)$/i.test(asText(a['confidence'])), place, url, parameter: asText(a['param']), cwe: asTexts(a['cweid']).filter((c) => Number(c) > 0), description: plainText(asText(a['description'])), remedy: plainText(asText(a['solution'])), references: linksIn(asText(a['reference'])), evidence: [asText(a['method']), asText(a['attack']), asText(a['evidence']), asText(a['other'])].filter(Boolean).join('\n') });
}
const linksIn = (text: string): string[] => text.match(/https?:\/\/[^\s<>"']+/g) ?? [];
