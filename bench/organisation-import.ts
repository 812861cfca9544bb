/** How long 5,000 people take from the uploaded bytes to the last row: `node bench/organisation-import.ts`. Bar: 5 s for check and import together. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTable } from '../src/engines/tables/index.ts';
import { openDatabase } from '../src/kernel/database.ts';
import { ensureDatabase, startPostgres } from '../src/kernel/embedded-postgres.ts';
import type { Actor } from '../src/kernel/identity/actor.ts';
import { newId } from '../src/kernel/ids.ts';
import '../src/kernel/tables.ts';
import { migrate } from '../src/kernel/migrate.ts';
import { createUnit } from '../src/modules/organisation/create-unit.ts';
import { applyImport, keepImport, readRoster } from '../src/modules/organisation/import-people.ts';
import { planImport } from '../src/modules/organisation/plan-import.ts';
import { rosterTitles } from '../src/modules/organisation/roster.ts';

const PEOPLE = 5_000;
const UNITS = 200;
const BAR_MS = 5_000;

const dir = mkdtempSync(join(tmpdir(), 'shoutu-bench-'));
chmodSync(dir, 0o755);
const postgres = await startPostgres(dir, { info: () => undefined, warn: (t) => process.stderr.write(`${t}\n`) });
try {
  const url = await ensureDatabase(postgres, 'bench');
  await migrate(url, join(import.meta.dirname, '../migrations/pg'));
  const { db, statements } = openDatabase(url, 4);
  const office: Actor = { id: newId(), name: '测速', user_name: 'bench', ip: '-', session_id: null, roles: [{ role: 'office', unit_id: null, unit_name: null, subtree: [] }], must_change_password: false, totp_enabled: false, token_scopes: null };
  await db.insertInto('account').values({ id: office.id!, user_name: 'bench', name: '测速', person_id: null, password_hash: '-', password_changed_at: new Date().toISOString(), must_change_password: false, valid_until: null, locked_until: null, totp_secret: null }).execute();
  await db.transaction().execute(async (tx) => {
    const root = await createUnit(tx, office, { parent_id: null, name: '示例大学', kind: 'school' });
    for (let i = 0; i < UNITS; i++) await createUnit(tx, office, { parent_id: root, name: `第${i}学院`, kind: 'college' });
  });
  const sheet = (phone: string) => writeTable({
    name: '人员', columns: Object.entries(rosterTitles).map(([key, title]) => ({ key, title })),
    rows: Array.from({ length: PEOPLE }, (_, i) => ({ unit: `第${i % UNITS}学院`, name: `人员${i}`, employee_no: `N${i}`, phone: `${phone}${String(i).padStart(4, '0')}`, email: `n${i}@example.edu.cn`, duties: i < UNITS ? '联络员、网络安全员' : '' })),
  });
  let worst = 0;
  for (const [what, bytes] of [['all new', await sheet('1380000')], ['all changed', await sheet('1390000')], ['nothing changed', await sheet('1390000')]] as const) {
    const begun = performance.now();
    const read = await readRoster(bytes);
    const parsed = performance.now();
    const plan = await planImport(db, office, read.rows, read.errors);
    const token = await db.transaction().execute((tx) => keepImport(tx, office, '-', plan));
    const checked = performance.now();
    const before = statements();
    const again = await readRoster(bytes); // the word comes in another request, which reads the file anew
    await db.transaction().execute((tx) => applyImport(tx, office, token, again));
    const total = performance.now() - begun;
    worst = Math.max(worst, total);
    process.stdout.write(`organisation-import: ${PEOPLE} people, ${what}: ${(total / 1000).toFixed(2)} s (bar ${BAR_MS / 1000} s): read ${(parsed - begun).toFixed(0)} ms, compare ${(checked - parsed).toFixed(0)} ms, read again and write ${(total - (checked - begun)).toFixed(0)} ms in ${statements() - before} statements; ${plan.added.length} new, ${plan.changed.length} changed, ${plan.same} same; node ${process.version}\n`);
  }
  await db.destroy();
  if (worst > BAR_MS) process.exitCode = 1;
} finally {
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}
