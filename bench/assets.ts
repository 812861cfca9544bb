/** `node bench/assets.ts [systems] [links]`: the ledger of 10k systems with 50k links (domains, addresses, servers, databases), its list by every filter and search, and a ledger of 10k servers (bar p95 100 ms).
 *  The bound in the same run: a small route through the same server. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { openDatabase, sql } from '../src/kernel/database.ts';
import { socketDirOf } from '../src/kernel/embedded-postgres.ts';
import { newId } from '../src/kernel/ids.ts';
import { hashPassword } from '../src/kernel/identity/passwords.ts';
import { start } from '../src/serve.ts';

const systems = Number(process.argv[2] ?? 10_000);
const links = Number(process.argv[3] ?? 50_000);
const bar = 100;
const dir = mkdtempSync(join(tmpdir(), 'shoutu-bench-'));
chmodSync(dir, 0o755);
const running = await start(readConfig({ SHOUTU_DATA: dir, SHOUTU_PORT: '0', SHOUTU_LOG_LEVEL: 'error' }, dir));
const base = `http://127.0.0.1:${(running.app.server.address() as AddressInfo).port}`;
const say = (text: string) => process.stdout.write(`${text}\n`);
let cookie = '';
async function call(method: string, path: string, body?: object): Promise<any> { // oxlint-disable-line no-explicit-any
  const reply = await fetch(base + path, { method, headers: { 'x-shoutu': '1', cookie, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }) });
  const set = reply.headers.get('set-cookie');
  if (set) cookie = set.split(';')[0]!;
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${path}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}
let over = 0;
try {
  const password = 'Bench-2026-pass';
  const who = (user_name: string) => ({ user_name, name: user_name, password });
  await call('POST', '/api/setup', { organisation_name: '示例大学', system_admin: who('sysadmin'), security_admin: who('secadmin'), audit_admin: who('auditor') });
  const { db } = openDatabase(`postgres:///shoutu?host=${encodeURIComponent(socketDirOf(dir))}&user=postgres`, 2);
  const account = async (name: string, role: 'office' | 'liaison', unit_id: string | null): Promise<void> => {
    const id = newId();
    await db.insertInto('account').values({ id, user_name: name, name, person_id: null, password_hash: await hashPassword(password), password_changed_at: new Date().toISOString(), must_change_password: false, valid_until: null, locked_until: null, totp_secret: null }).execute();
    await db.insertInto('account_role').values({ account_id: id, role, unit_id }).execute();
  };
  const signIn = async (user_name: string): Promise<void> => { cookie = ''; await call('POST', '/api/session', { user_name, password }); };
  await account('office', 'office', null);
  await signIn('office');
  const root = (await call('POST', '/api/units', { parent_id: null, name: '示例大学', kind: 'school' })).id;
  const units: string[] = [];
  for (let i = 0; i < 200; i++) units.push((await call('POST', '/api/units', { parent_id: root, name: `单位${i + 1}`, kind: 'department' })).id);
  await account('liaison', 'liaison', units[3]!);
  await call('PUT', '/api/own-domains', { domains: ['example.edu.cn'] });
  for (let i = 0; i < 50; i++) await call('POST', '/api/ranges', { unit_id: units[i], written: `10.${i}.0.0/16` });

  await sql`insert into info_system (id, name, kind, unit_id, operating_unit_id, using_unit_id, importance, mlps_level, state, special, network_zone, site_group, initials, created_at, created_by_name)
    select gen_random_uuid(), (array['选课', '财务', '招生', '档案', '图书', '科研', '后勤', '门户'])[1 + n % 8] || '系统' || n, (array['website', 'system', 'app'])[1 + n % 3], (${units}::uuid[])[1 + n % 200], (${units}::uuid[])[1 + n % 7], (${units}::uuid[])[1 + n % 11], (array['key', 'important', 'general'])[1 + n % 3], nullif(n % 4, 0), (array['online', 'online', 'online', 'shut', 'planned'])[1 + n % 5], n % 50 = 0, (array['', 'internet', 'campus', 'internal'])[1 + n % 4], n % 2 = 0,
      (array['xkxt', 'cwxt', 'zsxt', 'daxt', 'tsxt', 'kyxt', 'hqxt', 'mhxt'])[1 + n % 8] || n, now(), 'bench' from generate_series(1, ${systems}) n`.execute(db);
  await sql`insert into ledger_item (id, ledger, name, unit_id, fields, words, created_at, created_by_name) select gen_random_uuid(), (array['servers', 'databases'])[1 + n % 2], '服务器' || n, (${units}::uuid[])[1 + n % 200], jsonb_build_object('address', '10.1.' || n % 250 || '.' || n / 250), '服务器' || n || E'\nfwq' || n || E'\n10.1.' || n % 250 || '.' || n / 250, now(), 'bench' from generate_series(1, ${systems * 2}) n`.execute(db);
  // half of the links are places, half are servers and databases
  await sql`insert into system_place (id, system_id, written, domain, first_ip, last_ip)
    select gen_random_uuid(), s.id, p.written, case when p.ip is null then p.written end, p.ip, p.ip from (select id, row_number() over (order by name) as n from info_system) s cross join generate_series(1, ${Math.ceil(links / 2 / systems)}) k
    cross join lateral (select case when (s.n + k) % 2 = 0 then 's' || s.n || '-' || k || (array['.example.edu.cn', '.example.com'])[1 + (s.n % 9 = 0)::int] else '10.' || s.n % 60 || '.' || s.n % 250 || '.' || k end as written, case when (s.n + k) % 2 <> 0 then ('10.' || s.n % 60 || '.' || s.n % 250 || '.' || k)::inet end as ip) p`.execute(db);
  await sql`insert into ledger_link (item_id, system_id) select distinct i.id, s.id from (select id, row_number() over (order by name) as n from info_system) s cross join generate_series(1, ${Math.ceil(links / 2 / systems)}) k join (select id, row_number() over (order by name) as n from ledger_item) i on i.n = 1 + (s.n * 7 + k * 131) % ${systems * 2}`.execute(db);
  await sql`insert into ledger_due (item_id, field, due_on) select id, 'maintenance_until', current_date + (random() * 400)::int from ledger_item`.execute(db);
  await sql`vacuum analyze`.execute(db);
  const count = await sql<{ places: number; links: number }>`select (select count(*) from system_place)::int as places, (select count(*) from ledger_link)::int as links`.execute(db);
  say(`${systems} systems, ${count.rows[0]!.places} places and ${count.rows[0]!.links} links to ${systems * 2} items`);

  const measure = async (path: string): Promise<number> => { const times: number[] = []; await call('GET', path); for (let i = 0; i < 40; i++) { const from = performance.now(); await call('GET', path); times.push(performance.now() - from); } return times.sort((a, b) => a - b)[37]!; };
  const q = (text: string): string => encodeURIComponent(text);
  const pages: [string, string][] = [['all', '/api/systems'], ['last page', `/api/systems?page=${Math.ceil(systems / 50)}`], ['of a unit', `/api/systems?unit_id=${units[3]}`], ['websites', '/api/systems?kind=website'], ['with gaps', '/api/systems?gaps=true'], ['exposed', '/api/systems?mark=exposed'], ['perhaps outside', '/api/systems?mark=outside_suspected'], ['two characters', `/api/systems?q=${q('选课')}`], ['first letters', '/api/systems?q=kyxt'], ['domain', '/api/systems?q=s77-1.example'], ['nothing found', `/api/systems?q=${q('没有这个')}`],
    ['servers', '/api/ledgers/servers'], ['servers, search', `/api/ledgers/servers?q=${q('器12')}`], ['servers, address', '/api/ledgers/servers?q=10.1.7'], ['servers with gaps', '/api/ledgers/servers?gaps=true'], ['servers due', '/api/ledgers/servers?due=30'], ['ledger overview', '/api/ledgers'], ['due list', '/api/ledger-due?within=30']];
  const run = async (as: string): Promise<void> => {
    const bound = await measure('/api/own-domains');
    say(`as ${as}; bound (a small route): p95 ${bound.toFixed(1)} ms`);
    for (const [name, path] of pages) { const p95 = await measure(path); if (p95 > bar) over++; say(`  ${name.padEnd(20)} p95 ${p95.toFixed(0).padStart(5)} ms (bar ${bar}) x${(p95 / bound).toFixed(0)} the bound${p95 > bar ? '  OVER' : ''}`); }
  };
  await run('office');
  await signIn('liaison');
  await run('liaison');
  await db.destroy();
} finally {
  await running.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(over > 0 ? 1 : 0);
