import { fail, notApplicable, notTested, pass, type Check, type CheckInfo, type Outcome } from '../check.ts';
import { isFailure, type Context } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import { textOf, type Element, type Page } from '../page.ts';
import type { Site } from '../targets.ts';
import { ofHomePage } from '../web/rows.ts';

type Told = Pick<CheckInfo, 'id' | 'title' | 'severity' | 'meaning' | 'harm' | 'remedy' | 'references'> & Partial<Pick<CheckInfo, 'intrusiveness' | 'requests' | 'control' | 'owasp' | 'cwe'>>;
export const row = (told: Told & { run(this: void, context: Context, site: Site): Outcome | Outcome[] | Promise<Outcome | Outcome[]> }): Check<'site'> => ({ version: 1, area: 'compliance', on: 'site', intrusiveness: 0, requests: 0, cwe: null, owasp: null, control: '8.1.5.1 系统管理', ...told });

const province = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]';
const icpPattern = new RegExp(`${province}\\s*ICP\\s*(?:备|证)\\s*(?:案)?\\s*(?:B2-)?(\\d{6,10})\\s*号?(?:\\s*[-－—]\\s*(\\d{1,4}))?`, 'gi');
/** Numbers of the filing and not of the site (`-1`), without spaces. */
export const icpNumbers = (text: string): string[] => [...new Set([...text.matchAll(icpPattern)].map((m) => `${m[0][0]}ICP${/证/.test(m[0]) ? '证' : '备'}${m[1]}号`))];
const policePattern = new RegExp(`(${province})\\s*公网安备\\s*(?:案)?\\s*(\\d{11,14})\\s*号?`, 'g');
export const policeNumbers = (text: string): string[] => [...new Set([...text.matchAll(policePattern)].map((m) => `${m[1]}公网安备${m[2]}号`))];
const wordsOf = (page: Page): string => textOf(page.root).replace(/[\u00a0\u200b-\u200d\ufeff]/g, ' ');
const linkTo = (page: Page, pattern: RegExp): Element | undefined => page.elements.find((e) => e.name === 'a' && pattern.test(e.attributes.href ?? ''));
const law = '《互联网信息服务管理办法》第十二条';

