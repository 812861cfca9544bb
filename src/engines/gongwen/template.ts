import { TagDisposition, TemplateHandler, TextPlugin, LoopPlugin, type Tag, type TemplateData } from 'easy-template-x';
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { openArchive, type ArchiveProblem } from '../archive/index.ts';
import { ZIP_EPOCH } from './pack.ts';
import { cleanText } from './text.ts';

/** Values by field name; a list of such records fills a loop {#任务}…{/任务}, true or false shows or hides it. */
export type TemplateValues = { [field: string]: TemplateValue };
export type TemplateValue = string | number | boolean | TemplateValues[];

/** `not_docx`: no Word file. `unsafe`: macros or parts that Word would fetch or run. `syntax`: see `detail`, e.g. a brace that is not closed. */
export type TemplateProblem = ArchiveProblem | 'not_docx' | 'unsafe' | 'syntax';
export type FilledTemplate =
  | { ok: true; bytes: Uint8Array }
  /** Fields that the template has and the data does not, in order, once each. */
  | { ok: false; reason: 'unknown_fields'; unknown: string[] }
  | { ok: false; reason: TemplateProblem; unknown: []; detail?: string };

export type TemplateField = { name: string; kind: 'value' | 'loop'; /** The loops around it, outermost first. */ within: string[] };
export type TemplateFields = { ok: true; fields: TemplateField[] } | { ok: false; reason: TemplateProblem; detail?: string };

const MB = 1024 * 1024;
/** Bounds of one part of a template's text: the library's time grows with the square of its fields and elements. */
const XML_BYTES = 4 * MB;
const MAX_ELEMENTS = 150_000;
const MAX_BRACES = 2_000;
const LIMITS = { entries: 2_000, entryBytes: 32 * MB, totalBytes: 64 * MB };

/** The fields {标题} and loops {#任务}…{/任务} of a user's Word template. */
export async function templateFields(template: Uint8Array): Promise<TemplateFields> {
  const opened = open(template);
  if (!opened.ok) return opened;
  const tags = await parse(opened);
  return typeof tags === 'string' ? { ok: false, reason: 'syntax', detail: tags } : { ok: true, fields: fieldsOf(tags) };
}

/**
 * Fills a user's Word template. Only texts and loops: nothing of the template runs, and no value can bring markup,
 * pictures or links. An unknown field refuses the whole, because a document with a hole in it would be sent.
 */
export async function fillTemplate(template: Uint8Array, data: TemplateValues): Promise<FilledTemplate> {
  const opened = open(template);
  if (!opened.ok) return { ...opened, unknown: [] };
  const tags = await parse(opened);
  if (typeof tags === 'string') return { ok: false, reason: 'syntax', unknown: [], detail: tags };
  const unknown = fieldsOf(tags).filter((field) => !isKnown(field, data)).map((field) => field.name);
  if (unknown.length > 0) return { ok: false, reason: 'unknown_fields', unknown: [...new Set(unknown)] };
  try {
    const filled = await handler().process(Buffer.from(opened.bytes), cleanValues(data) as TemplateData);
    return { ok: true, bytes: breakLines(new Uint8Array(filled)) };
  } catch (error) {
    return { ok: false, reason: 'syntax', unknown: [], detail: message(error) };
  }
}

/** A new one each time: its plug-ins keep state. Field names come from users, so only own properties answer. */
function handler(): TemplateHandler {
  return new TemplateHandler({
    plugins: [new LoopPlugin(), new TextPlugin()], defaultContentType: 'text', containerContentType: 'loop', maxXmlDepth: 60,
    scopeDataResolver: ({ path, data }) => {
      const name = String(nameOf(path.at(-1)));
      for (let depth = path.length - 1; depth >= 0; depth -= 1) {
        const scope = path.slice(0, depth).reduce<unknown>((at, step) => own(at, nameOf(step)), data);
        const value = own(scope, name);
        if (value !== undefined) return value as string;
      }
      return '';
    },
  });
}

function nameOf(step: unknown): string | number {
  return typeof step === 'number' ? step : (step as Tag | undefined)?.name ?? '';
}

function own(scope: unknown, name: string | number): unknown {
  return typeof scope === 'object' && scope !== null && Object.hasOwn(scope, name) ? (scope as Record<string, unknown>)[name] : undefined;
}

/** The fields, or what is wrong with them. */
async function parse(opened: { bytes: Uint8Array; brace: string | undefined }): Promise<Tag[] | string> {
  if (opened.brace !== undefined) return opened.brace;
  try {
    return await handler().parseTags(Buffer.from(opened.bytes));
  } catch (error) {
    return message(error);
  }
}

/** The library passes over a brace that is never closed; the reader of the document would not. */
function oddBrace(xml: string): string | undefined {
  const text = [...xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<|<\/w:p>/g)].map(([, inner]) => inner ?? '\n').join('');
  const odd = /\{[^{}]*(?=\{|$)|(?<=^|\})[^{}]*\}/.exec(text);
  return odd?.[0].trim().slice(-40);
}

function message(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : '';
}

