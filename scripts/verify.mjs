// `npm run verify`: installs, checks and runs every test, and closes with one line: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, env, install } from './up.mjs';

install();
build();
const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const bin = join(root, 'node_modules/.bin');
const report = join(tmpdir(), `shoutu-verify-${process.pid}.json`);
let passed = 0, failed = 0, skipped = 0;
const step = (name, command, args) => {
  process.stdout.write(`\n== ${name}\n`);
  const done = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (done.status === 0) passed++;
  else failed++;
  return done.status === 0;
};
step('types (server)', join(bin, 'tsc'), ['-p', 'tsconfig.server.json']);
step('types (web)', join(bin, 'tsc'), ['-p', 'tsconfig.web.json']);
step('lint', join(bin, 'oxlint'), []);
step('dead code', join(bin, 'knip'), []);
process.stdout.write('\n== tests\n');
const tests = spawnSync(join(bin, 'vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], { cwd: root, env, stdio: 'inherit' });
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests + result.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length;
  skipped = result.numPendingTests + result.numTodoTests;
  rmSync(report);
} catch (error) {
  process.stdout.write(`no test report: ${error.message}\n`);
  failed++;
}
if (tests.status !== 0 && failed === 0) failed++;
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`);
process.exit(failed === 0 ? 0 : 1);
