/** Rules of robots.txt for us (RFC 9309): the group that names us, else that of everybody; the longest rule wins, `Allow` where two are as long. */
export interface Robots { allows(address: string): boolean; sitemaps: readonly string[] }
export const allowAll: Robots = { allows: () => true, sitemaps: [] };
export const allowNothing: Robots = { allows: () => false, sitemaps: [] };

export function readRobots(text: string, agent = 'shoutu'): Robots {
  const sitemaps: string[] = [];
  const groups: { agents: string[]; rules: { allow: boolean; path: string }[] }[] = [];
  let open: (typeof groups)[number] | undefined;
  let naming = false;
  for (const line of text.slice(0, 512_000).split(/\r\n?|\n/)) {
    const [, field = '', value = ''] = /^\s*([\w-]+)\s*:\s*([^#]*)/.exec(line.replace(/^\uFEFF/, '')) ?? [];
    const said = value.trim();
    switch (field.toLowerCase()) {
      case 'user-agent':
        if (!naming || !open) groups.push(open = { agents: [], rules: [] });
        open.agents.push(said.toLowerCase());
        naming = true;
        break;
      case 'allow': case 'disallow':
        naming = false;
        if (said) open?.rules.push({ allow: field.toLowerCase() === 'allow', path: said });
        break;
      case 'sitemap':
        if (sitemaps.length < 20) sitemaps.push(said);
        break;
      default:
    }
  }
  const ours = groups.filter((g) => g.agents.some((a) => a !== '*' && a !== '' && agent.startsWith(a)));
  const rules = (ours.length ? ours : groups.filter((g) => g.agents.includes('*'))).flatMap((g) => g.rules).slice(0, 2000).map((r) => ({ ...r, matches: matcherOf(r.path) }));
  return {
    sitemaps,
    allows(address) {
      const url = new URL(address);
      const path = `${url.pathname}${url.search}`;
      let best: { allow: boolean; length: number } | undefined;
      for (const r of rules) if (r.matches(path) && (!best || r.path.length > best.length || (r.path.length === best.length && r.allow))) best = { allow: r.allow, length: r.path.length };
      return best?.allow ?? true;
    },
  };
}
/** `*` is anything, `$` the end. Walked part by part: a rule of many stars must not cost exponential time. */
function matcherOf(rule: string): (path: string) => boolean {
  const ends = rule.endsWith('$');
  const parts = (ends ? rule.slice(0, -1) : rule).split('*');
  return (path) => {
    if (!path.startsWith(parts[0]!)) return false;
    let at = parts[0]!.length;
    for (const [i, part] of parts.slice(1).entries()) {
      const last = i === parts.length - 2;
      const found = last && ends ? (path.length - part.length >= at && path.endsWith(part) ? path.length - part.length : -1) : path.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return !ends || at === path.length;
  };
}
/** Addresses of a sitemap, and of further sitemaps that it names. */
export function readSitemap(text: string): { pages: string[]; sitemaps: string[] } {
  const found = [...text.matchAll(/<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,2000}?)\s*(?:\]\]>)?\s*<\/loc>/gi)].slice(0, 50_000).map((m) => m[1]!.replaceAll('&amp;', '&'));
  return /<sitemapindex[\s>]/i.test(text) ? { pages: [], sitemaps: found.slice(0, 20) } : { pages: found, sitemaps: [] };
}
