import { cellText } from './cell-text.ts';

type Row = Record<string, unknown>;
export type ChangedRow = { key: string; before: Record<string, string>; after: Record<string, string>; fields: string[] };
export type RowDiff = {
  added: Record<string, string>[];
  changed: ChangedRow[];
  same: Record<string, string>[];
  /** Existing rows that the incoming table does not have. */
  missing: Record<string, string>[];
  /** Keys that the incoming table has more than once (only the first is compared), and incoming rows without a key. */
  duplicates: string[];
  keyless: Record<string, string>[];
};

/**
 * What an import would change. Rows meet by the text of `key` (several fields together when it is a list). Only
 * fields that the incoming row has are compared: a column left out of the table changes nothing.
 */
export function diffRows(existing: readonly Row[], incoming: readonly Row[], key: string | readonly string[]): RowDiff {
  const fields = typeof key === 'string' ? [key] : key;
  const diff: RowDiff = { added: [], changed: [], same: [], missing: [], duplicates: [], keyless: [] };
  const known = new Map<string, Record<string, string>>();
  for (const row of existing) {
    const texts = textsOf(row);
    known.set(keyOf(texts, fields), texts);
  }
  const seen = new Set<string>();
  for (const row of incoming) {
    const after = textsOf(row);
    const id = keyOf(after, fields);
    if (fields.every((field) => (after[field] ?? '') === '')) diff.keyless.push(after);
    else if (seen.has(id)) diff.duplicates.push(id);
    else compare(known.get(id), after, id, diff);
    seen.add(id);
  }
  for (const [id, row] of known) if (!seen.has(id)) diff.missing.push(row);
  diff.duplicates = [...new Set(diff.duplicates)];
  return diff;
}

function compare(before: Record<string, string> | undefined, after: Record<string, string>, key: string, diff: RowDiff): void {
  if (!before) {
    diff.added.push(after);
    return;
  }
  const fields = Object.keys(after).filter((field) => (before[field] ?? '') !== after[field]);
  if (fields.length === 0) diff.same.push(after);
  else diff.changed.push({ key, before, after, fields });
}

function textsOf(row: Row): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [field, cellText(value)]));
}

/** One field: its text. Several: joined by a mark that cellText never leaves in a value. */
function keyOf(row: Record<string, string>, fields: readonly string[]): string {
  return fields.map((field) => row[field] ?? '').join('\u001f');
}
