import { numeral } from './canonical.ts';
import type { Operator, Threshold } from './plan.ts';

const NUM = '(\\d{1,3}(?:,\\d{3})+|\\d{1,7}(?:\\.\\d{1,3})?|百分之[一二三四五六七八九十百]{1,4}|[一二两三四五六七八九十百]{1,4})';
const UNIT = '(%|％|个?(?:工作日|自然日|学时|课时|小时|分钟|百分点)|个(?:自然)?月|年|天|日|周|秒|次|场次|场|期|篇|条|份|名|人次|人|位|万元|元|亿元|门|件|项|种|类|台|套|处|块|家|所|分|轮|遍|批|课|节|部|张|个字符|字符|个|倍|级)';
/** What stands before the figure, and the relation it means. */
const before: readonly [RegExp, Operator][] = [
  [/(?:不低于|不少于|不小于|不得少于|不得低于|应不少于|大于等于|大于或等于|不短于|不得短于|不早于|≥|>=|最少|最低|起码|至少(?:提前)?|提前)$/, '>='],
  [/(?:不超过|不高于|不多于|不大于|不得超过|不得高于|不得多于|不长于|小于等于|≤|<=|最多|至多|最长|控制在|最迟|不迟于)$/, '<='],
  [/(?:超过|高于|大于|多于|超|>)$/, '>'],
  [/(?:低于|少于|小于|短于|<)$/, '<'],
];
const reach = /(?:达到|达|须达|须达到|应达到|为|保持在?|实现|到|提高到|提升到|提升至|提高至)(?:了)?$/;
const figure = new RegExp(`${NUM}${UNIT}`, 'g');

const valueOf = (text: string): number => (text.startsWith('百分之') ? numeral(text.slice(3)) : numeral(text.replaceAll(',', '')));

