import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { figures, scorePlans } from './fixtures/score-plans.ts';
import type { Gold } from './fixtures/score-plans.ts';
import { issueCodes } from './plan.ts';
import { readPlan } from './read-plan.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const shared = join(import.meta.dirname, '../../../../shared/plans');

function pairs(documents: string, gold: string, suffix: string): { name: string; gold: Gold; plan: ReturnType<typeof readPlan> }[] {
  return readdirSync(gold).filter((f) => f.endsWith(suffix)).map((f) => {
    const name = f.slice(0, -suffix.length);
    return { name, gold: JSON.parse(readFileSync(join(gold, f), 'utf8')) as Gold, plan: readPlan(readFileSync(join(documents, `${name}.txt`), 'utf8')) };
  });
}

describe('documents of our own', () => {
  const read = pairs(fixtures, fixtures, '.gold.json');
  const { scores, misses } = scorePlans(read);

  test('are read as a careful officer reads them', () => {
    expect(read.length).toBeGreaterThanOrEqual(12);
    expect(scores.overall, misses.join('\n')).toBeGreaterThanOrEqual(0.97);
    for (const figure of figures) expect(scores[figure], `${figure}\n${misses.join('\n')}`).toBeGreaterThanOrEqual(0.95);
  });
  test.each(read)('$name is read nearly without a miss', (pair) => {
    const alone = scorePlans([pair]);
    expect(alone.scores.overall, alone.misses.join('\n')).toBeGreaterThanOrEqual(0.95);
  });
  test('show every fault that can be found in a document', () => {
    const found = new Set(read.flatMap((p) => p.gold.issues.map((i) => i.code)));
    expect(issueCodes.filter((code) => !found.has(code))).toEqual([]);
  });
  test('give paths as the chain of their own numbers', () => {
    for (const { name, gold, plan } of read) expect(plan.tasks.map((t) => t.path), name).toEqual(gold.tasks.map((t) => t.path));
  });
  test('give spans that lead back to the words', () => {
    for (const { plan } of read) {
      for (const task of plan.tasks) expect(plan.text.slice(...task.span).replace(/\s+/g, ''), task.path).toBe(task.text.replace(/\s+/g, ''));
      for (const phase of plan.phases) expect(phase.span[1]).toBeGreaterThan(phase.span[0]);
      if (plan.document.spans.title) expect(plan.text.slice(...plan.document.spans.title).replace(/\s+/g, '')).toBe(plan.document.title?.replace(/\s+/g, ''));
    }
  });
});

describe('what conversion does to a document', () => {
  const changes: Record<string, (text: string) => string> = {
    'a blank line after every line': (t) => t.replace(/\n+/g, '\n\n'),
    'no blank lines': (t) => t.replace(/\n+/g, '\n'),
    'half-width signs': (t) => t.replace(/[（）：，；]/g, (c) => '():,;'.charAt('（）：，；'.indexOf(c))),
    'blanks around figures': (t) => t.replace(/(?<=[\u4e00-\u9fff])(\d{1,4})(?=[\u4e00-\u9fff])/g, ' $1 '),
    'a page break inside long paragraphs': (t) => t.split('\n').map((l) => (l.length < 70 || /[\t|]/.test(l) || /[。；：，]/.test(l.charAt(44)) ? l : `${l.slice(0, 45)}\n\n${l.slice(45)}`)).join('\n'),
  };
  test.each(Object.entries(changes))('%s changes little in the reading', (_, change) => {
    const read = pairs(fixtures, fixtures, '.gold.json').map(({ name, gold }) => ({ name, gold, plan: readPlan(change(readFileSync(join(fixtures, `${name}.txt`), 'utf8'))) }));
    const { scores, misses } = scorePlans(read);
    expect(scores.overall, misses.join('\n')).toBeGreaterThanOrEqual(0.97);
  });
});

describe.skipIf(!existsSync(shared))('published documents (only where the corpus lies beside the repository)', () => {
  test('reach the bar in every figure', () => {
    const { scores, misses } = scorePlans(pairs(join(shared, 'documents'), join(shared, 'gold'), '.json'));
    expect(scores.overall, misses.join('\n')).toBeGreaterThanOrEqual(0.97);
    for (const figure of figures) expect(scores[figure], `${figure}\n${misses.join('\n')}`).toBeGreaterThanOrEqual(0.9);
  });
});
