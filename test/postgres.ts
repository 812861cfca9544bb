import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureDatabase, startPostgres } from '../src/kernel/embedded-postgres.ts';
import { migrate } from '../src/kernel/migrate.ts';

/** One PostgreSQL for the whole run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), 'shoutu-test-'));
  chmodSync(dir, 0o755);
  const postgres = await startPostgres(dir, { info: () => undefined, warn: (t) => process.stderr.write(`${t}\n`) });
  await migrate(await ensureDatabase(postgres, 'shoutu_template'), join(import.meta.dirname, '../migrations/pg'));
  project.provide('postgresUrl', postgres.url);
  project.provide('scratchDir', dir);
  return async () => { await postgres.stop(); rmSync(dir, { recursive: true, force: true }); };
}
declare module 'vitest' {
  export interface ProvidedContext { postgresUrl: string; scratchDir: string }
}
