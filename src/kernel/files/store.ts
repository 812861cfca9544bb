import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileTypeFromFile } from 'file-type';
import { now } from '../clock.ts';
import type { Reader, Tx } from '../database.ts';
import { AppError, defineErrors } from '../errors.ts';
import type { Sent } from '../http/serve.ts';
import type { Actor } from '../identity/actor.ts';
import { newId } from '../ids.ts';
import type { Scanner } from './scan.ts';

defineErrors({
  'file.empty': '文件是空的，请重新选择。',
  'file.not_allowed': '不接收 {type} 类型的文件。可上传文档、表格、图片、压缩包等材料。',
  'file.infected': '文件含有病毒（{signature}），没有保存。请在本机查杀后换一份再传。',
  'file.not_scanned': '病毒扫描程序暂时连不上，不能接收文件。请稍后再试，或联系管理员。',
}, {
  'file.empty': 'The file is empty; choose another.',
  'file.not_allowed': 'Files of type {type} are not taken. Documents, sheets, pictures and archives are.',
  'file.infected': 'The file carries a virus ({signature}) and was not kept. Clean it on your computer and send another copy.',
  'file.not_scanned': 'The virus scanner does not answer, so no file can be taken now. Try again later or tell the administrator.',
});

/** Bytes that are safe on disk and belong to nothing yet. */
export interface SavedBytes { sha256: string; sizeBytes: number; name: string; mediaType: string; path: string; /** What the virus scanner said; `none` where there is none. */ scan: 'none' | 'clean' | 'unchecked' }

/** Programs and pages that run are no evidence; they could only hurt the one who opens them. */
const refused = new Set(['application/x-msdownload', 'application/x-elf', 'application/x-mach-binary', 'application/vnd.microsoft.portable-executable', 'application/x-executable', 'application/java-archive', 'application/x-ms-shortcut', 'application/x-shockwave-flash']);

/** Files by content: `ab/cd/<sha256>`. A file that is there is whole; what a crash leaves lies in `incoming` and is swept a day later, at a start. */
export class FileStore {
  readonly dir: string;
  readonly scanner: Scanner | undefined;
  constructor(dir: string, scanner?: Scanner) {
    this.dir = dir;
    this.scanner = scanner;
    const incoming = join(dir, 'incoming');
    mkdirSync(incoming, { recursive: true });
    for (const name of readdirSync(incoming)) if (Date.now() - statSync(join(incoming, name)).mtimeMs > 86_400_000) rmSync(join(incoming, name), { force: true });
  }
  pathOf(sha256: string): string { return join(this.dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256); }

  /** Streams to disk, never through memory. Throws request.too_large, file.empty, file.not_allowed, file.infected, file.not_scanned. */
  async save(stream: Readable, name: string, maxBytes: number): Promise<SavedBytes> {
    const partial = join(this.dir, 'incoming', newId());
    const hash = createHash('sha256');
    let size = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        if (size > maxBytes) return done(new AppError('too_large', 'request.too_large', { limit: `${Math.floor(maxBytes / (1 << 20))} MB` }));
        hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(stream, meter, createWriteStream(partial, { flush: true }));
      if ((stream as { truncated?: boolean }).truncated) throw new AppError('too_large', 'request.too_large', { limit: `${Math.floor(maxBytes / (1 << 20))} MB` });
      if (size === 0) throw new AppError('invalid', 'file.empty');
      const kind = await fileTypeFromFile(partial);
      if (kind && refused.has(kind.mime)) throw new AppError('invalid', 'file.not_allowed', { type: kind.ext });
      const scan = await this.scanner?.(partial) ?? 'none';
      return { ...await this.#keep(partial, hash.digest('hex'), size, name, kind?.mime), scan };
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }
  /** The same for bytes the server made itself. */
  async saveBytes(bytes: Uint8Array, name: string, mediaType: string): Promise<SavedBytes> {
    const partial = join(this.dir, 'incoming', newId());
    const file = await open(partial, 'w');
    try { await file.writeFile(bytes); await file.sync(); } finally { await file.close(); }
    return { ...await this.#keep(partial, createHash('sha256').update(bytes).digest('hex'), bytes.length, name, mediaType), mediaType };
  }
  async #keep(partial: string, sha256: string, sizeBytes: number, name: string, mediaType: string | undefined): Promise<SavedBytes> {
    const path = this.pathOf(sha256);
    mkdirSync(join(path, '..'), { recursive: true });
    // touched, so that nobody sweeps what is about to be named by a row
    const there = await utimes(path, new Date(), new Date()).then(() => true, () => false);
    if (there) await rm(partial, { force: true });
    else await rename(partial, path);
    return { sha256, sizeBytes, name: safeName(name), mediaType: mediaType ?? 'application/octet-stream', path, scan: 'none' };
  }
  open(sha256: string): Readable { return createReadStream(this.pathOf(sha256)); }
  read(sha256: string): Promise<Buffer> { return readFile(this.pathOf(sha256)); }
  async has(sha256: string): Promise<boolean> { return stat(this.pathOf(sha256)).then(() => true, () => false); }
}

/** A name to show and to save under: no path, no control or direction marks, at most 120 characters with its ending kept. */
export function safeName(name: string): string {
  const base = name.normalize('NFC').replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu, '').split(/[\\/]/).pop()!.replace(/[<>:"|?*]/g, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  if (!base) return '未命名';
  const letters = [...base];
  if (letters.length <= 120) return base;
  const dot = base.lastIndexOf('.');
  const ending = dot > 0 && base.length - dot <= 12 ? base.slice(dot) : '';
  return letters.slice(0, 120 - ending.length).join('') + ending;
}

/** Writes the row that ties bytes to what they belong to; without it nobody can reach them. */
export async function attachFile(tx: Tx, saved: SavedBytes, owner_type: string, owner_id: string, actor: Actor) {
  const row = { id: newId(), scan: saved.scan, sha256: saved.sha256, size_bytes: saved.sizeBytes, name: saved.name, media_type: saved.mediaType, owner_type, owner_id, uploaded_by: actor.id, uploaded_by_name: actor.name, created_at: now().toISOString() };
  await tx.insertInto('file').values(row).execute();
  return { id: row.id, name: row.name, media_type: row.media_type, size_bytes: row.size_bytes, sha256: row.sha256, uploaded_by: row.uploaded_by_name, created_at: row.created_at };
}

/** Whether the actor may read files of one kind of owner; each module answers for its own. */
export type FileGuard = (db: Reader, actor: Actor, ownerId: string) => Promise<boolean>;
export class FileDesk {
  readonly store: FileStore;
  readonly #guards = new Map<string, FileGuard>();
  constructor(store: FileStore) { this.store = store; }
  guard(ownerType: string, may: FileGuard): void { this.#guards.set(ownerType, may); }
  /** Throws object.not_found for a file that is not there and for one of somebody else alike. */
  async open(db: Reader, actor: Actor, id: string): Promise<Sent> {
    const file = await db.selectFrom('file').selectAll().where('id', '=', id).executeTakeFirst();
    if (!file || !await this.#guards.get(file.owner_type)?.(db, actor, file.owner_id)) throw new AppError('not_found', 'object.not_found');
    // taken while the scanner was away: looked at before it leaves
    if (file.scan === 'unchecked') await this.store.scanner?.(this.store.pathOf(file.sha256));
    return { stream: this.store.open(file.sha256), name: file.name, sizeBytes: file.size_bytes };
  }
}
