import type {} from '@fastify/cookie';
import multipartPlugin from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import { noteRead } from '../audit/note-read.ts';
import { record } from '../audit/trail.ts';
import { isUnavailable, isUniqueViolation, type Db, type Tx } from '../database.ts';
import { AppError, errorStatus, errorText, languageOf, wordIn, type Language } from '../errors.ts';
import type { FileStore, SavedBytes } from '../files/store.ts';
import { demand, type Actor } from '../identity/actor.ts';
import { isDownload, isEvents, isMultipart, type Download, type Events, type Multipart, type Route } from './route.ts';

export interface Sent { stream: Readable | Uint8Array; name: string; sizeBytes?: number | undefined }
/** A reply that is JSON already, where it is too large to be made into objects, checked and written again: sent as it is. Its route's test reads it by the contract. */
export class ReadyJson { readonly text: string; constructor(text: string) { this.text = text; } }
/** What a handler leaves for the trail; the route's id is the action. */
export interface AuditNote { object_type?: string; object_id?: string | undefined; before?: unknown; after?: unknown }

type Out<T> = T extends { _zod: { output: infer O } } ? O : undefined;
type In<T> = T extends { _zod: { input: infer I } } ? I : never;
type BodyOf<R> = R extends { body: infer B } ? (B extends Multipart ? { file: SavedBytes } : Out<B>) : undefined;
type ReplyOf<R> = R extends { reply: infer P } ? (P extends Download ? Sent : P extends Events<infer I> ? AsyncIterable<In<I>> : In<P>) : never;

export interface Context<R> {
  params: R extends { params: infer P } ? Out<P> : undefined;
  query: R extends { query: infer Q } ? Out<Q> : undefined;
  body: BodyOf<R>;
  actor: Actor;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Ends when the client goes away. */
  signal: AbortSignal;
  audit: (note: AuditNote) => void;
}
/** A read gets the pool. A write gets its transaction: handler, audit row and jobs are kept or lost together. */
type Handler<R> = R extends { method: 'GET' } ? (c: Context<R> & { db: Db }) => Promise<ReplyOf<R> | ReadyJson> | ReplyOf<R> : ((c: Context<R> & { db: Tx }) => Promise<ReplyOf<R>>) | Prepared<R>;
/** For what is slow (a password hash, a document to read) or must be kept whatever follows: done outside any transaction; what it returns is run in one. */
export interface Prepared<R> { prepare(c: Context<R> & { db: Db }): Promise<(tx: Tx) => Promise<ReplyOf<R>>> }
export type Handlers<G> = { [K in keyof G]: Handler<G[K]> };

export interface Door {
  db: Db;
  store: FileStore;
  /** Who asks, or undefined. */
  authenticate(request: FastifyRequest): Promise<Actor | undefined>;
  /** The only foreign hosts whose Origin is accepted besides the request's own. */
  publicUrl: string | undefined;
}

const anonymous = (ip: string): Actor => ({ id: null, name: '未登录', user_name: '', ip, session_id: null, roles: [], must_change_password: false, totp_enabled: false, token_scopes: null });
/** Routes open to somebody who must first change his password. */
const beforePassword = new Set(['identity.me', 'identity.sign_out', 'identity.change_password']);

export async function prepareServer(app: FastifyInstance): Promise<void> {
  await app.register(multipartPlugin, { limits: { files: 1, fields: 20, fieldSize: 100_000, headerPairs: 200 } });
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/api') && !(route.config as { routeId?: string } | undefined)?.routeId) throw new Error(`route outside the table: ${String(route.method)} ${route.url}`);
  });
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
}

/** Binds a group of routes to its handlers. Missing or wrong handlers do not compile. */
export function serve<G extends Record<string, Route>>(app: FastifyInstance, door: Door, group: G, handlers: Handlers<G>): void {
  for (const [name, route] of Object.entries(group)) bind(app, door, route, handlers[name as keyof G] as AnyHandler);
}

type AnyHandler = ((c: unknown) => unknown) | { prepare(c: unknown): Promise<(tx: Tx) => Promise<unknown>> };

