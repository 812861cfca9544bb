import type { Failure, HttpAnswer } from './context/context.ts';
import type { Page } from './page.ts';

/** A port, and what was recognised behind it. */
export interface Service {
  kind: 'service';
  /** The registered name it was found under; '' where only the address is registered. */
  host: string;
  ip: string;
  port: number;
  protocol: 'tcp';
  /** `closed`: the address refuses; `filtered`: nobody answers, which says nothing of what is behind. */
  state: 'open' | 'closed' | 'filtered';
  /** Whether the ledger names the port; null where it names none at all. */
  registered: boolean | null;
  /** Instant, ISO 8601. */
  seen_at: string;
  /** Such as `redis`, `ssh`, `http`; `unknown` where nothing was recognised. */
  service: string;
  product: string;
  version: string;
  /** True where the service speaks inside TLS. */
  tls: boolean;
  /** What it said of itself, printable, at most 1,000 characters. */
  banner: string;
  /** What recognition learnt beside, such as `authentication: 'none'`; each service has its own names. */
  facts: Readonly<Record<string, string | number | boolean>>;
}
/** A web site: one scheme, name and port, with its home page as it was fetched. */
export interface Site {
  kind: 'site';
  /** `https://www.example.edu.cn`, never with a path. */
  origin: string;
  host: string;
  port: number;
  tls: boolean;
  /** The last answer after redirects inside the scope. */
  home: HttpAnswer | Failure;
  page: Page | undefined;
  /** What is registered for the system, as far as known. */
  registered: Registered;
  /** Work that several checks share, done once for this site and run: controls of exposed files, the certificate. */
  once<T>(key: string, work: () => Promise<T>): Promise<T>;
}
/** A file that a page of the site offers: a list of names as a workbook, a notice as PDF. */
export interface Attachment {
  kind: 'attachment';
  url: string;
  /** As the address or the header calls it; tells the format together with the first bytes. */
  name: string;
  bytes: Uint8Array;
  sha256: string;
  answer: HttpAnswer;
}
/** What the ledger says of the system. */
export interface Registered {
  ports: readonly number[];
  icp: string | null;
  public_security: string | null;
  /** Names that the organisation calls its own: links to them are no outside links. */
  own_domains: readonly string[];
  /** Telephone numbers and the like that may be published. */
  public_contacts: readonly string[];
  /** Outside domains that may be linked to. */
  known_domains?: readonly string[];
  /** Outside domains that the office, or a warning it received, calls bad: taken over, or of gamblers. */
  bad_domains?: readonly string[];
  /** Words the office adds to the built-in dictionary: `allow` takes one out. */
  words?: readonly { word: string; class: string; allow?: boolean }[];
}
