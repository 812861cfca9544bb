import type { unitKinds } from './contract.ts';

export interface UnitLine { line: number; name: string; kind: (typeof unitKinds)[number]; /** Names from the top of what was pasted down to the parent; empty for the place chosen. */ above: string[]; /** The parent as a second column names it. */ parentName: string | null }

const kinds: [RegExp, UnitLine['kind']][] = [
  [/(?:学院|学部|书院|研究院|系)$/, 'college'], [/(?:中心|实验室|研究所|图书馆|档案馆|博物馆|出版社|医院|基地)$/, 'centre'], [/(?:大学|学校|中学|小学|幼儿园|高校|分校|党校)$/, 'school'], [/(?:厅|委员会|局)$/, 'bureau'], [/(?:部|处|室|办|科|会|团委|纪委|馆|组|站|队)$/, 'department'],
];
/** What a unit most likely is, by the end of its name; `top` is a school or a bureau. */
export const kindOf = (name: string, top: boolean): UnitLine['kind'] => (top && /(?:学院|大学|学校)$/.test(name) ? 'school' : kinds.find(([end]) => end.test(name))?.[1] ?? 'other');

/** One unit a line. Below whom: by indenting, as 上级/下级, or by a second column (tab) with the parent's name, as it is copied out of a sheet. */
export function readUnitLines(text: string, top: boolean): UnitLine[] {
  const out: UnitLine[] = [];
  const stack: { depth: number; name: string }[] = [];
  for (const [i, raw] of text.replace(/\r\n?/g, '\n').split('\n').entries()) {
    const indent = /^[\t \u3000]*/.exec(raw)![0];
    const rest = raw.slice(indent.length).replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '').trimEnd();
    if (rest === '') continue;
    const [first = '', second] = rest.split('\t').map((c) => c.trim());
    const path = first.split(/\s*[/＞>\\]\s*/).filter(Boolean);
    const name = path.at(-1) ?? '';
    const depth = [...indent].reduce((n, c) => n + (c === '\t' ? 4 : c === '\u3000' ? 2 : 1), 0);
    while (stack.length && stack.at(-1)!.depth >= depth) stack.pop();
    const above = path.length > 1 ? path.slice(0, -1) : stack.map((s) => s.name);
    out.push({ line: i + 1, name, kind: kindOf(name, top && above.length === 0 && !second), above: second ? [] : above, parentName: second || null });
    stack.push({ depth, name });
  }
  return out;
}
