/** `node bench/patrol.ts [targets]`: one round of the availability patrol over 1,000 addresses, each a loopback address of its own, one in twenty of them silent. Bar: a round a minute.
 *  The bound in the same run: the same addresses asked by plain fetch, sixty-four at once, without authorisation, log or record. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { sign } from '../src/engines/site-checks/index.ts';
import { openDatabase, sql } from '../src/kernel/database.ts';
import { socketDirOf } from '../src/kernel/embedded-postgres.ts';
import { newId } from '../src/kernel/ids.ts';
import { patrol } from '../src/modules/checks/patrol.ts';
import { start } from '../src/serve.ts';

const n = Number(process.argv[2] ?? 1000);
const bar = 60;
const dir = mkdtempSync(join(tmpdir(), 'shoutu-bench-'));
chmodSync(dir, 0o755);
const say = (text: string) => process.stdout.write(`${text}\n`);
const site = createServer((request, reply) => {
  // a silent one answers only after ten seconds
  if (Number(request.headers.host!.split('.')[3]!.split(':')[0]) % 20 === 0) setTimeout(() => reply.end('late'), 10_000);
  else reply.setHeader('content-type', 'text/html').end(`<html><title>${'x'.repeat(2000)}</title></html>`);
});
await new Promise<void>((done) => { site.listen(0, '0.0.0.0', 4096, done); });
const { port } = site.address() as AddressInfo;
const ipOf = (i: number): string => `127.1.${Math.floor(i / 200)}.${1 + (i % 200)}`;
const running = await start(readConfig({ SHOUTU_DATA: dir, SHOUTU_PORT: '0', SHOUTU_LOG_LEVEL: 'error', SHOUTU_ROLE: 'web' }, dir));
let over = 0;
try {
  const { db } = openDatabase(`postgres:///shoutu?host=${encodeURIComponent(socketDirOf(dir))}&user=postgres`, 4);
  const unit = newId();
  await db.insertInto('unit').values({ id: unit, parent_id: null, path: `/${unit}/`, name: '示例大学', kind: 'school', merged_into_id: null }).execute();
  const rows = Array.from({ length: n }, (_, i) => {
    const ip = ipOf(i);
    const unsigned = { id: `JC${i}`, system: `系统${i}`, office: '示例大学网络信息中心', contact: '0000-0000', hosts: [], networks: [ip], ports: [[1, 65535]] as [number, number][], valid_from: '2020-01-01', valid_until: '2099-12-31', windows: [], rates: { requests_per_second: 5, connections_per_second: 50 }, approver: '某主任', approved_at: '2026-01-01T00:00:00Z' };
    return { system: newId(), authorisation: newId(), number: `JC${i}`, name: `系统${i}`, ip, url: `http://${ip}:${port}/`, signed: { ...unsigned, signature: sign(unsigned) } };
  });
  const json = JSON.stringify(rows);
  const x = sql`jsonb_to_recordset(${json}::jsonb) as x(system uuid, "authorisation" uuid, number text, name text, ip text, url text, signed jsonb)`;
  await sql`insert into info_system (id, name, kind, unit_id, created_at, created_by_name) select x.system, x.name, 'website', ${unit}, now(), 'bench' from ${x}`.execute(db);
  await sql`insert into system_place (id, system_id, written, first_ip, last_ip) select gen_random_uuid(), x.system, x.url, x.ip::inet, x.ip::inet from ${x}`.execute(db);
  await sql`insert into work_case (id, type, state, unit_id, created_at, changed_at) select x."authorisation", 'check_authorisation', 'valid', ${unit}, now(), now() from ${x}`.execute(db);
  await sql`insert into check_authorisation (id, number, system_id, hosts, networks, ports, valid_from, valid_until, rates, signed, created_at, created_by_name) select x."authorisation", x.number, x.system, '{}', array[x.ip], '[[1,65535]]', '2020-01-01', '2099-12-31', '{}', x.signed, now(), 'bench' from ${x}`.execute(db);
  for (const round of [1, 2, 3]) {
    const begun = performance.now();
    const asked = await patrol(db, { dataDir: dir, own: [] });
    const seconds = (performance.now() - begun) / 1000;
    const { rows: [states] } = await sql<{ up: number; down: number }>`select (count(*) filter (where failures = 0))::int as up, (count(*) filter (where failures > 0))::int as down from patrol_target`.execute(db);
    const late = seconds > bar;
    over += Number(late);
    say(`round ${round}: ${asked} addresses in ${seconds.toFixed(1)} s (bar ${bar} s)${late ? '  OVER' : ''}; answered ${states!.up}, not ${states!.down}`);
  }
  const begun = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: 64 }, async () => { for (let i = next++; i < n; i = next++) await fetch(`http://${ipOf(i)}:${port}/`, { signal: AbortSignal.timeout(8000) }).then((r) => r.arrayBuffer(), () => undefined); }));
  say(`bound, plain fetch: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  await db.destroy();
} finally {
  await running.stop();
  site.closeAllConnections();
  site.close();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(over ? 1 : 0);
