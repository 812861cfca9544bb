import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig, type Config } from '../config.ts';
import { connection } from '../kernel/database.ts';
import { runningFindings } from './doctor-running.ts';

export interface Finding { ok: boolean; what: string; remedy?: string }

/** `shoutu doctor`: what is wrong with this machine, and what to do. 0 when nothing is. */
export async function doctorCommand(): Promise<number> {
  const findings: Finding[] = [];
  let config: Config;
  try { config = readConfig(process.env, process.cwd()); } catch (error) {
    process.stdout.write(`✗ ${(error as Error).message}\n  → 请按 docs/operate/settings.md 修改环境变量。\n`);
    return 1;
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  findings.push({ ok: major > 22 || (major === 22 && minor >= 18), what: `Node.js ${process.versions.node}`, remedy: '请用 npm run up 或 npx shoutu 启动，它们使用项目自带的 Node 24。' });
  findings.push(dataFinding(config));
  findings.push({ ok: existsSync(join(import.meta.dirname, '../../dist/web/index.html')), what: '页面已生成', remedy: '请运行 npm run build。' });
  findings.push(config.databaseUrl ? await databaseFinding(config.databaseUrl) : { ok: true, what: `使用内置 PostgreSQL，数据在 ${join(config.dataDir, 'pg')}` });
  findings.push(await portFinding(config));
  findings.push({ ok: new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai' }).resolvedOptions().timeZone === 'Asia/Shanghai', what: '时区数据', remedy: '请安装带完整 ICU 的 Node。' });
  findings.push(...await runningFindings(config));
  for (const f of findings) process.stdout.write(`${f.ok ? '✓' : '✗'} ${f.what}\n${f.ok || !f.remedy ? '' : `  → ${f.remedy}\n`}`);
  return findings.every((f) => f.ok) ? 0 : 1;
}

function dataFinding(config: Config): Finding {
  try {
    mkdirSync(config.dataDir, { recursive: true });
    accessSync(config.dataDir, constants.W_OK);
    const fs = statfsSync(config.dataDir);
    const free = (fs.bavail * fs.bsize) / 2 ** 30;
    return { ok: free > 2, what: `数据目录 ${config.dataDir}，剩余 ${free.toFixed(1)} GB`, remedy: '剩余空间不足 2 GB，请清理磁盘或用 SHOUTU_DATA 换一个位置。' };
  } catch (error) {
    return { ok: false, what: `数据目录 ${config.dataDir}：${(error as Error).message}`, remedy: '请检查目录权限，或用 SHOUTU_DATA 指定可写的目录。' };
  }
}
async function databaseFinding(url: string): Promise<Finding> {
  const client = new pg.Client({ ...connection(url), connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string; server_encoding: string }>("select current_setting('server_version_num') as server_version_num, current_setting('server_encoding') as server_encoding");
    const version = Number(rows[0]?.server_version_num ?? 0);
    return { ok: version >= 150_000 && rows[0]?.server_encoding === 'UTF8', what: `PostgreSQL ${Math.floor(version / 10_000)}，编码 ${rows[0]?.server_encoding}`, remedy: '需要 PostgreSQL 15 以上、UTF8 编码的数据库。' };
  } catch (error) {
    return { ok: false, what: `连不上数据库：${(error as Error).message}`, remedy: '请检查 DATABASE_URL 的地址、账号、口令和防火墙。' };
  } finally {
    await client.end().catch(() => undefined);
  }
}
async function portFinding(config: Config): Promise<Finding> {
  if (await fetch(`http://${config.host}:${config.port}/readyz`, { signal: AbortSignal.timeout(2000) }).then((r) => r.ok, () => false)) return { ok: true, what: `守土正在 ${config.host}:${config.port} 运行` };
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done({ ok: false, what: `端口 ${config.host}:${config.port} 被占用`, remedy: '守土可能已在运行；否则请用 SHOUTU_PORT 换一个端口。' }));
    probe.listen(config.port, config.host, () => probe.close(() => done({ ok: true, what: `端口 ${config.host}:${config.port} 可用` })));
  });
}
