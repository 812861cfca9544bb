// The list of so many hazards as one xlsx through the whole server: time (bar 5 s) and what it adds to the server's memory (bar 200 MB). Usage: node bench/hazards-xlsx.ts [ROWS]
// The bound in the same run: the same rows as they come from the database, without a workbook.
import { execFileSync } from 'node:child_process';
import { Client } from 'pg';
import { ServerProcess } from '../test/server-process.ts';

const rows = Number(process.argv[2] ?? 100_000);
const server = new ServerProcess('hazards-xlsx');
await server.start();
await server.setUp();
const db = new Client({ connectionString: server.databaseUrl });
await db.connect();
const { rows: [office] } = await db.query<{ id: string }>("insert into account (id, user_name, name, password_hash, password_changed_at, must_change_password) select gen_random_uuid(), 'office', '信息化办公室', password_hash, now(), false from account where user_name = 'sysadmin' returning id");
await db.query("insert into account_role (account_id, role) values ($1, 'office')", [office!.id]);
const cookie = await server.signIn('office');
const root = (await (await server.call('POST', '/api/units', { parent_id: null, name: '示例大学', kind: 'school' }, cookie)).json() as { id: string }).id;
for (let i = 0; i < 100; i++) {
  const unit = (await (await server.call('POST', '/api/units', { parent_id: root, name: `单位${i + 1}`, kind: 'department' }, cookie)).json() as { id: string }).id;
  await server.call('POST', '/api/systems', { name: `示例系统${i + 1}`, kind: 'system', unit_id: unit, state: 'online', places: [`10.${i}.0.0/16`] }, cookie);
}
await db.query("insert into problem (id, scanner, rule_id, title, severity, first_seen_at) select gen_random_uuid(), 'bench', 'r' || n, (array['弱口令', '信息泄露', '目录遍历', '版本过旧', '证书过期'])[1 + n % 5] || '检测项' || n, (array['critical', 'high', 'medium', 'low'])[1 + n % 4], now() from generate_series(1, 2000) n");
await db.query(`create temp table fresh as select gen_random_uuid() as id, n, (array['to_verify', 'confirmed', 'notified', 'signed', 'fixing', 'reported', 'cleared'])[1 + n % 7] as state from generate_series(1, ${rows}) n`);
await db.query("insert into work_case (id, type, state, unit_id, due_on, created_at, changed_at, closed_at) select f.id, 'hazard', f.state, s.unit_id, current_date + f.n % 60 - 30, now(), now(), case when f.state = 'cleared' then now() end from fresh f join (select unit_id, row_number() over (order by name) as r from info_system) s on s.r = 1 + f.n % 100");
await db.query(`insert into hazard (id, number, key, problem_id, system_id, unit_id, state, due_on, open, severity, rank, owned, source, host, ip, port, protocol, path, parameter, evidence, place, first_seen_at, last_seen_at)
  select f.id, 'YH2026' || f.n, 'k' || f.n, p.id, s.id, s.unit_id, f.state, current_date + f.n % 60 - 30, f.state <> 'cleared', p.severity, array_position(array['critical', 'high', 'medium', 'low'], p.severity), true, 'scan', '10.' || f.n % 100 || '.' || f.n / 25000 || '.' || f.n % 250, ('10.' || f.n % 100 || '.' || f.n / 25000 || '.' || f.n % 250)::inet, 1 + f.n % 6000, 'tcp', '/app/' || f.n, null, 'e', '', now() - f.n % 200 * interval '1 day', now()
  from fresh f join (select id, unit_id, row_number() over (order by name) as r from info_system) s on s.r = 1 + f.n % 100 join (select id, severity, row_number() over (order by rule_id) as r from problem) p on p.r = 1 + f.n % 2000`);
await db.query('vacuum analyze hazard');
const pid = server.running!.child.pid!;
const rss = (): number => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1000;
const take = async (): Promise<{ seconds: number; bytes: number; idle: number; peak: number }> => {
  const idle = rss();
  let peak = idle;
  const watch = setInterval(() => { peak = Math.max(peak, rss()); }, 50);
  const from = performance.now();
  let bytes = 0;
  const reply = await fetch(`http://127.0.0.1:${server.port}/api/hazards/export`, { headers: { cookie } });
  if (!reply.ok) throw new Error(await reply.text());
  for await (const chunk of reply.body!) bytes += chunk.length;
  clearInterval(watch);
  return { seconds: (performance.now() - from) / 1000, bytes, idle, peak };
};
const from = performance.now();
await db.query('select h.number, p.title, h.severity, h.state, u.name, s.name, h.host, h.ip, h.port, h.path, h.due_on, h.rounds, h.reopened, h.first_seen_at from hazard h join problem p on p.id = h.problem_id join unit u on u.id = h.unit_id left join info_system s on s.id = h.system_id order by h.due_on, h.rank, h.id');
const bound = (performance.now() - from) / 1000;
let worst = 0;
for (const time of ['first', 'second', 'third']) {
  const t = await take();
  worst = Math.max(worst, t.seconds / 5, (t.peak - t.idle) / 200);
  process.stdout.write(`xlsx of ${rows} rows, ${time}: ${t.seconds.toFixed(1)} s (bar 5 s), x${(t.seconds / bound).toFixed(1)} the bare rows (${bound.toFixed(1)} s); ${(t.bytes / 1e6).toFixed(1)} MB; server RSS ${t.idle.toFixed(0)} MB before, ${t.peak.toFixed(0)} MB at most, ${(t.peak - t.idle).toFixed(0)} MB more (bar 200)\n`);
}
await db.end();
await server.remove();
process.exit(worst <= 1 ? 0 : 1);
