import type { Route } from './kernel/http/route.ts';
import { audit } from './kernel/audit/contract.ts';
import { files } from './kernel/files/contract.ts';
import { identity } from './kernel/identity/contract.ts';
import { notices } from './kernel/notices/contract.ts';
import { operations } from './kernel/operations/contract.ts';
import { settings } from './kernel/settings/contract.ts';
import { views } from './kernel/views/contract.ts';
import { accountability } from './modules/accountability/contract.ts';
import { assets } from './modules/assets/contract.ts';
import { ledgers } from './modules/assets/ledger-contract.ts';
import { campaigns } from './modules/campaigns/contract.ts';
import { capacity } from './modules/capacity/contract.ts';
import { checks } from './modules/checks/contract.ts';
import { applications, filings } from './modules/filings/contract.ts';
import { hazards } from './modules/hazards/contract.ts';
import { mlps } from './modules/mlps/contract.ts';
import { bulletins, letters, repairs, superiors, warnings } from './modules/notices/contract.ts';
import { organisation } from './modules/organisation/contract.ts';
import { papers } from './modules/papers/contract.ts';
import { protection } from './modules/protection/contract.ts';
import { responsibility } from './modules/responsibility/contract.ts';

/** Every route there is. The server, the permission matrix, OpenAPI and the audit trail read this table. */
export const contract = {
  identity, settings, audit, files, notices, operations, views,
  organisation,
  assets,
  ledgers,
  filings,
  applications,
  campaigns,
  hazards,
  checks,
  mlps,
  letters,
  protection,
  superiors,
  repairs,
  warnings,
  bulletins,
  responsibility,
  capacity,
  papers,
  accountability,
};
export const allRoutes: readonly Route[] = Object.values(contract).flatMap((group) => Object.values(group) as unknown as Route[]);
