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
