/** `node bench/hazards.ts [instances] [million]`: a report of so many instances through the API (bar 3,000/s), the same file again (bar 10,000/s), then lists, search and figures over a million (bars 100, 200, 300 ms).
 *  The bound in the same run: one `select 1` through the same server. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { openDatabase, sql } from '../src/kernel/database.ts';
import { socketDirOf } from '../src/kernel/embedded-postgres.ts';
import { newId } from '../src/kernel/ids.ts';
import { hashPassword } from '../src/kernel/identity/passwords.ts';
import { hazardStates, severities, sorts, sources } from '../src/modules/hazards/contract.ts';
import { start } from '../src/serve.ts';

const instances = Number(process.argv[2] ?? 100_000);
const total = Number(process.argv[3] ?? 1_000_000);
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
try {
  const password = 'Bench-2026-pass';
  const who = (user_name: string) => ({ user_name, name: user_name, password });
  await call('POST', '/api/setup', { organisation_name: '示例大学', system_admin: who('sysadmin'), security_admin: who('secadmin'), audit_admin: who('auditor') });
  const { db } = openDatabase(`postgres:///shoutu?host=${encodeURIComponent(socketDirOf(dir))}&user=postgres`, 2);
  const office = newId();
  await db.insertInto('account').values({ id: office, user_name: 'office', name: 'office', person_id: null, password_hash: await hashPassword(password), password_changed_at: new Date().toISOString(), must_change_password: false, valid_until: null, locked_until: null, totp_secret: null }).execute();
  await db.insertInto('account_role').values({ account_id: office, role: 'office', unit_id: null }).execute();
  cookie = '';
  await call('POST', '/api/session', { user_name: 'office', password });
  const root = (await call('POST', '/api/units', { parent_id: null, name: '示例大学', kind: 'school' })).id;
  const units: string[] = [];
  for (let i = 0; i < 100; i++) units.push((await call('POST', '/api/units', { parent_id: root, name: `单位${i + 1}`, kind: 'department' })).id);
  for (let i = 0; i < 100; i++) await call('POST', '/api/systems', { name: `示例系统${i + 1}`, kind: 'system', unit_id: units[i], state: 'online', places: [`10.${i}.0.0/16`] });

  const item = (id: number, port: number) => `<ReportItem port="${port}" svc_name="www" protocol="tcp" severity="${1 + (id % 4)}" pluginID="${id}" pluginName="${['弱口令', '信息泄露', '目录遍历', '版本过旧', '证书过期'][id % 5]}检测项${id}" pluginFamily="General"><description>${'The remote service shows a weakness. '.repeat(10)}</description><solution>Upgrade.</solution><plugin_output>port ${port}</plugin_output></ReportItem>`;
  const hosts: string[] = [];
  for (let h = 0, n = 0; n < instances; h++) { const ip = `10.${h % 100}.${(h / 100 | 0) % 250}.${(h / 25_000 | 0) + 1}`; const list: string[] = []; for (let k = 0; k < 20 && n < instances; k++, n++) list.push(item(1000 + (h * 7 + k) % 2000, 1 + k)); hosts.push(`<ReportHost name="${ip}"><HostProperties><tag name="host-ip">${ip}</tag></HostProperties>${list.join('')}</ReportHost>`); }
  const report = Buffer.from(`<?xml version="1.0"?><NessusClientData_v2><Report name="r">${hosts.join('')}</Report></NessusClientData_v2>`);
  const take = async (bytes: Buffer): Promise<{ seconds: number; counts: Record<string, number> }> => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)]), 'bench.nessus');
    const from = performance.now();
    const reply = await fetch(`${base}/api/hazards/imports`, { method: 'POST', headers: { 'x-shoutu': '1', cookie }, body: form });
    const { id } = await reply.json() as { id: string };
    for (;;) {
      const i = await call('GET', `/api/hazards/imports/${id}`);
      if (!['waiting', 'reading'].includes(i.state)) { if (i.state !== 'done') throw new Error(i.error); return { seconds: (performance.now() - from) / 1000, counts: i.counts }; }
      await new Promise((go) => setTimeout(go, 100));
    }
  };
  const first = await take(report);
  say(`first import of ${first.counts['added']} instances (${(report.length / 1e6).toFixed(0)} MB): ${first.seconds.toFixed(1)} s, ${Math.round(instances / first.seconds)}/s (bar 3,000/s)`);
  const before = await sql<{ n: string }>`select md5(string_agg(id::text || state || version, ',' order by id)) as n from work_case`.execute(db);
  const again = await take(report);
  const after = await sql<{ n: string }>`select md5(string_agg(id::text || state || version, ',' order by id)) as n from work_case`.execute(db);
  say(`the same file again: ${again.seconds.toFixed(1)} s, ${Math.round(instances / again.seconds)}/s (bar 10,000/s), states ${before.rows[0]!.n === after.rows[0]!.n ? 'unchanged' : 'CHANGED'}`);
  const other = await take(Buffer.concat([report, Buffer.from('\n')]));
  say(`another file with the same findings: ${other.seconds.toFixed(1)} s, ${Math.round(instances / other.seconds)}/s, seen again ${other.counts['seen_again']}, absent ${other.counts['absent']}, reopened ${other.counts['reopened']}`);
  const xlsx = async (): Promise<void> => {
    const from = performance.now();
    let bytes = 0;
    const reply = await fetch(`${base}/api/hazards/export`, { headers: { cookie } });
    for await (const chunk of reply.body!) bytes += chunk.length;
    say(`xlsx of ${instances} rows: ${((performance.now() - from) / 1000).toFixed(1)} s (bar 5 s), ${(bytes / 1e6).toFixed(1)} MB`);
  };
  await xlsx();
  await sql`vacuum analyze hazard`.execute(db);
  await xlsx();
  say(`server RSS ${Math.round(process.memoryUsage().rss / 1e6)} MB`);

  if (total > instances) {
    const copies = Math.ceil(total / instances);
    for (let c = 1; c < copies; c++) {
      // as an import would write them, in states and dates of all kinds
      await sql`create temp table fresh as select gen_random_uuid() as id, h.id as like_id, (array['to_verify','confirmed','notified','signed','fixing','reported','cleared','cleared'])[1 + floor(random() * 8)::int] as s, current_date + (floor(random() * 60) - 30)::int as due from hazard h where h.number like 'YH20%' limit ${instances}`.execute(db);
      await sql`insert into work_case (id, type, state, unit_id, due_on, created_at, changed_at, closed_at) select f.id, 'hazard', f.s, h.unit_id, case when f.s in ('to_verify', 'confirmed') then null else f.due end, now(), now(), case when f.s = 'cleared' then now() end from fresh f join hazard h on h.id = f.like_id`.execute(db);
      await sql`insert into hazard (id, number, key, problem_id, system_id, unit_id, state, due_on, open, severity, rank, owned, source, host, ip, port, protocol, path, parameter, evidence, place, first_seen_at, last_seen_at, notified_at, cleared_at)
        select f.id, 'B' || ${c}::text || h.number, 'b' || ${c}::text || h.key, h.problem_id, h.system_id, h.unit_id, f.s, case when f.s in ('to_verify', 'confirmed') then null else f.due end, f.s <> 'cleared', h.severity, h.rank, h.owned, h.source, h.host, h.ip, h.port, h.protocol, h.path, h.parameter, h.evidence, h.place, now() - random() * interval '200 days', now(), case when f.s in ('to_verify', 'confirmed') then null else now() - interval '20 days' end, case when f.s = 'cleared' then now() - random() * interval '100 days' end from fresh f join hazard h on h.id = f.like_id`.execute(db);
      await sql`drop table fresh`.execute(db);
    }
    await sql`vacuum analyze hazard`.execute(db);
    await sql`vacuum analyze work_case`.execute(db);
    const n = (await call('GET', '/api/hazards?size=1')).total;
    const unit = units[3]!;
    const some = (await call('GET', '/api/hazards/problems?q=弱口'))[0].id;
    const system = (await call('GET', '/api/systems?size=1')).items[0].id;
    const lastImport = (await call('GET', '/api/hazards/imports'))[0].id;
    const day = (back: number): string => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
    const word = (text: string): string => `q=${encodeURIComponent(text)}`;
    // every filter of the page, alone and with its usual companion, in every order
    const filters = ['', ...hazardStates.map((s) => `state=${s}`), ...severities.map((s) => `severity=${s}`), ...sources.map((s) => `source=${s}`), 'open=true', 'open=false', 'overdue=true', 'owned=true', 'owned=false', 'reopened=true', 'once=true', 'told=true', 'answered=true', 'answered=false', `found_from=${day(3)}`, `found_to=${day(190)}`, `found_from=${day(60)}&found_to=${day(30)}`, `cleared_from=${day(3)}`, `cleared_to=${day(90)}`, `cleared_from=${day(60)}&cleared_to=${day(30)}`,
      `unit_id=${unit}`, `system_id=${system}`, `problem_id=${some}`, `import_id=${lastImport}`, `unit_id=${unit}&overdue=true`, `unit_id=${unit}&severity=critical`, `unit_id=${unit}&state=fixing`, `unit_id=${unit}&open=false`, `unit_id=${unit}&answered=false`, `problem_id=${some}&open=true`, `system_id=${system}&overdue=true`, 'open=true&severity=medium', 'overdue=true&severity=critical', 'state=fixing&severity=low', 'told=true&open=true', 'answered=false&overdue=true', `found_from=${day(30)}&severity=critical`, `found_from=${day(30)}&open=true`];
    const words = [...['口令', '检测', '目录', '证书', '系统', '单位', '示例', '没有'].map(word), word('10.3.2.1'), word('10.3.'), word('检测项1234'), `${word('口令')}&overdue=true`, `${word('口令')}&unit_id=${unit}`, `${word('单位9')}&open=true`, `${word('泄露')}&severity=critical`];
    const pages: [string, string, number][] = [...filters.flatMap((f) => sorts.map((s): [string, string, number] => [`${f.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'x')} by ${s}`, `/api/hazards?sort=${s}${f && `&${f}`}`, 100])), ...words.flatMap((f) => sorts.map((s): [string, string, number] => [`${decodeURIComponent(f).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'x')} by ${s}`, `/api/hazards?sort=${s}&${f}`, 200])),
      ['problems', '/api/hazards/problems', 300], ['problems, two characters', `/api/hazards/problems?${word('口令')}`, 300], ['figures', '/api/hazards/figures', 300]];
    const measure = async (path: string): Promise<number> => { const times: number[] = []; for (let i = 0; i < 21; i++) { const from = performance.now(); await call('GET', path); times.push(performance.now() - from); } return times.slice(1).sort((a, b) => a - b)[18]!; };
    const bound = await measure('/api/hazards/limits');
    say(`${n} hazards; bound (a small route): p95 ${bound.toFixed(1)} ms`);
    const all: Record<number, number[]> = {};
    for (const [name, path, bar] of pages) { const p95 = await measure(path); (all[bar] ??= []).push(p95); if (bar < 300 && p95 <= bar && !process.env['SHOUTU_BENCH_ALL']) continue; say(`  ${name.padEnd(44)} p95 ${p95.toFixed(0).padStart(5)} ms (bar ${bar}) x${(p95 / bound).toFixed(0)} the bound${p95 > bar ? '  OVER' : ''}`); }
    for (const bar of [100, 200]) { const list = all[bar]!.sort((a, b) => a - b); say(`${bar === 100 ? 'filters × orders' : 'words × orders'}: ${list.length} lists, p95 of each: median ${list[list.length >> 1]!.toFixed(0)}, worst ${list.at(-1)!.toFixed(0)} ms, ${list.filter((x) => x > bar).length} over ${bar}`); }
    const deep: number[] = [];
    let next = '';
    for (let i = 0; i < 200; i++) { const from = performance.now(); const page = await call('GET', `/api/hazards?size=50${next}`); deep.push(performance.now() - from); if (!page.next) break; next = `&after=${page.next}`; }
    say(`  200 pages on           p95 ${deep.sort((a, b) => a - b)[Math.floor(deep.length * 0.95)]!.toFixed(0)} ms`);
  }
  await db.destroy();
} finally {
  await running.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(0);
