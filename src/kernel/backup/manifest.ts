import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';

const Kept = z.object({ path: z.string().regex(/^(pg|files)\/(?!.*\.\.)/), size: z.number(), sha256: z.string() });
export type Kept = z.infer<typeof Kept>;
/** What a backup says of itself: every file with its sum, and how many rows there were. */
export const Manifest = z.object({
  format: z.literal(1), started_at: z.string(), ended_at: z.string(), postgres: z.string(), wal_start: z.string(), wal_stop: z.string(), audit_seq: z.number(), rows: z.record(z.string(), z.number()), directories: z.array(z.string()), files: z.array(Kept),
});
export type Manifest = z.infer<typeof Manifest>;

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
export async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  const text = JSON.stringify(manifest, null, 1);
  await writeFile(join(dir, 'manifest.json'), text, { mode: 0o600, flush: true });
  await writeFile(join(dir, 'manifest.sha256'), `${digest(text)}\n`, { mode: 0o600, flush: true });
}
/** Throws with a text for the operator. */
export async function readManifest(dir: string): Promise<Manifest> {
  const [text, sum] = await Promise.all(['manifest.json', 'manifest.sha256'].map((name) => readFile(join(dir, name), 'utf8').catch(() => { throw new Error(`${dir} 不是守土的备份：缺少 ${name}。`); })));
  if (digest(text!) !== sum!.trim()) throw new Error(`备份已损坏：manifest.json 与它的校验和不符。请换用另一份备份。`);
  return Manifest.parse(JSON.parse(text!));
}

/** Copies one file and returns what was written; its own rights only for the one who makes it. */
export async function copyFile(from: string, to: string): Promise<{ size: number; sha256: string }> {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let size = 0;
  const meter = new Transform({ transform(chunk: Buffer, _e, done) { size += chunk.length; hash.update(chunk); done(null, chunk); } });
  await pipeline(createReadStream(from), meter, createWriteStream(to, { mode: 0o600, flush: true }));
  return { size, sha256: hash.digest('hex') };
}
async function sumOf(path: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path)) { size += (chunk as Buffer).length; hash.update(chunk as Buffer); }
  return { size, sha256: hash.digest('hex') };
}

/** Every file below `dir`, with `/` in its path; one that goes away meanwhile is left out. */
export async function* filesBelow(dir: string, enter: (path: string) => boolean = () => true, at = dir): AsyncGenerator<string> {
  for (const entry of await readdir(at, { withFileTypes: true }).catch(() => [])) {
    const path = join(at, entry.name);
    const name = relative(dir, path).split(sep).join('/');
    if (!enter(name)) continue;
    if (entry.isDirectory()) yield* filesBelow(dir, enter, path); else if (entry.isFile()) yield name;
  }
}

/** Reads every byte again. Throws with the name of the first file that is damaged, missing or does not belong. */
export async function verifyBackup(dir: string): Promise<Manifest> {
  const manifest = await readManifest(dir);
  const known = new Set(manifest.files.map((f) => f.path));
  for await (const path of filesBelow(dir)) if (!known.has(path) && !path.startsWith('manifest.')) throw new Error(`备份里多出了文件 ${path}，可能被人改动。请换用另一份备份。`);
  for (const f of manifest.files) {
    const found = await sumOf(join(dir, f.path)).catch(() => { throw new Error(`备份已损坏：缺少文件 ${f.path}。请换用另一份备份。`); });
    if (found.sha256 !== f.sha256 || found.size !== f.size) throw new Error(`备份已损坏：文件 ${f.path} 与校验和不符。请换用另一份备份。`);
  }
  return manifest;
}
