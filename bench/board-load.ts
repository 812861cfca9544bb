/** The 50 users of bench/board.ts, in a process of their own so that they do not share the server's event loop. Prints one line of JSON. */
import { performance } from 'node:perf_hooks';

const { base, id, password, people, seconds } = JSON.parse(process.argv[2]!) as { base: string; id: string; password: string; people: number; seconds: number };
interface Reply { status: number; text: string; ms: number }
export function hand() {
  let cookie = '';
  return async (method: string, path: string, body?: object): Promise<Reply> => {
    const from = performance.now();
    const reply = await fetch(base + path, { method, headers: { 'x-shoutu': '1', cookie, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }) });
    const text = await reply.text();
    cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return { status: reply.status, text, ms: performance.now() - from };
  };
}
const bound: number[] = [];
for (let i = 0; i < 300; i++) { const from = performance.now(); await fetch(`${base}/readyz`).then((r) => r.text()); bound.push(performance.now() - from); }

const times: Record<string, number[]> = {};
let errors = 0;
// everybody signs in before the clock runs: password hashes are slow on purpose, and are not what is measured
const users = await Promise.all(Array.from({ length: people }, async (_, n) => {
  const call = hand();
  if ((await call('POST', '/api/session', { user_name: n < 5 ? 'office' : `unit${n - 5}`, password })).status !== 200) errors++;
  const mine = (JSON.parse((await call('GET', `/api/assignments?campaign_id=${id}&size=100`)).text) as { items: { id: string; version: number; state: string }[] }).items;
  return { call, mine, n };
}));
const until = Date.now() + seconds * 1000;
await Promise.all(users.map(async ({ call, mine, n }) => {
  await new Promise((go) => setTimeout(go, Math.random() * 1000));
  for (let i = 0; Date.now() < until; i++) {
    const row = mine[i % mine.length]!;
    const [name, method, path, body] = ([
      ['workbench', 'GET', '/api/workbench'], ['campaign', 'GET', `/api/campaigns/${id}`], ['rows', 'GET', `/api/assignments?campaign_id=${id}&size=50`], ['assignment', 'GET', `/api/assignments/${row.id}`],
      ['board', 'GET', `/api/campaigns/${id}/board`], ['ranking', 'GET', `/api/campaigns/${id}/ranking`], ['answer', 'POST', `/api/assignments/${row.id}/moves`, { version: row.version, action: 'submit', note: '已完成' }],
    ] as [string, string, string, object?][])[(i + n) % 7]!;
    if (name === 'answer' && (n < 5 || row.state !== 'to_sign')) continue;
    const reply = await call(method, path, body);
    if (name === 'answer') { row.state = 'to_review'; row.version++; }
    if (reply.status >= 400) errors++;
    (times[n < 5 ? `${name} (office)` : name] ??= []).push(reply.ms);
    await new Promise((go) => setTimeout(go, 300 + Math.random() * 700)); // people read
  }
}));
process.stdout.write(JSON.stringify({ bound, times, errors }));
