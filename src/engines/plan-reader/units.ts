import { beginsWithAction, bodyOrPerson, conditional, endsInBody, falseBodies, higherBody, neverSubject, predicateHead } from './lexicon.ts';
import { notedDuty, splitNames } from './unit-notes.ts';
import type { Duty } from './unit-notes.ts';

export interface DutyContext {
  /** Who issues the document: a government may order the bodies that are outside and higher to anybody else. */
  issuer: string | null;
  /** A list of duties names it, so it is no outsider. */
  inside?: boolean;
}

export function dutyOf(s: string, context: DutyContext): Duty {
  const noted = notedDuty(s);
  if (noted.units.length > 0) return noted;
  return subjects(s, context);
}

const nameEnd = new RegExp(`(?:${bodyOrPerson})(?:（[^（）]{1,40}）)?`, 'g');
/** Signs of a predicate inside what would be a name: the name is over. */
const noName = /[由将向是须已了]|(?<!一)把|.被|发生|进行|正在|推进|开展|完善|落实|推动|提供|实现|完成|制定|存在|属于|接入|(?<!作)为|时[^代光间]|(?<![相对适供响效反])应(?![急用聘届答对])|\d+个?(?:工作日|小时|天|日)/;
/** 学校宣传部要…: 宣传 begins the rest of a name there, not a predicate. */
const nameRest = /^(?!各|相关|有关|全|本|所属|其|下属|校内)[^，。；、的]{0,6}?(?:部门|人员|单位|小组|中心|部|处|科|室|组|委|办|局|院|员)/;
/** …为直接负责人, …是本单位网站安全第一责任人: a charge, not a description. */
const isCharge = /^(?:为|是)[^，。；]{0,16}?(?:负责人|责任人|责任单位|牵头单位|责任主体|责任部门)/;
const nounVerbs = /^(?:宣传|组织|教育|保障|管理|建设|采购|培训|监督|检查|督导|督查|指导|评估|研究|协调|更新|验收|维护|值班|审核|审批|学习|发布|考核|实施|使用|分析|登记|备案|执行|规范|支持|值守|自查|申报|申请|制定|编制|承办|主办|参与|配合|牵头|统筹|推进|整改|处置|应急)$/;
function headOfName(tail: string, head: string): boolean {
  if (head === '组织') return /^组织(?:部|人事|科|处)/.test(tail);
  if (!nounVerbs.test(head)) return false;
  // 各部门配合信息中心完成…: these take a body as their object; only 配合单位, 参与部门 are names
  if (/^(?:配合|参与|支持|整改|推进)$/.test(head) && !/^..(?:单位|部门|人员|处室|科室|学院|方)/.test(tail)) return false;
  const rest = nameRest.exec(tail.slice(head.length));
  if (!rest) return false;
  const end = head.length + rest[0].length;
  return end === tail.length || /[、和与及]/.test(tail.charAt(end)) || matchAt(tail, end);
}
const brackets = /（[^（）]{0,200}）/g;
/** Openings of a clause that say when, how or that somebody is told, before the subject stands. */
const lead = /^(?:现(?!代|场|有|任|行|职|状)|其中|随后|同时|此外|另外|另|届时|原则上|并|且|再|最后|首先|其次|然后|今后|凡|期间|要求(?!其)|请(?!示)|望|希望|希|责成|建议|务请|烦请|敬请|拟|由|要由|应由|须由|统一由|明确由|仍由|均由|分别由|每年|每月|每周|每季度|每学期|每半年|年底前|年内|上半年|下半年|日常|原则上由|\d{4}年(?:度)?|\d{1,2}月(?:\d{1,2}日)?(?:上旬|中旬|下旬|中下旬|底|份|初)?(?:之?前|起|期间|上午|下午)?(?:至\d{1,2}月\d{1,2}日)?|平时|重要时期|重要时段|必要时|[\u4e00-\u9fff]{2,8}期间(?=[各全校院局相有值])|具体|以上|上述工作|总体)/;
const objectBefore = /(?:明确|规定|知道|了解|要求|督促|指导|组织|听取|检查|通知|责令|协助|支持|对|向|给|与|将|把|让|使|通过|按照|根据|经|被|帮助|监督|提醒|涉及|包括)[^，。；：]{0,40}$/;

