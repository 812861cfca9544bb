import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { filesDir, readConfig } from '../config.ts';
import { recordBackup } from '../kernel/backup/backup.job.ts';
import { verifyBackup } from '../kernel/backup/manifest.ts';
import { restoreBackup } from '../kernel/backup/restore-backup.ts';
import { takeBackup } from '../kernel/backup/take-backup.ts';
import { verifyTrail } from '../kernel/audit/trail.ts';
import { FileStore } from '../kernel/files/store.ts';
import { openLog, openStores } from '../serve.ts';
import { withStores } from './with-stores.ts';

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** `shoutu backup --out DIR` beside a running server; `--verify BACKUP` reads one again. */
export async function backupCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { out: { type: 'string' }, verify: { type: 'string' } } });
  if (values.verify) {
    const m = await verifyBackup(resolve(values.verify));
    process.stdout.write(`备份完好：${m.files.length} 个文件，截至 ${m.ended_at}，审计日志 ${m.audit_seq} 条。\n`);
    return 0;
  }
  if (!values.out) {
    process.stderr.write('用法：shoutu backup --out DIR\n      shoutu backup --verify 备份目录\n');
    return 2;
  }
  if (readConfig(process.env, process.cwd()).databaseUrl) {
    process.stderr.write('数据库是您自己的 PostgreSQL（DATABASE_URL），请用它的工具备份（pg_basebackup、pg_dump 或平台自带的备份），然后再复制数据目录里的 files/。\n');
    return 1;
  }
  return withStores(async (stores) => {
    const taken = await takeBackup({ url: stores.url, filesDir: filesDir(stores.config) }, resolve(values.out!));
    await recordBackup(stores.database.db, taken);
    process.stdout.write(`备份完成：${taken.dir}\n${taken.manifest.files.length} 个文件，${megabytes(taken.bytes)}，用时 ${taken.seconds.toFixed(1)} 秒，截至 ${taken.manifest.ended_at}。\n`);
    return 0;
  });
}

/** `shoutu restore --from BACKUP --data NEWDIR`: copies, starts the database on the copy, and checks trail and files. */
export async function restoreCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { from: { type: 'string' }, data: { type: 'string' } } });
  if (!values.from || !values.data) {
    process.stderr.write('用法：shoutu restore --from 备份目录 --data 新的数据目录\n');
    return 2;
  }
  const dataDir = resolve(values.data);
  const manifest = await restoreBackup(resolve(values.from), dataDir);
  const config = { ...readConfig(process.env, process.cwd()), dataDir, databaseUrl: undefined };
  const stores = await openStores(config, openLog('warn'));
  try {
    const { db } = stores.database;
    // what waited when the backup was made may have left since: no mail goes out twice
    const held = await db.updateTable('notice').set({ mail_state: 'unsure' }).where('mail_state', 'in', ['waiting', 'sending']).executeTakeFirst();
    const verdict = await verifyTrail(db);
    if (!verdict.ok || verdict.rows < manifest.audit_seq) throw new Error(`恢复后的审计链不完整：${verdict.reason ?? `应有 ${manifest.audit_seq} 条，只有 ${verdict.rows} 条`}。请换用另一份备份。`);
    const store = new FileStore(filesDir(config));
    for (const f of await db.selectFrom('file').select(['sha256', 'name']).distinct().execute()) if (!await store.has(f.sha256)) throw new Error(`恢复后缺少文件“${f.name}”（${f.sha256}）。请换用另一份备份。`);
    process.stdout.write(`已恢复到 ${dataDir}：审计链完整，共 ${verdict.rows} 条；文件齐全。${held.numUpdatedRows ? `备份时待发的 ${held.numUpdatedRows} 条邮件不再发出。` : ''}\n用 SHOUTU_DATA=${dataDir} 启动即可。演练请加 SHOUTU_ROLE=web，以免发出提醒。\n`);
    return 0;
  } finally {
    await stores.close();
  }
}
