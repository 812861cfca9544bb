import { readPage, type Page } from '../../src/engines/site-checks/page.ts';

/** A page as if it had been fetched. */
export const fetchedPage = (html: string, url = 'http://www.example.edu.cn/index.htm'): Page => readPage({
  url, method: 'GET', ip: '127.0.0.1', port: 80, status: 200, reason: 'OK', headers: [['Content-Type', 'text/html; charset=utf-8']], body: new TextEncoder().encode(html), truncated: false, ms: 1, at: '2026-09-01T00:00:00.000Z', redirects: [], redirect: undefined, request: 'GET /index.htm HTTP/1.1',
});
