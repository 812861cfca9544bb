import { isSingle, type Format, type Sink } from '../format.ts';
import { asArray, asObject, asText, asTexts, peekText, readJson, type Loose } from '../json.ts';
import { severityOf } from '../observation.ts';

/** Sections in which reports of a cluster keep one entry a resource, over the versions. */
const clusterParts = ['Resources', 'Vulnerabilities', 'Misconfigurations', 'Findings'];
/** Trivy: the bare array of old versions, `Results` of schema 2, and clusters. https://trivy.dev/docs/latest/guide/configuration/reporting/ */
export const trivyJson: Format = {
  id: 'trivy-json', scanner: 'trivy', name: 'Trivy（JSON）', basis: 'samples',
  recognise: (h) => !/"bomFormat"/.test(h.text) && ((isSingle(h) && (/"SchemaVersion"\s*:|"ArtifactName"\s*:/.test(h.text) || (/"ClusterName"\s*:/.test(h.text) && clusterParts.some((p) => h.text.includes(`"${p}"`))) || /^\{\s*"Target"\s*:/.test(h.text))) || (h.json === 'array' && /"Target"\s*:/.test(h.text) && /"(?:Vulnerabilities|Type|Misconfigurations|Class|Secrets|Licenses)"\s*:/.test(h.text)) || (h.json === 'one' && h.text.startsWith('[') && /"Target"\s*:/.test(h.text))),
  async read(text, sink) {
    const { first, all } = await peekText(text);
    // an array's elements are results; of an object only what is named is held
    if (first.startsWith('[')) return readJson(all, ['$.*'], (value) => result(asObject(value), '', sink));
    let target = '';
    await readJson(all, ['$.ArtifactName', '$.ClusterName', '$.CreatedAt', '$.Target', '$.Results.*', ...clusterParts.map((p) => `$.${p}.*`)], (value, path) => {
      const o = asObject(value);
      if (path[0] === 'ArtifactName' || path[0] === 'ClusterName') sink.scope.target = asText(value);
      else if (path[0] === 'CreatedAt') sink.scope.when = asText(value);
      else if (path[0] === 'Target') target = asText(value);
      else if (path.length !== 2) return;
      else if (path[0] === 'Results') result(o, '', sink);
      else if (o['Results'] === undefined) result({ Target: target, [path[0]!]: [o] }, '', sink, Number(path[1]));
      else {
        const about = [asText(o['Namespace']), asText(o['Kind']), asText(o['Name'])].filter(Boolean).join('/');
        for (const r of asArray(o['Results'])) result(asObject(r), about, sink);
      }
    });
  },
};

/** What was found in one target. `within` names the cluster's resource that it belongs to. */
function result(r: Loose, within: string, sink: Sink, from = 0): void {
  const target = asText(r['Target']);
  const about = { host: '', path: `/${[within, target].filter(Boolean).join('/').replace(/^\/+/, '')}` };
  sink.scope.hosts.add([within, target].filter(Boolean).join(' '));
  const place = (kind: string, i: number): string => `${[within, target].filter(Boolean).join(' ')} ${kind}第 ${from + i + 1} 条`;
  for (const [i, v] of asArray(r['Vulnerabilities']).map(asObject).entries()) {
    const id = asText(v['VulnerabilityID']);
    if (!id) { sink.refuse(place('', i), '没有漏洞编号'); continue; }
    const scores = Object.values(asObject(v['CVSS'])).map((c) => Number(asObject(c)['V3Score'] ?? asObject(c)['V40Score'] ?? asObject(c)['V2Score'] ?? 0)).filter((n) => n > 0);
    sink.see({ ...about, ruleId: id, title: asText(v['Title']) || `${id} ${asText(v['PkgName'])}`, severity: severityOf(asText(v['Severity'])), place: place('', i), parameter: `${asText(v['PkgName'])}${asText(v['PkgPath']) ? `:${asText(v['PkgPath'])}` : ''}`, cve: [id], cwe: asTexts(v['CweIDs']), description: asText(v['Description']), remedy: asText(v['FixedVersion']) ? `升级到 ${asText(v['FixedVersion'])}` : '', evidence: `${asText(v['PkgName'])} ${asText(v['InstalledVersion'])}`, references: asTexts(v['References']).concat(asText(v['PrimaryURL'])), ...(scores.length && { score: Math.max(...scores) }) });
  }
  for (const [i, m] of asArray(r['Misconfigurations']).map(asObject).entries()) {
    const at = asObject(m['CauseMetadata']);
    sink.see({ ...about, ruleId: asText(m['ID']) || asText(m['AVDID']) || 'misconfiguration', title: asText(m['Title']), severity: severityOf(asText(m['Severity'])), place: place('配置', i), parameter: [asText(at['Resource']), asText(at['StartLine'])].filter(Boolean).join(':'), description: asText(m['Description']), remedy: asText(m['Resolution']), evidence: asText(m['Message']), references: asTexts(m['References']), suppressed: ['PASS', 'EXCEPTION'].includes(asText(m['Status'])) });
  }
  for (const [i, s] of asArray(r['Secrets']).map(asObject).entries()) sink.see({ ...about, ruleId: asText(s['RuleID']) || 'secret', title: asText(s['Title']) || asText(s['RuleID']) || '密钥泄露', severity: severityOf(asText(s['Severity'])), place: place('密钥', i), parameter: asText(s['StartLine']), evidence: asText(s['Match']) });
  for (const [i, l] of asArray(r['Licenses']).map(asObject).entries()) sink.see({ ...about, ruleId: `license/${asText(l['Name']) || 'unknown'}`, title: `许可证 ${asText(l['Name'])}（${asText(l['Category'])}）`, severity: severityOf(asText(l['Severity'])), place: place('许可证', i), parameter: asText(l['PkgName']) || asText(l['FilePath']), evidence: [asText(l['PkgName']), asText(l['FilePath']), asText(l['Name'])].filter(Boolean).join(' '), references: [asText(l['Link'])] });
}
