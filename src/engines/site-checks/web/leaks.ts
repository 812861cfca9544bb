import { fail, notTested, pass, type Check, type Outcome } from '../check.ts';
import { isFailure } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import type { Page } from '../page.ts';
import { siblingOf } from './exposed-files.ts';
import { internalAddress } from './headers.ts';
import { control, pageRow, siteRow } from './rows.ts';

/** Longest text that is searched: what a person could be shown. */
const longest = 1 << 20;
type Found = { at: number; what: string } | undefined;
/** What is shown on the page or stands in its source; a tutorial that explains an error in <pre> is no error of the site. */
const first = (page: Page, pattern: RegExp): Found => {
  const m = pattern.exec(page.html.length > longest ? page.html.slice(0, longest) : page.html);
  return m ? { at: m.index, what: m[0].slice(0, 120) } : undefined;
};
const seek = (find: (page: Page) => Found, say: (what: string) => string, more: Partial<Outcome> = {}) => (_context: unknown, page: Page): Outcome => {
  const found = find(page);
  return found ? fail(say(found.what), { confidence: 'firm', ...more, place: { line: page.html.slice(0, found.at).split('\n').length }, evidence: [evidenceOf(page.answer, page.html, found.at)] }) : pass('没有发现');
};
const traces: readonly { id: string; zh: string; en: string; pattern: RegExp; off: string }[] = [
  { id: 'java', zh: 'Java', en: 'Java', pattern: /\bat (?:[A-Za-z_$][\w$]{0,60}\.){2,12}[\w$<>]{1,80}\((?:[\w$]{1,60}\.java:\d{1,6}|Native Method|Unknown Source)\)/, off: 'Spring Boot：server.error.include-stacktrace=never。Tomcat：ErrorReportValve showReport="false" showServerInfo="false"。' },
  { id: 'php', zh: 'PHP', en: 'PHP', pattern: /<b>(?:Warning|Fatal error|Parse error|Notice|Deprecated)<\/b>:\s[^\n]{1,400}? in <b>[^<]{1,300}<\/b> on line <b>\d{1,6}<\/b>|PHP (?:Warning|Fatal error|Parse error|Notice):\s[^\n]{1,400}? in (?:\/|[A-Z]:\\)[^\n]{1,200}? on line \d/, off: 'php.ini：display_errors = Off，log_errors = On。ThinkPHP：app_debug 设为 false。' },
  { id: 'python', zh: 'Python', en: 'Python', pattern: /Traceback \(most recent call last\):\s{1,20}(?:&nbsp;)*\s*File (?:"|&quot;)[^"&\n]{1,300}(?:"|&quot;), line \d/, off: 'Django：DEBUG = False。Flask：不以 debug=True 运行。' },
  { id: 'dotnet', zh: '.NET', en: '.NET', pattern: /<title>[^<]{0,300}<\/title>[\s\S]{0,3000}?Server Error in (?:'|&#39;|&apos;)[^'&]{0,100}(?:'|&#39;|&apos;) Application|\[\w{1,60}Exception(?:\s\(0x[0-9a-f]{8}\))?: [^\]\n]{1,400}\]\s{1,20}[\w.]{1,120}\(/, off: '<customErrors mode="RemoteOnly" defaultRedirect="~/error.html" />\n<compilation debug="false" />' },
  { id: 'node', zh: 'Node.js', en: 'Node.js', pattern: /\b(?:\w{0,40}Error): [^\n]{1,300}(?:<br\s*\/?>|\n)\s{0,20}(?:&nbsp;|\s){0,20}at (?:[\w.<>[\] ]{1,80} \()?(?:\/|[A-Z]:\\|node:|file:)[^\n()]{1,200}:\d{1,6}:\d{1,5}\)?/, off: 'Express：NODE_ENV=production，并自写错误处理，不输出 err.stack。' },
];
const sqlError = /You have an error in your SQL syntax; check the manual|SQLSTATE\[[0-9A-Z]{5}\](?::|\s\[)|ORA-\d{5}: |Unclosed quotation mark (?:after|before) the character string|Microsoft OLE DB Provider for (?:SQL Server|ODBC Drivers)[^<]{0,40}error|PSQLException: |pg_query\(\): |com\.mysql\.(?:cj\.)?jdbc\.exceptions|SQLiteException: |Warning: mysqli?_\w{1,40}\(\)|\[Microsoft\]\[ODBC [^\]]{1,60}\]|### Error querying database/;
const diskPath = /(?<![\w/.:-])(?:[A-Z]:\\(?:inetpub|wwwroot|www|web|program files|windows|users|tomcat|xampp|phpstudy)[\w\\. -]{1,120}\.\w{1,5}|\/(?:home|usr\/local|var\/www|opt|data|root|srv)\/[\w./-]{3,120}\.(?:php|jsp|java|py|class|inc|rb|conf|xml|log|properties))(?![\w/])/i;
const secrets: readonly [string, RegExp][] = [
  ['私钥', /-----BEGIN (?:RSA |EC |OPENSSH |DSA )?PRIVATE KEY-----/], ['AWS 访问密钥', /(?<![A-Z0-9])AKIA[A-Z2-7]{16}(?![A-Z0-9])/], ['阿里云访问密钥', /(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{12,20}(?![A-Za-z0-9])/], ['腾讯云访问密钥', /(?<![A-Za-z0-9])AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/],
  ['数据库连接口令', /(?:jdbc:\w{2,20}:[^\s"'<]{5,200}[?&;]password=[^&\s"'<]{2,60}|(?:mysql|postgres(?:ql)?|mongodb(?:\+srv)?|redis):\/\/[\w.-]{0,60}:[^\s"'@<{$]{2,60}@[\w.-]{2,100})/], ['微信密钥', /["']?app_?secret["']?\s{0,5}[:=]\s{0,5}["'][0-9a-f]{32}["']/i], ['口令', /(?:^|[\s,{;])["']?(?:db_?)?(?:password|passwd|pwd)["']?\s{0,3}[:=]\s{0,3}["'](?!["'\s]|\*|请|输入|password|passwd|text|\$|\{)[^\s"'<>{}，。]{6,40}["']\s{0,3}[,;}]/i],
];
const tellingComment = /(?:密码|口令|password|passwd|pwd)\s{0,5}(?:[:：=]|是|为)\s{0,5}[^\s<*]{3,40}|(?:测试|默认|管理员)(?:账号|帐号|账户)\s{0,5}[:：]\s{0,5}\w{2,}|(?:select\s[^<]{1,100}\sfrom\s\w|insert\sinto\s\w|update\s\w{1,40}\sset\s)/i;
const defaultTitles = /^(?:Welcome to nginx!|Apache2 (?:Ubuntu|Debian|CentOS)[^\n]{0,40}Default Page.*|Test Page for the (?:Apache|Nginx) HTTP Server.*|Apache HTTP Server Test Page.*|HTTP Server Test Page.*|IIS\d* Windows Server|IIS Windows|Apache Tomcat\/[\d.]+|Welcome to (?:CentOS|OpenResty|tengine)!?|WebLogic Server.*|Welcome to JBoss.*|恭喜，站点创建成功！|没有找到站点|phpStudy.*|XAMPP.*|Index of \/|Welcome to (?:the )?(?:GlassFish|WildFly).*)$/i;
const debugPage = /<title>[^<]{0,200}(?:at \/[^<]{0,200})?<\/title>[\s\S]{0,20000}?You(?:'|&#x27;|&#39;)re seeing this error because you have <code>DEBUG = True|<title>[^<]{0,300}\/\/ Werkzeug Debugger<\/title>|class="(?:laravel-ignition|whoops-container)"|<title>Whoops! There was an error\.<\/title>|id="sfwdt[0-9a-f]{6}"|<title>Action Controller: Exception caught<\/title>|<div id="think_page_trace"/;
const sourceCode = /<\?php\s(?:[^?]|\?(?!>)){20,}|<%@\s{0,5}(?:page|Page)\s{1,5}\w{1,20}=["']|<asp:\w{1,40}\s[^>]{0,200}runat=["']server/;
const listing = /<title>Index of \/[^<]{0,300}<\/title>[\s\S]{0,4000}?(?:<h1>Index of \/|Parent Directory|href="\.\.\/")|<title>[^<]{0,200} - \/[^<]{0,200}<\/title>[\s\S]{0,600}?<H1>[^<]{0,200} - \/[^<]{0,200}<\/H1><hr>|<title>Directory Listing For \[?\/|<title>Directory listing for \/[^<]{0,300}<\/title>/i;

const words = { severity: 'low', cwe: 209, owasp: 'A05', control: control.intrusion } as const;
export const leakChecks: readonly Check[] = [
  ...traces.map((t) => pageRow({
    ...words, id: `web.leak.trace_${t.id}`, title: { zh: `页面显示 ${t.zh} 出错信息`, en: `${t.en} stack trace` }, severity: 'medium', meaning: `页面把 ${t.zh} 程序的出错信息显示给了访问者。`, harm: '泄露文件路径、组件、行号，有助于攻击。', remedy: { application: t.off, general: '出错写入日志，给访问者看统一的错误页。' }, references: ['CWE-209'],
    run: seek((page) => first(page, t.pattern), (what) => `页面有出错信息：${what}`),
  })),
  pageRow({ ...words, id: 'web.leak.sql', title: { zh: '页面显示数据库出错信息', en: 'Database error shown' }, severity: 'medium', meaning: '页面把数据库的出错信息显示给了访问者。', harm: '泄露表结构和语句，并提示可能存在 SQL 注入。', remedy: { application: '捕获数据库异常，写入日志；查询使用参数绑定。' }, references: ['CWE-209'], run: seek((page) => first(page, sqlError), (what) => `页面有数据库出错信息：${what}`) }),
  pageRow({
    ...words, id: 'web.leak.internal_address', title: { zh: '页面源代码含内网地址', en: 'Internal address in page' }, severity: 'low', cwe: 200, meaning: '页面的链接、脚本或注释里有内网地址。', harm: '泄露内部网络结构，外网用户也打不开这些链接。', remedy: { application: '改用相对地址或正式域名。' }, references: ['RFC 1918'],
    // a site inside the network may name its own neighbours
    run: (context, page) => (internalAddress.test(page.answer.ip) ? pass('站点本身在内网') : seek((p) => first(p, internalAddress), (what) => `页面含内网地址 ${what}`)(context, page)),
  }),
  pageRow({ ...words, id: 'web.leak.path', title: { zh: '页面含服务器文件路径', en: 'Server path in page' }, cwe: 200, meaning: '页面里有服务器上的绝对路径。', harm: '泄露目录结构。', remedy: { application: '不输出物理路径。' }, references: ['CWE-200'], run: seek((page) => first(page, diskPath), (what) => `页面含服务器路径 ${what}`, { confidence: 'tentative' }) }),
  pageRow({
    ...words, id: 'web.leak.source_map', title: { zh: '页面声明源代码映射', en: 'Source map named' }, severity: 'info', cwe: 540, meaning: '页面里的脚本声明了 sourceMappingURL。', harm: '映射文件若能下载，可还原前端源代码。', remedy: { application: '生产构建不生成 source map，或不发布 .map 文件。' }, references: ['CWE-540'],
    run: (_context, page) => { const found = first(page, /\/[/*]# sourceMappingURL=(?!data:)[^\s*]{1,200}/); return found ? { verdict: 'info', note: `声明了 ${found.what}`, evidence: [evidenceOf(page.answer, page.html, found.at)] } : pass('没有发现'); },
  }),
  pageRow({ ...words, id: 'web.leak.comment', title: { zh: '注释含敏感内容', en: 'Telling comment' }, cwe: 615, meaning: '网页注释里有口令、账号或数据库语句。', harm: '任何人查看源代码都能看到。', remedy: { application: '发布前删除注释；出现过的口令立即更换。' }, references: ['CWE-615'], run: seek((page) => { for (const c of page.comments) { const m = tellingComment.exec(c.text.slice(0, 5000)); if (m) return { at: c.at, what: m[0].slice(0, 12) }; } return undefined; }, (what) => `注释含“${what}…”`, { confidence: 'tentative' }) }),
  pageRow({ ...words, id: 'web.leak.secret', title: { zh: '页面含密钥或口令', en: 'Secret in page' }, severity: 'high', cwe: 798, owasp: 'A07', control: control.identity, meaning: '页面或其中的脚本写有密钥、口令。', harm: '任何人都能取得并使用。', remedy: { application: '密钥放在服务器端；已公开的立即作废更换。' }, references: ['CWE-798'],
    run: (_context, page) => { for (const [name, pattern] of secrets) { const found = first(page, pattern); if (found) return fail(`页面含${name}（${found.what.trim().slice(0, 8)}…）`, { confidence: name === '口令' ? 'tentative' : 'firm', place: { line: page.html.slice(0, found.at).split('\n').length }, evidence: [evidenceOf(page.answer)] }); } return pass('没有发现'); } }),
  pageRow({ ...words, id: 'web.leak.debug', title: { zh: '调试页面', en: 'Debug page' }, severity: 'high', cwe: 489, meaning: '框架的调试页面或调试工具条在线上打开。', harm: '泄露配置和源代码；有的调试页面可以执行代码。', remedy: { application: 'Django：DEBUG = False。Laravel：APP_DEBUG=false。ThinkPHP：app_trace 设为 false。Flask：关闭 debug。' }, references: ['CWE-489'], run: seek((page) => first(page, debugPage), () => '页面是框架的调试页面') }),
  pageRow({ ...words, id: 'web.leak.source', title: { zh: '页面显示程序源代码', en: 'Source code shown' }, severity: 'high', cwe: 540, meaning: '服务器没有执行程序，把源代码发给了访问者。', harm: '源代码和其中的口令泄露。', remedy: { nginx: 'location ~ \\.php$ { fastcgi_pass unix:/run/php-fpm.sock; include fastcgi_params; }', apache: '确认已加载对应的处理模块。' }, references: ['CWE-540'], run: seek((page) => first(page, sourceCode), (what) => `页面含程序源代码 ${what.slice(0, 30)}`) }),
  pageRow({ ...words, id: 'web.leak.listing', title: { zh: '目录可列出', en: 'Directory listing' }, severity: 'medium', cwe: 548, owasp: 'A01', control: control.access, meaning: '访问目录时列出了其中的文件。', harm: '没有链接的备份、附件、资料都会被找到。', remedy: { nginx: 'autoindex off;', apache: 'Options -Indexes', tomcat: 'conf/web.xml 中 DefaultServlet 的 listings 设为 false。', iis: '<directoryBrowse enabled="false" />' }, references: ['CWE-548'], run: seek((page) => first(page, listing), () => '页面是目录列表', { confidence: 'certain' }) }),
  pageRow({ ...words, id: 'web.leak.default_page', title: { zh: '服务器默认页面', en: 'Default page' }, cwe: 1188, control: control.network, meaning: '页面是服务器软件安装后的默认页。', harm: '说明站点没有使用或没有配置，常被遗忘而不更新。', remedy: { general: '停用不用的站点；使用中的站点换成正式首页。' }, references: ['CWE-1188'], run: (_context, page) => (page.title && defaultTitles.test(page.title) ? fail(`标题是“${page.title.slice(0, 80)}”`, { confidence: 'certain', evidence: [evidenceOf(page.answer, page.html)] }) : pass('不是默认页面')) }),
  pageRow({ ...words, id: 'web.leak.generator', title: { zh: '页面写出建站软件版本', en: 'Generator version' }, severity: 'info', cwe: 200, meaning: '<meta name="generator"> 写出了软件和版本。', harm: '攻击者据此选用该版本的漏洞。', remedy: { application: '从模板删除 generator 标签。' }, references: ['CWE-200'], run: (_context, page) => { const shown = page.elements.find((e) => e.name === 'meta' && e.attributes.name?.toLowerCase() === 'generator' && /\d\.\d/.test(e.attributes.content ?? '')); return shown ? { verdict: 'warn', note: `generator: ${shown.attributes.content!.slice(0, 100)}`, evidence: [evidenceOf(page.answer)] } : pass('没有写出版本'); } }),
  siteRow({
    ...words, id: 'web.leak.error_page', title: { zh: '错误页暴露版本或出错信息', en: 'Error page tells too much' }, intrusiveness: 1, requests: 1, severity: 'low', meaning: '访问不存在的网址，错误页写出了软件版本或程序的出错信息。', harm: '攻击者据此选用已知漏洞。', remedy: { nginx: 'server_tokens off;\nerror_page 404 /404.html;', apache: 'ServerSignature Off\nErrorDocument 404 /404.html', tomcat: '<Valve className="org.apache.catalina.valves.ErrorReportValve" showReport="false" showServerInfo="false"/>', iis: '<httpErrors errorMode="Custom" />' }, references: ['CWE-209'],
    async run(context, site) {
      const answer = await context.http({ url: `${site.origin}${siblingOf('/a.html')}`, maxBytes: 64 << 10 });
      if (isFailure(answer)) return notTested(answer.failed, answer.detail);
      if (answer.status < 400) return pass(`不存在的网址应答 ${answer.status}`);
      const text = Buffer.from(answer.body).toString('utf8');
      const shown = [/<h3>Apache Tomcat\/[\d.]+/, /<address>Apache\/[\d.]+[^<]{0,200}/, /<center>(?:nginx|openresty|tengine)\/[\d.]+/i, /Whitelabel Error Page[\s\S]{0,400}?(?:exception|trace)/i, ...traces.map((t) => t.pattern), sqlError].map((p) => p.exec(text)).find(Boolean);
      return shown ? fail(`错误页写出 ${shown[0].replace(/<[^>]*>/g, '').slice(0, 150)}`, { confidence: 'certain', evidence: [evidenceOf(answer, text, shown.index)] }) : pass(`错误页应答 ${answer.status}，没有写出版本`);
    },
  }),
];
