import type { Failure, HttpAnswer } from './context/context.ts';
import type { Page } from './page.ts';

/** Pages of firewalls and of servers that do not serve: whoever gets one has seen nothing of the site. Short pages only, as news may quote any of it. */
const walls: readonly (readonly [string, RegExp])[] = [
  ['阿里云', /由于您访问的 ?URL ?有可能对网站造成安全威胁|errors\.aliyun\.com/i], ['安全狗', /safedog|网站防火墙.{0,40}(?:拦截|阻断)/i], ['创宇盾', /yunaq\.com|知道创宇|jiasule|创宇盾/i], ['云锁', /yunsuo|云锁.{0,20}拦截/i], ['百度云加速', /yunjiasu|百度云加速/],
  ['雷池', /safeline|雷池|长亭.{0,30}拦截/i], ['腾讯云', /waf\.tencent|腾讯(?:云)?(?:门神|T-Sec)/i], ['深信服', /sangfor.{0,80}(?:block|deny|拦截)|应用防火墙.{0,30}(?:拦截|阻断)/i], ['Cloudflare', /<title>(?:Attention Required! \| Cloudflare|Just a moment\.\.\.)|cf-error-details|cf-browser-verification/i],
  ['Imperva', /_Incapsula_Resource|Incapsula incident ID/i], ['F5', /The requested URL was rejected\. Please consult with your administrator/i], ['ModSecurity', /<title>(?:406 )?Not Acceptable!?<\/title>|mod_security/i], ['瑞数', /\$_ts\s*=\s*window\[|\bid="9DhefwqGPrzGxEp9hPaoag"/],
  ['防火墙', /(?:您的|当前|本次|该)(?:请求|访问|操作|IP).{0,30}(?:被拦截|已被拦截|被阻断|已被阻断|被禁止|已被禁止|存在(?:安全)?(?:风险|威胁|异常))|(?:拦截|阻断)提示|请求被(?:拦截|拒绝)|web ?application ?firewall|request (?:has been )?blocked|访问(?:过于)?频繁|请完成(?:安全)?验证/i],
];
const missing = /(?:404|页面|网页|文件|资源|内容).{0,12}(?:不存在|未找到|找不到|没有找到|已(?:被)?删除|无法(?:找到|访问)|not found)|找不到.{0,10}(?:页面|网页|文件|资源)|page (?:not found|cannot be found|does not exist)|^\s*404\b|not found/i;

const blocked = (detail: string): Failure => ({ failed: 'blocked', detail });
/** Why an answer says nothing of what is served there; undefined where it does. */
export function barredBy(answer: HttpAnswer, page: Page | undefined): Failure | undefined {
  const { status } = answer;
  if (status >= 500) return blocked(`服务器出错（HTTP ${status}），没有看到内容`);
  if (status === 429) return blocked('请求被限速（HTTP 429），没有看到内容');
  if (status === 401 || status === 403 || status === 405 || status === 406 || status === 412 || status === 444 || status === 451) return blocked(`访问被拒绝（HTTP ${status}），没有看到内容`);
  if (status === 404 || status === 410) return blocked(`页面不存在（HTTP ${status}）`);
  if (status === 400 || status === 408 || (status > 410 && status < 500)) return blocked(`请求没有被接受（HTTP ${status}）`);
  if (status === 202 && answer.body.length < 20_000 && page && /<script/i.test(page.html)) return blocked('只得到验证脚本（HTTP 202），没有看到内容');
  if (status >= 200 && status < 300 && answer.body.length === 0) return blocked('应答是空的');
  if (answer.truncated && answer.body.length < 1024) return blocked('应答不完整');
  if (!page || page.html.length > 20_000) return undefined;
  const wall = walls.find(([, sign]) => sign.test(page.html));
  if (wall) return blocked(`得到的是拦截页（${wall[0]}），不是网站内容`);
  if (page.html.length < 6_000 && missing.test(page.title)) return blocked('得到的是“页面不存在”的提示页');
  return undefined;
}
