/** Half-open range of UTF-16 offsets into `Plan.text`. */
export type Span = [start: number, end: number];

export type Recurrence = 'weekly' | 'monthly' | 'quarterly' | 'semiannual' | 'annual' | 'irregular';
export type Operator = '>=' | '<=' | '=' | '>' | '<';

export const issueCodes = [
  'phase-outside-period',
  'phases-overlap',
  'phases-share-day',
  'phase-gap',
  'due-outside-phase',
  'due-outside-period',
  'issued-after-start',
  'no-responsible-unit',
  'no-deadline',
  'numbering-gap',
  'law-count-mismatch',
] as const;
export type IssueCode = (typeof issueCodes)[number];

/** Dates are ISO days; a side that the document does not give is null. */
export interface Period {
  start: string | null;
  end: string | null;
}

export interface PlanDocument {
  title: string | null;
  number: string | null;
  issuer: string | null;
  issuedOn: string | null;
  period: Period | null;
  /** Where the document says so; a field that was inferred from another has none. */
  spans: { title?: Span; number?: Span; issuer?: Span; issuedOn?: Span; period?: Span };
}

export interface Group {
  leaders: string[];
  deputies: string[];
  members: string[];
  office: string | null;
  officeHead: string | null;
  span: Span;
}

export interface Phase {
  title: string;
  start: string | null;
  end: string | null;
  span: Span;
}

export interface Threshold {
  metric: string;
  op: Operator;
  value: number;
  unit: string;
}

export interface PlanTask {
  /** Numbers from the chapter down, joined by `/`; empty for a paragraph that has none. */
  path: string;
  title: string | null;
  text: string;
  units: string[];
  leads: string[];
  due: string | null;
  recurrence: Recurrence | null;
  thresholds: Threshold[];
  phase: string | null;
  span: Span;
}

export interface Issue {
  code: IssueCode;
  message: string;
  quote: string;
}

export interface Plan {
  /** The normalised text; every span points into it. */
  text: string;
  document: PlanDocument;
  group: Group | null;
  phases: Phase[];
  tasks: PlanTask[];
  issues: Issue[];
}