export const noticeChecks: readonly Check<'site'>[] = [
  row({
    id: 'compliance.icp', title: { zh: '首页未标明 ICP 备案号', en: 'No ICP number on the home page' }, severity: 'low', meaning: '首页上没有 ICP 备案编号。', harm: '不符合备案管理要求，可能被责令改正或关停。', remedy: { application: '在首页底部居中位置标明备案号，并链接到 https://beian.miit.gov.cn/。' }, references: [law, '《非经营性互联网信息服务备案管理办法》第十三条'],
    run: ofHomePage((page) => { const found = icpNumbers(wordsOf(page)); return found.length ? pass(`备案号 ${found.join('、')}`) : fail('首页的文字里没有 ICP 备案号（图片和脚本生成的文字看不到）', { confidence: 'firm', evidence: [evidenceOf(page.answer)] }); }),
  }),
  row({
    id: 'compliance.icp_registered', title: { zh: '备案号与台账不一致', en: 'ICP number differs from the ledger' }, severity: 'low', meaning: '首页的 ICP 备案号和登记的不同。', harm: '备案信息有误，或网站冒用了别人的备案。', remedy: { general: '核对备案系统、台账和页面，改正有误的一处。' }, references: ['《非经营性互联网信息服务备案管理办法》第十四条'],
    run: ofHomePage((page, { registered }) => {
      if (!registered.icp) return notApplicable('台账没有登记备案号');
      const found = icpNumbers(wordsOf(page));
      const own = icpNumbers(registered.icp)[0];
      if (!found.length) return notApplicable('首页没有备案号');
      if (!own) return notTested('control', `台账的备案号“${registered.icp.slice(0, 60)}”不合格式`);
      return found.includes(own) ? pass(`一致：${own}`) : fail(`首页为 ${found.join('、')}，台账为 ${own}`, { confidence: 'certain', evidence: [evidenceOf(page.answer)] });
    }),
  }),
  row({
    id: 'compliance.icp_link', title: { zh: '备案号没有链接到备案系统', en: 'ICP number without its link' }, severity: 'info', meaning: '首页有备案号，但没有链接到工业和信息化部备案管理系统。', harm: '不符合备案管理要求。', remedy: { application: '<a href="https://beian.miit.gov.cn/">京ICP备00000000号</a>' }, references: ['《非经营性互联网信息服务备案管理办法》第十三条'],
    run: ofHomePage((page) => {
      if (!icpNumbers(wordsOf(page)).length) return notApplicable('首页没有备案号');
      if (linkTo(page, /^\s*(https?:)?\/\/beian\.miit\.gov\.cn/i)) return pass('已链接到备案系统');
      return { verdict: 'warn', note: linkTo(page, /miitbeian\.gov\.cn/i) ? '链接的是已停用的旧地址 miitbeian.gov.cn' : '没有链接到 beian.miit.gov.cn', confidence: 'certain', evidence: [evidenceOf(page.answer)] };
    }),
  }),
  row({
    id: 'compliance.public_security', title: { zh: '首页未标明公安备案号', en: 'No public security filing number' }, severity: 'info', meaning: '首页上没有公安联网备案号，或与台账不一致。', harm: '不符合联网备案要求。', remedy: { application: '在首页底部标明公安备案号和图标，链接到 https://beian.mps.gov.cn/。' }, references: ['《计算机信息网络国际联网安全保护管理办法》第十二条'],
    run: ofHomePage((page, { registered }) => {
      const found = policeNumbers(wordsOf(page));
      const own = registered.public_security ? policeNumbers(registered.public_security)[0] : undefined;
      if (!found.length) return { verdict: own ? 'fail' : 'warn', note: '首页的文字里没有公安备案号', confidence: 'firm', evidence: [evidenceOf(page.answer)] };
      return own && !found.includes(own) ? fail(`首页为 ${found.join('、')}，台账为 ${own}`, { confidence: 'certain', evidence: [evidenceOf(page.answer)] }) : pass(`公安备案号 ${found.join('、')}`);
    }),
  }),
  row({
    id: 'compliance.privacy', title: { zh: '收集个人信息而没有隐私政策', en: 'Personal data asked for without a privacy page' }, severity: 'low', control: '8.1.4.11 个人信息保护', meaning: '首页有收集个人信息的表单，但没有隐私政策或个人信息保护说明的链接。', harm: '不符合告知同意的要求。', remedy: { application: '在首页和表单旁放置隐私政策的链接，写明目的、方式、种类、保存期限和权利。' }, references: ['《中华人民共和国个人信息保护法》第十七条'],
    run: ofHomePage((page) => {
      if (page.elements.some((e) => e.name === 'a' && /隐私|个人信息(保护|处理)|privacy/i.test(textOf(e) + (e.attributes.title ?? '')))) return pass('有隐私政策的链接');
      const asks = page.elements.find((e) => (e.name === 'input' && /^(password|tel|email)$/i.test(e.attributes.type ?? '')) || (e.name === 'input' && /姓名|手机|身份证|学号|工号/.test(e.attributes.placeholder ?? '')));
      return asks ? { verdict: 'warn', note: '首页收集个人信息，没有隐私政策的链接', confidence: 'firm', evidence: [evidenceOf(page.answer, page.html, asks.at)] } : notApplicable('首页没有收集个人信息的表单');
    }),
  }),
  row({
    id: 'compliance.security_txt', title: { zh: '没有漏洞报告联系方式', en: 'No security.txt' }, severity: 'info', intrusiveness: 1, requests: 1, control: '8.1.10.5 漏洞和风险管理', meaning: '站点没有 /.well-known/security.txt，或已过期。', harm: '发现漏洞的人找不到该联系谁。', remedy: { general: 'Contact: mailto:security@example.edu.cn\nExpires: 2027-12-31T23:59:59+08:00\nPreferred-Languages: zh' }, references: ['RFC 9116'],
    async run(context, site) {
      const answer = await context.http({ url: `${site.origin}/.well-known/security.txt`, accept: 'text/plain', maxBytes: 16 << 10 });
      if (isFailure(answer)) return notTested(answer.failed, answer.detail);
      const text = Buffer.from(answer.body).toString('utf8');
      if (answer.status !== 200 || !/^contact:\s*\S+/im.test(text) || /<html/i.test(text)) return { verdict: 'info', note: `没有 security.txt（应答 ${answer.status}）` };
      const until = Date.parse(/^expires:\s*(\S+)/im.exec(text)?.[1] ?? '');
      return until < Date.parse(context.now()) ? { verdict: 'warn', note: 'security.txt 已过期', evidence: [evidenceOf(answer, text)] } : pass('有 security.txt');
    },
  }),
];
