import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { connection } from './database.ts';

/** Runs what is new in `dir` (0001_name.sql …), forward only, under one lock, each file in a transaction. Returns the names that ran.
 *  Throws when a file that ran was changed or is gone: history that differs from the database is never guessed at. */
export async function migrate(url: string, dir: string): Promise<string[]> {
  const client = new pg.Client(connection(url));
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(7265001)');
    await client.query('create table if not exists migration (name text primary key, checksum text not null, ran_at timestamptz not null default now())');
    const ran = new Map((await client.query<{ name: string; checksum: string }>('select name, checksum from migration')).rows.map((r) => [r.name, r.checksum]));
    const names = readdirSync(dir).filter((f) => /^\d{4}_[a-z0-9_]+\.sql$/.test(f)).sort();
    for (const name of ran.keys()) if (!names.includes(name)) throw new Error(`数据库已由更新的版本升级过（${name}），请使用不低于该版本的守土。`);
    const fresh: string[] = [];
    for (const name of names) {
      const text = readFileSync(join(dir, name), 'utf8');
      const checksum = createHash('sha256').update(text).digest('hex');
      if (ran.has(name)) {
        if (ran.get(name) !== checksum) throw new Error(`迁移文件 ${name} 在执行之后被改动，拒绝启动。请恢复原文件。`);
        continue;
      }
      await client.query('begin');
      try {
        await client.query(text);
        await client.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`迁移 ${name} 失败：${(error as Error).message}`, { cause: error });
      }
      fresh.push(name);
    }
    return fresh;
  } finally {
    await client.end();
  }
}
