import type { Severity } from '../check.ts';

/** What can have changed. `alarm` rows are told after two sightings; the others are noted, and the page's new state is taken over. */
export const changeClasses = {
  script_outside: { severity: 'high', alarm: true, zh: '新增外部脚本来源' },
  frame_outside: { severity: 'high', alarm: true, zh: '新增外部内嵌框架' },
  form_outside: { severity: 'high', alarm: true, zh: '表单提交到外部' },
  script_obfuscated: { severity: 'high', alarm: true, zh: '新增经过混淆的脚本' },
  redirect_outside: { severity: 'high', alarm: true, zh: '页面跳转到外部' },
  title_replaced: { severity: 'high', alarm: true, zh: '标题被替换' },
  text_replaced: { severity: 'high', alarm: true, zh: '正文大部分被替换' },
  defaced: { severity: 'high', alarm: true, zh: '出现被入侵者常留的字样' },
  summary_replaced: { severity: 'medium', alarm: true, zh: '关键词或摘要被替换' },
  link_outside: { severity: 'medium', alarm: true, zh: '新增外部链接域名' },
  resource_changed: { severity: 'medium', alarm: true, zh: '关键资源内容改变' },
  picture_changed: { severity: 'info', alarm: false, zh: '页面截图改变' },
  script_inside: { severity: 'info', alarm: false, zh: '内嵌脚本改变' },
  structure: { severity: 'info', alarm: false, zh: '页面结构改变' },
  title_edited: { severity: 'info', alarm: false, zh: '标题有修改' },
  text_edited: { severity: 'info', alarm: false, zh: '文字有修改' },
} as const satisfies Record<string, { severity: Severity; alarm: boolean; zh: string }>;
export type ChangeClass = keyof typeof changeClasses;
/** One difference; `subject` is what is new, such as a domain: two sightings of the same difference have the same. */
export interface Change { what: ChangeClass; subject: string; note: string; /** Sightings in a row, while it is only suspected. */ seen?: number }

/** Words that intruders leave behind; a page of news does not carry them by itself. */
export const defacement = /\bhacked\s+by\b|\bowned\s+by\b|\bdefaced\s+by\b|\bpwn(?:e|3)d\s+by\b|\bh4ck(?:e|3)d\b|\bwas\s+here\s*[!~]|y0u\s+h4ve|your\s+(?:site|security)\s+(?:has\s+been|is)\s+(?:hacked|breached|zero|0%)|黑客(?:到此|入侵|留言)|被.{0,8}(?:黑了|攻陷|入侵成功)|到此一游|此站已被黑/i;
/** Scripts that hide what they do: in a page that had none they are no accident. */
export const obfuscated = /eval\s*\(\s*(?:function\s*\(p,\s*a,\s*c|unescape|atob|String\.fromCharCode|decodeURIComponent)|document\.write(?:ln)?\s*\(\s*(?:unescape|decodeURIComponent|atob|String\.fromCharCode)|String\.fromCharCode\s*\((?:\s*\d+\s*,){12}|(?:\\x[0-9a-f]{2}){16}|(?:%u[0-9a-f]{4}){8}|(?:%[0-9a-f]{2}){24}|_0x[0-9a-f]{4,6}\s*[=([]|\bCoinHive\b|coinimp|cryptonight/i;
