export { findTables, type FoundTable } from './find-tables.ts';
export { formatIds } from './formats/index.ts';
export { instanceKey, observed, type Observation } from './observation.ts';
export { readMapped, readReport, type Batch, type ColumnChoices, type Refusal, type ReportSummary } from './read-report.ts';
export { ReportError, reportProblems, type ReportProblem } from './report-error.ts';
export { isHazardTable, mappedRows, type TableField } from './table-columns.ts';