interface Subject {
  text: string;
  /** Offset just after it in the clause. */
  end: number;
}

/**
 * The body at the head of a clause that is told to do something: the shortest beginning that ends like a body or person and is
 * followed by what can begin a predicate.
 */
export function subjectOf(clause: string, endsSentence: boolean): Subject | undefined {
  let at = 0;
  for (let k = 0; k < 4; k++) {
    const m = lead.exec(clause.slice(at, at + 40));
    if (!m || m[0].length === 0) break;
    at += m[0].length;
  }
  const told = clause.slice(0, at);
  const rest = clause.slice(at, at + 90);
  if (rest === '' || neverSubject.test(rest)) return undefined;
  let loose: Subject | undefined;
  let charged: Subject | undefined;
  nameEnd.lastIndex = 0;
  for (let m = nameEnd.exec(rest); m; m = nameEnd.exec(rest)) {
    // overlapping ends: 领导小组办公室 after 领导小组
    nameEnd.lastIndex = m.index + 1;
    const end = m.index + m[0].length;
    const name = rest.slice(0, end);
    if (name.length < 2) continue;
    if (noName.test(name)) break;
    if (falseBodies.test(name.replace(brackets, ''))) continue;
    const tail = rest.slice(end);
    predicateHead.lastIndex = end;
    const head = predicateHead.exec(rest)?.[0] ?? '';
    if (head !== '' || (tail.startsWith('等') && matchAt(rest, end + 1))) {
      if (/^[\u4e00-\u9fff]{1,4}了/.test(tail) || headOfName(tail, head)) continue;
      if (/(?:的|了|着)$/.test(name) || (/^(?:要|应)$/.test(head) && /^(?:要求|应用|应急)/.test(tail))) continue;
      return { text: name, end: at + end };
    }
    // 校内各信息系统的主管单位，充分认识…: the subject parted from its verb by a comma
    if (tail === '' && !endsSentence && /^(?:各|全体|校内|全校|所有|院内|局属|各级)/.test(name) && name.length <= 24) return { text: name, end: at + end };
    // 由项目主管部门全程陪同: 由 makes it the doer whatever the verb
    if (/由$/.test(told) && /^[\u4e00-\u9fff]{2}/.test(tail) && !/^(?:的|和|与|及|、)/.test(tail)) charged = { text: name, end: at + end };
    if (isLoose(name, tail, rest)) loose = { text: name, end: at + end };
  }
  return charged && charged.text.length <= 20 ? charged : loose;
}
/** 各部门的材料请…; 各部门自查情况及时…: a collective whose thing stands before the verb. */
function isLoose(name: string, tail: string, rest: string): boolean {
  const thing = /^([^，。；、]{1,16}?)(?:请|须|必须|务必|及时|按时|按期|要(?!求|点|素)|应(?!急|用|对))/.exec(tail)?.[1];
  // 各级各类机构要…: what stands before the verb is the body itself
  return /^(?:各|全校各|校内各|全院各|学院各|学校各|局属各)/.test(name) && thing !== undefined && !(/^各/.test(tail) && endsInBody.test(thing))
    && !/(?:时|后|情况|等)$/.test(rest) && !/^(?:和|与|及|负责人|主要|分管|[^，。]{0,6}(?:书记|主任|院长))/.test(tail);
}
function matchAt(s: string, at: number): boolean {
  predicateHead.lastIndex = at;
  return predicateHead.test(s);
}

const isAuthority = (issuer: string | null): boolean => issuer !== null && /人民政府|(?:省|市|区|县|州)委(?:员会)?(?:办公室)?$|网络安全和信息化委员会|网信办|互联网信息办公室|领导小组(?:办公室)?$|(?:市|区|县)政府/.test(issuer);

