import { fail, pass, type Check } from '../check.ts';
import type { Context, HttpAnswer } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import type { Site } from '../targets.ts';
import { control, ofHome, siteRow } from './rows.ts';

interface Product { name: string; kind: 'server' | 'language' | 'openssl'; pattern: RegExp; source: string; /** `major.minor` → the first day without repairs. */ ends: Readonly<Record<string, string>> }
/** Days that the makers have given. A branch that is not here is not judged. */
const products: readonly Product[] = [
  { name: 'nginx', kind: 'server', pattern: /\bnginx\/(\d+\.\d+)/i, source: 'https://nginx.org/en/download.html', ends: { '1.0': '2012-04-23', '1.2': '2013-04-24', '1.4': '2014-04-24', '1.6': '2015-04-21', '1.8': '2016-04-26', '1.10': '2017-04-12', '1.12': '2018-04-17', '1.14': '2019-04-23', '1.16': '2020-04-21', '1.18': '2021-04-20', '1.20': '2022-05-24', '1.22': '2023-04-11', '1.24': '2024-04-23', '1.26': '2025-04-23' } },
  { name: 'Apache HTTP Server', kind: 'server', pattern: /\bApache\/(\d+\.\d+)/, source: 'https://httpd.apache.org/', ends: { '1.3': '2010-02-03', '2.0': '2013-07-10', '2.2': '2018-01-01' } },
  { name: 'Tomcat', kind: 'server', pattern: /\bTomcat\/(\d+\.\d+)/i, source: 'https://tomcat.apache.org/whichversion.html', ends: { '5.5': '2012-09-30', '6.0': '2016-12-31', '7.0': '2021-03-31', '8.0': '2018-06-30', '8.5': '2024-03-31', '9.0': '2027-03-31', '10.0': '2022-10-31' } },
  { name: 'IIS', kind: 'server', pattern: /\bMicrosoft-IIS\/(\d+\.\d+)/i, source: 'https://learn.microsoft.com/lifecycle/products/', ends: { '5.0': '2010-07-13', '5.1': '2014-04-08', '6.0': '2015-07-14', '7.0': '2020-01-14', '7.5': '2020-01-14', '8.0': '2023-10-10', '8.5': '2023-10-10' } },
  { name: 'Jetty', kind: 'server', pattern: /\bJetty\(?\/?(\d+\.\d+)/i, source: 'https://jetty.org/download.html', ends: { '7.6': '2014-11-01', '8.1': '2014-11-01', '9.2': '2018-01-01', '9.3': '2020-12-01', '9.4': '2022-06-01', '10.0': '2024-01-01', '11.0': '2024-01-01' } },
  { name: 'PHP', kind: 'language', pattern: /\bPHP\/(\d+\.\d+)/i, source: 'https://www.php.net/eol.php', ends: { '5.2': '2011-01-06', '5.3': '2014-08-14', '5.4': '2015-09-03', '5.5': '2016-07-21', '5.6': '2018-12-31', '7.0': '2019-01-10', '7.1': '2019-12-01', '7.2': '2020-11-30', '7.3': '2021-12-06', '7.4': '2022-11-28', '8.0': '2023-11-26', '8.1': '2025-12-31', '8.2': '2026-12-31', '8.3': '2027-12-31', '8.4': '2028-12-31' } },
  { name: 'Python', kind: 'language', pattern: /\bPython\/(\d+\.\d+)/, source: 'https://devguide.python.org/versions/', ends: { '2.6': '2013-10-29', '2.7': '2020-01-01', '3.5': '2020-09-30', '3.6': '2021-12-23', '3.7': '2023-06-27', '3.8': '2024-10-07', '3.9': '2025-10-31' } },
  { name: 'ASP.NET', kind: 'language', pattern: /^x-aspnet-version: (1\.[01])/im, source: 'https://learn.microsoft.com/lifecycle/products/', ends: { '1.0': '2011-07-12', '1.1': '2013-10-08' } },
  { name: 'OpenSSL', kind: 'openssl', pattern: /\bOpenSSL\/(\d+\.\d+(?:\.\d)?)/, source: 'https://openssl-library.org/policies/releasestrat/', ends: { '0.9.8': '2015-12-31', '1.0.0': '2015-12-31', '1.0.1': '2016-12-31', '1.0.2': '2019-12-31', '1.1.0': '2019-09-11', '1.1.1': '2023-09-11', '3.0': '2026-09-07', '3.1': '2025-03-14', '3.2': '2025-11-23', '3.3': '2026-04-09' } },
];
/** Repairs that a distribution carries back do not show in the number. */
const distribution = /\((?:debian|ubuntu|red hat|centos|rhel|suse|fedora|kylin|uos|openeuler|anolis|rocky|almalinux|oracle)[^)]*\)|-fips|\.el\d/i;

const judge = (kind: Product['kind']) => (context: Context, site: Site) => ofHome((answer: HttpAnswer) => {
  const text = answer.headers.filter(([n]) => /^(server|x-powered-by|x-aspnet-version|via)$/i.test(n)).map(([n, v]) => `${n}: ${v.slice(0, 300)}`).join('\n');
  const today = context.now().slice(0, 10);
  for (const p of products) {
    const version = p.kind === kind ? p.pattern.exec(text)?.[1] : undefined;
    const end = version === undefined ? undefined : p.ends[version] ?? p.ends[version.split('.').slice(0, 2).join('.')];
    if (version && end && end <= today) return fail(`${p.name} ${version} 自 ${end} 起停止维护（来源 ${p.source}）${distribution.test(text) ? '；操作系统发行版可能仍在修补，请核对软件包版本' : ''}`, { confidence: distribution.test(text) ? 'tentative' : 'firm', evidence: [evidenceOf(answer)] });
  }
  return pass('没有写出已停止维护的版本');
})(context, site);
const words = { severity: 'medium', cwe: 1104, owasp: 'A06', control: control.holes, harm: '以后发现的漏洞没有补丁；多数已有公开的利用方法。', references: ['CWE-1104', ...new Set(products.map((p) => p.source))] } as const;
export const endOfLifeChecks: readonly Check<'site'>[] = [
  siteRow({ ...words, id: 'web.eol.server', title: { zh: '服务器软件已停止维护', en: 'Server software past its end of life' }, meaning: 'Server 头写出的服务器软件版本已停止维护。', remedy: { general: '升级到受支持的版本；暂不能升级的，由反向代理或防火墙限制访问，并登记为风险。' }, run: judge('server') }),
  siteRow({ ...words, id: 'web.eol.language', title: { zh: '运行环境已停止维护', en: 'Language runtime past its end of life' }, meaning: '应答头写出的 PHP、Python、ASP.NET 版本已停止维护。', remedy: { application: '升级运行环境，先在测试环境检查兼容性。' }, run: judge('language') }),
  siteRow({ ...words, id: 'web.eol.openssl', title: { zh: 'OpenSSL 已停止维护', en: 'OpenSSL past its end of life' }, meaning: 'Server 头写出的 OpenSSL 版本已停止维护。', remedy: { general: '随操作系统升级 OpenSSL，再重启服务；不在应答头里写出版本。' }, run: judge('openssl') }),
];
