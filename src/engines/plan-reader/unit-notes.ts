import { bodyOrPerson, endsInBody, falseBodies } from './lexicon.ts';

export interface Duty {
  units: string[];
  leads: string[];
}

/** 责任单位, 牵头科室, 配合部门…: a part played and the kind of body that plays it. */
const bodyLabel = '(?:主要|共同)?(?:牵头责任|责任|牵头|主责|承办|主办|负责|配合|协办|协同|协助|参与|参加|落实)(?:单位|部门|处室|科室|股室|院系|学院|机构)';
const noteLabel = `(?:${bodyLabel}|责任主体|责任领导|责任人|责任分工|责任|牵头|配合)`;
/** （责任单位：A、B；配合单位：C；完成时限：…）, also on a line of its own without brackets. */
const bracketNote = new RegExp(`（([^（）]{0,30}?${noteLabel}：(?:[^（）]|（[^（）]{0,60}）){1,400})）`, 'g');
const lineNote = new RegExp(`(${bodyLabel}：[^。\\n]{2,300})(?=。|\\n|$)`, 'g');
const shortNote = /（((?:由)?[^（）：。]{2,60}?(?:牵头|负责)(?:，[^（）。]{0,80})?)）/g;
const datePart = /(?:\d{1,2}月|年底|年内|季度|上半年|下半年|长期|持续|全年|\d{4}年|完成$|时限|时间：|前$|即日|常态|贯穿)/;

const labelled = new RegExp(`(?:${bodyLabel}|责任人)：`);

/** True where a text carries the note of its responsible units. */
export const hasUnitNote = (s: string): boolean => new RegExp(`${noteLabel}：`).test(s) && (/（[^（）]{0,30}(?:责任|牵头|配合|负责|承办|主办)[^（）]{0,6}：/.test(s) || labelled.test(s));

/** Names of a list; `和` parts them only where a body's name ends before it. */
export function splitNames(list: string): string[] {
  const out: string[] = [];
  let buffer = '';
  let depth = 0;
  for (let i = 0; i < list.length; i++) {
    const c = list.charAt(i);
    if (c === '（') depth++;
    if (c === '）') depth--;
    if (depth > 0) { buffer += c; continue; }
    if (/[、，,；;/]/.test(c)) {
      out.push(buffer);
      buffer = '';
      continue;
    }
    const joint = list.startsWith('以及', i) ? '以及' : list.startsWith('会同', i) ? '会同' : /[和与及]/.test(c) ? c : '';
    if (joint && endsInBody.test(buffer) && !falseBodies.test(buffer) && startsName(list.slice(i + joint.length))) {
      out.push(buffer);
      buffer = '';
      i += joint.length - 1;
      continue;
    }
    // 各部门各单位: two collectives written without a sign between them
    if (c === '各' && /^各.*(?:部门|单位|学院|系部|科室|处室|院系)(?:（[^（）]*）)?$/.test(buffer)) {
      out.push(buffer);
      buffer = '';
    }
    buffer += c;
  }
  out.push(buffer);
  return out.map((n) => n.trim()).filter((n) => n !== '');
}
const anyName = new RegExp(`(?:${bodyOrPerson})`);
const startsName = (rest: string): boolean => anyName.test(rest.slice(0, 24));

/** Units that a note names, not the grammar. */
export function notedDuty(s: string): Duty {
  const duty: Duty = { units: [], leads: [] };
  for (const m of s.matchAll(bracketNote)) readNote(m[1] ?? '', duty);
  if (duty.units.length === 0) for (const m of s.matchAll(lineNote)) readNote(m[1] ?? '', duty);
  if (duty.units.length === 0) {
    for (const m of s.matchAll(shortNote)) {
      if (endsInBody.test((m[1] ?? '').split(/牵头|负责/)[0]?.replace(/^由/, '') ?? '')) readItems(m[1] ?? '', 'plain', duty);
    }
  }
  return duty;
}

const noteHead = new RegExp(`(${noteLabel}|完成时限|完成时间|完成期限|时限要求|时间要求|时限|时间|期限|进度)：`, 'g');
function readNote(note: string, duty: Duty): void {
  const heads = [...note.matchAll(noteHead)];
  for (const [i, h] of heads.entries()) {
    const label = h[1] ?? '';
    const value = note.slice(h.index + h[0].length, heads[i + 1]?.index ?? note.length).replace(/[，；。]$/, '');
    if (/时限|时间|期限|进度/.test(label)) continue;
    readItems(value, /牵头|主责|主要责任|主办/.test(label) ? 'lead' : 'plain', duty);
  }
}

/** The names in one value: `A牵头，B、C配合，3月20日前完成`. */
export function readItems(value: string, kind: 'lead' | 'plain', duty: Duty): void {
  for (const part of value.split(/[，；;。]/)) {
    const verb = /^(?:由)?(.{2,120}?)(牵头负责|牵头组织|牵头|负责|配合|协助|参与|协办|落实|承办)(?:实施|落实|完成)?$/.exec(part);
    const names = splitNames((verb?.[1] ?? part).replace(/^(?:由|并由)/, ''));
    if (!verb && datePart.test(part) && !endsInBody.test(part)) continue;
    for (const name of names) {
      const clean = name.replace(/^(?:由|：)/, '').replace(/(?:等|等单位|等部门)$/, (t) => (t === '等' ? '' : t)).replace(/。$/, '');
      if (clean.length < 2 || clean.length > 40 || (datePart.test(clean) && !endsInBody.test(clean))) continue;
      if (!duty.units.includes(clean)) duty.units.push(clean);
      const leading = verb ? verb[2]?.startsWith('牵头') : kind === 'lead';
      if (leading && !duty.leads.includes(clean)) duty.leads.push(clean);
    }
  }
}
