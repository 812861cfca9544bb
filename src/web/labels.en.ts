import { accountability } from './accountability/labels.en.ts';
import { apiDocs } from './api-docs/labels.en.ts';
import { audit } from './audit/labels.en.ts';
import { campaigns } from './campaigns/labels.en.ts';
import { assets } from './assets/labels.en.ts';
import { capacity } from './capacity/labels.en.ts';
import { hazards } from './hazards/labels.en.ts';
import { help } from './help/labels.en.ts';
import { identity } from './identity/labels.en.ts';
import { rights } from './identity/rights.en.ts';
import { notices } from './notices/labels.en.ts';
import { organisation } from './organisation/labels.en.ts';
import { papers } from './papers/labels.en.ts';
import { protection } from './protection/labels.en.ts';
import { responsibility } from './responsibility/labels.en.ts';
import { settings } from './settings/labels.en.ts';
import { shell } from './shell/labels.en.ts';

export const en = { shell, identity, organisation, assets, hazards, protection, responsibility, capacity, papers, accountability, campaigns, notices, settings, audit, help, rights, apiDocs };
