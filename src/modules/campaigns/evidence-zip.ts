import { Readable } from 'node:stream';
import { Zip, ZipPassThrough } from 'fflate';
import { toCsv } from '../../engines/tables/index.ts';
import { beijingTime } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/database.ts';
import { safeName, type FileStore } from '../../kernel/files/store.ts';
import { readEvidence } from './write-document.ts';

/** All evidence of a campaign as one zip, streamed: a folder a unit, a folder a task, and a list with the SHA-256 of each file. */
export async function evidenceZip(db: Db, store: FileStore, campaignId: string): Promise<Readable> {
  const files = await readEvidence(db, campaignId);
  const used = new Set<string>();
  const entries = files.map((f) => {
    const base = `${safeName(f.unit)}/${safeName([f.path.replaceAll('/', '-'), f.task.slice(0, 30), f.period_label].filter(Boolean).join(' '))}/${safeName(f.name)}`;
    let name = base;
    for (let i = 2; used.has(name); i++) name = base.replace(/(\.[^./]*)?$/, ` (${i})$1`);
    used.add(name);
    return { ...f, created_at: beijingTime(f.created_at), entry: name };
  });
  const columns = [{ key: 'entry', title: '文件' }, { key: 'unit', title: '单位' }, { key: 'task', title: '任务' }, { key: 'uploaded_by_name', title: '上传人' }, { key: 'created_at', title: '上传时间（北京时间）' }, { key: 'size_bytes', title: '字节数' }, { key: 'sha256', title: 'SHA-256' }];
  return Readable.from(chunks(entries, toCsv(columns, entries), store));
}

async function* chunks(entries: { entry: string; sha256: string }[], list: string | Uint8Array, store: FileStore): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let failed: Error | undefined;
  const zip = new Zip((error, data) => { if (error) failed = error; else ready.push(data); });
  const flush = function* () {
    if (failed) throw failed;
    const out = ready;
    ready = [];
    yield* out;
  };
  const index = new ZipPassThrough('佐证材料目录.csv');
  zip.add(index);
  index.push(typeof list === 'string' ? new TextEncoder().encode(list) : list, true);
  yield* flush();
  for (const { entry, sha256 } of entries) {
    const part = new ZipPassThrough(entry);
    zip.add(part);
    for await (const bytes of store.open(sha256)) { part.push(bytes as Uint8Array); yield* flush(); }
    part.push(new Uint8Array(0), true);
    yield* flush();
  }
  zip.end();
  yield* flush();
}
