import { fail, notApplicable, notTested, pass, type Check, type CheckInfo, type Evidence, type Outcome } from '../check.ts';
import { isFailure, type Context, type Failure } from '../context/context.ts';
import type { HelloAnswer } from '../context/hello.ts';
import type { Certificate, TlsSession } from '../context/tls.ts';
import type { Site } from '../targets.ts';

type Row = Omit<CheckInfo<'site'>, 'area' | 'on' | 'version' | 'owasp' | 'control'> & { version?: number; look: (context: Context, to: To, site: Site) => Outcome | Promise<Outcome> };
interface To { host: string; ip: string; port: number }
const row = ({ look, ...info }: Row): Check<'site'> => ({
  version: 1, area: 'tls', owasp: 'A02', control: '8.1.2.2 通信传输', ...info, on: 'site', applies: (site) => site.tls,
  run: (context, site) => (site.tls ? isFailure(site.home) ? notTested(site.home.failed, site.home.detail) : look(context, { host: site.host, ip: site.home.ip, port: site.port }, site) : notApplicable('不是 HTTPS')),
});
const blind = (f: Failure): Outcome => notTested(f.failed, f.detail);
/** One handshake a run, for every check of the certificate. */
const sessionOf = (context: Context, to: To, site: Site): Promise<TlsSession | Failure> => site.once('tls.session', () => context.tls(to));
const proof = (context: Context, c: Certificate | undefined, excerpt: string): { evidence: Evidence[] } => ({ evidence: [{ at: context.now(), request: 'TLS ClientHello', excerpt, ...(c && { certificate_sha256: c.sha256 }) }] });
const certificateText = (c: Certificate): string => `使用者：${c.subject.replaceAll('\n', '，')}\n颁发者：${c.issuer.replaceAll('\n', '，')}\n域名：${c.names.slice(0, 20).join('、')}\n有效期：${c.valid_from.slice(0, 10)} 至 ${c.valid_to.slice(0, 10)}\n密钥：${c.key} ${c.key_bits || ''}\n签名：${c.signature}`;

/** TLS cipher suites registry of IANA. */
const strong = [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02c, 0xc02f, 0xc030, 0xcca8, 0xcca9];
const legacy = [0xc00a, 0xc014, 0xc009, 0xc013, 0x0039, 0x0033, 0x0035, 0x002f, 0x009c, 0x009d, 0x0016, 0x000a, 0x0005, 0x0004, 0xc011, 0xc012, 0xc007, 0xc008, 0x0041, 0x0084];
const every = [...strong, ...legacy];
const forward = [...strong, 0xc009, 0xc00a, 0xc013, 0xc014, 0x0033, 0x0039, 0x009e, 0x009f, 0xc023, 0xc024, 0xc027, 0xc028];
const weak: readonly { name: string; ciphers: readonly number[] }[] = [
  { name: '不加密（NULL）', ciphers: [0x0001, 0x0002, 0x003b, 0xc006, 0xc010, 0x002c, 0x002d] },
  { name: '匿名密钥交换', ciphers: [0x0034, 0x003a, 0x006c, 0x00a6, 0x0018, 0x001b, 0xc018, 0xc019, 0xc016, 0xc017] },
  { name: '出口级', ciphers: [0x0003, 0x0006, 0x0008, 0x000b, 0x0011, 0x0014, 0x0017, 0x0019, 0x0062, 0x0064] },
  { name: 'RC4', ciphers: [0x0004, 0x0005, 0xc002, 0xc007, 0xc00c, 0xc011] },
  { name: 'DES、3DES', ciphers: [0x0009, 0x000a, 0x000d, 0x0010, 0x0013, 0x0016, 0xc003, 0xc008, 0xc00d, 0xc012] },
];
/** A closed connection may mean no, or that somebody cuts in: a greeting that any server takes tells which. */
async function offers(context: Context, to: To, version: number, ciphers: readonly number[]): Promise<HelloAnswer | Failure> {
  const answer = await context.hello(to, { version, ciphers, servername: to.host });
  if (isFailure(answer) || answer.answer !== 'closed') return answer;
  const control = await context.hello(to, { version: 0x0303, ciphers: every, servername: to.host });
  return isFailure(control) ? control : control.answer === 'closed' ? { failed: 'reset', detail: '服务器断开了每一次握手，无法判断' } : answer;
}
const names: Record<number, string> = { 0x0002: 'SSLv2', 0x0300: 'SSLv3', 0x0301: 'TLS 1.0', 0x0302: 'TLS 1.1', 0x0303: 'TLS 1.2', 0x0304: 'TLS 1.3' };
const oldVersion = (version: number, more: Pick<CheckInfo, 'severity' | 'harm'> & { references: string[] }): Check<'site'> => row({
  id: `tls.${names[version]!.toLowerCase().replaceAll(/[ .]/g, '')}`, title: { zh: `支持过时的 ${names[version]!} 协议`, en: `${names[version]!} offered` }, intrusiveness: 2, requests: 2, cwe: 327, meaning: `服务器接受 ${names[version]!} 握手。`,
  remedy: { nginx: 'ssl_protocols TLSv1.2 TLSv1.3;', apache: 'SSLProtocol -all +TLSv1.2 +TLSv1.3', tomcat: '在 Connector 的 SSLHostConfig 设置 protocols="TLSv1.2+TLSv1.3"。', iis: '在注册表 SCHANNEL\\Protocols 下禁用该协议的 Server 项，或用 IIS Crypto 设置。' }, ...more,
  async look(context, to) {
    const answer = await offers(context, to, version, version === 0x0002 ? [0x010080, 0x020080, 0x030080, 0x040080, 0x050080, 0x060040, 0x0700c0] : every);
    if (isFailure(answer)) return blind(answer);
    return answer.answer === 'server_hello' && answer.version === version ? fail(`服务器接受了 ${names[version]!}`, { confidence: 'certain', ...proof(context, undefined, `ServerHello：${names[version]!}，密码套件 0x${answer.cipher.toString(16).padStart(4, '0')}`) }) : pass(`不接受 ${names[version]!}`);
  },
});

