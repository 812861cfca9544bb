import { clueStates } from '../modules/accountability/contract.ts';
import { assignmentStates } from '../modules/campaigns/contract.ts';
import { matterStandings, ownKinds, reportStandings, superiorKinds } from '../modules/papers/contract.ts';
import { promiseKinds } from '../modules/capacity/contract.ts';
import { claimStates, importances, networkZones, systemKinds, systemMarks, systemStates } from '../modules/assets/contract.ts';
import { dueWithin, itemStates as ledgerItemStates } from '../modules/assets/item-contract.ts';
import { areas as checkAreas, authorisationStates, grades as checkGrades, patrolStates, runStates, tamperStates } from '../modules/checks/kinds-contract.ts';
import { applicationKinds, applicationStates, filingStates, findings } from '../modules/filings/contract.ts';
import { hazardStates, severities, sorts, sources } from '../modules/hazards/contract.ts';
import { faultKinds, measureStates } from '../modules/protection/kinds-contract.ts';
import { noticeKinds, repairStates, warningStates } from '../modules/notices/contract.ts';
import { dueKinds, itemSources, itemStates, objectStates, standings, systemGaps } from '../modules/mlps/contract.ts';
import { recordKinds } from '../modules/responsibility/contract.ts';

type Raw = Record<string, unknown>;
const text = (v: unknown): string | undefined => (typeof v === 'string' && v !== '' ? v : typeof v === 'number' ? String(v) : undefined);
const oneOf = <T extends string>(v: unknown, all: readonly T[]): T | undefined => all.find((one) => one === v);
/** Every filter may be left out of the address. */
const filters = <T extends object>(all: T): { [K in keyof T]?: T[K] } => all;
const page = (v: unknown): number | undefined => (Number.isInteger(Number(v)) && Number(v) > 1 ? Number(v) : undefined);

export const campaignTabs = ['overview', 'board', 'tasks', 'text', 'documents', 'revision'] as const;
export const organisationTabs = ['units', 'people', 'duties', 'groups', 'contacts', 'import'] as const;
const paperTabs = ['superiors', 'own', 'reports', 'matters', 'periods'] as const;
const responsibilityTabs = ['standing', 'records', 'letters', 'contacts'] as const;

export const signInFilters = (s: Raw) => filters({ next: text(s['next']), ended: oneOf(s['ended'], ['true'] as const) });
export const campaignFilters = (s: Raw) => filters({ tab: oneOf(s['tab'], campaignTabs), state: oneOf(s['state'], assignmentStates), overdue: oneOf(s['overdue'], ['true'] as const), q: text(s['q']), unit: text(s['unit']) });
export const assignmentFilters = (s: Raw) => filters({
    campaign_id: text(s['campaign_id']), task_id: text(s['task_id']), unit_id: text(s['unit_id']), phase_id: text(s['phase_id']), state: oneOf(s['state'], assignmentStates),
    overdue: oneOf(s['overdue'], ['true'] as const), mine: oneOf(s['mine'], ['true'] as const), due: oneOf(s['due'], ['soon', 'month'] as const), page: page(s['page']),
  });
