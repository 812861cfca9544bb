import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { type Item, makers, type Options } from '../../../test/report-files.ts';
import { formatIds } from '../../engines/scan-reports/index.ts';
import { serverActor, type Actor } from '../../kernel/identity/actor.ts';
import { readScan } from './read-scan.ts';
import { runImports } from './run-import.ts';

let t: TestApp;
let office: User;
let run: () => Promise<void>;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  const college = await t.makeUnit('计算机学院', root, 'college');
  office = await t.makeAccount('office');
  await t.as(office).post('/api/ranges', { unit_id: college, written: '10.0.0.0/8' });
  // read here, not in a process of its own: there are a thousand of them
  const actor = { ...serverActor, roles: [{ role: 'office', unit_id: null, unit_name: null, subtree: [] }] } as Actor;
  run = () => runImports(t.db, t.store, async () => actor, t.parts.log, async (path, columns, _stop, take) => ({ ok: true, value: await readScan(path, columns, take) }));
});
afterAll(() => t.close());

interface Taken { state: string; format: string; error: string | null; counts: Record<string, number> }
async function take(bytes: string | Uint8Array, query = ''): Promise<Taken> {
  const up = await t.as(office).upload(`/api/hazards/imports${query}`, typeof bytes === 'string' ? Buffer.from(bytes) : bytes, 'report');
  // an empty file is refused at the door
  if (bytes.length === 0) { expect(up.body.code).toBe('file.empty'); return { state: 'failed', format: '', error: '', counts: {} }; }
  expect(up.status, JSON.stringify(up.body)).toBe(201);
  for (;;) {
    await run();
    const { body } = await t.as(office).get(`/api/hazards/imports/${up.body.id}`);
    if (!['waiting', 'reading'].includes(body.state)) return body;
    await new Promise((go) => setTimeout(go, 20));
  }
}
/** State and version of every case: equal before and after means that nothing moved. */
const states = async (): Promise<string[]> => (await t.db.selectFrom('work_case').select(['id', 'state', 'version', 'due_on']).where('type', '=', 'hazard').orderBy('id').execute()).map((c) => JSON.stringify(c));
const day = (n: number): Date => new Date(Date.UTC(2026, 0, 5 + n, 2));
/** Four things on two hosts, of a net of its own for each reader. */
const items = (n: number): Item[] => [[1, 8080, '1001', 'critical'], [1, 8443, '1002', 'high'], [1, 8443, '1003', 'medium'], [2, 8080, '1001', 'high']].map(([h, port, rule, severity]) => ({ host: `10.${n}.0.${h}`, ip: `10.${n}.0.${h}`, port: port as number, rule: rule as string, severity: severity as Item['severity'], path: `/p${rule}` }));

test('every reader has its small files here', () => {
  expect(makers.map((m) => m.id).sort()).toEqual(expect.arrayContaining(formatIds().sort()));
});

