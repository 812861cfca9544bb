import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyFile, readManifest, type Manifest } from './manifest.ts';

/** Puts a backup into a folder that is not there yet or is empty, and checks every byte on the way. Nothing is left of one that fails.
 *  Throws with the name of the first damaged file. The database replays its log at its first start. */
export async function restoreBackup(from: string, data: string): Promise<Manifest> {
  const manifest = await readManifest(from);
  if (existsSync(data) && readdirSync(data).length) throw new Error(`${data} 不是空目录。为免覆盖现有数据，请指定一个新目录。`);
  const partial = `${data.replace(/\/+$/, '')}.partial-${process.pid}`;
  // the database's own user must be able to walk in; its folder itself stays closed
  mkdirSync(partial, { recursive: true, mode: 0o755 });
  chmodSync(partial, 0o755);
  try {
    await mkdir(join(partial, 'pg'), { mode: 0o700 });
    for (const path of manifest.directories) if (/^pg\/(?!.*\.\.)/.test(path)) await mkdir(join(partial, path), { recursive: true, mode: 0o700 });
    for (const f of manifest.files) {
      const copied = await copyFile(join(from, f.path), join(partial, f.path)).catch((error: { code?: string }) => {
        throw error.code === 'ENOENT' && !existsSync(join(from, f.path)) ? new Error(`备份已损坏：缺少文件 ${f.path}。请换用另一份备份。`) : error;
      });
      if (copied.sha256 !== f.sha256 || copied.size !== f.size) throw new Error(`备份已损坏：文件 ${f.path} 与校验和不符。请换用另一份备份。`);
    }
    if (existsSync(data)) await rm(data, { recursive: true });
    renameSync(partial, data);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  return manifest;
}
