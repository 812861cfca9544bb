import type { Plan, Recurrence } from './plan.ts';

const recurrences: Record<Recurrence, string> = { weekly: '每周', monthly: '每月', quarterly: '每季度', semiannual: '每半年', annual: '每年', irregular: '定期' };

/** Columns a character takes on a terminal. */
const widthOf = (s: string): number => {
  let n = 0;
  for (const c of s) n += (c.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1;
  return n;
};
function fit(s: string, width: number): string {
  let out = '';
  for (const c of s) {
    if (widthOf(out) + widthOf(c) > width) return `${out}${' '.repeat(Math.max(0, width - widthOf(out)))}`;
    out += c;
  }
  return out + ' '.repeat(width - widthOf(out));
}

/** The plan as a table that people read. */
export function formatPlan(plan: Plan): string {
  const { document: d, group: g } = plan;
  const lines = [
    `标题　${d.title ?? '（未见）'}`,
    `文号　${d.number ?? '—'}　　发文机关　${d.issuer ?? '—'}　　成文日期　${d.issuedOn ?? '—'}`,
    `时段　${d.period ? `${d.period.start ?? '？'} 至 ${d.period.end ?? '？'}` : '—'}`,
  ];
  if (g) lines.push(`领导小组　组长 ${g.leaders.join('、') || '—'}；副组长 ${g.deputies.join('、') || '—'}；成员 ${g.members.join('、') || '—'}；办公室 ${g.office ?? '—'}；主任 ${g.officeHead ?? '—'}`);
  if (plan.phases.length > 0) {
    lines.push('', '阶段');
    for (const p of plan.phases) lines.push(`  ${fit(p.title, 28)} ${p.start ?? '？'} 至 ${p.end ?? '？'}`);
  }
  lines.push('', `任务（${plan.tasks.length} 项）`, `  ${fit('序号', 14)} ${fit('内容', 48)} ${fit('责任单位', 32)} ${fit('期限', 10)} ${fit('周期', 6)} 指标`);
  for (const t of plan.tasks) {
    const figures = t.thresholds.map((x) => `${x.op}${x.value}${x.unit}`).join(' ');
    const units = t.units.map((u) => (t.leads.includes(u) ? `${u}（牵头）` : u)).join('、');
    lines.push(`  ${fit(t.path || '·', 14)} ${fit(t.title ?? t.text, 48)} ${fit(units || '—', 32)} ${fit(t.due ?? '—', 10)} ${fit(t.recurrence ? recurrences[t.recurrence] : '—', 6)} ${figures}`.trimEnd());
  }
  if (plan.issues.length > 0) {
    lines.push('', `文件自身的问题（${plan.issues.length} 处）`);
    for (const i of plan.issues) lines.push(`  [${i.code}] ${i.message}：${i.quote}`);
  }
  return `${lines.join('\n')}\n`;
}
