// `npm run up`: installs what is missing, builds the pages when their sources changed, and serves. Runs on the host's own Node ≥ 18.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeFlags } from '../bin/node-flags.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'node_modules/.bin');
export const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };

/** A digest of names and contents; a changed, added or removed file changes it. */
function digest(paths) {
  const hash = createHash('sha256');
  const walk = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) walk(join(path, name));
    else if (!/\.test\.tsx?$/.test(path)) hash.update(path.slice(root.length)).update(readFileSync(path));
  };
  for (const p of paths) walk(join(root, p));
  return hash.digest('hex');
}
const stampOf = (name) => join(root, 'node_modules', `.shoutu-${name}`);
const isFresh = (name, value) => existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === value;
const stamp = (name, value) => writeFileSync(stampOf(name), value);
function run(command, args, say) {
  process.stdout.write(`${say}\n`);
  const done = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (done.status !== 0) {
    process.stderr.write(`\n${say} 失败。请把上面的输出发给管理员。\n`);
    process.exit(done.status ?? 1);
  }
}

/** Installs exactly what the lock file says, once for each lock file. */
export function install() {
  const lock = digest(['package.json', 'package-lock.json']);
  if (isFresh('installed', lock)) return;
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], '正在安装依赖（首次约 600 MB）…');
  stamp('installed', lock);
}
/** Builds the pages when anything they are made of changed. */
export function build() {
  const sources = digest(['src', 'vite.config.ts', 'package-lock.json']);
  if (isFresh('built', sources) && existsSync(join(root, 'dist/web/index.html'))) return;
  run(join(bin, 'vite'), ['build', '--logLevel', 'warn'], '正在生成页面…');
  stamp('built', sources);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install();
  build();
  mkdirSync(join(root, 'data'), { recursive: true });
  const demo = process.argv.includes('--demo');
  const child = spawn(join(bin, 'node'), [...nodeFlags, demo ? 'src/demo/main.ts' : 'src/main.ts'], { cwd: root, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
