import type { FastifyInstance } from 'fastify';

/** Somebody who works through the API, as a browser would. */
export class Hand {
  readonly #app: FastifyInstance;
  readonly #user: string;
  #cookie = '';
  constructor(app: FastifyInstance, user: string) { this.#app = app; this.#user = user; }
  async call<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, body?: object): Promise<T> {
    const reply = await this.#app.inject({ method, url, headers: { 'x-shoutu': '1', cookie: this.#cookie, ...(body && { 'content-type': 'application/json' }) }, ...(body && { payload: JSON.stringify(body) }) });
    if (reply.statusCode >= 400) throw new Error(`${this.#user}: ${method} ${url}: ${reply.statusCode} ${reply.body.slice(0, 400)}`);
    const cookie = reply.cookies[0];
    if (cookie) this.#cookie = `${cookie.name}=${cookie.value}`;
    return reply.json() as T;
  }
  async attach(url: string, name: string, text: string): Promise<void> {
    const boundary = 'shoutu-demo-boundary';
    const payload = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n${text}\r\n--${boundary}--\r\n`;
    const reply = await this.#app.inject({ method: 'POST', url, headers: { 'x-shoutu': '1', cookie: this.#cookie, 'content-type': `multipart/form-data; boundary=${boundary}` }, payload });
    if (reply.statusCode >= 400) throw new Error(`${this.#user}: ${url}: ${reply.body.slice(0, 400)}`);
  }
}