function fieldsOf(tags: readonly Tag[]): TemplateField[] {
  const within: string[] = [];
  const fields: TemplateField[] = [];
  for (const tag of tags) {
    if (!tag.name) continue; // {} is plain text
    if (tag.disposition === TagDisposition.Close) within.pop();
    else fields.push({ name: tag.name, kind: tag.disposition === TagDisposition.Open ? 'loop' : 'value', within: [...within] });
    if (tag.disposition === TagDisposition.Open) within.push(tag.name);
  }
  return fields;
}

/** Known in the records of its loop, or further out. A loop over an empty list cannot be checked, and prints nothing. */
function isKnown(field: TemplateField, data: TemplateValues): boolean {
  let scopes: TemplateValues[] = [data];
  if (has(scopes, field.name)) return true;
  for (const loop of field.within) {
    const lists = scopes.map((scope) => own(scope, loop)).filter((value) => Array.isArray(value)) as TemplateValues[][];
    if (lists.length === 0) continue; // a condition, or a list further out
    scopes = lists.flat();
    if (scopes.length === 0 || has(scopes, field.name)) return true;
  }
  return false;
}

function has(scopes: readonly TemplateValues[], name: string): boolean {
  return scopes.some((scope) => own(scope, name) !== undefined);
}

/** Stands for a line break while the fields are filled: the library would set the rest of a text behind its neighbours. */
const BREAK = '\ue00a';

function breakLines(filled: Uint8Array): Uint8Array {
  const files: Zippable = {};
  for (const [name, content] of Object.entries(unzipSync(filled))) {
    files[name] = content;
    if (!/^word\/.*\.xml$/.test(name)) continue;
    const xml = strFromU8(content);
    if (xml.includes(BREAK)) files[name] = strToU8(xml.replace(/<w:t\b[^>]*>[^<]*/g, (text) => text.replaceAll(BREAK, '</w:t><w:br/><w:t xml:space="preserve">')).replaceAll(BREAK, ' '));
  }
  return zipSync(files, { level: 6, mtime: ZIP_EPOCH });
}

function cleanValues(values: TemplateValues): TemplateValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => {
    if (Array.isArray(value)) return [name, value.map(cleanValues)];
    return [name, typeof value === 'boolean' ? value : cleanText(String(value)).replaceAll(BREAK, '').replaceAll('\n', BREAK)];
  }));
}

/** Parts and links that Word runs or fetches when it opens the document. */
const UNSAFE_PARTS = /(?:^|\/)(?:vbaProject|vbaData|attachedToolbars)|\.bin$|\/(?:embeddings|activeX)\//i;
const UNSAFE_LINKS = /Type="[^"]*\/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk|mailMergeSource|control)"/i;
const REMOTE_PARTS = /<Relationship\b(?=[^>]*TargetMode="External")(?![^>]*\/hyperlink")[^>]*>/i;
const UNSAFE_FIELDS = /\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE)\b/;

function countOf(text: string, mark: string): number {
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) count += 1;
  return count;
}

/** The template within limits, as a new archive without surprises. */
function open(template: Uint8Array): { ok: true; bytes: Uint8Array; /** Text at a brace without its partner. */ brace: string | undefined } | { ok: false; reason: TemplateProblem } {
  const archive = openArchive(template, LIMITS);
  if (!archive.ok) return archive.reason === 'not_zip' ? { ok: false, reason: 'not_docx' } : { ok: false, reason: archive.reason };
  if (!archive.files.has('word/document.xml') || !archive.files.has('[Content_Types].xml')) return { ok: false, reason: 'not_docx' };
  let brace: string | undefined;
  for (const [name, content] of archive.files) {
    if (UNSAFE_PARTS.test(name)) return { ok: false, reason: 'unsafe' };
    if (!/\.(?:xml|rels)$/i.test(name)) continue;
    if (content.length > XML_BYTES) return { ok: false, reason: 'too_big' };
    const xml = new TextDecoder().decode(content);
    if (countOf(xml, '<') > MAX_ELEMENTS || countOf(xml, '{') > MAX_BRACES || countOf(xml, '}') > MAX_BRACES) return { ok: false, reason: 'too_big' };
    if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return { ok: false, reason: 'unsafe' };
    if (name.endsWith('.rels') && (UNSAFE_LINKS.test(xml) || REMOTE_PARTS.test(xml))) return { ok: false, reason: 'unsafe' };
    if (/<w:instrText\b[^>]*>[^<]*/.test(xml) && (xml.match(/<w:(?:instrText\b[^>]*>[^<]*|fldSimple\b[^>]*)/g) ?? []).some((part) => UNSAFE_FIELDS.test(part))) return { ok: false, reason: 'unsafe' };
    if (name === 'word/document.xml' && !xml.includes('</w:document>')) return { ok: false, reason: 'damaged' };
    if (/^word\/(?:document|header\d*|footer\d*)\.xml$/.test(name)) brace ??= oddBrace(xml);
  }
  return { ok: true, brace, bytes: zipSync(Object.fromEntries(archive.files), { level: 1, mtime: ZIP_EPOCH }) };
}
