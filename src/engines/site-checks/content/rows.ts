import type { Check } from '../check.ts';
import { cloakingChecks } from './cloaking.ts';
import { darkLinkChecks } from './dark-links.ts';
import { outsideLinkChecks } from './outside-links.ts';
import { personalDataChecks } from './personal-data.ts';
import { wordChecks } from './sensitive-words.ts';
import { trojanChecks } from './trojans.ts';

export const contentChecks: readonly Check[] = [...darkLinkChecks, ...cloakingChecks, ...trojanChecks, ...outsideLinkChecks, ...wordChecks, ...personalDataChecks];
