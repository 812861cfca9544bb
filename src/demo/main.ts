import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { start } from '../serve.ts';
import { fillDemo } from './fill.ts';

/** `npm run demo`: 示例大学 on a data folder of its own, filled through the real reader and the real API. */
const config = readConfig({ SHOUTU_DATA: 'data/demo', SHOUTU_LOG_LEVEL: 'warn', ...process.env }, process.cwd());
try {
  const running = await start(config);
  const secret = join(config.dataDir, 'demo-password.txt');
  // no two demos share a password, and none is written in the source
  const password = existsSync(secret) ? readFileSync(secret, 'utf8').trim() : `Demo-${randomBytes(6).toString('base64url')}9a`;
  if (!existsSync(secret)) {
    process.stdout.write('正在建立示例大学（约一分钟）…\n');
    await fillDemo(running, password).catch(async (error: unknown) => { await running.stop(); throw error; });
    writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  }
  process.stdout.write(`\n示例大学已就绪：${running.address}\n口令均为 ${password}\n`);
  for (const [user, role] of [['office', '网信办工作人员'], ['leader', '校领导'], ['unit01', '联络员（学校办公室）'], ['head01', '单位负责人（学校办公室）'], ['sysadmin', '系统管理员'], ['secadmin', '安全管理员'], ['auditor', '审计管理员']]) process.stdout.write(`  ${user!.padEnd(10)} ${role}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void running.stop().then(() => process.exit(0), () => process.exit(1)));
} catch (error) {
  process.stderr.write(`\n示例没有启动：${(error as Error).message}\n`);
  process.exit(1);
}
