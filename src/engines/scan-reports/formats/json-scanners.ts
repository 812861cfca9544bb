import { isList, isSingle, type Format } from '../format.ts';
import { asArray, asObject, asText, asTexts, readJson, type Loose } from '../json.ts';
import { severityOf, severityOfScore, type Severity } from '../observation.ts';
import { readObjects } from './network.ts';
import { plainText } from './web-xml.ts';

const has = (text: string, pattern: RegExp): boolean => pattern.test(text);

/** nuclei, all versions: keys were renamed twice. https://docs.projectdiscovery.io/tools/nuclei/overview */
export const nucleiJson: Format = {
  id: 'nuclei-json', scanner: 'nuclei', name: 'nuclei（JSON/JSONL）', basis: 'samples',
  recognise: (h) => (isList(h) || isSingle(h)) && has(h.text, /"template-?id"\s*:/i) && has(h.text, /"(?:matched-?(?:at)?|host)"\s*:/),
  async read(text, sink) {
    await readObjects(text, (value, place) => {
      const o = asObject(value);
      const info = asObject(o['info']);
      const ruleId = asText(o['template-id']) || asText(o['templateID']);
      const at = asText(o['matched-at']) || asText(o['matched']) || asText(o['host']) || asText(o['url']);
      if (!ruleId || !at) return sink.refuse(place, '没有模板编号或位置');
      const about = asObject(info['classification']);
      const bare = /^[^/]+:\d+$/.test(at) ? { host: at } : { url: at };
      sink.scope.hosts.add(asText(o['host']) || at);
      sink.scope.when ||= asText(o['timestamp']);
      sink.see({
        ruleId, title: asText(info['name']), severity: severityOf(asText(info['severity'])), place, ...bare, ip: asText(o['ip']), port: asText(o['port']) || undefined, parameter: asText(o['fuzzing_parameter']) || asText(o['matcher-name']) || asText(o['matcher_name']),
        cve: asTexts(about['cve-id']), cwe: asTexts(about['cwe-id']), description: asText(info['description']), remedy: asText(info['remediation']), evidence: [...asTexts(o['extracted-results'] ?? o['extracted_results']), asText(o['request']).slice(0, 2000)].filter(Boolean).join('\n'),
        references: asTexts(info['reference']).flatMap((r) => r.match(/https?:\/\/[^\s,]+/g) ?? []), score: asText(about['cvss-score']),
      });
    }, (place) => sink.refuse(place, '这一行不是 JSON 对象'));
  },
};

