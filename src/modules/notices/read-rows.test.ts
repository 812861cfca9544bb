import { describe, expect, test } from 'vitest';
import { hostOf, readRows } from './read-rows.ts';

describe('a pasted table', () => {
  test('goes by its titles, in any order; cells may have line breaks', () => {
    const { rows, missed } = readRows('URL\t隐患等级\t漏洞名称\t所属单位\t漏洞描述\nhttps://a.example.edu.cn/x\t中危\t弱口令\t财务处\t"第一行\n第二行"\n');
    expect(missed).toEqual([]);
    expect(rows).toEqual([{ mark: '', title: '弱口令', severity: 'medium', where: 'https://a.example.edu.cn/x', system: '', unit: '财务处', description: '第一行\n第二行', remedy: '' }]);
  });
  test('without titles is one hazard a line, with the address that stands in it', () => {
    expect(readRows('1\t高危\tSQL 注入\t10.1.2.3:8080\n主页存在弱口令，http://b.example.edu.cn/login').rows.map((r) => [r.title, r.severity, r.where])).toEqual([['高危 SQL 注入 10.1.2.3:8080', 'high', '10.1.2.3:8080'], ['主页存在弱口令，http://b.example.edu.cn/login', 'medium', 'http://b.example.edu.cn/login']]);
  });
  test('tells what has no name, and stops at a thousand', () => {
    expect(readRows('漏洞名称\tIP\n\t10.1.1.1').missed).toEqual([{ line: 2, why: '没有隐患名称' }]);
    expect(readRows(`漏洞名称\tIP\n${'弱口令\t10.1.1.1\n'.repeat(1100)}`).rows).toHaveLength(1000);
    expect(readRows('').rows).toEqual([]);
  });
  test('a place is a host, and an address where there is one', () => {
    expect([hostOf('https://Xk.example.edu.cn:8443/a'), hostOf('10.1.2.3:22'), hostOf('10.1.2.999'), hostOf('机房')]).toEqual([{ host: 'xk.example.edu.cn', ip: null }, { host: '10.1.2.3', ip: '10.1.2.3' }, { host: '10.1.2.999', ip: null }, { host: '机房', ip: null }]);
  });
});
