import type { RequestListener } from 'node:http';
import { randomOf } from '../../src/engines/scan-reports/mutate.ts';

const words = ['关于', '做好', '二零二六年', '春季学期', '网络安全', '专项检查', '工作的通知', '教务处', '研究生院', '本科生', '选课', '考试安排', '实验室', '信息化', '建设', '项目', '申报', '公示', '名单', '学术讲座', '校园', '招聘', '运动会', '图书馆', '开放时间', '调整', '说明', '系统', '升级', '维护', '公告', '毕业', '论文', '答辩', '奖学金', '评审', '结果'];
/** Text of a notice; the same seed gives the same. */
export function sentences(seed: number, n: number): string {
  const random = randomOf(seed);
  return Array.from({ length: n }, () => `${Array.from({ length: 6 + Math.floor(random() * 8) }, () => words[Math.floor(random() * words.length)]).join('')}。`).join('');
}
/** A department's site of `pages` notices behind lists of twenty, as a campus CMS writes it; about 14 kB a page. */
export function campusPage(path: string, pages: number): string | undefined {
  const notice = /^\/info\/10(\d\d)\/(\d+)\.htm$/.exec(path);
  const list = /^\/tzgg\/(\d+)\.htm$/.exec(path);
  const lists = Math.ceil(pages / 20);
  const frame = (title: string, body: string): string => `<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>${title}-示例大学教务处</title><meta name="keywords" content="教务处,示例大学"><link rel="stylesheet" href="/css/base.css"><script src="/js/jquery-3.6.0.min.js"></script><style>.nav li ul{display:none}.nav li:hover ul{display:block}</style></head><body><div class="top"><a href="/">首页</a></div><ul class="nav">${Array.from({ length: 12 }, (_, i) => `<li><a href="/tzgg/${i + 1}.htm">栏目${i}</a><ul><li><a href="/info/1000/${i + 1}.htm">子栏目</a></li></ul></li>`).join('')}</ul>${body}<div class="links"><a href="https://www.moe.gov.cn/">教育部</a><a href="https://www.example.edu.cn/">示例大学</a></div><div class="footer">版权所有 示例大学教务处 <a href="https://beian.miit.gov.cn/">京ICP备05000000号</a></div></body></html>`;
  if (path === '/') return frame('首页', `<div class="main"><p>欢迎访问示例大学教务处。</p><ul>${Array.from({ length: Math.min(40, lists) }, (_, i) => `<li><a href="/tzgg/${i * Math.max(1, Math.floor(lists / 40)) + 1}.htm">通知公告第 ${i + 1} 页</a></li>`).join('')}</ul></div>`);
  if (list && Number(list[1]) >= 1 && Number(list[1]) <= lists) {
    const n = Number(list[1]);
    return frame(`通知公告 ${n}`, `<div class="list"><ul>${Array.from({ length: 20 }, (_, i) => (n - 1) * 20 + i + 1).filter((i) => i <= pages).map((i) => `<li><a href="/info/10${String(i % 100).padStart(2, '0')}/${i}.htm">${sentences(i, 1)}</a><span>2026-11-${String((i % 28) + 1).padStart(2, '0')}</span></li>`).join('')}</ul><a href="/tzgg/${n + 1}.htm">下一页</a></div>`);
  }
  if (notice && Number(notice[2]) % 100 === Number(notice[1]) % 100 && Number(notice[2]) <= pages) {
    const n = Number(notice[2]);
    return frame(sentences(n, 1).slice(0, 30), `<div class="article"><h1>${sentences(n, 1)}</h1><p class="date">2026-11-27 点击 ${n * 7} 次</p>${Array.from({ length: 24 }, (_, i) => `<p style="text-indent:2em">${sentences(n * 100 + i, 6)}</p>`).join('')}<p><a href="/files/${n}.pdf">附件：${n}.pdf</a></p></div>`);
  }
  return undefined;
}
export const campusSite = (pages: number): RequestListener => (request, response) => {
  const body = campusPage(request.url ?? '/', pages);
  if (body === undefined) response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end('<html><title>404</title><body>页面不存在</body></html>');
  else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
};