function bind(app: FastifyInstance, door: Door, route: Route, handler: AnyHandler): void {
  const unsafe = route.method !== 'GET';
  app.route({
    method: route.method, url: route.path.replace(/\{(\w+)\}/g, ':$1'), config: { routeId: route.id }, bodyLimit: isMultipart(route.body) ? route.body.maxBytes + 100_000 : route.bodyLimit ?? 1 << 20,
    // before one byte of the body is read
    async onRequest(request) {
      const actor = await door.authenticate(request);
      if (unsafe) demandOwnPage(request, door, actor);
      if (route.permission !== 'public') {
        if (!actor) throw new AppError('not_signed_in', 'identity.not_signed_in');
        if (actor.must_change_password && !actor.token_scopes && !beforePassword.has(route.id)) throw new AppError('forbidden', 'identity.must_change_password');
        if (route.permission !== 'signed-in') {
          try { demand(actor, route.permission); } catch (error) { if (unsafe) await noteRefusal(door, route, actor, 'denied'); throw error; }
        } else if (actor.token_scopes) throw new AppError('forbidden', 'permission.denied');
      }
      request.actor = actor ?? anonymous(request.ip);
    },
    async handler(request, reply) {
      const actor = request.actor!;
      const language = languageOf(request.headers['accept-language']);
      const params = parse(route.params, request.params, 'params', language);
      const query = parse(route.query, request.query, 'query', language);
      const gone = new AbortController();
      reply.raw.on('close', () => { if (!reply.raw.writableFinished) gone.abort(); });
      let note: AuditNote = {};
      const context = { params, query, actor, request, reply, signal: gone.signal, audit: (n: AuditNote) => { note = { ...note, ...n }; } };
      if (!unsafe) {
        const value = await (handler as (c: unknown) => unknown)({ ...context, body: undefined, db: door.db });
        if (route.audit_read) await noteRead(door.db, actor, route.id, route.audit_read, params, query, note);
        return answer(route, value, reply, gone.signal);
      }

      const body = isMultipart(route.body) ? { file: await receive(door, route, request, route.body) } : parse(route.body, request.body ?? (route.body ? undefined : {}), 'body', language);
      try {
        const run = typeof handler === 'function' ? (tx: Tx) => handler({ ...context, body, db: tx }) : await handler.prepare({ ...context, body, db: door.db });
        const result = await door.db.transaction().execute(async (tx) => {
          const value = await run(tx);
          const checked = isDownload(route.reply) || isEvents(route.reply) ? value : z.parse(route.reply, value);
          const who = request.actor!; // signing in changes it
          await record(tx, { actor_id: who.id, actor_name: who.name, ip: request.ip, action: route.id, result: 'ok', ...note });
          return checked;
        });
        return await answer(route, result, reply, gone.signal, true);
      } catch (error) {
        if (error instanceof AppError && error.data.first !== 0) {
          await noteRefusal(door, route, request.actor!, error.kind === 'forbidden' || error.kind === 'not_found' || error.kind === 'not_signed_in' ? 'denied' : 'failed', error.code, note.object_id ?? (params as { id?: string } | undefined)?.id, isMultipart(route.body) ? { file: (body as { file: SavedBytes }).file.name } : {}, note.object_type);
        }
        throw error;
      }
    },
  });
}

