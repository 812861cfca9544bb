export { documentText } from './document-text.ts';
export type { DocumentText } from './document-text.ts';
export { formatPlan } from './format-plan.ts';
export { readPaper, type Clause, type Paper } from './paper.ts';
export type { Group, Issue, IssueCode, Operator, Period, Phase, Plan, PlanDocument, PlanTask, Recurrence, Span, Threshold } from './plan.ts';
export { readPlan } from './read-plan.ts';
