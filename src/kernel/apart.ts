import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type ApartAnswer<T> = { ok: true; value: T } | { ok: false; reason: 'too-slow' | 'died' | 'failed' };

/** Three at a time: many uploads at once must not take all the memory. */
let running = 0;
const waiting: (() => void)[] = [];

/** Runs a module in a process of its own, bounded in time and memory: what a hostile file does to it, it does to nobody else. A thread would not do:
 *  memory that runs out in one, or many that are ended at once, can end the server with them.
 *  `died`: out of memory or killed; `failed`: it threw. The module answers by `answerApart`. */
export async function runApart<T>(module: URL, input: unknown, { seconds, memoryMb }: { seconds: number; memoryMb: number }): Promise<ApartAnswer<T>> {
  if (running >= 3) await new Promise<void>((go) => waiting.push(go));
  running++;
  try {
    return await new Promise<ApartAnswer<T>>((done) => {
      const child = fork(fileURLToPath(module), { serialization: 'advanced', execArgv: [`--max-old-space-size=${memoryMb}`], env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      const end = (answer: ApartAnswer<T>): void => { clearTimeout(timer); child.removeAllListeners(); child.on('error', () => undefined); child.kill('SIGKILL'); done(answer); };
      const timer = setTimeout(() => end({ ok: false, reason: 'too-slow' }), seconds * 1000);
      child.once('message', (message) => end(message as ApartAnswer<T>));
      child.once('exit', () => end({ ok: false, reason: 'died' }));
      child.once('error', () => end({ ok: false, reason: 'died' }));
      child.send({ input }, (error) => { if (error) end({ ok: false, reason: 'died' }); });
    });
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** The other side: one question, one answer, and gone; also when whoever asked is gone. */
export function answerApart<I, T>(work: (input: I) => Promise<T> | T): void {
  process.once('disconnect', () => process.exit(0));
  process.once('message', (message) => {
    void (async () => {
      try { process.send!({ ok: true, value: await work((message as { input: I }).input) } satisfies ApartAnswer<T>); } catch { process.send!({ ok: false, reason: 'failed' } satisfies ApartAnswer<T>); }
    })();
  });
}

/** The same for work that hands over piece by piece: the child waits until each piece was taken, so neither side piles up. `stop` ends it: `died`. */
export async function streamApart<T, B>(module: URL, input: unknown, { seconds, memoryMb, stop }: { seconds: number; memoryMb: number; stop?: AbortSignal }, take: (piece: B) => Promise<void>): Promise<ApartAnswer<T>> {
  return new Promise<ApartAnswer<T>>((done, fail) => {
    const child = fork(fileURLToPath(module), { serialization: 'advanced', execArgv: [`--max-old-space-size=${memoryMb}`, '--max-semi-space-size=4'], env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const finish = (): void => { clearTimeout(timer); stop?.removeEventListener('abort', halt); child.removeAllListeners(); child.on('error', () => undefined); child.kill('SIGKILL'); };
    const end = (answer: ApartAnswer<T>): void => { finish(); done(answer); };
    const halt = (): void => end({ ok: false, reason: 'died' });
    const timer = setTimeout(() => end({ ok: false, reason: 'too-slow' }), seconds * 1000);
    stop?.addEventListener('abort', halt);
    child.on('message', (message) => {
      if (!('piece' in (message as object))) return end(message as ApartAnswer<T>);
      take((message as { piece: B }).piece).then(() => { child.send({ next: true }, () => undefined); }, (error: unknown) => { finish(); fail(error as Error); });
    });
    child.once('exit', () => end({ ok: false, reason: 'died' }));
    child.once('error', () => end({ ok: false, reason: 'died' }));
    child.send({ input }, (error) => { if (error) end({ ok: false, reason: 'died' }); });
  });
}
export function answerPieces<I, B, T>(work: (input: I, hand: (piece: B) => Promise<void>) => Promise<T>): void {
  process.once('disconnect', () => process.exit(0));
  let next: (() => void) | undefined;
  const hand = (piece: B): Promise<void> => new Promise((go) => { next = go; process.send!({ piece }); });
  process.on('message', (message) => {
    if ('next' in (message as object)) return next?.();
    void (async () => {
      try { process.send!({ ok: true, value: await work((message as { input: I }).input, hand) } satisfies ApartAnswer<T>); } catch { process.send!({ ok: false, reason: 'failed' } satisfies ApartAnswer<T>); }
    })();
  });
}