function acceptable(name: string, context: DutyContext): boolean {
  const bare = name.replace(brackets, '');
  if (bare.length < 2 || bare.length > 32) return false;
  if (/[镇县乡区市]$/.test(bare) && !/^各/.test(bare)) return false;
  if (!endsInBody.test(name)) return false;
  if (falseBodies.test(bare)) return false;
  if (conditional.test(bare)) return false;
  // 覆盖全体: a whole is one only by itself
  if (/.{2}(?:全体|各级|各地|各方|双方)$/.test(bare)) return false;
  // 掌握个人信息的单位: picked out, not named
  if (/的(?:各)?(?:单位|部门|学院|处室|科室|人员|个人|学校|企业|系部|院系|机构|网站|班级)$/.test(bare)) return false;
  // 的 joins only what a body has or is: 各系统的主管单位
  if (/的(?!(?:[^的报送交]{0,6})(?:单位|部门|人员|负责人|责任人|领导|干部|教师|师生|学生|处室|科室|学院|院系|职工|同志)$)/.test(bare)) return false;
  if (/^(?:该|此|其|本人|他|它|这|那|某|何|谁|任何)/.test(bare) && !/^任何/.test(bare)) return false;
  if (/^(?:领导小组|工作领导小组)?下设/.test(bare)) return false;
  if (!context.inside && higherBody.test(bare) && !isAuthority(context.issuer) && !sameField(bare, context.issuer)) return false;
  if (/[“”《》：]/.test(bare) || /^(?:\d|.?第)/.test(bare) || /^(?:单位|部门|机构|人员|企业)$/.test(bare)) return false;
  if (/(?:过程|阶段|期间|工作|情况|问题|制度|机制|信息|系统|数据)(?:人|者)$/.test(bare)) return false;
  return true;
}

const institution = /(?:医院|保健院|卫生院|中心|学校|中学|小学|幼儿园|馆|站|集团|公司|学院|校)$/;
/** 省教育信息中心 belongs to 某某省教育厅: the same level and the same field. */
function sameField(name: string, issuer: string | null): boolean {
  if (issuer === null) return false;
  if (issuer.endsWith(name) || name.endsWith(issuer)) return true;
  // 县局, 县教体局: the issuer itself, shortened
  let at = -1;
  if ([...name].every((c) => (at = issuer.indexOf(c, at + 1)) >= 0)) return true;
  // 市局督察支队: the issuer by its short name, and a part of it
  if (/^[省市区县州][局厅委院校]/.test(name) && issuer.endsWith(name.charAt(1)) && issuer.includes(name.charAt(0))) return true;
  // 区人民医院 of a district's bureau: an institution of its own level, where a bureau or an office would be another's
  if (issuer.includes(name.charAt(0)) && institution.test(name) && !/网信|公安|大数据|政务/.test(name)) return true;
  const direct = /^(省|市|区|县)(?:直|属)/.exec(name)?.[1];
  if (direct && issuer.includes(direct)) return true;
  // a province's or a city's office may order its counties
  if (/^(?:县|区)/.test(name) && /[省市][^县区]*(?:厅|局|委|会|办公室)$/.test(issuer)) return true;
  const level = /^(?:省|自治区|市|区|县|州)/.exec(name)?.[0];
  const field = level ? name.slice(level.length, level.length + 2) : '';
  return level !== undefined && field.length === 2 && new RegExp(`${level}[^省市区县]{0,2}${field}`).test(issuer);
}

const sameOrPart = (a: string, b: string): boolean => {
  const [x, y] = [a.replace(brackets, ''), b.replace(brackets, '')];
  return x === y || x.endsWith(y) || y.endsWith(x);
};

