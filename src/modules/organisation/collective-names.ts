import { bareKey } from './name-key.ts';

type Kinds = 'all' | ReadonlySet<string>;
const colleges = new Set(['college']);
const offices = new Set(['department', 'centre']);
const schools = new Set(['school']);

const whole = /^(?:本校|我校|全校|学校|全院|本院|我院|全局|本局|我局|校内|校属|院内|局机关|局系统|全系统|全体|全体(?:人员|工作人员|教职工|教职员工|师生|师生员工|干部职工|党员干部|干部|职工|员工|教师|学生)|(?:全校|全院|全局|校内)(?:师生|师生员工|教职工|干部职工|人员|上下))$/;
const front = /^(?:全校|全院|全局|全系统|校内|校属|院内|院属|局属|局机关|机关|本校|我校|本院|我院|学校|学院|局|下属|所属|直属|内设|市属|区属|其他|其它)+/;
const marker = /^(?:各|全体|所有|每个|各个|各级|各相关)/;
/** Longest first: 二级学院 before 学院. */
const nouns: readonly (readonly [string, Kinds])[] = [
  ['职能部门', offices], ['机关部门', offices], ['党政部门', offices], ['行政部门', offices], ['管理部门', offices], ['机关处室', offices], ['职能处室', offices], ['业务科室', offices], ['内设机构', offices], ['处室', offices], ['科室', offices], ['部处', offices], ['机关', offices], ['股室', offices],
  ['二级教学单位', colleges], ['教学院部', colleges], ['教学院系', colleges], ['教学单位', colleges], ['二级学院', colleges], ['院系', colleges], ['系部', colleges], ['院部', colleges], ['学院', colleges], ['学部', colleges], ['系', colleges],
  ['中小学校', schools], ['学校', schools],
  ['二级单位', 'all'], ['二级部门', 'all'], ['二级机构', 'all'], ['直属单位', 'all'], ['基层单位', 'all'], ['部门', 'all'], ['单位', 'all'], ['机构', 'all'],
];
const person = /(?:的)?(?:党政)?(?:主要|分管|第一|直接|相关)?(?:网络安全|信息安全|信息化|网络)?(?:工作)?(?:负责人|责任人|负责同志|联络员|信息员|管理员|安全员|领导)$/;

/** The kinds of units that a collective name means; undefined for a name that is none. 相关部门, 有关单位 say nothing certain and are none. */
export function collectiveKinds(key: string, own: ReadonlySet<string>): Kinds | undefined {
  const name = bareKey(key).replace(person, '') || bareKey(key);
  if (own.has(name)) return 'all';
  const self = [...own].find((o) => name.startsWith(o) && marker.test(name.slice(o.length)));
  if (self) return listed(name.slice(self.length));
  return whole.test(name) ? 'all' : listed(name);
}

/** 各学院、各部门; 校内各单位; 局科室: a front or 各, then nouns of the list to the very end. */
function listed(text: string): Kinds | undefined {
  let rest = text;
  let said = false;
  const kinds = new Set<string>();
  let all = false;
  // 学校各部门 begins with the whole, 学校 alone is no front of nothing
  const head = front.exec(rest);
  const desks = /机关/.test(head?.[0] ?? ''); // 机关各部门 are not the colleges
  if (head && head[0].length < rest.length) { rest = rest.slice(head[0].length); said = true; }
  while (rest) {
    const mark = marker.exec(rest);
    if (mark) { rest = rest.slice(mark[0].length); said = true; }
    rest = rest.replace(/^(?:二级)(?=部门|学院)/, '');
    const noun = nouns.find(([word]) => rest.startsWith(word));
    if (!noun || !said) return undefined;
    const meant = noun[1] === 'all' && desks ? offices : noun[1];
    if (meant === 'all') all = true;
    else for (const k of meant) kinds.add(k);
    rest = rest.slice(noun[0].length).replace(/^(?:、|,|，|\/|和|及|与|以及)+/, '');
  }
  return all ? 'all' : kinds.size ? kinds : undefined;
}
