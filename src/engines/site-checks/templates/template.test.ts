import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openReach } from '../../../../test/sites/reach.ts';
import { serve } from '../../../../test/sites/serve.ts';
import { softSite, softSites } from '../../../../test/sites/soft-404.ts';
import { nothingRegistered, openSite } from '../open-site.ts';
import { runCheck } from '../run-check.ts';
import { faultOfRegex, faultsOfPath, readTemplate } from './template.ts';

const good = `id: exposed-build-info
info:
  name: 构建信息泄露
  severity: low
http:
  - method: GET
    path:
      - "{{BaseURL}}/build/info.json"
    matchers-condition: and
    matchers:
      - type: word
        words: ['"gitCommit"']
      - type: status
        status: [200]
`;
const faults = (text: string): string => { const r = readTemplate(text); return 'faults' in r ? r.faults.join('；') : ''; };

describe('a template is accepted only where it does no more than look', () => {
  test('a benign one', () => { expect(faults(good)).toBe(''); });
  test.each([
    ['POST', good.replace('method: GET', 'method: POST'), '方法'], ['body', good.replace('    matchers-condition', '    body: x\n    matchers-condition'), 'body'], ['raw', good.replace('    matchers-condition', '    raw: ["GET / HTTP/1.1"]\n    matchers-condition'), 'raw'], ['payloads', good.replace('    matchers-condition', '    payloads: {a: [b]}\n    matchers-condition'), 'payloads'], ['attack', good.replace('    matchers-condition', '    attack: clusterbomb\n    matchers-condition'), 'attack'], ['fuzzing', good.replace('    matchers-condition', '    fuzzing: []\n    matchers-condition'), 'fuzzing'],
    ['cookie', good.replace('    matchers-condition', '    headers: {Cookie: a}\n    matchers-condition'), '请求头'], ['code', `${good}code:\n  - engine: [sh]\n`, 'code'], ['dns', `${good}dns: []\n`, 'dns'], ['headless', `${good}headless: []\n`, 'headless'], ['javascript', `${good}javascript: []\n`, 'javascript'], ['network', `${good}tcp: []\n`, 'tcp'], ['variables', `${good}variables: {a: b}\n`, 'variables'],
    ['interactsh', good.replace('gitCommit', 'interactsh-url'), '带外'], ['another host', good.replace('{{BaseURL}}', 'http://evil.example'), '开头'], ['placeholder', good.replace('/build/', '/{{randstr}}/'), '占位符'], ['traversal', good.replace('/build/', '/../../etc/'), '攻击'], ['status alone', good.replace(/ {6}- type: word\n.*\n/, ''), '误报'], ['dsl', good.replace('type: word', 'type: dsl'), '类型'],
    ['nested quantifier', good.replace(/type: word\n.*words: .*/, () => "type: regex\n        regex: ['(a+)+$']"), '重复'], ['look-ahead', good.replace(/type: word\n.*words: .*/, "type: regex\n        regex: ['(?=a)b']"), '环视'],
    ['alias', 'a: &a [x]\nb: [*a, *a]\n', '别名'], ['tag', 'id: !!js/function "x"\n', '标签'], ['binary tag', good.replace('id: exposed', 'id: !!binary exposed'), '标签'], ['huge', `a: ${'x'.repeat(70_000)}`, 'kB'], ['two keys', `${good}id: again\n`, 'YAML'], ['none', '- 1', '映射'], ['empty', '', '映射'], ['__proto__', `${good}__proto__: {}\n`, '__proto__'],
  ])('%s is refused, and why is said', (_name, text, why) => { expect(faults(text)).toContain(why); });
  test('an alias bomb ends at once', () => {
    const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x]', ...Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`)].join('\n');
    expect(faults(bomb)).toContain('别名');
  });
  test('anything may come: an answer, never an error', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.array(fc.constantFrom(...good.split('\n'), '  - x: &a *a', '!!map', '{{', '? ', '- - -', '|', 'http: 1', 'path: [1, null]', 'matchers: {}', '\t')).map((l) => l.join('\n'))), (text) => { const r = readTemplate(text); expect('check' in r || r.faults.length > 0).toBe(true); }), { numRuns: 400 });
  });
  test('an address that is taken stays on the site, without a second meaning', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (rest) => { if (!faultsOfPath(`{{BaseURL}}/${rest}`).length) { const u = new URL(`http://good.test/${rest}`); expect([u.hostname, u.username, decodeURIComponent(u.pathname).includes('..')]).toEqual(['good.test', '', false]); } }), { numRuns: 500 });
    expect(faultOfRegex('version["\' :]+\\d+\\.\\d+')).toBeUndefined();
  });
});
describe('as a check', () => {
  const run = async (listener: Parameters<typeof serve>[0]) => {
    const served = await serve(listener);
    const { reach } = openReach();
    const read = readTemplate(good);
    if ('faults' in read) throw new Error(read.faults.join());
    const [result] = await runCheck(read.check, await openSite(reach, served.origin, nothingRegistered), reach, 's');
    reach.close();
    await served.close();
    return result!.verdict;
  };
  test('finds what is there', async () => { expect(await run((q, r) => { if (q.url === '/build/info.json') r.end('{"gitCommit":"abc"}'); else { r.statusCode = 404; r.end(); } })).toBe('fail'); });
  test('takes no site that answers everything for a finding', async () => {
    for (const kind of Object.keys(softSites)) expect([kind, await run(softSite(kind))]).not.toEqual([kind, 'fail']);
    expect(await run((_q, r) => { r.end('{"gitCommit":"abc"}'); })).toBe('not_tested');
  });
});
