import type { warningLevels } from './contract.ts';

export interface ReadWarning { title: string; cve: string[]; product: string; versions: string; level: (typeof warningLevels)[number] | null; summary: string; measures: string; source: string; due_on: string | null }
const colours: readonly [RegExp, (typeof warningLevels)[number]][] = [[/红色|特别重大|Ⅰ级|I级预警/, 'red'], [/橙色|Ⅱ级|II级预警/, 'orange'], [/黄色|Ⅲ级|III级预警/, 'yellow'], [/蓝色|Ⅳ级|IV级预警/, 'blue']];
const part = (text: string, name: RegExp): string => {
  const lines = text.split('\n');
  const at = lines.findIndex((l) => name.test(l));
  if (at < 0) return '';
  const after = lines[at]!.replace(name, '').replace(/^[\s:：]+/, '').trim();
  const rest: string[] = [];
  // up to the next heading, 一、 or 【…】
  for (const l of lines.slice(at + 1)) { if (/^\s*(?:[一二三四五六七八九十]+、|【|\d+[.、]\s*\S{2,10}[:：]?$)/.test(l)) break; if (l.trim()) rest.push(l.trim()); }
  return [after, ...rest].filter(Boolean).join('\n');
};

/** What a pasted warning says, as far as its usual headings tell; a person corrects the rest. */
export function readWarning(given: string): ReadWarning {
  const text = given.replaceAll('\r', '').trim();
  const lines = text.split('\n').map((l) => l.trim()).filter(Boolean);
  const cve = [...new Set((text.match(/CVE-\d{4}-\d{4,10}/gi) ?? []).map((c) => c.toUpperCase()))].slice(0, 50);
  const date = /(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:\d{1,2}[时点:：]\S{0,4})?\s*(?:前|之前)/.exec(text) ?? /(20\d\d)-(\d{1,2})-(\d{1,2})\s*前/.exec(text);
  const title = (lines.find((l) => /漏洞|预警|攻击|病毒|通报|勒索|风险/.test(l)) ?? lines[0] ?? '').replace(/^(?:标题|[一二三四五六七八九十]+、)[:：]?\s*/, '').slice(0, 300);
  return {
    title, cve, level: colours.find(([pattern]) => pattern.test(text))?.[1] ?? null,
    product: (/(?:影响产品|受影响产品|影响组件|涉及产品|产品名称)\s*[:：]\s*([^\n]{1,200})/.exec(text)?.[1] ?? '').trim(),
    versions: part(text, /^\s*(?:[一二三四五六七八九十]+、|【)?\s*(?:影响版本|受影响版本|影响范围|漏洞影响范围)】?/).slice(0, 500),
    summary: (part(text, /^\s*(?:[一二三四五六七八九十]+、|【)?\s*(?:漏洞(?:情况|描述|详情|简介|概述)|基本情况|事件描述|情况描述|情况分析)】?/) || text).slice(0, 8000),
    measures: part(text, /^\s*(?:[一二三四五六七八九十]+、|【)?\s*(?:处置建议|修复建议|安全建议|处置措施|防范措施|解决方案|整改建议|工作要求)】?/).slice(0, 8000),
    source: (/(?:来源|发布单位|通报单位)\s*[:：]\s*([^\n]{1,100})/.exec(text)?.[1] ?? '').trim(),
    due_on: date ? `${date[1]}-${date[2]!.padStart(2, '0')}-${date[3]!.padStart(2, '0')}` : null,
  };
}

/** Makers' names and general words say nothing about a product. */
const general = new Set(['apache', 'microsoft', 'oracle', 'google', 'adobe', 'cisco', 'server', 'system', 'framework', 'project', 'client', 'remote', 'code', 'execution', 'linux', 'windows', 'enterprise', 'edition', 'version', 'service', 'services', 'platform', 'management', 'software', 'open', 'source', '系统', '软件', '平台', '组件', '产品', '服务']);
/** What to look for in ledgers and findings: each product as it is called, and the words of it that tell. */
export function termsOf(product: string): string[] {
  const names = product.split(/[、,，;；/\n]+/).map((s) => s.trim().toLowerCase()).filter((s) => s.length >= 2 && !general.has(s));
  const words = names.flatMap((s) => s.match(/[a-z][a-z0-9.+-]{3,}|[\u4e00-\u9fa5]{2,}/g) ?? []).filter((w) => !general.has(w));
  return [...new Set([...names, ...words])].slice(0, 20);
}
