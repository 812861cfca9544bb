import { squeeze } from './canonical.ts';
import { endsInBody } from './lexicon.ts';
import { isName, postWord } from './names.ts';
import type { Paragraph } from './normalise.ts';
import { markerOf } from './numbering.ts';
import type { Group } from './plan.ts';

type Role = 'leaders' | 'deputies' | 'members' | 'officeHead' | 'office' | 'other';

/** Labels of a membership list, blanks inside allowed. Deputies of the office and liaisons belong to no list of ours. */
const roleLabel = new RegExp(
  '((?:办\\s?公\\s?室)(?:常务)?副\\s{0,4}主\\s{0,4}任|办\\s?公\\s?室\\s?主\\s{0,4}任|办\\s?公\\s?室\\s?成\\s{0,4}员|常\\s?务\\s?副\\s{0,4}组\\s{0,6}长|执\\s?行\\s?副?\\s?组\\s{0,6}长|第\\s?一\\s?(?:副\\s?)?组\\s{0,6}长|副\\s{0,6}组\\s{0,6}长|组\\s{0,8}长|成\\s{0,8}员(?:\\s?单\\s?位)?|组\\s{0,8}员|副\\s?总\\s?指\\s?挥|总\\s?指\\s?挥|副\\s{0,4}主\\s{0,4}任(?:\\s?委\\s?员)?|主\\s{0,4}任(?:\\s?委\\s?员)?|委\\s{0,8}员|联\\s?络\\s?员|秘\\s?书)\\s{0,4}[：:]',
  'g',
);
function roleOf(label: string): Role {
  const s = squeeze(label).replace('：', '');
  if (s.startsWith('办公室')) return s === '办公室主任' ? 'officeHead' : 'other';
  if (/^(?:联络员|秘书)$/.test(s)) return 'other';
  if (s.includes('副')) return 'deputies';
  if (/组长|总指挥|主任/.test(s)) return 'leaders';
  return 'members';
}

interface Found {
  leaders: string[];
  deputies: string[];
  members: string[];
}

const inCollective = /(?:^|[、，,；;\s])(?:各|全体|所属|[区市县校局委]直|[校局委院]属|直属)[^、，,；;\s（）()]{0,12}$/;

/** One line of a membership list: persons by name without their posts, or posts cut after each post word. */
export function peopleOf(value: string): string[] {
  // 各乡镇（街道）中心学校校长: brackets inside the name of many stay
  const plain = value.replace(/[（(]([^（）()]{0,60})[)）](?=([\u4e00-\u9fff]?))/g, (m, _, next: string, at: number) => (next !== '' && inCollective.test(value.slice(Math.max(0, at - 16), at)) ? m.replaceAll('、', '\u0001') : ' ')).replace(/等(?:人|同志)?$/, '').replace(/[。；;]\s*$/, '');
  const tokens: { text: string; glued: string; spaced?: boolean }[] = [];
  for (const m of plain.matchAll(/([、，,；;\s\t]*)([^、，,；;\s]+)/g)) {
    const glued = m[1] ?? '';
    const text = m[2] ?? '';
    const last = tokens.at(-1);
    // 卢 奎, 任  斌: a name of two characters is printed with a blank inside
    const single = /^[\u4e00-\u9fff]$/;
    if (last && /^\s+$/.test(glued) && single.test(text) && (single.test(last.text) || (last.spaced && last.text.length === 2 && !spacedPair(plain, m.index + m[0].length)))) {
      last.text += text;
      last.spaced = true;
    }
    else tokens.push({ text, glued });
  }
  const persons: string[] = [];
  const posts: string[] = [];
  let buffer = '';
  for (const { text, glued } of tokens) {
    const t = text.replace(/(?<!负责)同志$/, '').replaceAll('\u0001', '、');
    const person = personIn(t);
    const collective = /^(?:各|全体|相关|有关|其他|校内|所属|院属|校属)/.test(t) || /负责人$/.test(t);
    if (person && !collective) {
      persons.push(person);
      buffer = '';
      continue;
    }
    if (persons.length > 0 && !collective && !buffer) continue; // the post of the person before
    buffer += buffer === '' ? t : (/、|，|,/.test(glued) ? '、' : '') + t;
    if (postWord.test(buffer) || collective && postWord.test(t)) {
      posts.push(buffer);
      buffer = '';
    }
  }
  // bodies alone, without any post: each is one
  const bodies = buffer.split('、');
  if (buffer !== '') posts.push(...(posts.length === 0 && persons.length === 0 && bodies.every((b) => endsInBody.test(b) && !postWord.test(b)) ? bodies : [buffer]));
  if (persons.length === 0) return posts;
  return [...persons, ...posts.filter((p) => /^(?:各|全体|相关|有关|其他|校内|所属|院属|校属)/.test(p) || (/负责人$/.test(p)))];
}

