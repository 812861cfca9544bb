import { describe, expect, test } from 'vitest';
import { readPaper } from './paper.ts';

const notice = `示例市教育局文件

示教办〔2026〕8号

关于进一步加强全市教育系统网络与信息安全工作的通知

各区教育局，市直属学校：

为进一步加强网络与信息安全工作，现将有关事项通知如下。

一、落实责任

（一）建立责任制。各单位要建立网络安全责任制，主要负责人为第一责任人。

（二）健全制度。各单位要完善管理制度。

二、加强防护

各单位要制定防护方案，落实技术措施。

请各单位于2026年6月30日前将落实情况书面报告报送市教育局办公室。联系人：张示例，联系电话：010-12345678。

示例市教育局
2026年5月6日
`;
const law = `示例安全法

第一章 总则

第一条 为了保障安全，制定本法。

第二条 有下列情形之一的，应当报告：
（一）发生事件；
（二）发现隐患。

第二章 附则

第三条 本法自2026年1月1日起施行。
`;

describe('a paper of a superior', () => {
  test('names itself, its clauses, and what it wants to hear back', () => {
    const p = readPaper(notice);
    expect(p).toMatchObject({ title: '关于进一步加强全市教育系统网络与信息安全工作的通知', number: '示教办〔2026〕8号', issuer: '示例市教育局', issuedOn: '2026-05-06' });
    expect(p.reply).toMatchObject({ due: '2026-06-30', contact: '张示例 010-12345678' });
    expect(p.reply?.sentence).toContain('落实情况书面报告');
    expect(p.clauses.map((c) => [c.path, c.title])).toEqual([['一/一', '建立责任制'], ['一/二', '健全制度'], ['二', expect.stringContaining('加强防护')]]);
    for (const c of p.clauses) expect(p.text.slice(...c.span).trim()).toBe(c.text);
  });
  test('a law goes by its articles, each with all its items', () => {
    const p = readPaper(law);
    expect(p.title).toBe('示例安全法');
    expect(p.clauses.map((c) => c.path)).toEqual(['第一条', '第二条', '第三条']);
    expect(p.clauses[1]?.text).toContain('发现隐患');
    expect(p.reply).toBeNull();
  });
  test('without any numbers each sentence-bearing paragraph is a clause; nothing gives nothing', () => {
    expect(readPaper('关于报送材料的通知\n\n请各单位提交材料。\n\n请保持电话畅通。').clauses.length).toBeGreaterThan(0);
    expect(readPaper('').clauses).toEqual([]);
  });
});
