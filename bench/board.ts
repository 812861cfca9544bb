/** `node bench/board.ts`: publishes a campaign of 200 units × 100 tasks on an embedded PostgreSQL of its own and puts 50 users on it.
 *  The bound it is compared with, in the same run: a bare Fastify route that does one `select 1` on the same pool. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { readConfig } from '../src/config.ts';
import { newId } from '../src/kernel/ids.ts';
import { hashPassword } from '../src/kernel/identity/passwords.ts';
import { openDatabase, sql } from '../src/kernel/database.ts';
import { start } from '../src/serve.ts';

const units = 200, tasks = 100, people = 50, seconds = Number(process.argv[2] ?? 20);
const dir = mkdtempSync(join(tmpdir(), 'shoutu-bench-'));
chmodSync(dir, 0o755);
const running = await start(readConfig({ SHOUTU_DATA: dir, SHOUTU_PORT: '0', SHOUTU_LOG_LEVEL: 'fatal' }, dir));
const base = `http://127.0.0.1:${(running.app.server.address() as AddressInfo).port}`;
const password = 'Bench-2026-pass';
const say = (text: string) => process.stdout.write(`${text}\n`);
const hand = (cookie = '') => {
  const call = async (method: string, path: string, body?: object): Promise<{ status: number; body: any; ms: number }> => { // oxlint-disable-line no-explicit-any
    const from = performance.now();
    const reply = await fetch(base + path, { method, headers: { 'x-shoutu': '1', cookie, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }) });
    const body_text = await reply.text();
    const set = reply.headers.get('set-cookie');
    if (set) cookie = set.split(';')[0]!;
    return { status: reply.status, body: body_text ? JSON.parse(body_text) : undefined, ms: performance.now() - from };
  };
  return call;
};
try {
  const who = (user_name: string) => ({ user_name, name: user_name, password });
  await hand()('POST', '/api/setup', { organisation_name: '示例大学', system_admin: who('sysadmin'), security_admin: who('secadmin'), audit_admin: who('auditor') });
  const { db } = openDatabase(`postgres:///shoutu?host=${encodeURIComponent((await import('../src/kernel/embedded-postgres.ts')).socketDirOf(dir))}&user=postgres`, 4);
  const password_hash = await hashPassword(password);
  const account = async (user_name: string, role: string, unit_id: string | null) => {
    const id = newId();
    await db.insertInto('account').values({ id, user_name, name: user_name, person_id: null, password_hash, password_changed_at: new Date().toISOString(), must_change_password: false, valid_until: null, locked_until: null, totp_secret: null }).execute();
    await db.insertInto('account_role').values({ account_id: id, role, unit_id }).execute();
  };
  await account('office', 'office', null);
  const office = hand();
  await office('POST', '/api/session', { user_name: 'office', password });
  const root = (await office('POST', '/api/units', { parent_id: null, name: '示例大学', kind: 'school' })).body.id as string;
  for (let i = 0; i < units; i++) {
    const unit = (await office('POST', '/api/units', { parent_id: root, name: `单位${i + 1}`, kind: 'department' })).body.id as string;
    if (i < people - 5) await account(`unit${i}`, 'liaison', unit);
  }
  const plan = `示例大学网络安全检查工作方案\n\n一、工作任务\n\n${Array.from({ length: tasks }, (_, i) => `${i + 1}. 完成第${i + 1}项检查。各部门要完成检查并报送情况。（责任单位：各部门，2027年3月${(i % 28) + 1}日前完成）`).join('\n\n')}\n`;
  const draft = (await office('POST', '/api/campaigns', { text: plan })).body;
  const published = await office('POST', `/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version });
  say(`publish ${published.body.assignments} assignments: ${(published.ms / 1000).toFixed(2)} s (bar 5 s)`);
  await sql`analyze`.execute(db);

  const load = spawn(process.execPath, [join(import.meta.dirname, 'board-load.ts'), JSON.stringify({ base, id: draft.campaign.id, password, people, seconds })], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { bound, times, errors } = JSON.parse(await text(load.stdout)) as { bound: number[]; times: Record<string, number[]>; errors: number };
  const at = (list: number[], q: number) => [...list].sort((a, b) => a - b)[Math.floor(list.length * q)] ?? 0;
  const all = Object.values(times).flat();
  say(`${people} users, ${all.length} requests in ${seconds} s, ${errors} errors; bound (one statement, one user): p95 ${at(bound, 0.95).toFixed(1)} ms`);
  for (const [name, list] of Object.entries(times).sort(([a], [b]) => (a < b ? -1 : 1))) say(`  ${name.padEnd(19)} n=${String(list.length).padStart(4)}  p50 ${at(list, 0.5).toFixed(0).padStart(4)} ms  p95 ${at(list, 0.95).toFixed(0).padStart(4)} ms  x${(at(list, 0.95) / at(bound, 0.95)).toFixed(0)} the bound`);
  say(`  all                 p95 ${at(all, 0.95).toFixed(0)} ms (bar 150 ms), x${(at(all, 0.95) / at(bound, 0.95)).toFixed(0)} the bound`);
  await db.destroy();
} finally {
  await running.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(0);
