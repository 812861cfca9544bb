import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReport, type Observation, type ReportSummary } from './index.ts';

const samples = process.env['SHOUTU_SCAN_SAMPLES'] ?? join(import.meta.dirname, '../../../../shared/data/scan-reports');
const own = join(import.meta.dirname, 'fixtures/files');
async function* pieces(bytes: Uint8Array, size = 1 << 16): AsyncGenerator<Uint8Array> { for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size); }
async function read(bytes: Uint8Array | string, size?: number): Promise<{ summary: ReportSummary; rows: Observation[] }> {
  const rows: Observation[] = [];
  const summary = await readReport(pieces(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, size), { onBatch: ({ observations }) => { rows.push(...observations); } });
  return { summary, rows };
}
const counts = ({ format, hosts, problems, instances, observations, refusals }: ReportSummary) => [format, hosts, problems, instances, observations, refusals];

/** Counted by hand with grep and a JSON reader, not with this program. */
const known: Record<string, [string, number, number, number, number, number]> = {
  'acunetix/acunetix360_many_findings.json': ['acunetix360-json', 1, 16, 16, 16, 0], 'acunetix/many_findings.xml': ['acunetix-xml', 1, 4, 4, 4, 0], 'burp/one_finding.xml': ['burp-xml', 1, 1, 3, 3, 0], 'burp/seven_findings.xml': ['burp-xml', 1, 7, 16, 16, 0],
  'cyclonedx/log4j.json': ['cyclonedx-json', 0, 8, 8, 8, 0], 'hcl_appscan/issue_9279.xml': ['appscan-xml', 1, 13, 18, 18, 0], 'httpx/httpx_one_vuln.json': ['httpx-json', 1, 1, 1, 1, 0], 'masscan/masscan_one_vuln.json': ['masscan-json', 1, 1, 1, 1, 0], 'naabu/naabu_one_vuln.json': ['naabu-json', 1, 1, 1, 2, 0],
  'nmap/nmap_1port.xml': ['nmap-xml', 1, 1, 1, 1, 0], 'nmap/nmap_multiple_port.xml': ['nmap-xml', 1, 1, 13, 13, 0], 'nuclei/many_findings.json': ['nuclei-json', 2, 7, 18, 18, 0], 'nuclei/multiple_v3.json': ['nuclei-json', 2, 5, 5, 6, 0], 'openvas/many_vuln.csv': ['openvas-csv', 1, 4, 4, 4, 0], 'openvas/one_vuln.xml': ['openvas-xml', 1, 1, 1, 1, 0],
  'sarif/flawfinder.sarif': ['sarif', 0, 9, 54, 54, 0], 'tenable/nessus/nessus_many_vuln.csv': ['nessus-csv', 2, 4, 4, 4, 0], 'tenable/nessus/nessus_many_vuln.xml': ['nessus-xml', 1, 6, 7, 7, 0], 'testssl/defectdojo_many_vuln.csv': ['testssl-csv', 5, 135, 537, 541, 0], 'trivy/legacy_many_vulns.json': ['trivy-json', 0, 60, 93, 93, 0],
  'zap/dvwa_baseline_dojo.xml': ['zap-xml', 1, 18, 93, 124, 0], 'zap/juicy2.xml': ['zap-xml', 1, 6, 71, 86, 0],
};

