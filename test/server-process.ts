import { nodeFlags } from '../bin/node-flags.mjs';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { socketDirOf } from '../src/kernel/embedded-postgres.ts';

export const mainFile = join(import.meta.dirname, '../src/main.ts');
const cli = join(import.meta.dirname, '../src/cli/main.ts');
const password = 'Shiyong-2026!';
const ended = (child: ChildProcess) => new Promise<void>((done) => { if (child.exitCode !== null || child.signalCode) done(); else child.once('exit', () => done()); });
export interface Launched { child: ChildProcess; output: () => string }

/** The real server in a process of its own, on a data folder and port of its own, to be killed and started at will. */
export class ServerProcess {
  data: string;
  port = 0;
  running: Launched | undefined;
  readonly extra: Record<string, string>;
  #cookie = '';
  constructor(name: string, extra: Record<string, string> = {}) {
    this.data = mkdtempSync(join(tmpdir(), `shoutu-${name}-`));
    chmodSync(this.data, 0o755);
    this.extra = extra;
  }
  environment() { return { ...process.env, SHOUTU_DATA: this.data, SHOUTU_PORT: String(this.port), SHOUTU_LOG_LEVEL: 'warn', ...this.extra }; }
  launch(more: Record<string, string> = {}): Launched {
    const child = spawn(process.execPath, [...nodeFlags, mainFile], { env: { ...this.environment(), ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const s of [child.stdout, child.stderr]) s.on('data', (b: Buffer) => { text += b.toString(); });
    return { child, output: () => text };
  }
  async start(): Promise<void> {
    this.port ||= await new Promise<number>((done) => { const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address() as { port: number }; s.close(() => done(port)); }); });
    this.running = this.launch();
    await this.ready();
  }
  async ready(): Promise<void> {
    for (let i = 0; i < 400; i++) {
      if (this.running!.child.exitCode !== null) throw new Error(`the server ended: ${this.running!.output()}`);
      if (await fetch(`http://127.0.0.1:${this.port}/readyz`).then((r) => r.ok, () => false)) return;
      await sleep(50);
    }
    throw new Error(`not ready: ${this.running!.output()}`);
  }
  postmaster(): number { return Number(readFileSync(join(this.data, 'pg/postmaster.pid'), 'utf8').split('\n')[0]); }
  get databaseUrl(): string { return `postgres:///shoutu?host=${encodeURIComponent(socketDirOf(this.data))}&user=postgres`; }
  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const { child } = this.running!;
    child.kill(signal);
    await ended(child);
    this.running = undefined;
    return child.exitCode;
  }
  async command(...args: string[]): Promise<{ code: number | null; text: string }> {
    const child = spawn(process.execPath, [cli, ...args], { env: this.environment() });
    let text = '';
    for (const s of [child.stdout, child.stderr]) s.on('data', (b: Buffer) => { text += b.toString(); });
    await ended(child);
    return { code: child.exitCode, text };
  }
  async call(method: string, path: string, body?: object, cookie = this.#cookie): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${path}`, { method, headers: { 'x-shoutu': '1', cookie, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }), signal: AbortSignal.timeout(20_000) });
  }
  async setUp(): Promise<void> {
    const who = (user_name: string) => ({ user_name, name: user_name, password });
    const reply = await this.call('POST', '/api/setup', { organisation_name: '示例大学', system_admin: who('sysadmin'), security_admin: who('secadmin'), audit_admin: who('auditor') });
    if (reply.status !== 201) throw new Error(await reply.text());
    await this.signIn();
    // tests write faster than people
    await this.call('PATCH', '/api/settings', { writes_per_minute: 0 });
  }
  /** As the system administrator, until another signs in; returns the cookie. */
  async signIn(user_name = 'sysadmin', secret = password): Promise<string> {
    const reply = await this.call('POST', '/api/session', { user_name, password: secret });
    if (reply.status !== 200) throw new Error(await reply.text());
    const cookie = reply.headers.get('set-cookie')!.split(';')[0]!;
    if (user_name === 'sysadmin') this.#cookie = cookie;
    return cookie;
  }
  async remove(): Promise<void> {
    if (this.running) await this.kill('SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
  }
}
export { ended, sleep };

/** Units written without pause; every one that was acknowledged is remembered. */
export function unitWriter(server: ServerProcess) {
  const acknowledged: string[] = [];
  let stop = false;
  const done = (async () => {
    while (!stop) {
      const name = `单位${crypto.randomUUID()}`;
      const reply = await server.call('POST', '/api/units', { parent_id: null, name, kind: 'school' }).catch(() => undefined);
      if (reply?.status === 201) acknowledged.push(name); else await sleep(30);
    }
  })();
  return { acknowledged, count: () => acknowledged.length, async end() { stop = true; await done; } };
}
export async function unitsThere(server: ServerProcess): Promise<Set<string>> {
  return new Set(((await (await server.call('GET', '/api/units')).json()) as { name: string }[]).map((u) => u.name));
}
