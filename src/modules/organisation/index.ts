import './tables.ts';

export { sweepImports } from './import-people.ts';
export { listGroups } from './groups.ts';
export { onPersonLeft } from './hand-over.ts';
export { learnAlias } from './learn-alias.ts';
export { matchUnits } from './match-units.ts';
export { onUnitMerged } from './merge-unit.ts';
export { accountsToTell, contactsOf, mailAddressOf, unitsWithGaps, type ToldAs } from './queries.ts';
export { organisationHandlers } from './routes.ts';
export { nameKey } from './name-key.ts';
export { rosterUnits } from './roster.ts';
export { saveGroupFromPlan } from './save-group.ts';
export { readApart as readTableApart, writeApart as writeTableApart } from './table-apart.ts';
