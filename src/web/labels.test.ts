import { expect, test } from 'vitest';
import { formatIds } from '../engines/scan-reports/index.ts';
import { en } from './labels.en.ts';
import { zh } from './labels.zh.ts';

/** `{{n, s}}` is an English plural and stands in no Chinese text. */
const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]!).sort();

test('both languages say something for every key, with the same placeholders', () => {
  for (const [namespace, labels] of Object.entries(zh)) {
    const other = en[namespace as keyof typeof en] as Record<string, string>;
    for (const [key, text] of Object.entries(labels)) {
      expect(other[key]?.trim(), `${namespace}.${key}`).toBeTruthy();
      expect(placeholders(other[key]!), `${namespace}.${key}`).toEqual(placeholders(text));
    }
  }
});

test('every format of a report has a name', () => {
  for (const id of [...formatIds(), 'rsas-xls', 'table-mapped']) expect(zh.hazards, id).toHaveProperty([`format_${id}`]);
});
