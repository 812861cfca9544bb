// Personal data in generated pages and attachments, counted number by number against what was planted; decoys stand between. The rival is the bare patterns.
import { readAttachment } from '../src/engines/site-checks/content/attachments.ts';
import { findPersonal } from '../src/engines/site-checks/content/find-personal.ts';
import { piecesOf } from '../src/engines/site-checks/content/personal-data.ts';
import { fetchedPage } from '../test/pages/fetched-page.ts';
import { personalFile, personalPage, score, type Counts } from '../test/pages/personal-documents.ts';
import { seeded } from '../test/pages/templates.ts';

const many = Number(process.argv[2] ?? 2000);
const year = 2026;
const print = (what: string, counts: ReadonlyMap<string, Counts>): void => { for (const [kind, c] of counts) process.stdout.write(`${what} ${kind}: precision ${(c.right / (c.told || 1)).toFixed(4)} recall ${(c.right / (c.planted || 1)).toFixed(4)} (${c.planted} planted, ${c.told} told)\n`); };
const [pages, rival, files] = [new Map<string, Counts>(), new Map<string, Counts>(), new Map<string, Counts>()];
const r = seeded(20260902);
for (let i = 0; i < many; i++) {
  const { html, planted } = personalPage(r);
  score(planted, piecesOf(fetchedPage(html)).flatMap((p) => findPersonal(p.text, year, new Set(), p.heading)), pages);
  score(planted, [...[...html.matchAll(/\d{17}[\dXx]/g)].map((m) => ({ kind: 'id', value: m[0].toUpperCase() })), ...[...html.matchAll(/1[3-9]\d{9}/g)].map((m) => ({ kind: 'mobile', value: m[0] })), ...[...html.matchAll(/\d{16,19}/g)].map((m) => ({ kind: 'card', value: m[0] }))], rival);
}
const kinds = ['xlsx', 'docx', 'csv', 'gbk.csv', 'pdf'] as const;
for (let i = 0; i < many / 10; i++) {
  const file = personalFile(r, kinds[i % kinds.length]!);
  const read = await readAttachment(file.bytes, file.name);
  score(file.planted, read.ok ? read.pieces.flatMap((p) => findPersonal(p.text, year, new Set(), p.heading)) : [], files);
}
print('pages', pages);
print('rival, bare patterns, pages', rival);
print('attachments', files);
process.stdout.write('bar: id ≥ 0.99, mobile ≥ 0.95, card ≥ 0.95, precision and recall; attachments recall ≥ 0.97\n');
