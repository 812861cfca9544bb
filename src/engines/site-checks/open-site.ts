import { isFailure } from './context/context.ts';
import type { Reach } from './context/make-context.ts';
import { readPage } from './page.ts';
import type { Registered, Site } from './targets.ts';

export const nothingRegistered: Registered = { ports: [], icp: null, public_security: null, own_domains: [], public_contacts: [] };

/** Fetches the home page once; every check of the site reads it. Never throws: what could not be fetched stands in `home`. */
export async function openSite(reach: Reach, origin: string, registered: Registered): Promise<Site> {
  const url = new URL(origin);
  const home = await reach.forCheck('site.home', 6).http({ url: `${url.origin}/`, follow: 4 });
  const shared = new Map<string, Promise<unknown>>();
  const page = isFailure(home) || !/html|^$/i.test(home.headers.find(([n]) => n.toLowerCase() === 'content-type')?.[1] ?? '') ? undefined : readPage(home);
  return {
    kind: 'site', origin: url.origin, host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)), tls: url.protocol === 'https:', home, page, registered,
    once<T>(key: string, work: () => Promise<T>): Promise<T> {
      const known = shared.get(key) as Promise<T> | undefined;
      if (known) return known;
      const begun = work();
      shared.set(key, begun);
      return begun;
    },
  };
}