describe.skipIf(!existsSync(samples))('real files of scanners (shared data is absent: skipped)', () => {
  for (const [file, expected] of Object.entries(known)) {
    test(`${file}: every item is counted, however the file comes in pieces`, async () => {
      const bytes = readFileSync(join(samples, file));
      const whole = await read(bytes);
      expect(counts(whole.summary)).toEqual(expected);
      for (const o of whole.rows) {
        expect(o.ruleId).not.toBe('');
        expect(o.title).not.toBe('');
        expect(o.evidenceHash).toMatch(/^[0-9a-f]{64}$/);
      }
      const small = await read(bytes, 997);
      expect(small.rows).toEqual(whole.rows);
    });
    test(`${file}: cut anywhere, it is refused or tells no more than was there`, async () => {
      const bytes = readFileSync(join(samples, file));
      const most = expected[4];
      for (const part of [0.1, 0.35, 0.6, 0.85, 0.97, 0.999]) {
        const outcome = await read(bytes.subarray(0, Math.floor(bytes.length * part))).catch((e: Error) => e);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: expect.stringMatching(/^(truncated|malformed|empty|unknown_format)$/) });
        else expect(outcome.summary.observations).toBeLessThanOrEqual(most);
        // what has an end of its own is never taken without it
        if (/\.xml$|^(?:cyclonedx|sarif|trivy)/.test(file) && part < 0.999) expect(outcome).toBeInstanceOf(Error);
      }
    });
    test(`${file}: in UTF-16 it is the same`, async () => {
      const text = readFileSync(join(samples, file), 'utf8').replace(/encoding=["'][^"']*["']/i, '');
      const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
      expect(counts((await read(wide)).summary)).toEqual(expected);
    });
  }
  test('an empty file is said to be empty', async () => {
    await expect(read(readFileSync(join(samples, 'nuclei/empty.jsonl')))).rejects.toMatchObject({ code: 'empty' });
  });
});

describe('files made from descriptions', () => {
  for (const file of readdirSync(own)) {
    test(file, async () => {
      const { summary, rows } = await read(readFileSync(join(own, file)));
      expect([counts(summary), rows.map((o) => `${o.severity} ${o.ruleId} ${o.host}${o.ip && o.ip !== o.host ? `/${o.ip}` : ''}:${o.port ?? ''}${o.path ?? ''} ${o.parameter ?? ''} ${o.cve.join(',')} ${o.suppressed ? '×' : ''}`.trim())]).toMatchSnapshot();
      expect((await read(readFileSync(join(own, file)), 7)).rows).toEqual(rows);
    });
  }
});

test('a workbook is read by its titles, on whichever sheet and row they stand', async () => {
  const { writeTable } = await import('../tables/index.ts');
  const columns = [['title', '隐患名称'], ['severity', '危险等级'], ['ip', 'IP地址'], ['port', '端口'], ['url', '网址']].map(([key, title]) => ({ key: key!, title: title! }));
  const bytes = await writeTable({ name: '隐患清单', columns, rows: [{ title: '弱口令', severity: '高危', ip: '10.20.4.1', port: '22' }, { title: 'SQL注入', severity: '紧急', url: 'http://xk.example.edu.cn/a.php?id=1' }, { title: '', ip: '10.20.4.2' }] });
  const { summary, rows } = await read(bytes);
  expect(counts(summary)).toEqual(['table-xlsx', 2, 2, 2, 2, 1]);
  expect(rows).toMatchObject([{ severity: 'high', ip: '10.20.4.1', port: 22 }, { severity: 'critical', host: 'xk.example.edu.cn', path: '/a.php' }]);
  await expect(read(await writeTable({ name: '别的', columns: [{ key: 'a', title: '姓名' }], rows: [{ a: '甲' }] }))).rejects.toMatchObject({ code: 'no_header' });
  await expect(read(bytes.slice(0, -200))).rejects.toMatchObject({ code: expect.stringMatching(/malformed|truncated/) });
});

