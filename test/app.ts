import type { FastifyInstance, InjectOptions } from 'fastify';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { allJobs, buildApp, type Parts } from '../src/app.ts';
import { beginTrail } from '../src/kernel/audit/trail.ts';
import { Changes } from '../src/kernel/changes.ts';
import { now } from '../src/kernel/clock.ts';
import { connection, openDatabase, type Db } from '../src/kernel/database.ts';
import { FileStore } from '../src/kernel/files/store.ts';
import { hashPassword } from '../src/kernel/identity/passwords.ts';
import { newId } from '../src/kernel/ids.ts';
import type { Job } from '../src/kernel/jobs.ts';
import type { Role } from '../src/kernel/permissions.ts';
import { openLog } from '../src/serve.ts';

/** Every test account's. */
export const password = 'Shiyong-2026!';
const hashed = hashPassword(password);

export interface User { id: string; user_name: string; name: string; password: string; role: Role; unit_id: string | null }
/** `body` is the parsed JSON, or undefined for a download, whose bytes are `bytes`. */
// oxlint-disable-next-line no-explicit-any -- a test reads what it likes of an answer
export interface Answer<T = any> { status: number; body: T; bytes: Buffer; headers: Record<string, unknown> }
export interface Client {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  patch(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** One file in a form, with fields before it. */
  upload(path: string, bytes: Uint8Array, name: string, fields?: Record<string, string>): Promise<Answer>;
  /** Anything else. */
  send(options: InjectOptions): Promise<Answer>;
}
export interface TestApp {
  app: FastifyInstance; db: Db; url: string; store: FileStore; parts: Parts;
  /** The first three administrators, through the door. */
  setUp(organisationName?: string): Promise<{ system_admin: User; security_admin: User; audit_admin: User }>;
  makeAccount(role: Role, unitId?: string | null, options?: { person_id?: string; name?: string }): Promise<User>;
  makeUnit(name: string, parentId?: string | null, kind?: 'bureau' | 'school' | 'department' | 'college' | 'centre' | 'other', shortName?: string | null): Promise<string>;
  /** Through the door; returns the cookie. */
  signIn(user: User): Promise<string>;
  /** Whoever he is, with his cookie and the page's header; signs in at the first request. */
  as(user: User): Client;
  anonymous: Client;
  /** Statements sent to the database so far. */
  statements(): number;
  /** Runs one of the server's jobs now. */
  runJob(name: string, payload?: unknown): Promise<void>;
  close(): Promise<void>;
}

/** The whole application on a database of its own, copied from the migrated template. */
export async function openTestApp(): Promise<TestApp> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = inject('postgresUrl');
  await onServer(admin, `create database ${name} template shoutu_template`);
  const at = new URL(admin);
  at.pathname = `/${name}`;
  const url = at.href;
  const dataDir = mkdtempSync(join(inject('scratchDir'), 'files-'));
  const database = openDatabase(url, 6);
  await beginTrail(database.db, 'sha256');
  const store = new FileStore(join(dataDir, 'files'));
  const changes = new Changes(url);
  await changes.listen();
  const parts: Parts = {
    config: { dataDir, databaseUrl: url, host: '127.0.0.1', port: 0, publicUrl: undefined, trustedProxies: [], role: 'all', logLevel: 'error', auditHash: 'sha256', converter: undefined, poolSize: 6, backupDir: join(dataDir, 'backups'), clamd: undefined },
    db: database.db, store, changes, log: openLog(process.env.SHOUTU_TEST_LOG ?? 'fatal'),
  };
  const app = await buildApp(parts);
  await app.ready();

