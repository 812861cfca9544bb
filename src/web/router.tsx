import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { identity } from '../kernel/identity/contract.ts';
import { ApiError, query } from './api.ts';
import { accountabilityFilters, accountFilters, assignmentFilters, auditFilters, campaignFilters, capacityFilters, checkFilters, filingFilters, dictionaryFilters, hazardFilters, ledgerFilters, ledgersFilters, mlpsFilters, letterFilters, noticeFilters, organisationFilters, paperFilters, protectionFilters, responsibilityFilters, signInFilters, systemFilters } from './filters.ts';
import { meQuery } from './session.ts';
import { Failed, Pending } from './shell/pending.tsx';
import { Shell } from './shell/shell.tsx';

const root = createRootRouteWithContext<{ cache: QueryClient }>()({ notFoundComponent: lazyRouteComponent(() => import('./shell/not-found.tsx'), 'NotFound') });

const setUp = createRoute({ getParentRoute: () => root, path: '/setup', component: lazyRouteComponent(() => import('./identity/set-up-page.tsx'), 'SetUpPage') });
const signIn = createRoute({
  getParentRoute: () => root, path: '/sign-in', validateSearch: signInFilters,
  beforeLoad: async ({ context }) => {
    const state = await context.cache.fetchQuery(query(identity.setup_state)).catch(() => undefined);
    if (state?.needed) throw redirect({ to: '/setup' });
  },
  component: lazyRouteComponent(() => import('./identity/sign-in-page.tsx'), 'SignInPage'),
});
const apiDocs = createRoute({ getParentRoute: () => root, path: '/docs', component: lazyRouteComponent(() => import('./api-docs/api-docs-page.tsx'), 'ApiDocsPage') });
const shell = createRoute({
  getParentRoute: () => root, id: 'shell', component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.cache.ensureQueryData(meQuery);
    } catch (e) {
      if (e instanceof ApiError && e.status === 401) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
      throw e;
    }
  },
});
const inShell = () => shell;

