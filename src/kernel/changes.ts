import pg from 'pg';
import { connection, sql, type Tx } from './database.ts';

/** News between processes: a committed transaction's `announce` reaches every watcher of the topic. Carries no data, only that something changed. */
export class Changes {
  readonly #url: string;
  readonly #watchers = new Map<string, Set<() => void>>();
  #client: pg.Client | undefined;
  #closed = false;
  constructor(url: string) { this.#url = url; }

  async listen(): Promise<void> {
    if (this.#closed) return;
    const client = new pg.Client({ ...connection(this.#url), keepAlive: true });
    const again = () => { if (this.#client === client) { this.#client = undefined; setTimeout(() => void this.listen().catch(() => undefined), 1000).unref(); } };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', (n) => { for (const wake of this.#watchers.get(n.payload ?? '') ?? []) wake(); });
    this.#client = client;
    try { await client.connect(); await client.query('listen shoutu_changed'); } catch { again(); return; }
    for (const set of this.#watchers.values()) for (const wake of set) wake(); // what happened while nobody listened
  }
  /** Yields a rising number at once and after every change, until the signal; ends after a minute, so that whoever watches proves his rights again. */
  async *watch(topic: string, signal: AbortSignal): AsyncGenerator<{ changed: number }> {
    const set = this.#watchers.get(topic) ?? new Set();
    this.#watchers.set(topic, set);
    let dirty = true;
    let wake = () => { dirty = true; };
    const onChange = () => wake();
    set.add(onChange);
    const end = Date.now() + 60_000;
    try {
      for (let changed = 0; !signal.aborted && Date.now() < end;) {
        if (dirty) { dirty = false; yield { changed: ++changed }; continue; }
        await new Promise<void>((go) => {
          const timer = setTimeout(go, Math.max(0, end - Date.now()));
          wake = () => { dirty = true; clearTimeout(timer); go(); };
          signal.addEventListener('abort', () => { clearTimeout(timer); go(); }, { once: true });
        });
        await new Promise((go) => setTimeout(go, 300)); // a burst of changes is one piece of news
      }
    } finally {
      set.delete(onChange);
      if (set.size === 0) this.#watchers.delete(topic);
    }
  }
  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }
}
export const announce = async (tx: Tx, topic: string): Promise<void> => { await sql`select pg_notify('shoutu_changed', ${topic})`.execute(tx); };
