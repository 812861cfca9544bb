import { squeeze } from './canonical.ts';
import type { YearContext } from './dates.ts';
import { dueOf } from './due.ts';
import { startOf } from './outline.ts';
import type { Node } from './outline.ts';
import type { FoundTask } from './tasks.ts';
import { notedDuty } from './unit-notes.ts';

/** 责任单位：…, 整改时限：… on lines of their own below several measures: what they say holds for each of them. */
const noteLine = /^(?:牵头|责任|配合|协助|整改|完成|办理)?(?:领导|单位|部门|处室|科室|责任人|时限|期限|时间)：/;
/** Gives every measure of a node what the lines below the last of them say of units and terms. */
export function shareNote(node: Node, tasks: readonly FoundTask[], dates: YearContext): void {
  const last = node.children.at(-1);
  if (!last || tasks.length < 2 || last.children.length > 0) return;
  const lines = last.segments.slice(1).map((x) => squeeze(x.text)).filter((x) => noteLine.test(x));
  const bearer = tasks.at(-1);
  if (lines.length < 2 || !bearer || bearer.task.span[0] !== startOf(last)) return;
  const duty = notedDuty(lines.join('\n'));
  const due = dueOf(lines.join('\n'), dates);
  for (const found of tasks.slice(0, -1)) {
    if (found.noted || found.termed) continue;
    if (duty.units.length > 0) Object.assign(found.task, { units: [...duty.units], leads: duty.leads.length > 0 ? [...duty.leads] : found.task.leads.filter((u) => duty.units.includes(u)) });
    found.noted = duty.units.length > 0;
    found.task.due ??= due;
    found.termed = due !== null;
  }
}