/** A cookie alone never changes anything: a page of ours says so with a header that no foreign page can send. */
function demandOwnPage(request: FastifyRequest, door: Door, actor: Actor | undefined): void {
  if (actor?.token_scopes) return;
  const origin = request.headers.origin;
  const own = origin === undefined || origin === door.publicUrl || origin.replace(/^https?:\/\//, '') === request.headers.host;
  const site = request.headers['sec-fetch-site'];
  if (!own || request.headers['x-shoutu'] !== '1' || site === 'cross-site' || site === 'same-site') throw new AppError('forbidden', 'request.foreign_origin');
}

async function noteRefusal(door: Door, route: Route, actor: Actor, result: 'denied' | 'failed', code = 'permission.denied', id?: string, more: object = {}, type?: string): Promise<void> {
  await door.db.transaction().execute((tx) => record(tx, { actor_id: actor.id, actor_name: actor.name, ip: actor.ip, action: route.id, result, object_type: type, object_id: id, after: { code, ...more } }));
}

const zodWords = z.locales.en();
function parse(schema: unknown, value: unknown, where: string, language: Language): unknown {
  if (!schema) return undefined;
  const read = z.safeParse(schema as z.core.$ZodType, value, language === 'en' ? { error: zodWords.localeError } : undefined);
  if (read.success) return read.data;
  // an id that cannot exist is answered like one that does not
  if (where === 'params') throw new AppError('not_found', 'object.not_found');
  throw new AppError('invalid', 'request.invalid', {}, read.error.issues.slice(0, 50).map((i) => ({ path: i.path.join('.'), message: i.message })));
}

async function receive(door: Door, route: Route, request: FastifyRequest, spec: Multipart): Promise<SavedBytes> {
  if (!request.isMultipart()) throw new AppError('invalid', 'request.no_file');
  const part = await request.file({ limits: { fileSize: spec.maxBytes } });
  if (!part) throw new AppError('invalid', 'request.no_file');
  try {
    return await door.store.save(part.file, part.filename, spec.maxBytes);
  } catch (error) {
    const known = asAppError(error, request);
    // a fault of ours is in the log of errors; what was refused is somebody's act
    if (known.code !== 'server.fault') await noteRefusal(door, route, request.actor!, 'failed', known.code, (request.params as { id?: string }).id, { file: part.filename, ...known.data });
    throw error;
  }
}

async function answer(route: Route, value: unknown, reply: FastifyReply, signal: AbortSignal, checked = false): Promise<unknown> {
  if (isDownload(route.reply)) {
    const sent = value as Sent;
    reply.header('content-type', route.reply.mediaType).header('x-content-type-options', 'nosniff').header('content-security-policy', "sandbox; default-src 'none'").header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(sent.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`);
    if (sent.sizeBytes !== undefined) reply.header('content-length', sent.sizeBytes);
    return reply.send(sent.stream instanceof Uint8Array ? Buffer.from(sent.stream.buffer, sent.stream.byteOffset, sent.stream.byteLength) : sent.stream);
  }
  if (isEvents(route.reply)) return stream(route.reply, value as AsyncIterable<unknown>, reply, signal);
  return reply.status(route.status ?? 200).header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store').send(value instanceof ReadyJson ? value.text : JSON.stringify(checked ? value : z.parse(route.reply, value)));
}

async function stream(spec: Events, items: AsyncIterable<unknown>, reply: FastifyReply, signal: AbortSignal): Promise<void> {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const beat = setInterval(() => reply.raw.write(': alive\n\n'), 15_000);
  reply.raw.write('retry: 3000\n\n');
  try {
    for await (const item of items) {
      if (signal.aborted) break;
      reply.raw.write(`data: ${JSON.stringify(z.parse(spec.item, item))}\n\n`);
    }
  } catch (error) {
    reply.request.log.warn({ err: error }, 'event stream ended');
  } finally {
    clearInterval(beat);
    reply.raw.end();
  }
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asAppError(error, request);
  if (known.code === 'server.fault') request.log.error({ err: error }, 'unexpected error');
  if (known.data.seconds) reply.header('retry-after', known.data.seconds);
  const status = known.code === 'server.fault' ? 500 : errorStatus[known.kind];
  const language = languageOf(request.headers['accept-language']);
  return reply.status(status).header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store')
    .send(JSON.stringify({ code: known.code, message: errorText(known, language), ...(known.issues && { issues: known.issues.map((i) => ({ ...i, message: wordIn(language, i.message) })) }), request_id: request.id }));
}

function asAppError(error: unknown, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  const code = (error as { code?: string }).code ?? '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE') return new AppError('too_large', 'request.too_large', { limit: '本操作的限额' });
  if (code.startsWith('FST_ERR_CTP') || error instanceof SyntaxError) return new AppError('invalid', 'request.not_json');
  if (code.startsWith('FST_') && (error as { statusCode?: number }).statusCode === 400) return new AppError('invalid', 'request.invalid');
  // a foreign key: what was named is not there
  if (code === '23503') return new AppError('invalid', 'request.invalid');
  if (isUnavailable(error)) return new AppError('unavailable', 'server.unavailable');
  if (isUniqueViolation(error) || code === '40001' || code === '40P01') return new AppError('conflict', 'object.changed_meanwhile');
  return new AppError('rule', 'server.fault', { request_id: request.id });
}

declare module 'fastify' {
  interface FastifyRequest {
    actor?: Actor;
  }
}