/** Every subject that is told to do something, in the order of the text. */
export function subjects(s: string, context: DutyContext): Duty {
  const duty: Duty = { units: [], leads: [] };
  const add = (text: string, leads: boolean, inside = false): void => {
    const names = splitNames(text.replace(/等$/, ''));
    for (const raw of names) {
      // 教务处、财务处等部门
      const name = raw.replace(/^(?:由|并由|以及|和|及)/, '').replace(/(.)等(?:相关|有关|重点|所属|直属|成员)?(?:职能)?(?:部门|单位|处室|科室)$/, '$1');
      // 各系（部）、处（室）、馆: 各 stands for all of them
      const shared = names[0]?.startsWith('各') && /^[处室系部馆所中心院科]{1,2}(?:（[^（）]{1,6}）)?$/.test(name);
      if (!shared && !acceptable(name, inside ? { ...context, inside } : context)) continue;
      if (!duty.units.some((u) => sameOrPart(u, name))) duty.units.push(name);
      const listed = duty.units.find((u) => sameOrPart(u, name));
      if (leads && listed && !duty.leads.includes(listed)) duty.leads.push(listed);
    }
  };
  for (const sentence of s.split(/(?<=[。！？；\n])/)) {
    const body = sentence.replace(/《[^》]{0,120}》/g, '《》');
    if (!/[\u4e00-\u9fff]{2}/.test(body)) continue;
    // an enumeration of 情况 describes, and what 包括 introduces is listed
    if (/情况[。；]?$/.test(body.trimEnd()) && !/(?:报|反馈|汇总|通报|总结|说明|掌握|了解|上报|公布|排查|检查|核查|摸清|梳理|清查|统计)[^。；]{0,90}情况[。；]?$/.test(body)) continue;
    const flat = stripAsides(body);
    // 网络部：负责机房巡检
    const headed = /^([^，。；：]{2,24})：/.exec(body);
    if (headed?.[1] && acceptable(headed[1], { ...context, inside: true }) && !/(?:联系人|负责人|责任人|成员|组员|[组部处院校局]长|主任|书记)$/.test(headed[1]) && (matchAt(body, headed[0].length) || beginsWithAction.test(body.slice(headed[0].length)))) add(headed[1], /^牵头/.test(body.slice(headed[0].length)), true);
    let governed = false; // 明确 X为…，Y为…: what follows is its object
    const clauses = flat.split(/[，：\n。；！？]/);
    for (const [i, clause] of clauses.entries()) {
      if (clause === '') continue;
      const found = subjectOf(clause, i === clauses.length - 1 || clauses[i + 1] === '');
      // 外包人员进入机房须由信息中心陪同: who is let in is not who acts
      const subject = found && higherBody.test(found.text) && /须由|应由|必须由/.test(clause) ? undefined : found;
      if (subject && !(governed && /^(?:为|是)/.test(clause.slice(subject.end)))) {
        const tail = clause.slice(subject.end);
        if (/^(?:为|是|任)/.test(tail) && !isCharge.test(tail) || /^由[^，。；]{2,60}(?:组成|构成)/.test(tail) && !/^(?:负责|承担|具体)/.test(clauses[i + 1] ?? '')) continue;
        const lists = list(clauses, i, subject.text, clause);
        add(lists, /^(?:等)?(?:要|应|须|负责)?牵头/.test(tail));
        // A会同B
        const joint = partners(tail);
        if (joint && !/^(?:公安|有关方面)/.test(joint)) add(joint, false);
        // A牵头、B配合 within one clause
        const within = /牵头(?:负责)?、([^，。；]{2,40}?)(?:配合|协助|参与)/.exec(tail);
        if (within?.[1]) add(within[1], false);
      } else if (!subject) {
        addDoer(clause, governed, i === clauses.length - 1, add);
        const by = /由([^，。；由]{2,40}?)(?:统一|具体|共同|全面|分别)?(负责(?!人)|牵头|组织(?!领导)|承担|实施|汇总|审核|进行|开展|完成|按(?=[年月季周日]))/.exec(clause);
        if (by?.[1] && !governed && !/明确|规定/.test(clause.slice(0, by.index)) && !objectBefore.test(clause.slice(Math.max(0, by.index - 8), by.index)) && endsInBody.test(by[1])) add(by[1], by[2] === '牵头');
      }
      if (/明确|规定/.test(clause)) governed = true;
    }
  }
  return duty;
}