const titleThenName = /^[\u4e00-\u9fff]{0,16}(?:书记|校长|院长|主任|处长|局长|科长|部长|馆长|所长|主席|经理|董事长|园长|助理|站长|股长|主管|总监|工程师)([\u4e00-\u9fff]{2,3})$/;
const nameThenTitle = /^([\u4e00-\u9fff]{2,3}?)(?:党委|党组|党总支|校党委|院党委|局党组|副?(?:书记|校长|院长|主任|处长|局长|科长|部长|馆长|主席))/;
function personIn(token: string): string | undefined {
  if (isName(token)) return token;
  const behind = titleThenName.exec(token)?.[1];
  if (behind && isName(behind)) return behind;
  const before = nameThenTitle.exec(token)?.[1];
  if (before && isName(before) && !/[院处部局科室馆系]$/.test(before)) return before;
  return undefined;
}

/** 卢 奎 甘 勇: whether the single character before `at` begins another name of two. */
const spacedPair = (s: string, at: number): boolean => /^\s+[\u4e00-\u9fff](?:\s|[、，,；;]|$)/.test(s.slice(at, at + 12));

/** A line below a label that goes on with its list. */
function listGoesOn(text: string): boolean {
  if (text.length > 80 || /[。：:]/.test(text) || markerOf(text)) return false;
  const first = peopleOf(text)[0];
  if (!first) return false;
  return isName(first) || (postWord.test(squeeze(text)) && text.length <= 60);
}

const NP = '[^，。；：、\\s（）]{2,30}(?:、[^，。；：、\\s（）]{2,24}){0,12}';
const prose: readonly [Role, RegExp][] = [
  ['leaders', new RegExp(`(?:由|以)?(${NP})(?:同志)?(?:担?任|为)(?:领导小组|工作小组|小组|第一|领导组)?组长`)],
  ['leaders', new RegExp(`(?<!副)组长由(${NP})(?:同志)?(?:担任|兼任)`)],
  ['deputies', new RegExp(`(?:由|以)?(${NP})(?:同志)?(?:担?任|为)(?:常务)?副组长`)],
  ['deputies', new RegExp(`副组长由(${NP})(?:同志)?(?:担任|兼任)`)],
  ['members', new RegExp(`(?:由|以)?((?:${NP})(?:和${NP})?)(?:同志)?(?:担?任|为)(?:小组|领导小组)?(?:成员|组员)`)],
  ['members', new RegExp(`(?:成员|组员)由(${NP})(?:担任|组成)`)],
  ['members', new RegExp(`(?:成员|组员)(?:包括|为|有)(${NP})`)],
];

const officeAt = /(?:办公室|日常办事机构|办事机构|日常工作机构)[^，。；]{0,10}?，?(?:该办公室|办公室)?(?:设在|设于|设立在|挂靠在?|设置在|依托|在)(?:学校|本校|校)?([^，。；（）、\s]{2,30})/;
const officeLabel = /办公地点|办公室[：:]设在/;
const headPatterns: readonly RegExp[] = [
  new RegExp(`办公室主任由(${NP})(?:同志)?(?:担任|兼任|兼)`),
  new RegExp(`(?:由|，|。|；|^)([^，。；：、\\s由]{2,24}?)(?:同志)?(?:兼任|担任|任|兼|为)(?:领导小组|小组|该)?办公室主任`),
  new RegExp('(?:由|，|。|；|^)([^，。；：、\\s由]{2,24}?)(?:同志)?(?:兼任|担任)“?[^，。；“”]{1,12}办(?:公室)?”?主任'),
  new RegExp(`主任由(${NP})(?:同志)?(?:担任|兼任|兼)`),
  new RegExp(`(?:设在|挂靠)[^。；]{2,30}[，；](?:由)?([^，。；：、\\s由]{2,24}?)(?:同志)?(?:兼任|担任|任|兼)主任`),
];

const nameOf = (text: string): string => {
  const people = peopleOf(text);
  return people[0] ?? text;
};