  const cookies = new Map<string, string>();
  const signIn = async (user: User): Promise<string> => {
    const reply = await app.inject({ method: 'POST', url: '/api/session', headers: { 'x-shoutu': '1' }, payload: { user_name: user.user_name, password: user.password } });
    if (reply.statusCode !== 200) throw new Error(`sign-in of ${user.user_name}: ${reply.statusCode} ${reply.body}`);
    const cookie = `${reply.cookies[0]!.name}=${reply.cookies[0]!.value}`;
    cookies.set(user.user_name, cookie);
    return cookie;
  };
  const client = (cookieOf: () => Promise<string | undefined>): Client => {
    const send = async (options: InjectOptions): Promise<Answer> => {
      const cookie = await cookieOf();
      const reply = await app.inject({ ...options, headers: { 'x-shoutu': '1', ...(cookie && { cookie }), ...options.headers } });
      const json = String(reply.headers['content-type'] ?? '').startsWith('application/json');
      return { status: reply.statusCode, body: json ? reply.json() : undefined, bytes: reply.rawPayload, headers: reply.headers };
    };
    const write = (method: 'POST' | 'PUT' | 'PATCH') => (path: string, body: unknown = {}) => send({ method, url: path, payload: body as object });
    return {
      send, get: (path) => send({ method: 'GET', url: path }), delete: (path) => send({ method: 'DELETE', url: path }), post: write('POST'), put: write('PUT'), patch: write('PATCH'),
      upload: (path, bytes, fileName, fields = {}) => {
        const edge = randomBytes(12).toString('hex');
        const text = Object.entries(fields).map(([k, v]) => `--${edge}\r\ncontent-disposition: form-data; name="${k}"\r\n\r\n${v}\r\n`).join('');
        const head = `${text}--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
        return send({ method: 'POST', url: path, headers: { 'content-type': `multipart/form-data; boundary=${edge}` }, payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]) });
      },
    };
  };
  let accounts = 0;
  return {
    app, db: database.db, url, store, parts, signIn, anonymous: client(async () => undefined), statements: database.statements,
    as: (user) => client(async () => cookies.get(user.user_name) ?? signIn(user)),
    async setUp(organisationName = '示例大学') {
      const of = (role: Role, user_name: string, who: string) => ({ id: '', user_name, name: who, password, role, unit_id: null });
      const users = { system_admin: of('system_admin', 'sysadmin', '系统管理员甲'), security_admin: of('security_admin', 'secadmin', '安全管理员乙'), audit_admin: of('audit_admin', 'auditor', '审计管理员丙') };
      const pick = ({ user_name, name: who }: User) => ({ user_name, name: who, password });
      const reply = await app.inject({ method: 'POST', url: '/api/setup', headers: { 'x-shoutu': '1' }, payload: { organisation_name: organisationName, system_admin: pick(users.system_admin), security_admin: pick(users.security_admin), audit_admin: pick(users.audit_admin) } });
      if (reply.statusCode !== 201) throw new Error(`set-up: ${reply.statusCode} ${reply.body}`);
      for (const row of await database.db.selectFrom('account').select(['id', 'user_name']).execute()) for (const u of Object.values(users)) if (u.user_name === row.user_name) u.id = row.id;
      return users;
    },
    async makeAccount(role, unitId = null, options = {}) {
      const user: User = { id: newId(), user_name: `${role}${++accounts}`, name: options.name ?? `${role}-${accounts}`, password, role, unit_id: unitId };
      await database.db.insertInto('account').values({ id: user.id, user_name: user.user_name, name: user.name, person_id: options.person_id ?? null, password_hash: await hashed, password_changed_at: now().toISOString(), must_change_password: false, valid_until: null, locked_until: null, totp_secret: null }).execute();
      await database.db.insertInto('account_role').values({ account_id: user.id, role, unit_id: unitId }).execute();
      return user;
    },
    async makeUnit(unitName, parentId = null, kind = parentId ? 'department' : 'school', shortName = null) {
      const id = newId();
      const above = parentId ? (await database.db.selectFrom('unit').select('path').where('id', '=', parentId).executeTakeFirstOrThrow()).path : '/';
      await database.db.insertInto('unit').values({ id, parent_id: parentId, path: `${above}${id}/`, name: unitName, short_name: shortName, kind, merged_into_id: null }).execute();
      return id;
    },
    async runJob(jobName, payload = {}) {
      const job = allJobs(parts).find((j: Job) => j.name === jobName);
      if (!job) throw new Error(`no job ${jobName}`);
      await job.run(job.payload.parse(payload));
    },
    async close() {
      await app.close();
      await changes.close();
      await database.db.destroy();
      await onServer(admin, `drop database ${name} with (force)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ ...connection(url), database: 'postgres' });
  await client.connect();
  try { await client.query(statement); } finally { await client.end(); }
}
