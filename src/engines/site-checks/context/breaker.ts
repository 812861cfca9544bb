/**
 * Pauses a host that shows signs of suffering: five failures in a row, or its 95th percentile of time three times
 * what it was in the beginning (and half a second more, so that a fast host's noise is none).
 */
export class Breaker {
  #failures = 0;
  readonly #first: number[] = [];
  #recent: number[] = [];
  #openUntil = 0;
  /** Milliseconds on the clock's monotonic time. */
  isOpen(at: number): boolean { return at < this.#openUntil; }
  get until(): number { return this.#openUntil; }
  failed(at: number): void { if (++this.#failures >= failuresInARow) this.#open(at); }
  answered(at: number, tookMs: number): void {
    this.#failures = 0;
    if (this.#first.length < sample) { this.#first.push(tookMs); return; }
    this.#recent.push(tookMs);
    if (this.#recent.length > sample) this.#recent.shift();
    if (this.#recent.length === sample && p95(this.#recent) > Math.max(p95(this.#first) * 3, p95(this.#first) + 500)) this.#open(at);
  }
  #open(at: number): void {
    this.#openUntil = at + pauseMs;
    this.#failures = 0;
    this.#recent = [];
  }
}
const failuresInARow = 5;
const sample = 20;
export const pauseMs = 5 * 60_000;
const p95 = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.ceil(list.length * 0.95) - 1]!;