/** A row that judges the certificate which the server showed. */
const ofCertificate = ({ judge, ...info }: Omit<Row, 'look' | 'intrusiveness' | 'requests'> & { judge: (leaf: Certificate, context: Context, to: To, session: TlsSession) => Outcome }): Check<'site'> => row({
  ...info, intrusiveness: 1, requests: 1,
  async look(context, to, site) {
    const session = await sessionOf(context, to, site);
    if (isFailure(session)) return blind(session);
    const [leaf] = session.chain;
    return leaf ? judge(leaf, context, to, session) : notTested('tls', '服务器没有给出证书');
  },
});
const days = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000);
export const tlsChecks: readonly Check<'site'>[] = [
  oldVersion(0x0002, { severity: 'high', harm: 'SSLv2 已被完全攻破，同一密钥的其他服务也受牵连（DROWN）。', references: ['RFC 6176'] }),
  oldVersion(0x0300, { severity: 'high', harm: 'SSLv3 的加密可被逐字节破解（POODLE）。', references: ['RFC 7568'] }),
  oldVersion(0x0301, { severity: 'medium', harm: 'TLS 1.0 依赖 MD5、SHA-1，存在 BEAST 等攻击，已被正式废止。', references: ['RFC 8996'] }),
  oldVersion(0x0302, { severity: 'medium', harm: 'TLS 1.1 依赖 MD5、SHA-1，已被正式废止。', references: ['RFC 8996'] }),
  row({
    id: 'tls.modern', title: { zh: '不支持 TLS 1.2 以上协议', en: 'Neither TLS 1.2 nor 1.3' }, intrusiveness: 2, requests: 4, severity: 'high', cwe: 327, meaning: '服务器既不接受 TLS 1.2，也不接受 TLS 1.3。', harm: '新浏览器无法访问，旧浏览器的连接可被攻破。', remedy: { nginx: '升级 OpenSSL 后设置 ssl_protocols TLSv1.2 TLSv1.3;', general: '升级系统和 Web 服务器。' }, references: ['RFC 9325'],
    async look(context, to) {
      for (const version of [0x0303, 0x0304]) {
        const answer = await offers(context, to, version, every);
        if (isFailure(answer)) return blind(answer);
        if (answer.answer === 'server_hello' && answer.version === version) return pass(`支持 ${names[version]!}`);
      }
      return fail('不支持 TLS 1.2 和 TLS 1.3', { confidence: 'certain' });
    },
  }),
  row({
    id: 'tls.weak_cipher', title: { zh: '接受弱密码套件', en: 'Weak cipher suites accepted' }, intrusiveness: 2, requests: 10, severity: 'medium', cwe: 326, meaning: '服务器接受不加密、匿名、出口级、RC4 或 DES、3DES 的密码套件。', harm: '加密可被破解，或连接可被冒充。',
    remedy: { nginx: 'ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL:!EXPORT:!RC4:!3DES;', apache: 'SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL:!EXPORT:!RC4:!3DES', tomcat: '在 SSLHostConfig 设置 ciphers，只保留 ECDHE 与 AES-GCM。', iis: '用组策略“SSL 密码套件顺序”去掉弱套件。' }, references: ['RFC 7465', 'RFC 9325 4.1'],
    async look(context, to) {
      const found: string[] = [];
      for (const family of weak) {
        const answer = await offers(context, to, 0x0303, family.ciphers);
        if (isFailure(answer)) return blind(answer);
        if (answer.answer === 'server_hello' && family.ciphers.includes(answer.cipher)) found.push(`${family.name}（0x${answer.cipher.toString(16).padStart(4, '0')}）`);
      }
      return found.length ? fail(`接受弱密码套件：${found.join('、')}`, { confidence: 'certain', ...(found.some((f) => /NULL|匿名|出口/.test(f)) && { severity: 'high' }), ...proof(context, undefined, found.join('\n')) }) : pass('不接受弱密码套件');
    },
  }),
  row({
    id: 'tls.forward_secrecy', title: { zh: '不支持前向保密', en: 'No forward secrecy' }, intrusiveness: 2, requests: 2, severity: 'low', cwe: 326, meaning: '服务器不接受 ECDHE、DHE 密钥交换。', harm: '一旦私钥泄露，此前录下的通信都能被解密。', remedy: { nginx: 'ssl_ciphers 以 ECDHE 开头，并设置 ssl_prefer_server_ciphers on;', apache: 'SSLCipherSuite 以 ECDHE 开头，SSLHonorCipherOrder on' }, references: ['RFC 9325 4.1'],
    async look(context, to, site) {
      const session = await sessionOf(context, to, site);
      if (!isFailure(session) && (session.protocol === 'TLSv1.3' || /DHE/.test(session.cipher))) return pass(`协商为 ${session.protocol} ${session.cipher}`);
      const answer = await offers(context, to, 0x0303, forward);
      if (isFailure(answer)) return blind(answer);
      return answer.answer === 'server_hello' ? pass('支持前向保密') : fail('只接受 RSA 密钥交换', { confidence: 'certain' });
    },
  }),
  ofCertificate({
    id: 'tls.chain', title: { zh: '证书链不可信或不完整', en: 'Certificate chain not trusted' }, severity: 'medium', cwe: 295, meaning: '由公开可信的根证书验证不了服务器给出的证书链。', harm: '浏览器报警，用户习惯忽略警告后，真正的冒充也不会被发现。', remedy: { nginx: 'ssl_certificate 使用含中间证书的完整链（fullchain.pem）。', apache: 'SSLCertificateFile 使用含中间证书的完整链。', general: '向可信机构申请证书；校内自建机构的根证书须预装到用户终端。' }, references: ['RFC 5280 6'],
    judge(leaf, context, _to, session) {
      // dates and names have checks of their own; algorithms that this machine cannot verify prove nothing
      if (!session.distrust || /EXPIRED|NOT_YET|ALTNAME/.test(session.distrust) || leaf.self_signed) return pass(leaf.self_signed ? '自签名证书另有检测项' : '证书链可信');
      if (leaf.key === 'other' || /SM2|SM3|1\.2\.156\./.test(leaf.signature)) return notTested('tls', '国密证书，本机不能验证证书链');
      return fail(/UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)/.test(session.distrust) ? `缺少中间证书，或颁发机构不被信任（${session.distrust}）` : `证书链验证失败（${session.distrust}）`, { confidence: 'firm', ...proof(context, leaf, certificateText(leaf)) });
    },
  }),
  ofCertificate({
    id: 'tls.self_signed', title: { zh: '使用自签名证书', en: 'Self-signed certificate' }, severity: 'medium', cwe: 295, meaning: '证书由自己签发。', harm: '用户无法分辨真假网站。', remedy: { general: '向可信机构申请证书；内部系统可由校内证书机构签发并预装根证书。' }, references: ['RFC 5280'],
    judge(leaf, context) {
      return leaf.self_signed ? fail('证书是自签名的', { confidence: 'certain', ...proof(context, leaf, certificateText(leaf)) }) : pass('不是自签名证书');
    },
  }),
  ofCertificate({
    id: 'tls.name', title: { zh: '证书与域名不符', en: 'Certificate does not name the host' }, severity: 'medium', cwe: 297, meaning: '证书里没有正在访问的域名。', harm: '浏览器报警；也可能访问到了别的服务器。', remedy: { general: '申请包含该域名的证书，或改正虚拟主机的证书配置。' }, references: ['RFC 9525'],
    judge(leaf, context, to) {
      if (/^[\d.]+$|:/.test(to.host)) return leaf.names.includes(to.host) ? pass('证书包含该地址') : notApplicable('按地址访问，没有域名可比');
      const listed = leaf.names.length ? leaf.names : [/CN=([^\n]+)/.exec(leaf.subject)?.[1] ?? ''];
      return listed.some((n) => named(n.toLowerCase(), to.host.toLowerCase())) ? pass('证书包含该域名') : fail(`证书只包含 ${listed.slice(0, 5).join('、')}，没有 ${to.host}`, { confidence: 'certain', ...proof(context, leaf, certificateText(leaf)) });
    },
  }),
  ofCertificate({
    id: 'tls.expired', title: { zh: '证书已过期或未生效', en: 'Certificate expired' }, severity: 'high', cwe: 298, meaning: '证书不在有效期内。', harm: '浏览器拒绝访问；用户被训练得忽略警告。', remedy: { general: '立即更换证书，并登记到期日，启用自动续期。' }, references: ['RFC 5280 4.1.2.5'],
    judge(leaf, context) {
      const now = context.now();
      if (leaf.valid_to < now) return fail(`证书已于 ${leaf.valid_to.slice(0, 10)} 过期`, { confidence: 'certain', ...proof(context, leaf, certificateText(leaf)) });
      return leaf.valid_from > now ? fail(`证书 ${leaf.valid_from.slice(0, 10)} 才生效`, { confidence: 'certain', ...proof(context, leaf, certificateText(leaf)) }) : pass(`有效至 ${leaf.valid_to.slice(0, 10)}`);
    },
  }),
  ofCertificate({
    id: 'tls.expiring', title: { zh: '证书即将到期', en: 'Certificate about to expire' }, severity: 'low', cwe: 298, meaning: '证书 30 天内到期。', harm: '到期后网站打不开。', remedy: { general: '安排更换；启用自动续期。' }, references: [],
    judge(leaf, context) {
      const left = days(context.now(), leaf.valid_to);
      return left < 0 || left > 30 ? pass(left < 0 ? '已过期，另有检测项' : `还有 ${left} 天`) : left <= 7 ? fail(`证书还有 ${left} 天到期（${leaf.valid_to.slice(0, 10)}）`, { confidence: 'certain', severity: 'medium', ...proof(context, leaf, certificateText(leaf)) }) : { verdict: 'warn', note: `证书还有 ${left} 天到期（${leaf.valid_to.slice(0, 10)}）`, confidence: 'certain', ...proof(context, leaf, certificateText(leaf)) };
    },
  }),
  ofCertificate({
    id: 'tls.key', title: { zh: '证书密钥过短', en: 'Weak key' }, severity: 'medium', cwe: 326, meaning: 'RSA 密钥短于 2048 位，或椭圆曲线短于 256 位。', harm: '密钥可被分解，网站可被冒充。', remedy: { general: '重新生成 2048 位以上的 RSA 密钥或 256 位以上的椭圆曲线密钥，换发证书。' }, references: ['NIST SP 800-131A'],
    judge(leaf, context) {
      const short = (leaf.key === 'rsa' && leaf.key_bits > 0 && leaf.key_bits < 2048) || (leaf.key === 'ec' && leaf.key_bits > 0 && leaf.key_bits < 256);
      return short ? fail(`${leaf.key.toUpperCase()} ${leaf.key_bits} 位`, { confidence: 'certain', ...proof(context, leaf, certificateText(leaf)) }) : pass(`${leaf.key.toUpperCase()} ${leaf.key_bits || ''} 位`);
    },
  }),
  ofCertificate({
    id: 'tls.signature', title: { zh: '证书签名算法过时', en: 'Weak signature algorithm' }, severity: 'medium', cwe: 328, meaning: '证书用 MD5 或 SHA-1 签名。', harm: '可被伪造出同样签名的证书。', remedy: { general: '换发以 SHA-256 或 SM3 签名的证书。' }, references: ['RFC 6194', 'CA/Browser Forum Baseline Requirements 7.1.3'],
    judge(leaf, context) {
      return /md5|sha-?1(?!\d)|sha1With/i.test(leaf.signature) ? fail(`以 ${leaf.signature} 签名`, { confidence: 'certain', ...proof(context, leaf, certificateText(leaf)) }) : pass(`以 ${leaf.signature || '未知算法'} 签名`);
    },
  }),
];
/** RFC 9525 6.3: a wildcard stands for one label, the leftmost. */
const named = (pattern: string, host: string): boolean => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && !host.slice(0, -pattern.length + 1).includes('.') && host.length > pattern.length - 1 : pattern === host);
