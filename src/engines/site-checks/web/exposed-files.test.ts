import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { openReach } from '../../../../test/sites/reach.ts';
import { serve, type Served } from '../../../../test/sites/serve.ts';
import { planted, plantedSite, softSite, softSites } from '../../../../test/sites/soft-404.ts';
import { nothingRegistered, openSite } from '../open-site.ts';
import { runCheck } from '../run-check.ts';
import { exposedChecks, matches, pathsOf, siblingOf, softNotFound } from './exposed-files.ts';
import { families } from './exposed.ts';
import { panels } from './panels.ts';

let open: Served | undefined;
afterEach(async () => { await open?.close(); open = undefined; });
async function look(listener: Parameters<typeof serve>[0], ids?: readonly string[]) {
  open = await serve(listener);
  const { reach, sent } = openReach();
  const site = await openSite(reach, open.origin, nothingRegistered);
  const results = [];
  for (const check of [...exposedChecks, softNotFound]) if (!ids || ids.includes(check.id)) results.push(...await runCheck(check, site, reach, 'salt'));
  reach.close();
  return { results, sent };
}

describe('sites that answer everything', () => {
  test.each(Object.keys(softSites))('%s: nothing is reported', async (kind) => {
    const { results } = await look(softSite(kind));
    expect(results.filter((r) => r.verdict === 'fail').map((r) => r.note)).toEqual([]);
    expect(results.find((r) => r.check === 'web.soft_404')?.verdict).toBe('info');
  });
});
describe('files that are there', () => {
  test('each family is found where it lies, and nothing else is', async () => {
    const missed: string[] = [];
    // few at once, as on a true site: hundreds of hits would be taken for a site that answers everything
    for (let i = 0; i < planted.length; i += 6) {
      const files = planted.slice(i, i + 6);
      const { results } = await look(plantedSite(files));
      await open!.close();
      const found = results.filter((r) => r.verdict === 'fail').map((r) => `${r.check} ${r.place.url!.slice(open!.origin.length)}`);
      const expected = files.map((f) => `web.exposed.${f[0]} ${f[1]}`);
      missed.push(...expected.filter((e) => !found.includes(e)));
      expect(found.filter((f) => !expected.includes(f))).toEqual([]);
    }
    expect(missed).toEqual([]);
  });
  test('every address is asked for once, and a family alone asks for its own and its controls', async () => {
    const { sent } = await look(plantedSite([]));
    const asked = sent.map((s) => s.what);
    expect(asked.filter((a, i) => asked.indexOf(a) !== i)).toEqual([]);
    await open!.close();
    const { sent: one } = await look(plantedSite([]), ['web.exposed.git']);
    expect(one.map((s) => s.what.replace(/.*:\d+/, ''))).toEqual(['/', '/.git/HEAD', '/.git/config']);
  });
  test('a site that breaks off has not been tested', async () => {
    const { results } = await look((request, response) => { if (request.url === '/') response.end('<html>'); else response.destroy(); }, ['web.exposed.git']);
    expect(results[0]).toMatchObject({ verdict: 'not_tested', reason: 'reset' });
  });
});
test('names of backups are made of the site’s own', () => {
  const paths = pathsOf(families.find((f) => f.id === 'backup_archive')!, 'jwc.example.edu.cn');
  expect(paths).toEqual(expect.arrayContaining(['/jwc.example.edu.cn.zip', '/jwc.rar', '/example.tar.gz']));
});
test('a control keeps folder, extension and the dot in front, and never the name', () => {
  expect(siblingOf('/WEB-INF/web.xml')).toMatch(/^\/WEB-INF\/[a-z]{12}\.xml$/);
  expect(siblingOf('/.env')).toMatch(/^\/\.[a-z]{12}$/);
  expect(siblingOf('/backup.tar.gz')).toMatch(/^\/[a-z]{12}\.tar\.gz$/);
  expect(siblingOf('/a?x=1')).toMatch(/^\/[a-z]{12}\?x=1$/);
});
test('no signature takes an ordinary page, or hangs on hostile bytes', () => {
  const signatures = [...families, ...panels].map((f) => f.signature);
  const pieces = ['\n', ' ', '-', '--', '/*', '*/', '<!--', '-->', '//', '#', '{', '"', '[core]', 'A=1\n', 'ref: ', '<title>', '<cross-domain-policy>', '<allow-access-from ', 'a==1', '<?xml ?>', '/a/b', 'cd\n', '<web-app', '"host":"x"'];
  for (const signature of signatures) {
    expect(matches(signature, Buffer.from('<!doctype html><html><head><title>示例大学</title></head><body>[core] ref: refs/heads/main</body></html>'))).toBe(false);
    for (const piece of pieces) matches(signature, Buffer.from(piece.repeat(Math.ceil(40_000 / piece.length))));
  }
  fc.assert(fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 50, maxLength: 400 }), (parts) => { for (const s of signatures) matches(s, Buffer.from(parts.join(''))); }), { numRuns: 60 });
});