const jointHead = /^(?:要|应|须)?(?:会同|联合(?!组织|开展|印发|制定|发文|举办|检查)|商(?!请|议|讨))/;
/** Bodies that act together with the subject: 会同B、C修订…. The list ends where an act begins. */
function partners(tail: string): string | undefined {
  const head = jointHead.exec(tail)?.[0];
  if (head === undefined) return undefined;
  const rest = /^[^，。；]{0,40}/.exec(tail.slice(head.length))?.[0] ?? '';
  nameEnd.lastIndex = 0;
  for (let m = nameEnd.exec(rest); m; m = nameEnd.exec(rest)) {
    nameEnd.lastIndex = m.index + 1;
    const end = m.index + m[0].length;
    if (end < 2 || end > 30 || falseBodies.test(rest.slice(0, end))) continue;
    const next = rest.slice(end);
    if (next === '' || ((matchAt(rest, end) || beginsWithAction.test(next) || /^(?:适时|加强|进行|成立|共同)/.test(next)) && !/^(?:宣传|组织|教育|信息)(?:部|人事|科|处|委)/.test(next))) return rest.slice(0, end);
  }
  return undefined;
}

/** 重要数据由系统主管部门每日备份: the body after 由, whatever stands before it. */
function addDoer(clause: string, governed: boolean, ends: boolean, add: (text: string, leads: boolean) => void): void {
  const at = clause.search(/(?<![自理缘事经])由(?!于|此|来)/);
  if (at <= 0 || governed || objectBefore.test(clause.slice(Math.max(0, at - 8), at))) return;
  const doer = subjectOf(clause.slice(at), ends);
  if (doer && doer.text.length <= 16 && /(?:人员|单位|部门|中心|公司|集团|[处科室部局院组办委会队站所馆])$/.test(doer.text) && !/^(?:组成|构成)/.test(clause.slice(at + doer.end))) add(doer.text, /^牵头/.test(clause.slice(at + doer.end)));
}

/** 各县（市、区）财政局, 各镇（街道）: brackets inside a name. */
const inName = /各[\u4e00-\u9fff]{0,4}[县镇乡村区市街部院系]（[\u4e00-\u9fff、]{1,10}）$/;
/** Brackets say aside what is not the sentence's, except straight after a body's name. */
function stripAsides(s: string): string {
  return s.replace(brackets, (m, at: number) => (inName.test(`${s.slice(Math.max(0, at - 6), at)}${m}`) || endsInBody.test(s.slice(Math.max(0, at - 12), at)) && m.length <= 42 && !/[，。；：]/.test(m) ? m : ''));
}

/** 各部门，各单位要…: bodies that commas join before the verb. */
function list(clauses: readonly string[], i: number, text: string, clause: string): string {
  const start = clause.indexOf(text);
  if (start !== 0) return text;
  let joined = text;
  for (let k = i - 1; k >= 0 && k >= i - 4; k--) {
    const prior = clauses[k] ?? '';
    if (prior.length > 16 || !/^(?:各|全体|校内|机关)/.test(prior) || !endsInBody.test(prior) || /[要应须需]|负责|明确|组织|完成|确定/.test(prior)) break;
    joined = `${prior}、${joined}`;
  }
  return joined;
}

/** Bodies that a text obliges outright: a subject and straight after it 要, 应, 须, 必须… */
export function obliged(s: string, context: DutyContext): string[] {
  const out: string[] = [];
  for (const sentence of s.split(/[。；！？\n]/)) {
    const clauses = stripAsides(sentence.replace(/《[^》]{0,120}》/g, '《》')).split(/[，：]/);
    for (const [i, clause] of clauses.entries()) {
      const subject = subjectOf(clause, i === clauses.length - 1);
      if (!subject) continue;
      const told = /(?:请|望|希望|要求)$/.test(clause.slice(0, clause.indexOf(subject.text)));
      if (!told && !/^(?:均|都|也|每年|具体|切实|还|一定|同时|,|一律)?(?:要|应|须|需|必须|务必|不得|严禁|一定要)/.test(clause.slice(subject.end))) continue;
      for (const name of splitNames(subject.text)) if (acceptable(name, context)) out.push(name);
    }
  }
  return out;
}
