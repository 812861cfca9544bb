import type { Seen } from './observation.ts';

/** What a file looks like before it is read: enough to tell formats apart, never its name. */
export interface Head {
  /** The first characters, decoded. */
  text: string;
  /** Name of the outermost element of XML, with its attributes as written. */
  root: string | undefined;
  rootTag: string;
  /** What a JSON text begins with: `lines` where each line is one object, `one` where a single line may be either. */
  json: 'object' | 'array' | 'lines' | 'one' | undefined;
  /** Cells of the first row of a table of text. */
  columns: readonly string[];
}
/** What was looked at: absence of a finding means something only inside it. */
export interface Scope {
  hosts: Set<string>;
  /** Hosts, named as their items name them, of which the report holds everything that was found at its levels. */
  whole: Set<string>;
  /** True where the scanner signed in to the hosts; undefined where the report does not say. */
  credentialed: boolean | undefined;
  /** Ports as the report states them, such as `1-65535`; '' where it does not. */
  ports: string;
  /** The least severity the report contains by its own setting; undefined where it does not say. */
  least: string | undefined;
  /** Day or time of the scan as written; '' where there is none. */
  when: string;
  target: string;
  /** Policy or set of checks as the report names it; '' where it does not. */
  policy: string;
}
/** Where a reader puts what it finds. */
export interface Sink {
  see(seen: Seen): void;
  /** An item that could not be read; the rest goes on. */
  refuse(place: string, why: string): void;
  scope: Scope;
}
export interface Format {
  id: string;
  /** Family: rule ids are shared within it, as between Nessus' XML and CSV. */
  scanner: string;
  /** What people call it. */
  name: string;
  /** Made from descriptions where no public sample exists. */
  basis: 'samples' | 'descriptions';
  recognise(head: Head): boolean;
  /** Reads to the end. Throws ReportError; nothing of the file counts then. */
  read(text: AsyncIterable<string>, sink: Sink): Promise<void>;
}
/** One JSON object is the whole file. */
export const isSingle = (head: Head): boolean => head.json === 'object' || head.json === 'one';
/** A list of JSON objects, as an array or a line each. */
export const isList = (head: Head): boolean => head.json === 'array' || head.json === 'lines' || head.json === 'one';