const workbench = createRoute({ getParentRoute: inShell, path: '/', component: lazyRouteComponent(() => import('./campaigns/workbench-page.tsx'), 'WorkbenchPage') });
const campaignList = createRoute({ getParentRoute: inShell, path: '/campaigns', component: lazyRouteComponent(() => import('./campaigns/campaigns-page.tsx'), 'CampaignsPage') });
const newCampaign = createRoute({ getParentRoute: inShell, path: '/campaigns/new', component: lazyRouteComponent(() => import('./campaigns/new-campaign-page.tsx'), 'NewCampaignPage') });
const campaign = createRoute({
  getParentRoute: inShell, path: '/campaigns/$id',
  validateSearch: campaignFilters,
  component: lazyRouteComponent(() => import('./campaigns/campaign-page.tsx'), 'CampaignPage'),
});
const draft = createRoute({ getParentRoute: inShell, path: '/campaigns/$id/draft', component: lazyRouteComponent(() => import('./campaigns/draft-page.tsx'), 'DraftPage') });
const assignments = createRoute({
  getParentRoute: inShell, path: '/assignments',
  validateSearch: assignmentFilters,
  component: lazyRouteComponent(() => import('./campaigns/assignments-page.tsx'), 'AssignmentsPage'),
});
const assignment = createRoute({ getParentRoute: inShell, path: '/assignments/$id', component: lazyRouteComponent(() => import('./campaigns/assignment-page.tsx'), 'AssignmentPage') });
const organisation = createRoute({
  getParentRoute: inShell, path: '/organisation',
  validateSearch: organisationFilters,
  component: lazyRouteComponent(() => import('./organisation/organisation-page.tsx'), 'OrganisationPage'),
});
const systems = createRoute({ getParentRoute: inShell, path: '/systems', validateSearch: systemFilters, component: lazyRouteComponent(() => import('./assets/systems-page.tsx'), 'SystemsPage') });
const system = createRoute({ getParentRoute: inShell, path: '/systems/$id', component: lazyRouteComponent(() => import('./assets/system-page.tsx'), 'SystemPage') });
const ledgers = createRoute({ getParentRoute: inShell, path: '/ledgers', validateSearch: ledgersFilters, component: lazyRouteComponent(() => import('./assets/ledgers-page.tsx'), 'LedgersPage') });
const ledger = createRoute({ getParentRoute: inShell, path: '/ledgers/$ledger', validateSearch: ledgerFilters, component: lazyRouteComponent(() => import('./assets/ledger-page.tsx'), 'LedgerPage') });
const ledgerItem = createRoute({ getParentRoute: inShell, path: '/ledger-items/$id', component: lazyRouteComponent(() => import('./assets/item-page.tsx'), 'ItemPage') });
const hazardList = createRoute({ getParentRoute: inShell, path: '/hazards', validateSearch: hazardFilters, beforeLoad: ({ search }) => { if (search.tab === 'notices') throw redirect({ to: '/letters', search: { tab: 'sent' } }); }, component: lazyRouteComponent(() => import('./hazards/hazards-page.tsx'), 'HazardsPage') });
const lettersPage = createRoute({ getParentRoute: inShell, path: '/letters', validateSearch: letterFilters, component: lazyRouteComponent(() => import('./letters/letters-page.tsx'), 'LettersPage') });
const superiorNotice = createRoute({ getParentRoute: inShell, path: '/letters/superiors/$id', component: lazyRouteComponent(() => import('./letters/superior-page.tsx'), 'SuperiorNoticePage') });
const repairReport = createRoute({ getParentRoute: inShell, path: '/letters/repairs/$id', component: lazyRouteComponent(() => import('./letters/repair-page.tsx'), 'RepairPage') });
const threatWarning = createRoute({ getParentRoute: inShell, path: '/letters/warnings/$id', component: lazyRouteComponent(() => import('./letters/warning-page.tsx'), 'WarningPage') });
const hazard = createRoute({ getParentRoute: inShell, path: '/hazards/$id', component: lazyRouteComponent(() => import('./hazards/hazard-page.tsx'), 'HazardPage') });
const scanImport = createRoute({ getParentRoute: inShell, path: '/hazards/imports/$id', component: lazyRouteComponent(() => import('./hazards/import-page.tsx'), 'ImportPage') });
const protection = createRoute({ getParentRoute: inShell, path: '/protection', validateSearch: protectionFilters, component: lazyRouteComponent(() => import('./protection/protection-page.tsx'), 'ProtectionPage') });
const checksRoute = createRoute({ getParentRoute: inShell, path: '/checks', validateSearch: checkFilters, component: lazyRouteComponent(() => import('./checks/checks-page.tsx'), 'ChecksPage') });
const checkedSystem = createRoute({ getParentRoute: inShell, path: '/checks/systems/$id', component: lazyRouteComponent(() => import('./checks/system-page.tsx'), 'CheckedSystemPage') });
const checkRun = createRoute({ getParentRoute: inShell, path: '/checks/runs/$id', component: lazyRouteComponent(() => import('./checks/run-page.tsx'), 'RunPage') });
const checkAuthorisation = createRoute({ getParentRoute: inShell, path: '/checks/authorisations/$id', component: lazyRouteComponent(() => import('./checks/authorisation-page.tsx'), 'AuthorisationPage') });
const filingsRoute = createRoute({ getParentRoute: inShell, path: '/filings', validateSearch: filingFilters, component: lazyRouteComponent(() => import('./filings/filings-page.tsx'), 'FilingsPage') });
const filing = createRoute({ getParentRoute: inShell, path: '/filings/$id', component: lazyRouteComponent(() => import('./filings/filing-page.tsx'), 'FilingPage') });
const application = createRoute({ getParentRoute: inShell, path: '/filings/applications/$id', component: lazyRouteComponent(() => import('./filings/application-page.tsx'), 'ApplicationPage') });
const mlpsList = createRoute({ getParentRoute: inShell, path: '/mlps', validateSearch: mlpsFilters, component: lazyRouteComponent(() => import('./mlps/mlps-page.tsx'), 'MlpsPage') });
const mlpsObject = createRoute({ getParentRoute: inShell, path: '/mlps/$id', component: lazyRouteComponent(() => import('./mlps/object-page.tsx'), 'ObjectPage') });
const mlpsGrading = createRoute({ getParentRoute: inShell, path: '/mlps/$id/grade', component: lazyRouteComponent(() => import('./mlps/grading-page.tsx'), 'GradingPage') });
const mlpsForm = createRoute({ getParentRoute: inShell, path: '/mlps/$id/form', component: lazyRouteComponent(() => import('./mlps/form-page.tsx'), 'FormPage') });
const mlpsCheck = createRoute({ getParentRoute: inShell, path: '/mlps/checks/$id', component: lazyRouteComponent(() => import('./mlps/check-page.tsx'), 'CheckPage') });
const mlpsItem = createRoute({ getParentRoute: inShell, path: '/mlps/items/$id', component: lazyRouteComponent(() => import('./mlps/item-page.tsx'), 'ItemPage') });
const responsibility = createRoute({
  getParentRoute: inShell, path: '/responsibility', validateSearch: responsibilityFilters,
  component: lazyRouteComponent(() => import('./responsibility/responsibility-page.tsx'), 'ResponsibilityPage'),
});
const papers = createRoute({ getParentRoute: inShell, path: '/papers', validateSearch: paperFilters, component: lazyRouteComponent(() => import('./papers/papers-page.tsx'), 'PapersPage') });
const superior = createRoute({ getParentRoute: inShell, path: '/papers/superiors/$id', component: lazyRouteComponent(() => import('./papers/superior-page.tsx'), 'SuperiorDocumentPage') });
const ownDocument = createRoute({ getParentRoute: inShell, path: '/papers/own/$id', component: lazyRouteComponent(() => import('./papers/own-page.tsx'), 'OwnDocumentPage') });
const upwardReport = createRoute({ getParentRoute: inShell, path: '/papers/reports/$id', component: lazyRouteComponent(() => import('./papers/report-page.tsx'), 'UpwardReportPage') });
const capacity = createRoute({
  getParentRoute: inShell, path: '/capacity', validateSearch: capacityFilters,
  component: lazyRouteComponent(() => import('./capacity/capacity-page.tsx'), 'CapacityPage'),
});
const accountability = createRoute({ getParentRoute: inShell, path: '/accountability', validateSearch: accountabilityFilters, component: lazyRouteComponent(() => import('./accountability/accountability-page.tsx'), 'AccountabilityPage') });
const clue = createRoute({ getParentRoute: inShell, path: '/accountability/clues/$id', component: lazyRouteComponent(() => import('./accountability/clue-page.tsx'), 'CluePage') });
const notices = createRoute({
  getParentRoute: inShell, path: '/notices', validateSearch: noticeFilters,
  component: lazyRouteComponent(() => import('./notices/notices-page.tsx'), 'NoticesPage'),
});
const accounts = createRoute({
  getParentRoute: inShell, path: '/accounts', validateSearch: accountFilters,
  component: lazyRouteComponent(() => import('./identity/accounts-page.tsx'), 'AccountsPage'),
});
const settings = createRoute({ getParentRoute: inShell, path: '/settings', component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage') });
const operations = createRoute({ getParentRoute: inShell, path: '/operations', component: lazyRouteComponent(() => import('./settings/operations-page.tsx'), 'OperationsPage') });
const dictionary = createRoute({ getParentRoute: inShell, path: '/dictionary', validateSearch: dictionaryFilters, component: lazyRouteComponent(() => import('./settings/dictionary-page.tsx'), 'DictionaryPage') });
const calendar = createRoute({ getParentRoute: inShell, path: '/calendar', component: lazyRouteComponent(() => import('./settings/calendar-page.tsx'), 'CalendarPage') });
const audit = createRoute({
  getParentRoute: inShell, path: '/audit', validateSearch: auditFilters,
  component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
});
const account = createRoute({ getParentRoute: inShell, path: '/me', component: lazyRouteComponent(() => import('./identity/my-account-page.tsx'), 'MyAccountPage') });
const help = createRoute({ getParentRoute: inShell, path: '/help', component: lazyRouteComponent(() => import('./help/help-page.tsx'), 'HelpPage') });

const tree = root.addChildren([setUp, signIn, apiDocs, shell.addChildren([
  workbench, campaignList, newCampaign, campaign, draft, assignments, assignment, organisation, systems, system, ledgers, ledger, ledgerItem, checksRoute, checkedSystem, checkRun, checkAuthorisation, filingsRoute, filing, application, hazardList, hazard, scanImport, mlpsList, mlpsObject, mlpsGrading, mlpsForm, mlpsCheck, mlpsItem, lettersPage, superiorNotice, repairReport, threatWarning, protection, responsibility, papers, superior, ownDocument, upwardReport, notices, accounts, settings, calendar, operations, dictionary, audit, account, help, capacity, accountability, clue,
])]);

/** Plain `?state=doing&overdue=true`, as the server writes it into messages; the default would write JSON. */
const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));
const stringifySearch = (search: Record<string, unknown>): string => {
  const plain = new URLSearchParams(Object.entries(search).flatMap(([k, v]) => (v === undefined || v === null || v === '' ? [] : [[k, typeof v === 'object' ? JSON.stringify(v) : `${v as string | number | boolean}`]])));
  return plain.size > 0 ? `?${plain}` : '';
};

export const createAppRouter = (cache: QueryClient) => createRouter({
  routeTree: tree, context: { cache }, parseSearch, stringifySearch, defaultPreload: 'intent', defaultPendingComponent: Pending, defaultErrorComponent: Failed, defaultPendingMs: 300, scrollRestoration: true,
});