/** The leading group that this document sets up, or null. Membership that another document names is not here. */
export function readGroup(paragraphs: readonly Paragraph[]): Group | null {
  const found: Found = { leaders: [], deputies: [], members: [] };
  let office: string | null = null;
  let officeHead: string | null = null;
  let from = -1;
  let to = -1;
  let closed = false;
  const touch = (p: Paragraph): void => {
    if (from < 0) from = p.start;
    to = p.end;
  };
  const add = (role: Role, people: readonly string[]): void => {
    if (role === 'officeHead') officeHead ??= people[0] ?? null;
    if (role !== 'leaders' && role !== 'deputies' && role !== 'members') return;
    for (const name of people) if (!found[role].includes(name)) found[role].push(name);
  };
  let open: Role | undefined;
  for (const paragraph of paragraphs) {
    const { text, cells } = paragraph;
    if (cells && cells.length >= 2) {
      const head = squeeze(cells[0]?.text ?? '');
      if (/^(?:常务|第一)?(?:副?组长|组员|成员|副?总指挥)$/.test(head) && cells.length <= 5) {
        add(roleOf(head), peopleOf(cells.slice(1).map((c) => c.text).join(' ')));
        touch(paragraph);
        continue;
      }
    }
    const labels = text.length > 4000 || !/[：:]/.test(text) ? [] : [...text.matchAll(roleLabel)];
    const begins = labels.filter((m) => m.index === 0 || /[；;。，,、\s（(）)]$/.test(text.slice(0, m.index)) || markerOf(text)?.length === m.index);
    const first = begins[0];
    if (first && roleOf(first[1] ?? '') === 'leaders' && found.leaders.length > 0 && found.members.length > 0) closed = true; // another group begins
    if (first && !closed) {
      for (const [i, m] of begins.entries()) {
        const role = roleOf(m[1] ?? '');
        const value = text.slice(m.index + m[0].length, begins[i + 1]?.index ?? text.length);
        const cut = value.search(/[。]/);
        add(role, peopleOf(cut >= 0 ? value.slice(0, cut) : value));
        open = role;
      }
      touch(paragraph);
      if (!/办公室设|由[^。]{2,200}组成/.test(text)) continue;
    }
    if (!first && open && !closed && listGoesOn(text)) {
      add(open, peopleOf(text));
      touch(paragraph);
      continue;
    }
    if (!first) open = undefined;
    if (!/组长|成员|组员|办公室|办事机构/.test(text)) continue;
    const s = squeeze(text).replace(/（[^（）]{0,80}）/g, '');
    for (const sentence of s.split(/[。；]/)) {
      if (sentence.length > 400) continue;
      // membership that another document names is not this document's
      const elsewhere = /(?:各[^。]{1,24}|要|应|须)成立[^。]{0,4}(?:由|以)|组长的[^。]{2,20}(?:小组|专班)/.test(sentence) && !/^(?:现|决定|学校|为)?[^，。]{0,8}成立以/.test(sentence); // others are told to form one
      if (!closed && !elsewhere && !/《[^》]*》[^。]{0,30}(?:规定|明确|公布|确定|成员)/.test(sentence)) {
        for (const [role, pattern] of prose) {
          const list = role === 'leaders' ? found.leaders : role === 'deputies' ? found.deputies : found.members;
          const m = pattern.exec(sentence);
          if (!m || list.length > 0 || /责任人|职责/.test(sentence.slice(m.index + m[0].length, m.index + m[0].length + 14))) continue;
          if (/(?:发生变化|调整|按照|以《)/.test(m[1] ?? '')) continue;
          // 以局长为组长、副局长为副组长、…: what an earlier role has taken is not this one's
          const own = (m[1] ?? '').split('、').slice((m[1] ?? '').split('、').findLastIndex((x) => /(?:为|任)(?:常务)?(?:副?组长|成员|组员)$/.test(x)) + 1).join('、');
          add(role, splitProse(own.replace(/^(?:成立以|成立由|设立由|由|以)/, '')));
          touch(paragraph);
        }
      }
      if (!office && (found.leaders.length > 0 || /小组|办公室设|委员会/.test(sentence))) {
        const m = officeAt.exec(sentence);
        if (m && !officeLabel.test(m[1] ?? '')) {
          office = (m[1] ?? '').replace(/(?:，|负责|具体|办公(?!室)).*$/, '') || null;
          touch(paragraph);
        }
      }
      if (!officeHead) {
        for (const pattern of headPatterns) {
          const m = pattern.exec(sentence);
          if (!m?.[1] || /副$/.test(m[1])) continue;
          officeHead = nameOf(m[1].replace(/^(?:领导小组|其中|并由|由)/, ''));
          touch(paragraph);
          break;
        }
      }
    }
  }
  if (found.leaders.length + found.deputies.length + found.members.length === 0) return null;
  return { ...found, office, officeHead, span: [from, to] };
}

function splitProse(text: string): string[] {
  const people = peopleOf(text);
  return people.length > 0 ? people : [text];
}
