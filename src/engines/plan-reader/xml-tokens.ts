/** A start tag, an end tag or a run of text of a part of a package. */
interface Token {
  name: string;
  kind: 'open' | 'close' | 'empty' | 'text';
  body: string;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
export const unescape = (s: string): string =>
  s.includes('&')
    ? s.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,4});/g, (whole, name: string) => {
        if (!name.startsWith('#')) return entities[name] ?? whole;
        const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
      })
    : s;

/** XML as tokens. No DTD is read, so no entity can reach a file or grow: the caller refuses a DOCTYPE. */
export function* xmlTokens(xml: string): Generator<Token> {
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf('<', at);
    if (open < 0) return;
    if (open > at) yield { name: '', kind: 'text', body: xml.slice(at, open) };
    if (xml.startsWith('<![CDATA[', open)) {
      const end = xml.indexOf(']]>', open);
      if (end < 0) return;
      yield { name: '', kind: 'text', body: xml.slice(open + 9, end).replaceAll('&', '&amp;') };
      at = end + 3;
      continue;
    }
    const close = xml.indexOf('>', open);
    if (close < 0) return;
    const tag = xml.slice(open + 1, close);
    at = close + 1;
    if (tag.startsWith('!--')) {
      const end = xml.indexOf('-->', open);
      if (end < 0) return;
      at = end + 3;
      continue;
    }
    if (tag.startsWith('?') || tag.startsWith('!')) continue;
    const name = /^\/?([^\s/]{1,80})/.exec(tag)?.[1] ?? '';
    yield { name, kind: tag.startsWith('/') ? 'close' : tag.endsWith('/') ? 'empty' : 'open', body: tag };
  }
}
export const attribute = (body: string, name: string): string | undefined => {
  for (let at = body.indexOf(`${name}=`); at >= 0; at = body.indexOf(`${name}=`, at + 1)) {
    const quote = body.charAt(at + name.length + 1);
    if (!/\s/.test(body.charAt(at - 1)) || (quote !== '"' && quote !== "'")) continue;
    const from = at + name.length + 2;
    const end = body.indexOf(quote, from);
    return end < 0 ? undefined : unescape(body.slice(from, end));
  }
  return undefined;
};