export const organisationFilters = (s: Raw) => filters({ tab: oneOf(s['tab'], organisationTabs), unit: text(s['unit']), q: text(s['q']), page: page(s['page']), gaps: oneOf(s['gaps'], ['true'] as const) });
const year = (v: unknown): number | undefined => (/^20\d\d$/.test(String(v)) ? Number(v) : undefined);
export const responsibilityFilters = (s: Raw) => filters({ tab: oneOf(s['tab'], responsibilityTabs), year: year(s['year']), kind: oneOf(s['kind'], recordKinds), unit: text(s['unit']) });
export const paperFilters = (s: Raw) => filters({ tab: oneOf(s['tab'], paperTabs), kind: oneOf(s['kind'], superiorKinds), own: oneOf(s['own'], ownKinds), q: text(s['q']), year: year(s['year']), standing: oneOf(s['standing'], reportStandings), matter: oneOf(s['matter'], matterStandings) });
const capacityTabs = ['duties', 'staff', 'promises', 'resources'] as const;
export const capacityFilters = (s: Raw) => filters({ tab: oneOf(s['tab'], capacityTabs), year: year(s['year']), kind: oneOf(s['kind'], promiseKinds), unit: text(s['unit']) });
const accountabilityTabs = ['watch', 'clues', 'circulars', 'honours', 'grounds'] as const;
export const accountabilityFilters = (s: Raw) => filters({ tab: oneOf(s['tab'], accountabilityTabs), state: oneOf(s['state'], clueStates), unit_id: text(s['unit_id']), ground: text(s['ground']), year: year(s['year']), assignment: text(s['assignment']) });
const systemTabs = ['systems', 'claims', 'ranges', 'import'] as const;
export const systemFilters = (s: Raw) => filters({ tab: oneOf(s['tab'], systemTabs), q: text(s['q']), unit_id: text(s['unit_id']), kind: oneOf(s['kind'], systemKinds), state: oneOf(s['state'], systemStates), importance: oneOf(s['importance'], importances), zone: oneOf(s['zone'], networkZones), mark: oneOf(s['mark'], systemMarks), cols: text(s['cols']), gaps: oneOf(s['gaps'], ['true'] as const), claim: oneOf(s['claim'], claimStates), page: page(s['page']) });
export const ledgersFilters = (s: Raw) => filters({ tab: oneOf(s['tab'], ['overview', 'due', 'antivirus'] as const), within: oneOf(s['within'], dueWithin), unit_id: text(s['unit_id']) });
export const ledgerFilters = (s: Raw) => filters({ tab: oneOf(s['tab'], ['list', 'import'] as const), q: text(s['q']), unit_id: text(s['unit_id']), system_id: text(s['system_id']), state: oneOf(s['state'], ledgerItemStates), due: oneOf(s['due'], dueWithin), gaps: oneOf(s['gaps'], ['true'] as const), is: text(s['is']), cols: text(s['cols']), page: page(s['page']) });
const filingTabs = ['applications', 'list', 'due', 'check', 'reports', 'rules'] as const;
export const filingFilters = (s: Raw) => filters({
    tab: oneOf(s['tab'], filingTabs), q: text(s['q']), unit_id: text(s['unit_id']), system_id: text(s['system_id']), kind: text(s['kind']), state: oneOf(s['state'], filingStates), owing: oneOf(s['owing'], ['true'] as const), overdue: oneOf(s['overdue'], ['true'] as const),
    app_kind: oneOf(s['app_kind'], applicationKinds), app_state: oneOf(s['app_state'], applicationStates), open: oneOf(s['open'], ['true'] as const), finding: oneOf(s['finding'], findings), page: page(s['page']),
  });
const checkTabs = ['systems', 'authorisations', 'runs', 'tampers', 'patrol', 'catalogue', 'plans'] as const;
const yes = ['true'] as const;
export const checkFilters = (s: Raw) => filters({
    tab: oneOf(s['tab'], checkTabs), q: text(s['q']), unit_id: text(s['unit_id']), system_id: text(s['system_id']), grade: oneOf(s['grade'], checkGrades), authorisation: oneOf(s['authorisation'], ['none', 'pending', 'valid', 'ending', 'over'] as const), down: oneOf(s['down'], yes), tampered: oneOf(s['tampered'], yes),
    state: oneOf(s['state'], authorisationStates), run: oneOf(s['run'], runStates), tamper: oneOf(s['tamper'], tamperStates), patrol: oneOf(s['patrol'], patrolStates), outage: oneOf(s['outage'], ['open', 'unexplained'] as const), area: oneOf(s['area'], checkAreas), page: page(s['page']),
  });
