import { expect, test } from 'vitest';
import { readWarning, termsOf } from './read-warning.ts';

test('a warning is read by its usual headings; what it does not say stays empty', () => {
  expect(readWarning('标题：关于示例组件高危漏洞的预警\n来源：示例漏洞库\n影响产品：示例组件\n【漏洞描述】\n可被远程利用。\n【影响版本】\n1.0 以下\n【修复建议】\n升级。\n请于2026年3月5日18时前反馈')).toMatchObject({ title: '关于示例组件高危漏洞的预警', source: '示例漏洞库', product: '示例组件', summary: '可被远程利用。', versions: '1.0 以下', due_on: '2026-03-05', level: null, cve: [] });
  expect(readWarning('')).toMatchObject({ title: '', cve: [], summary: '' });
  expect(readWarning('cve-2024-1234、CVE-2024-1234 红色预警').cve).toEqual(['CVE-2024-1234']);
});
test('a product is looked for by its own name, not by its maker\'s', () => {
  expect(termsOf('Apache Tomcat、Spring Framework')).toEqual(['apache tomcat', 'spring framework', 'tomcat', 'spring']);
  expect(termsOf('Apache')).toEqual([]);
  expect(termsOf('用友 U8')).toEqual(['用友 u8', '用友']);
});
