import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPlan } from './format-plan.ts';
import type { Plan, Span } from './plan.ts';
import { readPlan } from './read-plan.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const documents = readdirSync(fixtures).filter((f) => f.endsWith('.txt')).map((f) => readFileSync(join(fixtures, f), 'utf8'));

/** What holds of every plan, whatever was read. */
function sound(source: string): Plan {
  const plan = readPlan(source);
  const inside = ([start, end]: Span): boolean => start >= 0 && start <= end && end <= plan.text.length;
  for (const task of plan.tasks) {
    expect(inside(task.span)).toBe(true);
    expect(plan.text.slice(...task.span).replace(/\s+/g, '')).toBe(task.text.replace(/\s+/g, ''));
    expect(task.text).not.toContain('\n');
    for (const lead of task.leads) expect(task.units).toContain(lead);
    if (task.due !== null) expect(task.due).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const t of task.thresholds) expect(Number.isFinite(t.value)).toBe(true);
  }
  for (const phase of plan.phases) expect(inside(phase.span)).toBe(true);
  for (const span of Object.values(plan.document.spans)) if (span) expect(inside(span)).toBe(true);
  if (plan.group) expect(inside(plan.group.span)).toBe(true);
  expect(() => formatPlan(plan)).not.toThrow();
  return plan;
}

const words = ['一、', '（一）', '1.', '1、', '（1）', '一是', '①', '第一条', '第一阶段：', '各单位要', '信息中心', '3月20日前', '每季度', '不少于2次', '（责任单位：', '）', '。', '；', '：', '\n', '\n\n', '\t', '组长：', '张三', '2024年', '至', '附件：', '《网络安全法》', '|', '#', ' ', '   ', '某某大学', '关于', '的通知', '即日起', '80%以上'];

describe('any text', () => {
  test('gives a sound plan, twice the same', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.array(fc.constantFrom(...words), { maxLength: 120 }).map((w) => w.join(''))), (text) => {
      expect(sound(text)).toEqual(readPlan(text));
    }), { numRuns: 400 });
  });
  test('cut anywhere is still read', () => {
    fc.assert(fc.property(fc.constantFrom(...documents), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (document, a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      sound(document.slice(Math.floor(from * document.length), Math.ceil(to * document.length)));
    }), { numRuns: 150 });
  });
  test('with 200 random changes is still read', () => {
    fc.assert(fc.property(fc.constantFrom(...documents), fc.array(fc.tuple(fc.nat(), fc.nat(12), fc.constantFrom(...words)), { minLength: 1, maxLength: 12 }), (document, edits) => {
      let text = document;
      for (const [at, length, word] of edits) {
        const k = at % (text.length + 1);
        text = text.slice(0, k) + word + text.slice(k + length);
      }
      sound(text);
    }), { numRuns: 200 });
  });
  test('with other line ends, blanks and widths gives the same tasks', () => {
    for (const document of documents) {
      const plain = readPlan(document).tasks.map((t) => [t.path, t.due, t.recurrence, t.thresholds.length]);
      expect(readPlan(`\ufeff${document.replaceAll('\n', '\r\n')}`).tasks.map((t) => [t.path, t.due, t.recurrence, t.thresholds.length])).toEqual(plain);
    }
  });
  test('of a hostile shape takes no more time than its length allows', () => {
    const shapes = ['（', '各单位', '（责任单位：', '一、', '2024年', '《', '第一阶段', '1.', '、各部门', '要', '由信息中心', '组长：张三 ', '\t', '| a ', '<table>', '不少于', '\n一、', '。一是', '\n（一）各单位要', '$x', '张 三 '];
    for (const shape of shapes) {
      const text = shape.repeat(Math.ceil(60_000 / shape.length));
      const started = performance.now();
      sound(text);
      expect(performance.now() - started, JSON.stringify(shape)).toBeLessThan(3_000);
    }
  });
});
