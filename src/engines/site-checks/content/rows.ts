import type { Check } from '../check.ts';
import { darkLinkChecks } from './dark-links.ts';

export const contentChecks: readonly Check[] = [...darkLinkChecks];
