import { fail, notTested, pass, type Check, type CheckInfo, type Outcome } from '../check.ts';
import type { Context } from '../context/context.ts';
import type { Service } from '../targets.ts';

type Row = Omit<CheckInfo<'service'>, 'area' | 'on' | 'version'> & { area?: 'ports' | 'services'; version?: number; look: (context: Context, s: Service) => Outcome | Promise<Outcome>; applies?: (s: Service) => boolean };
/** A check of an open port. One that refuses connections has nothing left to fail; one that does not answer says nothing. */
export const serviceCheck = (row: Row): Check<'service'> => {
  const { look, applies, ...info } = row;
  return {
    area: 'services', version: 1, ...info, on: 'service', applies: (s) => s.state === 'open' && (applies?.(s) ?? true),
    run: (context, s) => (s.state === 'closed' ? pass(`端口 ${s.port} 已关闭`) : s.state === 'filtered' ? notTested('timeout', `端口 ${s.port} 没有应答，不知道后面还有没有服务`) : look(context, s)),
  };
};
/** What the service said, as a proof. */
export const said = (s: Service): Pick<Outcome, 'evidence'> => ({ evidence: [{ at: s.seen_at, request: `TCP ${s.ip}:${s.port}`, excerpt: s.banner }] });
const what = (s: Service): string => `${s.service === 'unknown' ? '没有识别出的服务' : s.service}${s.product ? `（${[s.product, s.version].filter(Boolean).join(' ')}）` : ''}`;

/** Ports on which the world looks first: a service that need not be found there stands elsewhere, or behind a firewall. IANA, and the products' own documents. */
const defaults: Readonly<Record<number, readonly [service: string, name: string, data: boolean]>> = {
  21: ['ftp', 'FTP', false], 22: ['ssh', 'SSH', false], 23: ['telnet', 'Telnet', false], 1433: ['mssql', 'SQL Server', true], 1521: ['oracle', 'Oracle', true], 3306: ['mysql', 'MySQL', true], 3389: ['rdp', '远程桌面', false], 5432: ['postgresql', 'PostgreSQL', true], 5900: ['vnc', 'VNC', false], 6379: ['redis', 'Redis', true], 9200: ['elasticsearch', 'Elasticsearch', true], 11_211: ['memcached', 'memcached', true], 27_017: ['mongodb', 'MongoDB', true],
};
/** What is agreed to stand on a port. */
const agreed: Readonly<Record<number, readonly string[]>> = { 21: ['ftp'], 22: ['ssh'], 25: ['smtp'], 53: ['dns'], 80: ['http', 'http-proxy'], 110: ['pop3'], 143: ['imap'], 389: ['ldap'], 443: ['http', 'http-proxy'], 445: ['smb'], 3306: ['mysql'], 3389: ['rdp'], 5432: ['postgresql'], 6379: ['redis'] };
const common = { intrusiveness: 1, requests: 0, area: 'ports', cwe: 1125, owasp: 'A05', control: '8.1.4.4 入侵防范' } as const;

/** Drift against what the system is registered to open: 新增端口, 默认端口未改, 端口消失, 服务与端口不符. */
export const portChecks: readonly Check<'service'>[] = [
  serviceCheck({
    ...common, id: 'ports.unregistered', title: { zh: '开放了没有登记的端口', en: 'Open port that is not registered' }, severity: 'medium',
    meaning: '端口对外开放，系统台账里却没有登记。', harm: '不知道的入口没有人管，常是测试服务、误配置或后门留下的。', remedy: { general: '确认用途：需要的，在系统台账里登记；不需要的，停止服务，并在防火墙上关闭。' }, references: ['GB/T 22239-2019 8.1.4.4 b)：应关闭不需要的系统服务、默认共享和高危端口'],
    look: (_, s) => (s.registered === null ? { verdict: 'info', note: `台账没有登记端口，无法比较：${s.port} 上是${what(s)}` } : s.registered ? pass('端口已登记') : fail(`端口 ${s.port} 没有登记，开着${what(s)}`, { confidence: 'certain', ...said(s) })),
  }),
  {
    ...common, on: 'service', version: 1, id: 'ports.gone', title: { zh: '登记的端口没有开放', en: 'Registered port is closed' }, severity: 'info',
    meaning: '台账登记的端口没有开放。', harm: '服务停了，或台账没有更新；台账不准，核查就失去依据。', remedy: { general: '服务停用的，在系统台账里去掉这个端口；不应停的，检查服务。' }, references: ['GB/T 22239-2019 8.1.10.2 资产管理'],
    run: (_, s) => (s.state === 'open' || s.registered !== true ? pass('端口与台账一致') : s.state === 'closed' ? { verdict: 'warn', note: `登记的端口 ${s.port} 没有开放` } : notTested('timeout', `登记的端口 ${s.port} 没有应答`)),
  },
  serviceCheck({
    ...common, id: 'ports.default', title: { zh: '仍使用默认端口', en: 'Service still on its default port' }, severity: 'low',
    meaning: '数据库、FTP、远程管理等服务仍开在默认端口上。', harm: '自动化扫描首先尝试默认端口，口令猜测和漏洞利用都从这里开始。', remedy: { general: '改用非默认端口，并用防火墙只允许管理地址访问；更好的做法是不对外开放，经堡垒机或 VPN 访问。' }, references: ['GB/T 22239-2019 8.1.4.4'],
    look(_, s) {
      const known = defaults[s.port];
      if (!known || (known[0] !== s.service && s.service !== 'unknown')) return pass('不是默认端口上的数据库、FTP 或远程管理服务');
      return fail(`${known[1]} 开在默认端口 ${s.port} 上${s.product ? `（${s.product} ${s.version}）` : ''}`, { confidence: s.service === 'unknown' ? 'tentative' : 'certain', ...(known[2] && { severity: 'medium' }), ...said(s) });
    },
  }),
  serviceCheck({
    ...common, id: 'ports.mismatch', title: { zh: '服务与端口不符', en: 'Service does not match its port' }, severity: 'medium',
    meaning: '某种服务约定的端口上跑着另一种服务，例如 443 端口上是 SSH。', harm: '常见于绕过边界策略的隧道、后门或被替换的服务。', remedy: { general: '确认这个端口上的服务由谁、为何开启；不是业务需要的立即停止并排查。' }, references: ['GB/T 22239-2019 8.1.3.2 访问控制'],
    look(_, s) {
      const expected = agreed[s.port];
      if (!expected) return pass('端口没有约定的服务');
      if (s.service === 'unknown') return s.tls && expected[0] === 'http' ? pass('TLS 服务') : notTested('protocol', '没有识别出服务');
      return expected.includes(s.service) ? pass(`${s.port} 端口上是 ${s.service}`) : fail(`${s.port} 端口上应为 ${expected[0]}，实际是${what(s)}`, { confidence: 'certain', ...said(s) });
    },
  }),
];
