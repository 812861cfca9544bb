/** What one import covered, as its file tells it; kept whole with the import. */
export interface ScanScope {
  hosts: string[];
  /** Hosts of which the file holds everything that was found there: only of these does it say what is not there. */
  whole: string[];
  credentialed: boolean | null;
  ports: string;
  least: string | null;
  /** As written in the file. */
  when: string;
  target: string;
  policy: string;
}

/** When a scan was made. A time without a zone is ours (+08:00); undefined where nothing can be made of it, as of `05/01/2026`, which is May to some and January to others. */
export function scannedAt(when: string): Date | undefined {
  const text = when.trim();
  if (!/\d/.test(text)) return undefined;
  if (/^\d{10}(?:\.\d+)?$/.test(text)) return new Date(Number(text) * 1000);
  const [, first, second] = /^(\d{1,2})[/.](\d{1,2})[/.]\d{4}\b/.exec(text) ?? [];
  if (first !== undefined && Number(first) !== Number(second) && Number(first) <= 12 && Number(second) <= 12) return undefined;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2}|GMT|UTC|\b[A-Z]{3,4})$/.test(text);
  const at = Date.parse(zoned ? text : /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : `${text} +0800`);
  return Number.isNaN(at) ? undefined : new Date(at);
}

/** Scanned ports as PostgreSQL's multirange, by protocol; undefined where the text is no list of numbers, such as `default`. */
export function scannedPorts(text: string): { tcp: string; udp: string } | undefined {
  const ranges = { tcp: [] as string[], udp: [] as string[] };
  let into: ('tcp' | 'udp')[] = ['tcp'];
  if (!text.trim()) return undefined;
  for (const part of text.split(',')) {
    const m = /^\s*(?:([TU]):)?\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/i.exec(part);
    if (!m) return undefined;
    if (m[1]) into = [/t/i.test(m[1]) ? 'tcp' : 'udp'];
    const [from, to] = [Number(m[2]), Number(m[3] ?? m[2])];
    if (from > to || to > 65_535) return undefined;
    for (const p of into) ranges[p].push(`[${from},${to}]`);
  }
  return { tcp: `{${ranges.tcp.join(',')}}`, udp: `{${ranges.udp.join(',')}}` };
}
