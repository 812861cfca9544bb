/** `node bench/notices.ts [units]`: one numbered letter with docx to each of 500 units through the API, all or none. Bar: 20 s. The bound in the same run: the same number of files written and synced by themselves. */
import { chmodSync, closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { openDatabase } from '../src/kernel/database.ts';
import { socketDirOf } from '../src/kernel/embedded-postgres.ts';
import { newId } from '../src/kernel/ids.ts';
import { hashPassword } from '../src/kernel/identity/passwords.ts';
import { start } from '../src/serve.ts';

const BAR_MS = 20_000;
const count = Number(process.argv[2] ?? 500);
const dir = mkdtempSync(join(tmpdir(), 'shoutu-bench-'));
chmodSync(dir, 0o755);
const running = await start(readConfig({ SHOUTU_DATA: dir, SHOUTU_PORT: '0', SHOUTU_LOG_LEVEL: 'error' }, dir));
const base = `http://127.0.0.1:${(running.app.server.address() as AddressInfo).port}`;
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
  const account = async (user_name: string, role: 'office' | 'liaison', unit_id: string | null): Promise<void> => {
    const id = newId();
    await db.insertInto('account').values({ id, user_name, name: user_name, person_id: null, password_hash: await hashed, password_changed_at: new Date().toISOString(), must_change_password: false, valid_until: null, locked_until: null, totp_secret: null }).execute();
    await db.insertInto('account_role').values({ account_id: id, role, unit_id }).execute();
  };
  const hashed = hashPassword(password);
  await account('office', 'office', null);
  cookie = '';
  await call('POST', '/api/session', { user_name: 'office', password });
  const root = (await call('POST', '/api/units', { parent_id: null, name: '示例大学', kind: 'school' })).id;
  const rows = ['隐患名称\t危险等级\tIP地址'];
  for (let i = 0; i < count; i++) {
    const unit = (await call('POST', '/api/units', { parent_id: root, name: `单位${i + 1}`, kind: 'department' })).id;
    await account(`liaison${i}`, 'liaison', unit);
    await call('POST', '/api/ranges', { unit_id: unit, written: `10.${i >> 8}.${i & 255}.0/24` });
    for (let k = 0; k < 8; k++) rows.push(`检测项${k}弱口令\t${['紧急', '高危', '中危', '低危'][k % 4]}\t10.${i >> 8}.${i & 255}.${k + 1}`);
  }
  const form = new FormData();
  form.append('file', new Blob([rows.join('\n')]), '清单.csv');
  const { id } = await (await fetch(`${base}/api/hazards/imports`, { method: 'POST', headers: { 'x-shoutu': '1', cookie }, body: form })).json() as { id: string };
  for (;;) { const i = await call('GET', `/api/hazards/imports/${id}`); if (i.state === 'done') break; if (i.state === 'failed') throw new Error(i.error); await new Promise((go) => setTimeout(go, 200)); }
  const ids = (await db.selectFrom('hazard').select('id').execute()).map((h) => h.id);

  const from = performance.now();
  const issued = await call('POST', '/api/hazard-notices', { kind: 'order', ids, note: '请尽快整改' });
  const ms = performance.now() - from;
  const numbers = (await db.selectFrom('hazard_notice').select('number').execute()).map((n) => Number(/(\d+)号/.exec(n.number)![1])).sort((a, b) => a - b);
  const gapless = numbers.every((n, i) => n === i + 1);

  const bound = performance.now();
  const bytes = new Uint8Array(12_000);
  for (let i = 0; i < count; i++) { const f = openSync(join(dir, `bound-${i}`), 'w'); writeSync(f, bytes); fsyncSync(f); closeSync(f); }
  const bare = performance.now() - bound;
  process.stdout.write(`notices: ${issued.issued} letters with ${issued.hazards} hazards in ${(ms / 1000).toFixed(2)} s (bar ${BAR_MS / 1000} s), ${(ms / count).toFixed(1)} ms each; numbers ${gapless ? 'without a gap' : 'WITH GAPS'}; bound, ${count} files written and synced: ${(bare / 1000).toFixed(2)} s; node ${process.version}\n`);
  if (ms > BAR_MS || !gapless || issued.issued !== count) process.exitCode = 1;
  await db.destroy();
} finally {
  await running.stop();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(process.exitCode ?? 0);
