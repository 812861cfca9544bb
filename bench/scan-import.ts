// A .nessus of so many megabytes through the whole server: uploaded, read by its process, staged, owned, stored. Memory of the server with its reader, which the bar holds to 512 MB.
// Usage: node bench/scan-import.ts [MEGABYTES]
import { execFileSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { Client } from 'pg';
import { ServerProcess, sleep } from '../test/server-process.ts';
import { nessusOf } from './nessus-file.ts';

const megabytes = Number(process.argv[2] ?? 500);
const server = new ServerProcess('scan-import');
await server.start();
await server.setUp();
const db = new Client({ connectionString: server.databaseUrl });
await db.connect();
const { rows: [office] } = await db.query<{ id: string }>("insert into account (id, user_name, name, password_hash, password_changed_at, must_change_password) select gen_random_uuid(), 'office', '信息化办公室', password_hash, now(), false from account where user_name = 'sysadmin' returning id");
await db.query("insert into account_role (account_id, role) values ($1, 'office')", [office!.id]);
await db.end();
const cookie = await server.signIn('office');
await server.call('POST', '/api/units', { parent_id: null, name: '示例大学', kind: 'school' });
const pid = server.running!.child.pid!;
/** The server and the processes it began, without the database. */
let parts = '';
function rss(): number {
  const rows = execFileSync('ps', ['-eo', 'pid,ppid,rss,comm'], { encoding: 'utf8' }).trim().split('\n').slice(1).map((l) => l.trim().split(/\s+/));
  const ours = rows.filter(([p, parent, , comm]) => (Number(p) === pid || Number(parent) === pid) && !/^(?:postgres|ps)/.test(comm!));
  const sum = ours.reduce((n, [, , kb]) => n + Number(kb), 0) / 1000;
  if (sum > peak) parts = ours.map(([, , kb, comm]) => `${comm} ${Math.round(Number(kb) / 1000)}`).join(' + ');
  return sum;
}
let peak = 0;
const watch = setInterval(() => { peak = Math.max(peak, rss()); }, 250);
const idle = rss();
const boundary = 'shoutubench';
async function* body(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="bench.nessus"\r\nContent-Type: application/octet-stream\r\n\r\n`);
  yield* nessusOf(megabytes);
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}
let from = performance.now();
const up = await fetch(`http://127.0.0.1:${server.port}/api/hazards/imports`, { method: 'POST', headers: { 'x-shoutu': '1', cookie, 'content-type': `multipart/form-data; boundary=${boundary}` }, body: Readable.toWeb(Readable.from(body())) as ReadableStream, duplex: 'half' } as RequestInit);
const uploaded = (performance.now() - from) / 1000;
if (up.status !== 201) throw new Error(await up.text());
from = performance.now();
let state = await up.json() as { id: string; state: string; counts: Record<string, number>; error: string | null };
while (['waiting', 'reading'].includes(state.state)) { await sleep(1000); state = await (await server.call('GET', `/api/hazards/imports/${state.id}`, undefined, cookie)).json() as typeof state; }
clearInterval(watch);
const took = (performance.now() - from) / 1000;
process.stdout.write(`${megabytes} MB: uploaded in ${uploaded.toFixed(0)} s, ${state.state} in ${took.toFixed(0)} s, ${state.counts['observations'] ?? 0} observations, ${state.counts['added'] ?? 0} registered; idle ${idle.toFixed(0)} MB, peak ${peak.toFixed(0)} MB RSS of server and reader (${parts}; bar 512)${state.error ? `: ${state.error}` : ''}\n`);
if (state.error) process.stderr.write(server.running!.output());
await server.remove();
process.exit(peak <= 512 && state.state === 'done' ? 0 : 1);
