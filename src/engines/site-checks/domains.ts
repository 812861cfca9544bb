/** Second levels under which organisations register their names: `example.edu.cn`, `example.com.hk`. */
const secondLevel = /^(?:ac|com|edu|gov|net|org|mil|co|or|ne|go|gob|nom|id|bj|sh|tj|cq|he|sx|nm|ln|jl|hl|js|zj|ah|fj|jx|sd|ha|hb|hn|gd|gx|hi|sc|gz|yn|xz|sn|gs|qh|nx|xj|tw|hk|mo)$/;
/** Names below these belong to whoever rents them, so each is a domain of its own. */
const rented = /(?:^|\.)((?:[\w-]+\.)(?:github\.io|gitee\.io|pages\.dev|workers\.dev|vercel\.app|netlify\.app|cloudfront\.net|azurewebsites\.net|herokuapp\.com|blogspot\.com|myqcloud\.com|aliyuncs\.com|bcebos\.com|qiniucdn\.com|clouddn\.com|amazonaws\.com))$/;

/** The part of a host name that one organisation registers; an address stays as it is. */
export function domainOf(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '').replace(/^\[|\]$/g, '');
  if (/^[\d.]+$/.test(name) || name.includes(':')) return name;
  const own = rented.exec(name)?.[1];
  if (own) return own;
  const labels = name.split('.');
  const two = labels.length > 2 && (labels.at(-1)!.length === 2 && secondLevel.test(labels.at(-2)!)) ? 3 : 2;
  return labels.slice(-two).join('.');
}
