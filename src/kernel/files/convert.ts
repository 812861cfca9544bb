import { spawn } from 'node:child_process';
import { mkdtemp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

/** A program of the operator's that turns a document into one that is read here, e.g. soffice. `{in}` and `{out}` stand for file and folder. */
export interface Converter { command: string; timeoutMs?: number; mostBytes?: number }
export type Converted = { ok: true; bytes: Uint8Array; name: string } | { ok: false; detail: string };

let configured: Converter | undefined;
/** Said once at start, from SHOUTU_CONVERTER. */
export const useConverter = (command: string | undefined): void => { configured = command ? { command } : undefined; };
export const converter = (): Converter | undefined => configured;

/** Runs the program without a shell in a folder of its own; whatever it starts ends with it. Never throws. */
export async function convertDocument({ command, timeoutMs = 60_000, mostBytes = 40 << 20 }: Converter, bytes: Uint8Array, name: string): Promise<Converted> {
  const folder = await mkdtemp(join(tmpdir(), 'shoutu-convert-'));
  try {
    const out = join(folder, 'out');
    await mkdir(out);
    const source = join(folder, `document${/^\.[a-z0-9]{1,5}$/i.test(extname(name)) ? extname(name).toLowerCase() : ''}`);
    await writeFile(source, bytes);
    const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => (m[1] ?? m[2] ?? '').replaceAll('{in}', source).replaceAll('{out}', out));
    const problem = await run(words, folder, out, timeoutMs, mostBytes);
    if (problem) return { ok: false, detail: problem };
    for (const file of await readdir(out)) {
      if (!/\.(?:docx|pdf|txt)$/i.test(file)) continue;
      const made = join(out, file);
      const info = await stat(made);
      if (info.isFile() && info.size <= mostBytes) return { ok: true, bytes: new Uint8Array(await readFile(made)), name: file };
    }
    return { ok: false, detail: 'no output' };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message.slice(0, 200) : 'failed' };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

function run([program = '', ...args]: string[], folder: string, out: string, timeoutMs: number, mostBytes: number): Promise<string | undefined> {
  return new Promise((done) => {
    // a group of its own, so that helpers which the program starts are ended too; no environment of ours goes in
    const child = spawn(program, args, { cwd: folder, detached: true, stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' } });
    let problem: string | undefined;
    const stop = (why: string): void => {
      problem ??= why;
      try { if (child.pid) process.kill(-child.pid, 'SIGKILL'); } catch { /* ended meanwhile */ }
    };
    const timer = setTimeout(() => stop('timeout'), timeoutMs);
    const watch = setInterval(() => void sizeOf(out).then((size) => { if (size > mostBytes * 2) stop('too large'); }), 500);
    const end = (why: string | undefined): void => {
      clearTimeout(timer);
      clearInterval(watch);
      stop(why ?? '');
      done(problem || undefined);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code) => end(code === 0 ? undefined : `exit ${code}`));
  });
}

async function sizeOf(folder: string): Promise<number> {
  let total = 0;
  for (const file of await readdir(folder).catch(() => [])) total += (await stat(join(folder, file)).catch(() => ({ size: 0 }))).size;
  return total;
}
