import { statSync } from 'node:fs';
import pg from 'pg';
import type { Config } from '../config.ts';
import { newestBackup } from '../kernel/backup/take-backup.ts';
import { connection } from '../kernel/database.ts';
import { embeddedUrl } from '../kernel/embedded-postgres.ts';
import { clamdVersion } from '../kernel/files/scan.ts';
import { defaultSettings } from '../kernel/settings/contract.ts';
import type { Finding } from './doctor.ts';

const HOUR_MS = 3_600_000;
interface State { backup_hour: number | null; since: string | null; rows: number; sweep_at: string | null; backup_ok: boolean | null; backup_reason: string | null; mail_failed: number; mail_unsure: number; unchecked: number; jobs_failed: number; jobs_stuck: number }

/** How the duties of the running system went: backup, sweep, mail, jobs, scanner, trail. Without a database it says so and stops. */
export async function runningFindings(config: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (config.publicUrl?.startsWith('https:') && config.trustedProxies.length === 0) findings.push({ ok: false, what: '用户经反向代理访问，但没有设 SHOUTU_TRUSTED_PROXIES', remedy: '请填代理的地址，否则审计日志和登录限制把所有人当成同一个地址。' });
  findings.push(await scannerFinding(config));
  const client = new pg.Client({ ...connection(config.databaseUrl ?? embeddedUrl(config.dataDir, 'shoutu')), connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows: [state] } = await client.query<State>(`select
      (select (value #>> '{}')::int from setting where key = 'backup_hour') as backup_hour, (select min(at)::text from audit_log) as since, (select count(*) from audit_log) as rows,
      (select at::text from nightly_run where name = 'sweep') as sweep_at, (select ok from nightly_run where name = 'backup') as backup_ok, (select detail ->> 'reason' from nightly_run where name = 'backup') as backup_reason,
      (select count(*) from notice where mail_state = 'failed' and created_at > now() - interval '7 days') as mail_failed, (select count(*) from notice where mail_state = 'unsure' and created_at > now() - interval '7 days') as mail_unsure,
      (select count(*) from file where scan = 'unchecked') as unchecked,
      (select count(*) from pgboss.job where state = 'failed' and completed_on > now() - interval '1 day') as jobs_failed, (select count(*) from pgboss.job where state = 'active' and started_on + expire_seconds * interval '1 second' < now()) as jobs_stuck`);
    const s = state!;
    findings.push(await backupFinding(config, s), ...duties(s));
  } catch (error) {
    findings.push({ ok: true, what: `没有连上数据库，备份、邮件、任务等运行情况未检查（${(error as Error).message}）` });
  } finally {
    await client.end().catch(() => undefined);
  }
  return findings;
}

async function scannerFinding(config: Config): Promise<Finding> {
  if (!config.clamd) return { ok: true, what: '没有配置病毒扫描（可用 SHOUTU_CLAMD 接 ClamAV）' };
  try {
    return { ok: true, what: `病毒扫描 ${await clamdVersion(config.clamd)}` };
  } catch (error) {
    return { ok: false, what: `连不上病毒扫描程序 ${config.clamd}：${(error as Error).message}`, remedy: '请启动 clamav-daemon，检查地址和套接字权限；在此之前按设置拒收文件或先收下。' };
  }
}

async function backupFinding(config: Config, s: State): Promise<Finding> {
  if (config.databaseUrl) return { ok: true, what: '数据库是自己的 PostgreSQL，由它的工具备份；files/ 请另行复制' };
  const newest = await newestBackup(config.backupDir);
  const young = !s.since || Date.now() - Date.parse(s.since) < 26 * HOUR_MS;
  if (s.backup_ok === false) return { ok: false, what: `最近一次自动备份失败：${s.backup_reason ?? ''}`, remedy: `请排除原因后运行 npx shoutu backup --out ${config.backupDir}。` };
  if (newest && Date.now() - Date.parse(newest.ended_at) < 26 * HOUR_MS) {
    const same = statSync(config.backupDir).dev === statSync(config.dataDir).dev;
    return { ok: true, what: `最近的备份 ${newest.dir}，截至 ${newest.ended_at}${same ? '（与数据在同一块磁盘，建议用 SHOUTU_BACKUP_DIR 换一块）' : ''}` };
  }
  if ((s.backup_hour ?? defaultSettings.backup_hour) < 0) return { ok: false, what: '每晚备份已关闭，最近一天没有备份', remedy: '请在“系统管理 → 设置 → 备份与防护”里定一个钟点，或定时运行 npx shoutu backup。' };
  if (young) return { ok: true, what: '刚开始使用，今晚做第一次自动备份' };
  return { ok: false, what: newest ? `最近的备份已过一天：${newest.dir}` : '还没有备份', remedy: `请确认服务以 SHOUTU_ROLE=all 或 jobs 运行，或现在运行 npx shoutu backup --out ${config.backupDir}。` };
}

function duties(s: State): Finding[] {
  const old = s.since !== null && Date.now() - Date.parse(s.since) > 48 * HOUR_MS;
  const swept = s.sweep_at !== null && Date.now() - Date.parse(s.sweep_at) < 48 * HOUR_MS;
  return [
    { ok: !old || swept, what: swept ? `最近一次清理 ${s.sweep_at}` : '两天内没有清理过无主文件', remedy: '请确认服务以 SHOUTU_ROLE=all 或 jobs 运行。' },
    { ok: s.mail_failed === 0, what: `近七天邮件：被拒 ${s.mail_failed} 条，因中断不知是否送达 ${s.mail_unsure} 条（消息中心里都在）`, remedy: '请核对收件人的邮箱和设置里的邮件服务器。' },
    { ok: s.jobs_failed === 0 && s.jobs_stuck === 0, what: `后台任务：近一天失败 ${s.jobs_failed} 个，卡住 ${s.jobs_stuck} 个`, remedy: '请查看应用日志里的 job failed；重启服务后会自动重试。' },
    ...(s.unchecked ? [{ ok: true, what: `有 ${s.unchecked} 个文件是扫描程序不在时收下的，下载前会补扫` }] : []),
    { ok: true, what: `审计日志 ${s.rows} 条${s.since ? `，最早 ${s.since}` : ''}，只增不删` },
  ];
}