describe.each(makers.map((m, i) => ({ id: m.id, m, i })))('a report as $id', ({ id, m, i }) => {
  const all = items(i + 1);
  const write = async (list: readonly Item[], o: Options = {}): Promise<string | Uint8Array> => m.write(list, { hosts: [...new Set(list.map((x) => x.host))], ...o });

  test('read less, in another order, of other hosts, ports, levels or rights: nothing is closed, nothing is called absent', async () => {
    const first = await take(await write(all, { when: day(0) }));
    expect(first).toMatchObject({ state: 'done', format: id });
    const registered = first.counts['added'] ?? 0;
    expect([0, 3, 4]).toContain(registered);
    const before = await states();
    const nothing = async (name: string, bytes: string | Uint8Array, query = ''): Promise<void> => {
      const done = await take(bytes, query);
      expect(done.counts['absent'] ?? 0, name).toBe(0);
      expect((await states()).slice(0, before.length).length, name).toBe(before.length);
      expect(await states(), name).toEqual(expect.arrayContaining(before));
    };
    const whole = await write(all, { when: day(0) });
    await nothing('the same file', whole);
    await nothing('the same file, higher least', whole, '?least=critical');
    await nothing('shuffled', await write([all[2]!, all[0]!, all[3]!, all[1]!], { when: day(1) }));
    await nothing('shuffled, and cut off from above', await write([all[3]!, all[2]!, all[1]!, all[0]!], { when: day(2) }), '?least=high');
    const bytes = Buffer.from(whole as string);
    for (const part of [0.2, 0.5, 0.8, 0.95]) await nothing(`truncated at ${part}`, bytes.subarray(0, Math.floor(bytes.length * part)));
    await nothing('empty', new Uint8Array(0));
    await nothing('nothing found on nothing', await write([], { when: day(3), hosts: [] }));
    await nothing('one host', await write(all.filter((x) => x.host === all[0]!.host), { when: day(3) }));
    await nothing('another host', await write([{ ...all[0]!, host: `10.${i + 1}.9.9`, ip: `10.${i + 1}.9.9` }], { when: day(3) }));
    await nothing('filtered to the gravest', await write(all.filter((x) => x.severity === 'critical'), { when: day(4), filtered: true, filter: 'apply_overrides=0 levels=h rows=10 min_qod=70 first=1' }));
    await nothing('filtered by a word', await write(all.slice(0, 1), { when: day(4), filtered: true, filter: 'problem levels=hml rows=-1 min_qod=70' }));
    await nothing('a scan from before', await write(all.slice(0, 1), { when: day(-30) }));
    if (!m.tellsAbsence || id === 'nessus-xml') await nothing('other ports', await write(all.filter((x) => x.port === 8080), { when: day(5), ports: '1-8080' }));
    if (id === 'nessus-xml') {
      await nothing('not signed in', await write(all.slice(0, 1), { when: day(6), credentialed: false }));
      await nothing('another policy', await write(all.slice(0, 1), { when: day(6), policy: 'Web only' }));
    }
    if (id === 'openvas-xml') await nothing('a surer level only', await write(all.slice(0, 1), { when: day(6), filter: 'apply_overrides=0 levels=hml rows=-1 min_qod=95 first=1' }));
  });

  test('any part of it, in any order, closes nothing; a later whole one only asks for a retest', async () => {
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), fc.constantFrom('low', 'medium', 'high', 'critical'), fc.boolean(), async (which, least, filtered) => {
      const before = await t.db.selectFrom('work_case').select((e) => e.fn.countAll<number>().as('n')).where('type', '=', 'hazard').where('closed_at', 'is not', null).executeTakeFirstOrThrow();
      const part = which.map((n) => all[n]!);
      const done = await take(await write(part, { when: day(10), filtered, filter: filtered ? 'host=10.0.0.1 rows=-1 levels=hml min_qod=70' : undefined } as Options), `?least=${least}`);
      const after = await t.db.selectFrom('work_case').select((e) => e.fn.countAll<number>().as('n')).where('type', '=', 'hazard').where('closed_at', 'is not', null).executeTakeFirstOrThrow();
      expect(after.n).toBe(before.n);
      if (!m.tellsAbsence || filtered) expect(done.counts['absent'] ?? 0).toBe(0);
    }), { numRuns: 4, seed: 20260105 + i, endOnFailure: true });
    // brought back to what it was, then a whole scan without one of them
    await take(await write(all, { when: day(20) }));
    const mine = async (): Promise<string[]> => (await t.db.selectFrom('hazard').select('state').where('host', 'like', `10.${i + 1}.0.%`).execute()).map((h) => h.state);
    expect(await mine()).not.toContain('absent');
    const done = await take(await write(all.slice(1), { when: day(21), hosts: [all[0]!.host, all[3]!.host] }));
    expect(done.counts['absent'] ?? 0).toBe(m.tellsAbsence ? 1 : 0);
    expect(await mine()).not.toContain('cleared');
  });
});
