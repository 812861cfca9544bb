export { askAlive } from './ask-alive.ts';
export { catalogue } from './catalogue.ts';
export { faultsOf, networkOf, sign, type Authorisation } from './context/authorisation.ts';
export { NoAuthorisation, type RequestLog } from './context/gate.ts';
export { systemClock } from './context/make-context.ts';
export { survey } from './survey.ts';
export type { Result } from './check.ts';
export type { Registered } from './targets.ts';
