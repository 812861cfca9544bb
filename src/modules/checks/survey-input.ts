import type { Authorisation, Registered, Result } from '../../engines/site-checks/index.ts';
import type { Profile } from './profiles.ts';

/** What the process of a survey is told, and what it hands back piece by piece. Plain data: it crosses a border. */
export interface SurveyInput {
  job: string; authorisation: Authorisation; origins: string[]; registered: Registered; profile: Profile; only: string[]; urls: string[]; services: string[]; done: string[]; salt: string;
  /** Own addresses and ports, never a target. */
  own: { ip: string; port: number }[];
  /** Append-only; each request stands there before it leaves. */
  logFile: string;
  baselines: Record<string, unknown>;
  clamd: string | null;
  /** The office's own checks, in the nuclei format; validated again where they run. */
  templates: string[];
  /** Draw pages in Chromium, where this machine has one. */
  drawn: boolean;
}
export interface OpenPort { ip: string; port: number; service: string; product: string }
export interface PageSighting { url: string; baseline: unknown; alarm?: { severity: 'critical' | 'high' | 'medium' | 'low' | 'info'; changes: { what: string; severity: string; note: string }[]; before: unknown; after: unknown } }
export interface SurveyPiece {
  results: Result[];
  progress?: { stage: string; done: number; total: number; eta_seconds: number };
  /** Keys of the work that is whole now: not done again after a crash. */
  finished?: string[];
  ports?: { open: OpenPort[]; looked: { ip: string; from: number; to: number }[] };
  pages?: PageSighting[];
  requests: number;
}
