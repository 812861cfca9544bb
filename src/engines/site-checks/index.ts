export { catalogue } from './catalogue.ts';
export { sign, faultsOf, type Authorisation } from './context/authorisation.ts';
export { NoAuthorisation, type RequestLog } from './context/gate.ts';
export { systemClock } from './context/make-context.ts';
export { survey } from './survey.ts';
export type { Result } from './check.ts';