/** Figures that name something instead of demanding it: dates, file numbers, laws, names in quotation marks. */
const opaque = /《[^》]{0,120}》|〔\d{4}〕\d{1,4}号|第[\d一二三四五六七八九十百]{1,5}(?:号|条|款|项|次|届|届次|期|章|类|批|轮|阶段)|“[^”]{0,12}”|\d{4}年(?:度)?|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?(?:(?:-|—{1,2}|～|~|至|到)(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?|每(?:一|1)?(?:年|学年)|[一二三四五六七八九十]{1,3}(?:是|、)/g;

/** 15分钟响应、2小时到场: a time in which it is to be done, 内 left out. */
const answered = /^(?:响应|到场|到达|抵达|到位|处置|上报|报告|办结|反馈|闭环|恢复|修复|整改)/;

/** Acts that a bare count of them demands. */
const countedAct = /(?:组织|开展|召开|举办|举行|进行|开设|发布|推送|推出|发送|编发|报送|上报|完成|参加|参与|集中|召集|巡查|巡检|检查|演练|培训|备份|更新|更换|扫描|通报|自查|排查|整理|听取|研究|调度|核查|讲授|上|做|作|撰写|刊发|制作|评选)[^，。；0-9]{0,14}$/;
const period = /每(?:个|名|人|半|两|双|逢)?(?:年|学年|季度?|月|周|星期|半年|学期|天|日|个学院|个部门|单位|人)[^，。；]{0,24}$/;

function metricOf(s: string, at: number): string {
  const from = Math.max(s.lastIndexOf('，', at - 1), s.lastIndexOf('。', at - 1), s.lastIndexOf('；', at - 1), s.lastIndexOf('：', at - 1)) + 1;
  const clause = s.slice(from, at).replace(/(?:且|并|均|应|须|要|必须|达到|不低于|不少于|不得少于|至少|不超过|为|在)+$/g, '').replace(/^(?:且|并|其中|确保|同时)/, '');
  const named = clause.replace(/\d+[×xX*]$/, '');
  if (named.length >= 2) return named.slice(-30).replace(/^[^]*\n(?=[^\n]{2})/, '').trim();
  const prior = s.slice(0, Math.max(0, from - 1));
  return prior.slice(Math.max(prior.lastIndexOf('，'), prior.lastIndexOf('。'), prior.lastIndexOf('；')) + 1).slice(-30).replace(/^[^]*\n(?=[^\n]{2})/, '').trim();
}

/** Every figure of a task that has to be met. `source` is in matching form. */
export function thresholdsOf(source: string): Threshold[] {
  if (!/[\d一二两三四五六七八九十百]/.test(source)) return [];
  const s = source.replace(opaque, (m) => (m.startsWith('每') ? m : '□'.repeat(m.length)));
  const found: Threshold[] = [];
  figure.lastIndex = 0;
  for (let m = figure.exec(s); m; m = figure.exec(s)) {
    const lower = /(\d{1,5}(?:\.\d+)?|[一二两三四五六七八九十]{1,3})(?:-|—{1,2}|~|～|至|到)$/.exec(s.slice(Math.max(0, m.index - 10), m.index));
    const at = m.index - (lower?.[0].length ?? 0);
    const upper = valueOf(m[1] ?? '');
    const value = lower ? valueOf(lower[1] ?? '') : upper;
    let unit = m[2] ?? '';
    if (!Number.isFinite(value)) continue;
    if ((m[1] ?? '').startsWith('百分之')) continue;
    const head = s.slice(Math.max(0, at - 30), at);
    const tail = s.slice(m.index + m[0].length, m.index + m[0].length + 14);
    if (/[\d.A-Za-z]$/.test(head) && !/[×xX*]$/.test(head) && !/[≥≤><=]$/.test(head)) continue;
    unit = unit === '％' ? '%' : unit;
    if (unit.startsWith('个') && !/^个(?:自然)?月$/.test(unit)) unit = unit.slice(1) || '个';
    if (unit === '个自然月') unit = '个月';
    const op = operatorOf(head, tail, value, unit, s, at);
    if (op) found.push({ metric: metricOf(s, at), op, value: op === '<=' || op === '<' ? upper : value, unit });
  }
  for (const m of s.matchAll(/(不低于|不少于|达到|超过|不超过|低于)?百分之([一二三四五六七八九十百]{1,5})(以上|以下|以内)?/g)) {
    const value = m[2] === '百' ? 100 : numeral(m[2] ?? '');
    const op: Operator | undefined = /不低于|不少于/.test(m[1] ?? '') || m[3] === '以上' ? '>=' : m[1] === '不超过' || m[3] ? '<=' : m[1] === '超过' ? '>' : value === 100 ? '=' : m[1] === '达到' ? '>=' : undefined;
    if (op && Number.isFinite(value)) found.push({ metric: metricOf(s, m.index), op, value, unit: '%' });
  }
  return found;
}

function operatorOf(head: string, tail: string, value: number, unit: string, s: string, at: number): Operator | undefined {
  if (/(?:未达到|未达|不足|未满|尚未|已达到?|已完成|现有|共有|目前|原有|占总分|权重|分值|满分|加|扣|计)$/.test(head)) return undefined;
  const close = head.replace(/(?:人均|累计|合计|各|每人|总计|共)$/, '');
  const isTime = /^(?:工作日|自然日|小时|分钟|天|日|个月|周|秒)$/.test(unit);
  if (/^级/.test(unit)) return undefined;
  if (unit === '年' && !/(?:不少于|不低于|至少|不超过|不得少于)$/.test(close)) return undefined;
  if (unit === '百分点') return before.find(([p]) => p.test(close))?.[1] ?? (/^以上/.test(tail) ? '>=' : undefined);
  if (unit === '分' && /^之/.test(tail)) return undefined;
  for (const [pattern, op] of before) {
    if (!pattern.test(close)) continue;
    if (/提前$/.test(close) && !isTime) continue;
    // 低于60分的, 超过3次的: a case, not a demand
    if ((op === '<' || op === '>') && /^(?:的|时|者|仍|未|及以|以)/.test(tail)) return undefined;
    if (op === '<=' && /控制在$/.test(close)) return '<=';
    return op;
  }
  if (/^(?:及|或|（含[^）]{0,6}）)?以上/.test(tail)) return /^以上(?:的?(?:为|评为|属|定为|等级|优秀|良好))/.test(tail) && unit === '分' ? undefined : '>=';
  if (/^(?:及|或|（含[^）]{0,6}）)?以下/.test(tail)) return unit === '分' || /(?:处|罚)/.test(tail) ? undefined : '<=';
  if (/^(?:之内|以内|内(?!部|容|网|控|存|外|涵|建|设|置))/.test(tail)) return isTime || unit === '%' ? '<=' : undefined;
  if (isTime && answered.test(tail)) return '<=';
  const least = /(?:至少|不少于|不低于|不得少于|不得低于)[^，。；\d]{0,16}$/.test(head);
  const most = /(?:不超过|不高于|不多于|不得超过|最多)[^，。；\d]{0,12}$/.test(head);
  if (unit === '%') {
    if (value === 100) return '=';
    if (least) return '>=';
    if (most) return '<=';
    return reach.test(close) && !/(?:权重|占比?)[^，。；]{0,4}$/.test(close.replace(reach, '')) ? '>=' : undefined;
  }
  if (least) return '>=';
  if (most) return '<=';
  if (unit === '小时') {
    if (/^(?:前|后|学时)/.test(tail)) return undefined;
    return value === 24 || /[×xX*]$/.test(head) ? '=' : undefined;
  }
  if (isTime) return undefined;
  if (/^(?:性|起|项|方面|类问题)/.test(tail) && unit !== '期') return undefined;
  if (/^(?:次|场次|场|期|轮|遍|篇|节|课|条|份|件)$/.test(unit)) {
    if (/(?:第|这|此|上|本|同|再|首|某|任何|任一|任意|哪|逐|统|唯|专|万|同)$/.test(head) || /(?:把|按|依|每|进|第|如)$/.test(head)) return undefined;
    if (period.test(head)) return '>=';
    if (unit === '次' && /^一次?$/.test(String(s.charAt(at))) && !countedAct.test(head)) return undefined;
    return /^(?:次|场次|场|期|轮|遍)$/.test(unit) && countedAct.test(head) ? '>=' : undefined;
  }
  if (/^(?:名|人|位)$/.test(unit)) return /(?:明确|确定|指定|配备|安排|配置|选派|设立?|推荐|选定|落实|报送|选聘)[^，。；\d]{0,6}$/.test(head) && /^(?!一道|一线)/.test(tail) ? '=' : undefined;
  return undefined;
}
