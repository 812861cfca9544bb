import { partsOf } from './attachments.ts';
import { squeeze } from './canonical.ts';
import type { YearContext } from './dates.ts';
import { readGroup } from './group.ts';
import { dateIssues, lawIssues, numberingIssues, omissionIssues } from './issues.ts';
import { issuerOf } from './issuer.ts';
import { readFrame } from './metadata.ts';
import { normalise } from './normalise.ts';
import type { Paragraph } from './normalise.ts';
import { newRoot, outline, segmentsOf } from './outline.ts';
import type { Node } from './outline.ts';
import { statedPeriod } from './period.ts';
import { phaseMap, readPhases } from './phases.ts';
import type { PhaseNode } from './phases.ts';
import type { Issue, Phase, Plan, PlanDocument } from './plan.ts';
import { tablePhases, workRows } from './tables.ts';
import { collectTasks, looseTask } from './tasks.ts';
import type { FoundTask, TaskContext } from './tasks.ts';

/** Reads an official document by the conventions of official writing. Pure: the same text gives the same plan. */
export function readPlan(source: string): Plan {
  const { text, paragraphs } = normalise(source);
  const frame = readFrame(paragraphs);
  const parts = partsOf(paragraphs, frame);
  const roots: Node[] = [outline(segmentsOf(parts.body))];
  for (const [i, plan] of parts.plans.entries()) roots.push(outline(segmentsOf(plan), newRoot(), i + 1));

  const issuedOn = frame.issuedOn ?? frame.printedOn;
  const years: YearContext = { period: null, issuedOn, fallbackYear: yearOf(frame.number, frame.title, text) };
  const stated = firstOf(roots, (root) => statedPeriod(root, frame.title, years));
  const document: PlanDocument = {
    title: frame.title, number: frame.number, issuer: issuerOf(frame, text), issuedOn,
    period: stated?.period ?? null,
    spans: { ...pick(frame.spans), ...(stated?.span && { period: stated.span }) },
  };
  const dates: YearContext = { ...years, period: document.period };

  const all: Paragraph[] = [...parts.body, ...parts.plans.flat()];
  const group = readGroup(all);
  const rows = workRows(all);
  const found: PhaseNode[] = roots.flatMap((root) => readPhases(root, dates));
  const phases: Phase[] = [...found.map((p) => p.phase), ...tablePhases(rows, dates)];
  const context: TaskContext = { text, dates, phases: phaseMap(found), rows, group, issuer: document.issuer };

  const tasks: FoundTask[] = [];
  for (const root of roots) {
    tasks.push(...collectTasks(root, context));
    if (root.children.length === 0) {
      for (const segment of root.segments) {
        const task = rows.has(segment.paragraph) || insideGroup(segment.start, group) ? undefined : looseTask(segment, context, -1);
        if (task) tasks.push(task);
      }
    }
  }
  for (const block of parts.closing) {
    const segments = segmentsOf(block);
    const first = segments[0];
    if (!first) continue;
    const merged = { ...first, marker: undefined, end: segments.at(-1)?.end ?? first.end, text: text.slice(first.start, segments.at(-1)?.end ?? first.end) };
    const task = looseTask(merged, context, -2, true);
    if (task) tasks.push(task);
  }

  const issues: Issue[] = [
    ...dateIssues(document, phases, tasks),
    ...omissionIssues(tasks.filter((t) => t.section >= 0)),
    ...roots.flatMap(numberingIssues),
    ...roots.flatMap((root) => lawIssues(root, issuedOn)),
  ];
  return { text, document, group, phases, tasks: tasks.map((t) => t.task), issues };
}

function firstOf<A, B>(items: readonly A[], f: (item: A) => B | null): B | null {
  for (const item of items) {
    const value = f(item);
    if (value) return value;
  }
  return null;
}

/** A year to fall back on: of the file number, the title, or the first full date of the text. */
function yearOf(number: string | null, title: string | null, text: string): number | undefined {
  const written = /(?:19|20)\d{2}/.exec(number ?? '')?.[0] ?? /((?:19|20)\d{2})年/.exec(squeeze(title ?? ''))?.[1] ?? /((?:19|20)\d{2})年\d{1,2}月/.exec(squeeze(text.slice(0, 20_000)))?.[1];
  return written ? Number(written) : undefined;
}

const insideGroup = (at: number, group: Plan['group']): boolean => group !== null && at >= group.span[0] && at < group.span[1];
const pick = (spans: ReturnType<typeof readFrame>['spans']): PlanDocument['spans'] => ({
  ...(spans.title && { title: spans.title }),
  ...(spans.number && { number: spans.number }),
  ...((spans.signer ?? spans.letterhead) && { issuer: spans.signer ?? spans.letterhead }),
  ...(spans.issuedOn && { issuedOn: spans.issuedOn }),
});
