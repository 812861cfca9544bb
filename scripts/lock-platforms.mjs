// After every `npm install`: completes package-lock.json with the optional packages of platforms other than this one,
// which npm leaves out when it could not look at them, so that `npm ci` works on those platforms as well.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
const systems = { android: 'android', darwin: 'darwin', freebsd: 'freebsd', linux: 'linux', openharmony: 'openharmony', win32: 'win32', windows: 'win32' };
const processors = { arm64: 'arm64', aarch64: 'arm64', x64: 'x64', x86_64: 'x64', ia32: 'ia32', arm: 'arm', ppc64: 'ppc64', riscv64: 'riscv64', s390x: 's390x' };
let added = 0;
for (const [at, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const to = `node_modules/${name}`;
    if (lock.packages[to] || lock.packages[`${at}/${to}`]) continue;
    const words = name.split(/[/-]/);
    const os = words.map((w) => systems[w]).find(Boolean);
    const cpu = words.map((w) => processors[w]).find(Boolean);
    if (!os || !cpu) continue;
    lock.packages[to] = { version, cpu: [cpu], optional: true, os: [os], ...(entry.dev && { dev: true }) };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} optional packages of other platforms added\n`);
