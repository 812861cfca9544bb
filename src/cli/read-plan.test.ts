import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPlanCommand } from './read-plan.ts';

const dir = mkdtempSync(join(tmpdir(), 'shoutu-read-plan-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('writes one JSON a document, and goes on after one that cannot be read', async () => {
  writeFileSync(join(dir, 'plan.txt'), '示例大学网络安全检查方案\n\n一、工作任务\n\n（一）开展自查。各部门要开展自查。（责任单位：各部门，2027年3月1日前完成）\n');
  writeFileSync(join(dir, 'broken.docx'), 'PK\u0003\u0004');
  const code = await readPlanCommand([join(dir, 'plan.txt'), join(dir, 'broken.docx'), '--out', join(dir, 'out')]);
  expect(code).not.toBe(0);
  const plan = JSON.parse(readFileSync(join(dir, 'out/plan.json'), 'utf8')) as { document: { title: string }; tasks: { due: string; units: string[] }[] };
  expect(plan.document.title).toBe('示例大学网络安全检查方案');
  expect(plan.tasks).toMatchObject([{ due: '2027-03-01', units: ['各部门'] }]);
});
test('says how it is used when it is used wrongly', async () => {
  expect(await readPlanCommand([])).not.toBe(0);
});
