import type { Context } from '../context/context.ts';
import { domainOf } from '../domains.ts';

/** Sites that campus pages link to everywhere: links to them say nothing. */
const wellKnown = new Set('baidu.com bdstatic.com qq.com weixin.com gtimg.com qlogo.cn weibo.com sina.com.cn sinaimg.cn 163.com 126.net 126.com sohu.com bilibili.com douyin.com zhihu.com taobao.com alicdn.com aliyun.com aliyuncs.com jd.com amap.com gov.cn edu.cn ac.cn people.com.cn xinhuanet.com news.cn cctv.com cctv.cn chinanews.com.cn gmw.cn chinadaily.com.cn cnki.net wanfangdata.com.cn cqvip.com chaoxing.com icourse163.org xuetangx.com zhihuishu.com chsi.com.cn ncss.cn moe.gov.cn conac.cn 12371.cn 12377.cn xuexi.cn cernet.edu.cn tsinghua.edu.cn google.com googleapis.com gstatic.com microsoft.com apple.com github.com github.io w3.org jquery.com jsdelivr.net cloudflare.com unpkg.com bootcdn.net staticfile.org wordpress.org gravatar.com adobe.com ieee.org springer.com elsevier.com sciencedirect.com nature.com webofscience.com wikipedia.org mediawiki.org youtube.com facebook.com twitter.com linkedin.com cnzz.com 51.la mozilla.org firefox.com browsehappy.com schema.org dokuwiki.org php.net roundcube.net phpmyadmin.net phpmyadmin.net creativecommons.org'.split(' '));
const isPublicBody = (host: string): boolean => /(^|\.)(gov|edu|ac|mil)\.cn$|\.(edu|gov|mil)$/.test(host.toLowerCase());

export type Whose = 'own' | 'known' | 'bad' | 'unknown';
/** Whose a host is, as seen from a page of ours. */
export function whose(host: string, home: string, { registered, inScope }: Pick<Context, 'registered' | 'inScope'>): Whose {
  const name = domainOf(host);
  const among = (list: readonly string[] | undefined): boolean => list?.some((d) => { const l = d.toLowerCase(); return host === l || name === l || host.endsWith(`.${l}`); }) ?? false;
  if (among(registered.bad_domains)) return 'bad';
  if (name === domainOf(home) || among(registered.own_domains) || inScope(host)) return 'own';
  return among(registered.known_domains) || wellKnown.has(name) || isPublicBody(host) ? 'known' : 'unknown';
}
