import { isAbsolute, join, resolve } from 'node:path';
import * as z from 'zod';

/** Everything the environment may say. Every problem is printed at once, then the program ends. */
const Environment = z.object({
  /** Where uploaded files, the embedded database and the event store live. */
  SHOUTU_DATA: z.string().default('data'),
  /** A PostgreSQL ≥ 15 of your own; without it the embedded one is started. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'DATABASE_URL 应以 postgres:// 开头').optional(),
  SHOUTU_HOST: z.string().default('127.0.0.1'),
  SHOUTU_PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  /** The address people type; its scheme decides whether cookies are Secure, its host is the only accepted Origin. */
  SHOUTU_PUBLIC_URL: z.url().optional(),
  /** Addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas. */
  SHOUTU_TRUSTED_PROXIES: z.string().default(''),
  /** web: pages and API; jobs: reminders, mail and other queued work; all: both. */
  SHOUTU_ROLE: z.enum(['all', 'web', 'jobs']).default('all'),
  SHOUTU_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** sha256, or sm3 where the rules of the house ask for domestic algorithms. Fixed at first start. */
  SHOUTU_AUDIT_HASH: z.enum(['sha256', 'sm3']).default('sha256'),
  /** A program that turns what is not read here (old .wps, .rtf) into docx, pdf or txt: `soffice --headless --convert-to docx --outdir {out} {in}`. */
  SHOUTU_CONVERTER: z.string().includes('{in}', { message: '应含 {in}（待转换的文件）' }).optional(),
  /** Where nightly backups go: another disk is better. */
  SHOUTU_BACKUP_DIR: z.string().optional(),
  /** A virus scanner, host:port or the path of a socket; without it uploads are not scanned. */
  SHOUTU_CLAMD: z.string().regex(/^(\/.+|[^\s/]+:\d+)$/, '应为 主机:端口 或套接字的绝对路径').optional(),
  SHOUTU_DB_POOL: z.coerce.number().int().min(2).max(200).default(16),
});

export interface Config {
  dataDir: string; databaseUrl: string | undefined; host: string; port: number; publicUrl: string | undefined;
  trustedProxies: string[]; role: 'all' | 'web' | 'jobs'; logLevel: string; auditHash: 'sha256' | 'sm3'; poolSize: number; converter: string | undefined; backupDir: string; clamd: string | undefined;
}

/** Reads the environment. Throws an Error whose message lists every wrong key. */
export function readConfig(env: Record<string, string | undefined>, cwd: string): Config {
  const read = Environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, v]) => v !== '')));
  if (!read.success) throw new Error(`配置有误：\n${read.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`).join('\n')}`);
  const e = read.data;
  const dataDir = isAbsolute(e.SHOUTU_DATA) ? e.SHOUTU_DATA : resolve(cwd, e.SHOUTU_DATA);
  return {
    dataDir, databaseUrl: e.DATABASE_URL, host: e.SHOUTU_HOST, port: e.SHOUTU_PORT,
    publicUrl: e.SHOUTU_PUBLIC_URL?.replace(/\/$/, ''), trustedProxies: e.SHOUTU_TRUSTED_PROXIES.split(',').map((s) => s.trim()).filter(Boolean),
    role: e.SHOUTU_ROLE, logLevel: e.SHOUTU_LOG_LEVEL, auditHash: e.SHOUTU_AUDIT_HASH, poolSize: e.SHOUTU_DB_POOL,
    backupDir: e.SHOUTU_BACKUP_DIR ? resolve(cwd, e.SHOUTU_BACKUP_DIR) : join(dataDir, 'backups'), clamd: e.SHOUTU_CLAMD, converter: e.SHOUTU_CONVERTER,
  };
}

export const filesDir = (config: Config): string => join(config.dataDir, 'files');
