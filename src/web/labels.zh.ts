import { accountability } from './accountability/labels.zh.ts';
import { apiDocs } from './api-docs/labels.zh.ts';
import { audit } from './audit/labels.zh.ts';
import { campaigns } from './campaigns/labels.zh.ts';
import { assets } from './assets/labels.zh.ts';
import { capacity } from './capacity/labels.zh.ts';
import { hazards } from './hazards/labels.zh.ts';
import { help } from './help/labels.zh.ts';
import { identity } from './identity/labels.zh.ts';
import { rights } from './identity/rights.zh.ts';
import { notices } from './notices/labels.zh.ts';
import { organisation } from './organisation/labels.zh.ts';
import { papers } from './papers/labels.zh.ts';
import { protection } from './protection/labels.zh.ts';
import { responsibility } from './responsibility/labels.zh.ts';
import { settings } from './settings/labels.zh.ts';
import { shell } from './shell/labels.zh.ts';

export const zh = { shell, identity, organisation, assets, hazards, protection, responsibility, capacity, papers, accountability, campaigns, notices, settings, audit, help, rights, apiDocs };
