export { instanceKey, type Observation } from './observation.ts';
export { readReport, type Batch, type Refusal, type ReportSummary } from './read-report.ts';
export { ReportError, reportProblems, type ReportProblem } from './report-error.ts';
