import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Served { origin: string; port: number; asked: string[]; server: Server; close(): Promise<void> }
/** A server on loopback that keeps the addresses it was asked for. */
export async function serve(listener: RequestListener, host = '127.0.0.1'): Promise<Served> {
  const asked: string[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => { asked.push(`${request.method} ${request.url}`); listener(request, response); });
  await new Promise<void>((done) => server.listen(0, host, done));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, port, asked, server, close: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }) };
}
