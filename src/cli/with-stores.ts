import { readConfig } from '../config.ts';
import { openLog, openStores, type Stores } from '../serve.ts';

/** Runs a command on the stores of this installation, beside a running server or without one. */
export async function withStores(run: (stores: Stores) => Promise<number>): Promise<number> {
  const stores = await openStores(readConfig(process.env, process.cwd()), openLog('warn'), { guest: true });
  try { return await run(stores); } finally { await stores.close(); }
}
