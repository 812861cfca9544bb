/** A home page of a school's department, of about so many bytes, with what such pages have: menus, lists, scripts, forms, a footer. */
export function campusPage(bytes: number): string {
  const head = '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>示例大学教务处</title><meta name="keywords" content="教务,选课"><link rel="stylesheet" href="/css/site.css"><script src="/js/jquery-1.8.3.min.js"></script><script src="/js/vue@2.6.14/dist/vue.min.js"></script><script>var base="/";function go(u){location.href=u}</script></head><body><!-- 页头 --><div class="nav"><ul>' + Array.from({ length: 40 }, (_, i) => `<li><a href="/channel/${i}.htm" title="栏目${i}">栏目${i}</a><ul style="display:none"><li><a href="/channel/${i}/1.htm">子栏目</a></li></ul></li>`).join('') + '</ul></div>';
  const foot = '<form action="/login" method="post"><input name="u" placeholder="学号"><input type="password" name="p"></form><div class="footer">版权所有 示例大学 <a href="https://beian.miit.gov.cn/">京ICP备12345678号-1</a> 京公网安备 11010802012345号 地址：示例路 1 号</div></body></html>';
  const parts = [head];
  for (let size = Buffer.byteLength(head + foot), i = 0; size < bytes; i++) {
    const item = `<div class="item n${i % 9}"><a href="/info/${1000 + i}.htm" target="_blank"><img src="/images/${i}.jpg" alt=""><span>关于开展第 ${i} 期教学检查工作的通知</span></a><em>2026-11-${String(1 + (i % 28)).padStart(2, '0')}</em><p>各学院、各部门：根据学校工作安排，现将有关事项通知如下。</p></div>\n`;
    parts.push(item);
    size += Buffer.byteLength(item);
  }
  return parts.join('') + foot;
}