describe('hostile files', () => {
  const bad: [string, string | Buffer, RegExp][] = [
    ['nothing', '', /empty/], ['only blanks', ' \n\t ', /empty/], ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0]), /not_text|unknown_format/], ['an old sheet', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), /malformed/], ['prose', '这是一份通知，不是报告。\n请各单位知悉。', /unknown_format/],
    ['own entities', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><NessusClientData_v2><Report><ReportHost name="&b;"/></Report></NessusClientData_v2>', /entities/],
    ['entity from outside', '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><nmaprun></nmaprun>', /entities/],
    ['an unknown entity', '<OWASPZAPReport><site name="http://a">&nope;</site></OWASPZAPReport>', /malformed/],
    ['deep XML', `<nmaprun>${'<a>'.repeat(5000)}`, /too_deep/], ['deep JSON', `{"version":"2.1.0","runs":${'['.repeat(100_000)}`, /too_deep/],
    ['two roots', '<nmaprun></nmaprun><nmaprun></nmaprun>', /malformed/], ['JSON and more', '{"bomFormat":"CycloneDX","vulnerabilities":[]} {"a":1}', /malformed/],
    ['a zip that is none', Buffer.from('PK\u0003\u0004 nothing'), /truncated/], ['a quote that never ends', 'Plugin ID,Host,Synopsis,Plugin Output\n1,10.0.0.1,a,"never', /truncated/],
  ];
  for (const [name, content, code] of bad) test(name, async () => { await expect(read(content)).rejects.toMatchObject({ name: 'Error', code: expect.stringMatching(code) }); });

  test('a document type without entities is passed over', async () => {
    expect((await read('<?xml version="1.0"?><!DOCTYPE nmaprun [<!ELEMENT a (#PCDATA)>]><nmaprun></nmaprun>')).summary.observations).toBe(0);
  });
  test.each([
    ['a declaration without end', `<?xml version="1.0"?><issues burpVersion="1"><![x${'9'.repeat(400_000)}`], ['brackets before the root', `<!DOCTYPE x [${']'.repeat(400_000)}`], ['a title of brackets', `${'('.repeat(400_000)},b\n1,2\n`], ['tags in a text', `<OWASPZAPReport><site name="http://a"><alerts><alertitem><pluginid>1</pluginid><desc>${'&lt;'.repeat(60_000)}</desc></alertitem></alerts></site></OWASPZAPReport>`],
  ])('%s costs its length, not the square of it', async (_name, content) => {
    const from = process.cpuUsage();
    await read(content).catch((e: Error) => expect(e.constructor.name).toBe('ReportError'));
    const used = process.cpuUsage(from);
    expect((used.user + used.system) / 1000).toBeLessThan(3000);
  });
  test('names of the language are only names', async () => {
    const { rows } = await read('[{"template-id":"__proto__","info":{"name":"constructor","severity":"__proto__"},"matched-at":"http://a/__proto__"}]');
    expect(rows).toMatchObject([{ ruleId: '__proto__', severity: 'info', path: '/__proto__' }]);
    expect(({} as Record<string, unknown>)['severity']).toBeUndefined();
  });
  test('bytes changed anywhere never do more than be refused', async () => {
    const seeds = readdirSync(own).map((f) => readFileSync(join(own, f)));
    await fc.assert(fc.asyncProperty(fc.nat(seeds.length - 1), fc.array(fc.tuple(fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.nat(255)), { maxLength: 12 }), fc.double({ min: 0.05, max: 1, noNaN: true }), async (i, edits, keep) => {
      const bytes = Buffer.from(seeds[i]!);
      for (const [at, value] of edits) bytes[Math.floor(at * bytes.length)] = value;
      await read(bytes.subarray(0, Math.ceil(bytes.length * keep))).catch((e: unknown) => { expect(e).toHaveProperty('code'); expect((e as Error).constructor.name).toBe('ReportError'); });
    }), { numRuns: 1500 });
  });
});

describe('places', () => {
  const at = async (more: object) => (await read(JSON.stringify([{ 'template-id': 'x', info: { name: 'n', severity: 'high' }, ...more }]))).rows[0]!;
  test.each([
    ['http://A.Example.edu.cn:8080//x/./y?q=1#z', { host: 'a.example.edu.cn', port: 8080, path: '/x/y' }],
    ['https://a.example.edu.cn', { host: 'a.example.edu.cn', port: 443, path: '/' }],
    ['http://[2001:DB8::0:1]/a', { host: '2001:db8::1', ip: '2001:db8::1', port: 80 }],
    ['10.0.0.1:3306', { host: '10.0.0.1', ip: '10.0.0.1', port: 3306, path: null }],
    ['http://a/%E4%B8%AD%E6%96%87;jsessionid=1F', { path: '/中文' }], ['http://a/%zz', { path: '/%zz' }],
  ])('%s', async (url, expected) => { expect(await at({ 'matched-at': url })).toMatchObject(expected); });
});
