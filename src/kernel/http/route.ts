import * as z from 'zod';
import type { Permission } from '../permissions.ts';

/** The core interface of zod, not `z.ZodType`: the same checks, at a tenth of the compiler's time. */
export type Schema = z.core.$ZodType;
export type ObjectSchema = z.core.$ZodType<Record<string, unknown>, Record<string, unknown>>;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One file, after its form fields; the stream is refused beyond `maxBytes`. */
export interface Multipart<F extends ObjectSchema = ObjectSchema> { kind: 'multipart'; fields: F; maxBytes: number }
/** Bytes with a name, always served as an attachment. */
export interface Download { kind: 'download'; mediaType: string }
/** Server-sent events, one JSON item each. */
export interface Events<I extends Schema = Schema> { kind: 'events'; item: I }

export interface RouteSpec {
  method: Method;
  path: `/api/${string}`;
  summary: string;
  /** Who may call it: a row of the permission table, anybody signed in, or everybody. */
  permission: Permission | 'public' | 'signed-in';
  params?: ObjectSchema;
  query?: ObjectSchema;
  body?: Schema | Multipart;
  reply: Schema | Download | Events;
  status?: 200 | 201 | 202;
  /** A GET that shows personal data leaves a row in the trail: each time (exports), or once an account, address and hour (pages). */
  audit_read?: 'each' | 'hourly';
  /** Largest JSON body in bytes; 1 MiB where unset. */
  bodyLimit?: number;
}
export type Route<S extends RouteSpec = RouteSpec> = S & { id: string };

type Names<P extends string> = P extends `${string}{${infer N}}${infer R}` ? N | Names<R> : never;
/** A `{name}` in the path without a key in `params` does not compile. */
type Checked<S> = S extends { path: infer P extends string }
  ? [Names<P>] extends [S extends { params: { _zod: { input: infer F } } } ? keyof F : never] ? unknown : { params: `no schema for {${Names<P>}}` }
  : never;

/** Turns a table of routes into values that carry their id, `group.name`: the operationId, the query key and the audit name. */
export function defineRoutes<const T extends Record<string, RouteSpec>>(group: string, table: T & { [K in keyof T]: Checked<T[K]> }): { [K in keyof T]: Route<T[K]> } {
  return Object.fromEntries(Object.entries(table).map(([name, spec]) => [name, { ...(spec as RouteSpec), id: `${group}.${name}` }])) as { [K in keyof T]: Route<T[K]> };
}

export const multipart = <F extends ObjectSchema>(fields: F, maxBytes: number): Multipart<F> => ({ kind: 'multipart', fields, maxBytes });
export const download = (mediaType = 'application/octet-stream'): Download => ({ kind: 'download', mediaType });
export const events = <I extends Schema>(item: I): Events<I> => ({ kind: 'events', item });

export const isMultipart = (b: unknown): b is Multipart => (b as Multipart | undefined)?.kind === 'multipart';
export const isDownload = (r: unknown): r is Download => (r as Download | undefined)?.kind === 'download';
export const isEvents = (r: unknown): r is Events => (r as Events | undefined)?.kind === 'events';

export const Id = z.uuid('标识不正确');
export const byId = z.object({ id: Id });
/** An ISO date of the trade, Asia/Shanghai. */
export const DateOnly = z.iso.date('日期应为 YYYY-MM-DD');
export const Done = z.object({ ok: z.literal(true) }).meta({ id: 'Done' });
export const Paging = z.object({ page: z.coerce.number().int().min(1).max(100_000).default(1), size: z.coerce.number().int().min(1).max(500).default(50) });
export const pageOf = <T extends Schema>(item: T) => z.object({ items: z.array(item), total: z.number().int(), page: z.number().int(), size: z.number().int() });
/** A text a person writes: trimmed, bounded, without control characters that would corrupt a log or a document. */
export const Text = (max: number, min = 1) => z.string().max(max, `最多 ${max} 个字`).transform((s) => s.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]/gu, '').trim())
  .refine((s) => s.length >= min, '不能为空');
