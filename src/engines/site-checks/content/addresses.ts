/** Parameters that name a visit or where one came from, not a page. */
const visit = /^(?:jsessionid|phpsessid|asp\.?net_sessionid|aspsessionid\w*|sid|sessionid|session_id|session|cfid|cftoken|token|csrf\w*|_csrf|utm_\w+|spm|from_?src|gclid|fbclid|_|_t|t|ts|r|rnd|rand|random|timestamp|nonce|ticket)$/i;
/** Parameters of sorting, filters and calendars: few of their values are looked at. */
const endless = /^(?:sort\w*|order\w*|dir|view|year|month|day|date|week|start|end|from|to|filter\w*|replytocom|lang|print|format|returnurl|return|redirect\w*|back\w*|ref|referer|service|callback|keyword\w*|key|q|query|search|wd)$/i;
/** Words of an address that end a session or change something on careless sites. */
const acts = /(?:^|[^a-z])(?:log-?_?out|log-?_?off|sign-?_?out|sign-?_?off|exit|quit|del|delete|remove|destroy|drop|clear|reset|unsubscribe|cancel|approve|reject|revoke|publish|vote|like|dislike|favou?rite|buy|addcart|add-to-cart|checkout|shutdown|reboot|restart|install|uninstall|truncate)(?:[^a-z]|$)/i;
const actsInChinese = /退出|注销|登出|删除|清空|取消|撤销|重置|点赞|投票/;
const documents = /\.(xlsx?|docx?|pdf|csv|zip|pptx?|wps|et|rar|7z|txt)$/i;
const others = /\.(?:jpe?g|png|gif|bmp|webp|svg|ico|tiff?|css|js|mjs|map|json|xml|rss|atom|woff2?|ttf|eot|otf|mp3|mp4|m4v|m4a|avi|wmv|flv|swf|mov|wav|ogg|webm|mkv|rm|rmvb|exe|msi|dmg|apk|iso|tar|gz|tgz|bz2|jar|war|dll|bin|ics|vcf|psd|ai|dwg)$/i;

/** One form for each page: no fragment, no session, parameters in order. Undefined where it is no page of the web, or an endless one. */
export function normalAddress(text: string, base: string): string | undefined {
  let url: URL;
  try { url = new URL(text.trim(), base); } catch { return undefined; }
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username || url.password) return undefined;
  url.hash = '';
  url.pathname = url.pathname.replace(/;[^/]*/g, '').replace(/\/{2,}/g, '/').replace(/%[0-9a-f]{2}/gi, (c) => c.toUpperCase());
  if (url.search) {
    const kept = url.search.slice(1).split('&').filter((p) => p && !visit.test(p.split('=')[0]!)).sort();
    // joined as written: decoding and encoding again would break names in GBK
    url.search = kept.length ? `?${kept.join('&')}` : '';
  }
  const segments = url.pathname.split('/').filter(Boolean);
  if (url.href.length > 1000 || segments.length > 12 || url.search.split('&').length > 6 || repeats(segments)) return undefined;
  return url.href;
}
/** `/a/b/a/b/a/b`: links that are relative by mistake, piling up. */
function repeats(segments: readonly string[]): boolean {
  const seen = new Map<string, number>();
  for (const s of segments) { const n = (seen.get(s) ?? 0) + 1; if (n > 2 && !/^\d*$/.test(s)) return true; seen.set(s, n); }
  return false;
}
/** Following it could end a session or change something. */
export function isAct(address: string, words: string): boolean {
  const url = new URL(address);
  return acts.test(`${url.pathname}${url.search}`.toLowerCase()) || (words.length < 12 && actsInChinese.test(words));
}
/** By the name of the file, in the address or, where a script hands it out, in the words of the link. */
export function documentKind(address: string, words = ''): string | undefined {
  const path = new URL(address).pathname;
  const kind = documents.exec(path)?.[1] ?? (/download|attach|file|getfile/i.test(path) ? documents.exec(words.trim())?.[1] : undefined);
  return kind?.toLowerCase();
}
export const isOther = (address: string): boolean => others.test(new URL(address).pathname);
/** Pages made by one template, as well as an address can tell: its folder with digits as one, the ending, the names of its parameters. */
export function patternOf(address: string): string {
  const url = new URL(address);
  const names = url.search.slice(1).split('&').filter(Boolean).map((p) => p.split('=')[0]!);
  const cut = url.pathname.lastIndexOf('/') + 1;
  return `${url.host}${url.pathname.slice(0, cut).replace(/\d+/g, '0')}${names.length ? url.pathname.slice(cut) : /\.\w+$/.exec(url.pathname.slice(cut))?.[0] ?? ''}?${names.join('&')}`;
}
/** Few pages are taken of a pattern whose parameters sort, filter or walk a calendar. */
export const isEndless = (address: string): boolean => {
  const url = new URL(address);
  return url.search.slice(1).split('&').some((p) => endless.test(p.split('=')[0]!)) || /\/(?:calendar|cal|schedule|archive|events?)\/(?:\d{4}|date)/i.test(url.pathname);
};