/** SARIF 2.1.0 (OASIS): one observation a result; suppressed ones are marked. */
export const sarif: Format = {
  id: 'sarif', scanner: 'sarif', name: 'SARIF 2.1', basis: 'samples',
  recognise: (h) => isSingle(h) && has(h.text, /"runs"\s*:|sarif/i) && has(h.text, /"version"\s*:\s*"2\.|sarif/i) && !has(h.text, /"bomFormat"/),
  async read(text, sink) {
    // the rules of a run may stand after its results: a run is small enough to be held, one at a time
    await readJson(text, ['$.runs.*'], (value) => {
      const run = asObject(value);
      const driver = asObject(asObject(run['tool'])['driver']);
      const tool = asText(driver['name']).toLowerCase().replace(/\s+/g, '-') || 'sarif';
      const rules = [...asArray(driver['rules']), ...asArray(asObject(run['tool'])['extensions']).flatMap((e) => asArray(asObject(e)['rules']))].map(asObject);
      const byId = new Map(rules.map((r) => [asText(r['id']), r]));
      for (const [i, item] of asArray(run['results']).entries()) {
        const result = asObject(item);
        const place = `${tool} 第 ${i + 1} 条`;
        const rule = byId.get(asText(result['ruleId'])) ?? asObject(rules[Number(result['ruleIndex'] ?? -1)]);
        const ruleId = asText(result['ruleId']) || asText(rule['id']);
        if (!ruleId) { sink.refuse(place, '没有规则编号'); continue; }
        const where = asObject(asObject(asArray(result['locations'])[0])['physicalLocation']);
        const file = asText(asObject(where['artifactLocation'])['uri']);
        const region = asObject(where['region']);
        const web = /^https?:\/\//i.test(file);
        const properties = asObject(rule['properties']);
        const score = Number(asText(properties['security-severity']) || asText(asObject(result['properties'])['security-severity']) || Number.NaN);
        const tags = [...asTexts(properties['tags']), ...asArray(rule['relationships']).map((r) => asText(asObject(asObject(r)['target'])['id']))];
        sink.see({
          ruleId: `${tool}/${ruleId}`, title: asText(asObject(rule['shortDescription'])['text']) || asText(rule['name']) || asText(asObject(result['message'])['text']), place, severity: score >= 0 ? severityOfScore(score) : sarifLevel(result, rule),
          ...(web ? { url: file } : { path: file ? `/${file.replace(/^(?:file:)?\/+/, '')}` : undefined }), parameter: region['startLine'] === undefined ? undefined : `${asText(region['startLine'])}:${asText(region['startColumn']) || '1'}`,
          cve: [...tags, ruleId], cwe: tags.filter((t) => /cwe-?\d/i.test(t)).map((t) => /cwe-?0*(\d+)/i.exec(t)?.[1] ?? ''), description: asText(asObject(rule['fullDescription'])['text']) || asText(asObject(rule['help'])['text']), evidence: [asText(asObject(result['message'])['text']), asText(asObject(region['snippet'])['text'])].filter(Boolean).join('\n'),
          references: [asText(rule['helpUri'])], ...(score >= 0 && { score }), suppressed: asArray(result['suppressions']).some((s) => asText(asObject(s)['status']) !== 'rejected') || ['pass', 'notApplicable'].includes(asText(result['kind'])),
        });
      }
    });
  },
};
function sarifLevel(result: Loose, rule: Loose): Severity {
  const level = asText(result['level']) || asText(asObject(rule['defaultConfiguration'])['level']) || 'warning';
  return level === 'none' ? 'info' : severityOf(level);
}

/** Acunetix 360 and Invicti Enterprise. */
export const acunetix360: Format = {
  id: 'acunetix360-json', scanner: 'acunetix360', name: 'Acunetix 360（JSON）', basis: 'samples',
  recognise: (h) => isSingle(h) && has(h.text, /"Vulnerabilities"\s*:/) && has(h.text, /"(?:Target|Generated)"\s*:/),
  async read(text, sink) {
    await readJson(text, ['$.Target', '$.Vulnerabilities.*'], (value, path) => {
      const o = asObject(value);
      if (path[0] === 'Target') { sink.scope.target = asText(o['Url']); sink.scope.when = asText(o['Initiated']); sink.scope.hosts.add(asText(o['Url'])); return; }
      const place = `第 ${Number(path[1]) + 1} 条`;
      const ruleId = asText(o['Type']) || asText(o['LookupId']);
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

/** ZAP's traditional JSON report. */
export const zapJson: Format = {
  id: 'zap-json', scanner: 'zap', name: 'ZAP（JSON）', basis: 'samples',
  recognise: (h) => isSingle(h) && has(h.text, /"@(?:programName|version|generated)"\s*:/) && has(h.text, /"site"\s*:/),
  async read(text, sink) {
    const levels: readonly Severity[] = ['info', 'low', 'medium', 'high'];
    await readJson(text, ['$.site.*'], (value) => {
      const site = asObject(value);
      sink.scope.hosts.add(asText(site['@name']));
      for (const [i, a] of asArray(site['alerts']).map(asObject).entries()) {
        const ruleId = asText(a['alertRef']) || asText(a['pluginid']);
        if (!ruleId) { sink.refuse(`${asText(site['@name'])} 第 ${i + 1} 条`, '没有规则编号'); continue; }
        const instances = asArray(a['instances']).map(asObject);
        for (const [j, n] of (instances.length ? instances : [{}]).entries()) sink.see({
          ruleId, title: asText(a['name']) || asText(a['alert']), severity: levels[Number(asText(a['riskcode']))] ?? 'info', suppressed: asText(a['confidence']) === '0', place: `${asText(site['@name'])} 第 ${i + 1} 条第 ${j + 1} 处`, url: asText(n['uri']) || asText(site['@name']), parameter: asText(n['param']), cwe: asTexts(a['cweid']).filter((c) => Number(c) > 0),
          description: plainText(asText(a['desc'])), remedy: plainText(asText(a['solution'])), references: asText(a['reference']).match(/https?:\/\/[^\s<>"']+/g) ?? [], evidence: [asText(n['method']), asText(n['attack']), asText(n['evidence']), asText(n['otherinfo'])].filter(Boolean).join('\n'),
        });
      }
    });
  },
};

/** Trivy, both the bare array of old versions and `Results`. https://trivy.dev/docs/latest/guide/configuration/reporting/ */
export const trivyJson: Format = {
  id: 'trivy-json', scanner: 'trivy', name: 'Trivy（JSON）', basis: 'samples',
  recognise: (h) => (isSingle(h) && has(h.text, /"(?:ArtifactName|SchemaVersion)"\s*:/) && !has(h.text, /"bomFormat"/)) || (h.json === 'array' && has(h.text, /"Target"\s*:/) && has(h.text, /"(?:Vulnerabilities|Type|Misconfigurations|Class)"\s*:/)),
  async read(text, sink) {
    let artifact = '';
    await readJson(text, ['$.ArtifactName', '$.CreatedAt', '$.Results.*', '$.*'], (value, path) => {
      if (path[0] === 'ArtifactName') { artifact = asText(value); sink.scope.target = artifact; return; }
      if (path[0] === 'CreatedAt') { sink.scope.when = asText(value); return; }
      if (typeof path[0] !== 'number' && !(path[0] === 'Results' && path.length === 2)) return;
      const r = asObject(value);
      const target = asText(r['Target']);
      sink.scope.hosts.add(target);
      const about = { host: '', path: `/${target.replace(/^\/+/, '')}` };
      for (const [i, v] of asArray(r['Vulnerabilities']).map(asObject).entries()) {
        const id = asText(v['VulnerabilityID']);
        if (!id) { sink.refuse(`${target} 第 ${i + 1} 条`, '没有漏洞编号'); continue; }
        const scores = Object.values(asObject(v['CVSS'])).map((c) => Number(asObject(c)['V3Score'] ?? asObject(c)['V2Score'] ?? 0));
        sink.see({ ...about, ruleId: id, title: asText(v['Title']) || `${id} ${asText(v['PkgName'])}`, severity: severityOf(asText(v['Severity'])), place: `${target} 第 ${i + 1} 条`, parameter: `${asText(v['PkgName'])}${asText(v['PkgPath']) ? `:${asText(v['PkgPath'])}` : ''}`, cve: [id], cwe: asTexts(v['CweIDs']), description: asText(v['Description']), remedy: asText(v['FixedVersion']) ? `升级到 ${asText(v['FixedVersion'])}` : '', evidence: `${asText(v['PkgName'])} ${asText(v['InstalledVersion'])}`, references: asTexts(v['References']).concat(asText(v['PrimaryURL'])), ...(scores.length && { score: Math.max(...scores) }) });
      }
      for (const [i, m] of asArray(r['Misconfigurations']).map(asObject).entries()) {
        const at = asObject(m['CauseMetadata']);
        sink.see({ ...about, ruleId: asText(m['ID']) || asText(m['AVDID']) || 'misconfiguration', title: asText(m['Title']), severity: severityOf(asText(m['Severity'])), place: `${target} 配置第 ${i + 1} 条`, parameter: [asText(at['Resource']), asText(at['StartLine'])].filter(Boolean).join(':'), description: asText(m['Description']), remedy: asText(m['Resolution']), evidence: asText(m['Message']), references: asTexts(m['References']), suppressed: asText(m['Status']) === 'PASS' });
      }
      for (const [i, s] of asArray(r['Secrets']).map(asObject).entries()) sink.see({ ...about, ruleId: asText(s['RuleID']) || 'secret', title: asText(s['Title']), severity: severityOf(asText(s['Severity'])), place: `${target} 密钥第 ${i + 1} 条`, parameter: asText(s['StartLine']), evidence: asText(s['Match']) });
    });
  },
};

/** CycloneDX 1.4–1.6: one observation for each component that a vulnerability affects. https://cyclonedx.org/docs/latest/json/ */
export const cyclonedx: Format = {
  id: 'cyclonedx-json', scanner: 'cyclonedx', name: 'CycloneDX（JSON）', basis: 'samples',
  recognise: (h) => isSingle(h) && has(h.text, /"bomFormat"\s*:\s*"CycloneDX"/),
  async read(text, sink) {
    let found = false;
    await readJson(text, ['$.bomFormat', '$.metadata.timestamp', '$.metadata.component', '$.vulnerabilities.*'], (value, path) => {
      found = true;
      if (path[0] === 'bomFormat') return;
      if (path[0] === 'metadata') { if (path[1] === 'timestamp') sink.scope.when = asText(value); else sink.scope.target = asText(asObject(value)['name']); return; }
      const v = asObject(value);
      const id = asText(v['id']);
      const place = `第 ${Number(path[1]) + 1} 条`;
      if (!id) return sink.refuse(place, '没有漏洞编号');
      const ratings = asArray(v['ratings']).map(asObject);
      const scores = ratings.map((r) => Number(r['score'])).filter((n) => n >= 0);
      const word = ratings.map((r) => asText(r['severity'])).find(Boolean);
      const analysis = asText(asObject(v['analysis'])['state']);
      const affects = asArray(v['affects']).map((a) => asText(asObject(a)['ref']));
      for (const ref of affects.length ? affects : ['']) sink.see({ ruleId: id, title: `${id} ${/\/([^/?]+)(?:\?.*)?$/.exec(ref)?.[1] ?? ref}`.trim(), severity: word ? severityOf(word) : scores.length ? severityOfScore(Math.max(...scores)) : 'info', place, path: sink.scope.target ? `/${sink.scope.target.replace(/^[./]+/, '')}` : undefined, parameter: ref.replace(/\?.*$/, ''), cve: [id], cwe: asTexts(v['cwes']), description: asText(v['description']), remedy: asText(v['recommendation']), evidence: ref, references: asArray(v['advisories']).map((a) => asText(asObject(a)['url'])), ...(scores.length && { score: Math.max(...scores) }), suppressed: ['false_positive', 'not_affected', 'resolved'].includes(analysis) });
    });
    if (!found) return;
  },
};
