import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Failure } from './context.ts';
import { plain, type Scope } from './scope.ts';

/** Old servers are looked at, not trusted: what they sign with is a matter of the TLS checks. */
export const lenient = { rejectUnauthorized: false, minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;

/** A socket to an address that was let through. The peer's address is looked at once more when it stands. */
export function openSocket(to: { ip: string; port: number }, scope: Scope, signal: AbortSignal, waitMs: number, tls?: { servername?: string | undefined }): Promise<Socket | TLSSocket | Failure> {
  return new Promise((done) => {
    const socket = tls
      ? connectTls({ host: to.ip, port: to.port, ...lenient, ALPNProtocols: ['http/1.1'], ...(tls.servername && { servername: tls.servername }) })
      : connectTcp({ host: to.ip, port: to.port });
    let settled = false;
    const end = (answer: Socket | Failure): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (answer !== socket) socket.destroy();
      done(answer);
    };
    const stop = (): void => end({ failed: 'stopped', detail: '已停止' });
    const timer = setTimeout(() => end({ failed: 'timeout', detail: `${to.ip}:${to.port} 在 ${waitMs} 毫秒内没有应答` }), waitMs);
    signal.addEventListener('abort', stop, { once: true });
    socket.once('error', (error) => end(failureOf(error, to)));
    socket.once('close', () => end({ failed: 'reset', detail: `${to.ip}:${to.port} 断开了连接` }));
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      // a closed port in the range of one's own ports may be answered by oneself
      if (socket.localPort === socket.remotePort && socket.localAddress === socket.remoteAddress) return end({ failed: 'refused', detail: `${to.ip}:${to.port} 未开放` });
      if (!socket.remoteAddress || !scope.hasAddress(plain(socket.remoteAddress))) return end({ failed: 'out_of_scope', detail: `${socket.remoteAddress ?? ''} 不在授权范围内` });
      end(socket);
    });
    if (signal.aborted) stop();
  });
}

/** What the system said, as a reason. Shortages of this machine are `local`: they say nothing of the target. */
export function failureOf(error: Error & { code?: string }, to: { ip: string; port: number }): Failure {
  const place = `${to.ip}:${to.port}`;
  switch (error.code) {
    case 'ECONNREFUSED': return { failed: 'refused', detail: `${place} 拒绝连接` };
    case 'ECONNRESET': case 'EPIPE': return { failed: 'reset', detail: `${place} 断开了连接` };
    case 'ETIMEDOUT': return { failed: 'timeout', detail: `${place} 没有应答` };
    case 'EHOSTUNREACH': case 'ENETUNREACH': case 'EHOSTDOWN': return { failed: 'unreachable', detail: `到 ${to.ip} 没有路由` };
    case 'EMFILE': case 'ENFILE': case 'EADDRNOTAVAIL': case 'ENOBUFS': case 'ENOMEM': case 'EADDRINUSE': case 'EACCES': case 'EPERM': return { failed: 'local', detail: `本机资源不足或不允许（${error.code}）` };
    default: return error.code?.startsWith('ERR_SSL') || error.code?.startsWith('ERR_TLS') || error.code === 'EPROTO' ? { failed: 'tls', detail: `${place} 的 TLS 握手没有成功（${error.code}）` } : { failed: 'protocol', detail: `${place} 的应答不合协议（${error.code ?? error.message}）` };
  }
}
