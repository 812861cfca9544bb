import { fail, notTested, pass, severities, type Check, type Outcome } from '../check.ts';
import { excerptOf } from '../evidence.ts';
import type { Page } from '../page.ts';
import { changeClasses, type ChangeClass } from './classes.ts';

/** One check a group of classes: what the page's confirmed changes say of it. */
function verdict(page: Page, of: readonly ChangeClass[], good: string): Outcome {
  if (!page.changed) return notTested('learning', '还没有学到本页的基线，至少要取得三次完整页面');
  const changes = page.changed.filter((c) => of.includes(c.what));
  if (!changes.length) return pass(good);
  const severity = severities[Math.min(...changes.map((c) => severities.indexOf(changeClasses[c.what].severity)))]!;
  return fail(changes.map((c) => c.note).join('；').slice(0, 900), { severity, confidence: 'firm', evidence: [{ at: page.answer.at, request: page.answer.request, body_sha256: page.sha256, excerpt: excerptOf(page.html, Math.max(0, ...changes.map((c) => (c.subject ? page.html.indexOf(c.subject) : -1)))) }] });
}
const restore = '先保全现场（页面、日志、文件时间），用可信的备份恢复页面；查明写入途径（后台口令、上传功能、组件漏洞）并修复，再更换后台和数据库口令。属于正常发布的，在变动记录里选“本次更新为正常发布”。';
const readOnly = { nginx: 'location ~* ^/(upload|uploads|static)/.*\\.(php|jsp|aspx?)$ { deny all; }', apache: '<Directory "/var/www/html/upload">\n  php_admin_flag engine off\n</Directory>', tomcat: '发布目录对运行 Tomcat 的账号设为只读；DefaultServlet 的 readonly 保持 true。', iis: '对上传目录去掉“脚本”执行权限；发布目录只给发布账号写权限。' } as const;
const shared = { area: 'tamper', on: 'page', intrusiveness: 0, requests: 0, version: 1, references: ['GB/T 22239-2019 8.1.4.7 数据完整性', 'https://cwe.mitre.org/data/definitions/345.html'] } as const;

export const tamperChecks: readonly Check<'page'>[] = [
  {
    ...shared, id: 'tamper.code', title: { zh: '页面新增外部脚本、框架或表单', en: 'New outside scripts, frames or forms' }, severity: 'high', cwe: 506, owasp: 'A08', control: '8.1.4.7 数据完整性',
    meaning: '与基线相比，页面引用了以前没有的外部脚本或内嵌框架，或把表单提交到外部，或多了经过混淆的脚本。', harm: '常见于网页被植入木马、挖矿脚本，或把用户填写的口令和个人信息发给他人。',
    remedy: { general: restore, ...readOnly, application: "设置 Content-Security-Policy，例如：script-src 'self'; frame-src 'self'; form-action 'self'。" },
    run: (_context, page) => verdict(page, ['script_outside', 'frame_outside', 'form_outside', 'script_obfuscated', 'resource_changed'], '没有新增外部脚本、框架和表单'),
  },
  {
    ...shared, id: 'tamper.redirect', title: { zh: '页面变成跳转到外部', en: 'Page became a redirect to elsewhere' }, severity: 'high', cwe: 601, owasp: 'A01', control: '8.1.4.7 数据完整性',
    meaning: '原来正常打开的页面，现在通过应答头、meta 刷新或脚本跳转到单位以外的网站。', harm: '访问者被带到赌博、诈骗或钓鱼网站，单位信誉受损。',
    remedy: { general: restore, ...readOnly, application: '检查模板、公共脚本和服务器的重写规则，删除不是自己写的跳转。' },
    run: (_context, page) => verdict(page, ['redirect_outside'], '没有跳转到外部'),
  },
  {
    ...shared, id: 'tamper.text', title: { zh: '标题或正文被大面积替换', en: 'Title or main text replaced' }, severity: 'high', cwe: 345, owasp: 'A08', control: '8.1.4.7 数据完整性',
    meaning: '与基线相比，页面的标题、摘要或六成以上的正文被换掉，或出现入侵者常留的字样。', harm: '多为网页被篡改，可能出现反动、色情、赌博内容，属于必须立即处置和报告的事件。',
    remedy: { general: restore, ...readOnly, application: '发布系统启用双人审核和网页防篡改；后台只允许校内地址访问，并启用双因素认证。' },
    run: (_context, page) => verdict(page, ['title_replaced', 'text_replaced', 'defaced', 'summary_replaced'], '标题和正文没有被大面积替换'),
  },
  {
    ...shared, id: 'tamper.link', title: { zh: '页面新增外部链接域名', en: 'New outside link domains' }, severity: 'medium', cwe: 345, owasp: 'A08', control: '8.1.4.7 数据完整性',
    meaning: '与基线相比，页面链接到以前没有出现过的外部域名。', harm: '可能是暗链：入侵者借单位网站抬高赌博、色情网站的搜索排名；也可能是正常的新链接，需要人工确认。',
    remedy: { general: restore, ...readOnly, application: '正文编辑器限制外链，外部链接发布前审核。' },
    run: (_context, page) => verdict(page, ['link_outside'], '没有新增外部链接域名'),
  },
  {
    ...shared, id: 'tamper.edit', title: { zh: '页面有一般修改', en: 'Ordinary edits' }, severity: 'info', cwe: null, owasp: null, control: '8.1.4.7 数据完整性',
    meaning: '与基线相比，文字、结构或内嵌脚本有改动，没有超出日常更新的程度。', harm: '通常是正常更新，仅作记录。',
    remedy: { general: '不需要处置；与发布记录不符的，按篡改处理。' },
    run(_context, page) {
      const outcome = verdict(page, ['text_edited', 'title_edited', 'structure', 'script_inside', 'picture_changed'], '与基线一致');
      return outcome.verdict === 'fail' ? { ...outcome, verdict: 'info', severity: 'info' } : outcome;
    },
  },
];
