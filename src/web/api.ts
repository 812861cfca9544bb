import { queryOptions } from '@tanstack/react-query';
import type { Route, RouteSpec } from '../kernel/http/route.ts';

type InputOf<T> = T extends { kind: 'multipart'; fields: { _zod: { input: infer I } } } ? { [K in keyof I as string extends K ? never : K]: I[K] } & { file: File } : T extends { _zod: { input: infer I } } ? I : never;
type Part<S, K extends string> = S extends Record<K, infer T> ? (object extends InputOf<T> ? { [P in K]?: InputOf<T> } : { [P in K]: InputOf<T> }) : unknown;
/** What a route takes: `params`, `query` and `body`, each only where its contract has one. */
export type Input<S> = Part<S, 'params'> & Part<S, 'query'> & Part<S, 'body'>;
export type Reply<S> = S extends { reply: { _zod: { output: infer O } } } ? O : S extends { reply: { kind: 'events'; item: { _zod: { output: infer O } } } } ? O : Blob;
type Args<S> = object extends Input<S> ? [input?: Input<S>] : [input: Input<S>];
interface AnyInput { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

export interface Problem { code: string; message: string; issues?: { path: string; message: string }[]; request_id?: string }

/** The server said no, or could not be reached (`status` 0). */
export class ApiError extends Error {
  override name = 'ApiError';
  status: number;
  problem: Problem;
  constructor(status: number, problem: Problem) {
    super(problem.message);
    this.status = status;
    this.problem = problem;
  }
}

/** The address of a route, for links and downloads as much as for calls. */
export function addressOf<R extends RouteSpec>(route: R, ...[input]: Args<R>): string {
  const { params, query } = (input ?? {}) as AnyInput;
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params?.[name])));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null && one !== '') search.append(key, String(one));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

const unreachable = (): ApiError => new ApiError(0, { code: 'network', message: '' });

function problemOf(status: number, text: string): ApiError {
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.message === 'string') return new ApiError(status, problem);
  } catch { /* a proxy answered in our server's place */ }
  return new ApiError(status, { code: 'unexpected', message: '' });
}

/** Sends a file with its fields before it; XMLHttpRequest, because fetch does not tell how far an upload is. */
export function upload<R extends RouteSpec>(route: R, input: Input<R>, onProgress?: (share: number) => void): Promise<Reply<R>> {
  const { file, ...fields } = (input as AnyInput).body as { file: File };
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, String(value));
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(route.method, addressOf(route, ...([input] as unknown as Args<R>)));
    request.setRequestHeader('x-shoutu', '1');
    request.setRequestHeader('accept-language', document.documentElement.lang);
    request.upload.onprogress = (e) => onProgress?.(e.total > 0 ? e.loaded / e.total : 0);
    request.onerror = () => reject(unreachable());
    request.onload = () => request.status < 300 ? resolve(JSON.parse(request.responseText) as Reply<R>) : reject(problemOf(request.status, request.responseText));
    request.send(form);
  });
}

async function send<R extends RouteSpec>(route: R, input: AnyInput | undefined, signal?: AbortSignal): Promise<Reply<R>> {
  // the page's language, not the browser's: most campus browsers say en
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': document.documentElement.lang };
  if (route.method !== 'GET') headers['x-shoutu'] = '1';
  const init: RequestInit = { method: route.method, headers, credentials: 'same-origin', signal: signal ?? null };
  if (input?.body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(input.body);
  }
  let reply: Response;
  try {
    reply = await fetch(addressOf(route, ...([input] as unknown as Args<R>)), init);
  } catch (e) {
    if (signal?.aborted) throw e;
    throw unreachable();
  }
  const text = await reply.text();
  if (!reply.ok) throw problemOf(reply.status, text);
  return JSON.parse(text) as Reply<R>;
}

export const call = <R extends RouteSpec>(route: R, ...[input]: Args<R>): Promise<Reply<R>> => send(route, input as AnyInput | undefined);

/** The key of a whole group (`'campaigns'`) or of one route, to invalidate by. */
export const keyOf = (what: string | Route): string[] => (typeof what === 'string' ? what : what.id).split('.');

/** A GET as options of `useQuery`. */
export const query = <R extends Route>(route: R, ...[input]: Args<R>) => queryOptions({
  queryKey: [...keyOf(route), input ?? {}] as readonly unknown[],
  queryFn: ({ signal }): Promise<Reply<R>> => send(route, input as AnyInput | undefined, signal),
});

/** Anything that changes something, as options of `useMutation`. */
export const mutation = <R extends Route>(route: R) => ({ mutationFn: (input: Input<R>): Promise<Reply<R>> => send(route, input as AnyInput) });

/** Listens to a route of events until the returned function is called; the browser reconnects by itself. */
export function subscribe<R extends RouteSpec>(route: R, input: Input<R>, onItem: (item: Reply<R>) => void): () => void {
  const source = new EventSource(addressOf(route, ...([input] as unknown as Args<R>)));
  source.onmessage = (e: MessageEvent<string>) => onItem(JSON.parse(e.data) as Reply<R>);
  return () => source.close();
}
