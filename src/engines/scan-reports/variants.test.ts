import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { variants } from './fixtures/variants.ts';
import { mutated, randomOf } from './mutate.ts';
import { readReport, type Observation, type ReportSummary } from './index.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> { for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size); }
async function read(content: string | Uint8Array, size = 1 << 16): Promise<{ summary: ReportSummary; rows: Observation[] }> {
  const rows: Observation[] = [];
  const summary = await readReport(pieces(typeof content === 'string' ? Buffer.from(content) : content, size), { onBatch: ({ observations }) => { rows.push(...observations); } });
  return { summary, rows };
}
describe('each of the ways in which tools write', () => {
  test.each(variants)('%s', async (_name, content, expected) => {
    const { summary, rows } = await read(content);
    expect([summary.format, summary.observations, summary.instances, summary.refused]).toEqual([...expected, []]);
    expect((await read(content, 11)).rows).toEqual(rows);
    expect(JSON.stringify(rows)).not.toContain('123456');
  });
  test.each(variants.filter(([, content]) => content.length < 4000))('%s: cut anywhere, it is an error of its own or tells no more', async (_name, content, [, most]) => {
    const bytes = Buffer.from(content);
    for (let end = 1; end < bytes.length; end += Math.max(1, Math.floor(bytes.length / 40))) {
      const outcome = await read(bytes.subarray(0, end)).catch((e: Error) => e);
      if (outcome instanceof Error) expect(outcome.constructor.name).toBe('ReportError');
      else expect(outcome.summary.observations).toBeLessThanOrEqual(most + 1);
    }
  });
});

describe('workbooks of RSAS', () => {
  const xls = readFileSync(join(import.meta.dirname, 'fixtures/files/rsas-host.xls'));
  test('ports are merged cells, the host stands on another sheet', async () => {
    const { summary, rows } = await read(xls);
    expect([summary.format, summary.observations, summary.hosts]).toEqual(['rsas-xls', 7, 1]);
    expect(rows.map((o) => o.port)).toEqual([22, 22, 22, 3306, 3306, 3306, null]);
  });
  test('an archive holds one a host, and a summary that is none', async () => {
    const { summary } = await read(zipSync({ '10.20.1.9.xls': xls, 'vulnhostsfiles/10.20.1.10.xls': xls, 'index.xls': xls, 'readme.txt': Buffer.from('说明') }));
    expect([summary.format, summary.observations]).toEqual(['rsas-xls', 7]);
  });
});
/** A few of what `bench/fuzz-reports.ts` does at length; SHOUTU_FUZZ=200000 does as many. */
test('bytes changed in many ways never do more than be refused', async () => {
  const random = randomOf(7);
  for (let i = 0; i < Number(process.env['SHOUTU_FUZZ'] ?? 40) * variants.length; i++) {
    const bytes = mutated(Buffer.from(variants[i % variants.length]![1]), random);
    await read(bytes).catch((e: Error) => { expect(`${e.constructor.name} ${e.stack}\n${bytes.toString('base64')}`).toMatch(/^ReportError/); });
  }
}, 3_600_000);
test('an archive that unfolds without end is refused', async () => {
  const bomb = zipSync({ 'a.xml': new Uint8Array(210 * 1024 * 1024) }, { level: 9 });
  await expect(read(bomb)).rejects.toMatchObject({ code: 'too_big' });
});
test('keys that stand twice, and names of the language, do no harm', async () => {
  const { rows } = await read('[{"template-id":"a","template-id":"b","info":{"name":"n","__proto__":{"severity":"high"},"severity":"low"},"matched-at":"http://h/","constructor":1}]');
  expect(rows).toMatchObject([{ ruleId: 'b', severity: 'low' }]);
});
