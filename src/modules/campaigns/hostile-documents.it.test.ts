import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type Client, type TestApp } from '../../../test/app.ts';
import { hostileDocuments } from '../../../test/hostile-documents.ts';

let t: TestApp;
let office: Client;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  await t.makeUnit('信息中心', await t.makeUnit('示例大学'));
  office = t.as(await t.makeAccount('office'));
});
afterAll(() => t?.close());

test('two hundred hostile documents: each becomes a draft or is refused in words, and the server goes on', async () => {
  const documents = hostileDocuments();
  expect(documents.length).toBeGreaterThanOrEqual(200);
  const before = process.memoryUsage().rss;
  const wrong: string[] = [];
  const seen = new Map<string, number>();
  const queue = [...documents];
  const work = async (): Promise<void> => {
    for (let d = queue.shift(); d; d = queue.shift()) {
      const reply = await office.upload('/api/campaigns/upload', d.bytes, d.name);
      const answer = `${d.what}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 160)}`;
      const { code, message } = reply.body as { code?: string; message?: string };
      seen.set(reply.status === 201 ? 'draft' : String(code), (seen.get(reply.status === 201 ? 'draft' : String(code)) ?? 0) + 1);
      if (reply.status === 201) {
        const text = JSON.stringify(reply.body);
        if (/root:x|drop table campaign; --\\n|[\u202a-\u202e]/.test(text) && !d.what.startsWith('SQL')) wrong.push(`leaked: ${answer}`);
      } else if (![413, 422].includes(reply.status) || !/^(?:document|request|file)\./.test(code ?? '') || !/[请可][\u4e00-\u9fff]/.test(message ?? '')) wrong.push(answer);
    }
  };
  await Promise.all([work(), work(), work()]);
  expect(wrong).toEqual([]);
  expect(seen.get('draft')).toBeGreaterThan(40);
  for (const code of ['empty', 'too-large', 'unsupported', 'encrypted', 'damaged', 'needs-converter', 'no-text', 'zip-bomb', 'too-many-tasks']) expect(seen.get(`document.${code}`), code).toBeGreaterThan(0);
  expect(await office.get('/api/campaigns')).toMatchObject({ status: 200 });
  expect((await office.post('/api/campaigns', { text: '示例方案\n\n一、工作任务\n\n（一）自查。信息中心要开展自查。\n' })).body.draft.tasks).toHaveLength(1);
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(600);
}, 300_000);

test('what is pasted may hold half a character and still becomes a draft', async () => {
  expect(await office.post('/api/campaigns', { text: `示例方案\n\n一、工作任务\n\n（一）自查。信息中心要开展\ud842自查。${'𠮷'.repeat(70)}\n` })).toMatchObject({ status: 201 });
});
