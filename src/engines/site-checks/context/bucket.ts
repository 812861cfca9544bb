import type { Clock } from './context.ts';

/** At most `perSecond` in any second, with a tenth to spare for packets that catch up on the way. Those who wait go in the order they came. */
export class Bucket {
  /** When the last of them went, oldest first; a ring. */
  readonly #went: Float64Array;
  readonly #windowMs: number;
  #next = 0;
  #last: Promise<void> = Promise.resolve();
  readonly #clock: Clock;
  constructor(perSecond: number, clock: Clock) {
    const together = Math.max(1, Math.floor(perSecond));
    this.#went = new Float64Array(together).fill(Number.NEGATIVE_INFINITY);
    this.#windowMs = (together / perSecond) * 1000 * 1.1;
    this.#clock = clock;
  }
  /** Resolves when one may go; rejects when the signal says stop. */
  take(signal: AbortSignal): Promise<void> {
    const turn = this.#last.then(async () => {
      signal.throwIfAborted();
      for (let wait; (wait = this.#went[this.#next]! + this.#windowMs - this.#clock.monotonic()) > 0;) await this.#clock.sleep(Math.ceil(wait), signal);
      this.#went[this.#next] = this.#clock.monotonic();
      this.#next = (this.#next + 1) % this.#went.length;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** At most `most` at once. */
export class Turnstile {
  #free: number;
  readonly #queue: (() => void)[] = [];
  constructor(most: number) { this.#free = most; }
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go, stop) => {
      const leave = (): void => { const i = this.#queue.indexOf(next); if (i >= 0) this.#queue.splice(i, 1); stop(signal.reason as Error); };
      const next = (): void => { signal.removeEventListener('abort', leave); go(); };
      signal.addEventListener('abort', leave, { once: true });
      this.#queue.push(next);
    });
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.#queue.shift();
      if (next) next();
      else this.#free++;
    };
  }
}
