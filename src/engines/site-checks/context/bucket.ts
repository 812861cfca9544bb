import type { Clock } from './context.ts';

/** Tokens that come back evenly: at most `burst` at once, then `perSecond`. Those who wait go in the order they came. */
export class Bucket {
  #tokens: number;
  #at: number;
  #last: Promise<void> = Promise.resolve();
  readonly perSecond: number;
  readonly burst: number;
  readonly #clock: Clock;
  constructor(perSecond: number, burst: number, clock: Clock) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.#clock = clock;
    this.#tokens = burst;
    this.#at = clock.monotonic();
  }
  /** Resolves when one may go; rejects when the signal says stop. */
  take(signal: AbortSignal): Promise<void> {
    const turn = this.#last.then(async () => {
      signal.throwIfAborted();
      this.#fill();
      if (this.#tokens < 1) {
        await this.#clock.sleep(Math.ceil(((1 - this.#tokens) / this.perSecond) * 1000), signal);
        this.#fill();
      }
      this.#tokens -= 1;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
  #fill(): void {
    const at = this.#clock.monotonic();
    this.#tokens = Math.min(this.burst, this.#tokens + ((at - this.#at) / 1000) * this.perSecond);
    this.#at = at;
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