const hazardTabs = ['overview', 'list', 'notices', 'problems', 'links', 'imports', 'limits'] as const;
const day = (v: unknown): string | undefined => (/^\d{4}-\d{2}-\d{2}$/.test(String(v)) ? String(v) : undefined);
export const hazardFilters = (s: Raw) => filters({
    tab: oneOf(s['tab'], hazardTabs) ?? (['unit_id', 'state', 'overdue', 'open', 'q'].some((k) => s[k]) ? 'list' as const : undefined), q: text(s['q']), unit_id: text(s['unit_id']), system_id: text(s['system_id']), problem_id: text(s['problem_id']), import_id: text(s['import_id']), state: oneOf(s['state'], hazardStates), severity: oneOf(s['severity'], severities), source: oneOf(s['source'], sources),
    open: oneOf(s['open'], ['true', 'false', 'all'] as const), overdue: oneOf(s['overdue'], ['true'] as const), owned: oneOf(s['owned'], ['true', 'false'] as const), reopened: oneOf(s['reopened'], ['true'] as const), once: oneOf(s['once'], ['false'] as const), told: oneOf(s['told'], ['true'] as const), answered: oneOf(s['answered'], ['true', 'false'] as const), found_from: day(s['found_from']), found_to: day(s['found_to']), cleared_from: day(s['cleared_from']), cleared_to: day(s['cleared_to']), sort: oneOf(s['sort'], sorts), cols: text(s['cols']), after: text(s['after']), letter: text(s['letter']),
  });
const letterTabs = ['to_send', 'sent', 'repairs', 'superiors', 'warnings', 'bulletins', 'rates', 'rules'] as const;
export const letterFilters = (s: Raw) => filters({ tab: oneOf(s['tab'], letterTabs), q: text(s['q']), kind: oneOf(s['kind'], noticeKinds), unsigned: oneOf(s['unsigned'], ['true'] as const), unanswered: oneOf(s['unanswered'], ['true'] as const), unit_id: text(s['unit_id']), superior_id: text(s['superior_id']), from: text(s['from']), to: text(s['to']), state: oneOf(s['state'], ['owed', ...repairStates] as const), warning: oneOf(s['warning'], warningStates), page: page(s['page']) });
export type HazardFilters = ReturnType<typeof hazardFilters>;
const protectionTabs = ['todo', 'measures', 'backups', 'accounts', 'logs', 'policies'] as const;
export const protectionFilters = (s: Raw) => filters({ tab: oneOf(s['tab'], protectionTabs), unit_id: text(s['unit_id']), system_id: text(s['system_id']), kind: oneOf(s['kind'], faultKinds), measure: text(s['measure']), state: oneOf(s['state'], [...measureStates, 'unknown'] as const), q: text(s['q']), ended: oneOf(s['ended'], ['true'] as const), page: page(s['page']) });
const mlpsTabs = ['progress', 'objects', 'calendar', 'items', 'gaps', 'plan', 'consistency', 'controls', 'rules'] as const;
const level = (v: unknown): number | undefined => (/^[1-5]$/.test(String(v)) ? Number(v) : undefined);
export const mlpsFilters = (s: Raw) => filters({
    tab: oneOf(s['tab'], mlpsTabs), q: text(s['q']), unit_id: text(s['unit_id']), object_id: text(s['object_id']), level: level(s['level']), state: oneOf(s['state'], objectStates), standing: oneOf(s['standing'], standings), gap: oneOf(s['gap'], systemGaps), due: oneOf(s['due'], dueKinds),
    item: oneOf(s['item'], itemStates), source: oneOf(s['source'], itemSources), overdue: oneOf(s['overdue'], ['true'] as const), open: oneOf(s['open'], ['true'] as const), year: year(s['year']), page: page(s['page']),
  });
export type MlpsFilters = ReturnType<typeof mlpsFilters>;
export const dictionaryFilters = (s: Raw) => filters({ q: text(s['q']) });
export const noticeFilters = (s: Raw) => filters({ unread: oneOf(s['unread'], ['true'] as const), page: page(s['page']) });
export const accountFilters = (s: Raw) => filters({ q: text(s['q']), page: page(s['page']) });
export const auditFilters = (s: Raw) => filters({ q: text(s['q']), action: text(s['action']), result: oneOf(s['result'], ['ok', 'denied', 'failed', 'refused'] as const), what: oneOf(s['what'], ['exports'] as const), from: text(s['from']), to: text(s['to']), page: page(s['page']) });
export type AssignmentFilters = ReturnType<typeof assignmentFilters>;
export type CampaignTab = (typeof campaignTabs)[number];
