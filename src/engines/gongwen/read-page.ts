import { strFromU8 } from 'fflate';
import { openArchive } from '../archive/index.ts';

/** What a written document shows, top to bottom, for a page that can be read without Word. */
export type PageBlock =
  | { type: 'letterhead' | 'number' | 'title' | 'heading' | 'paragraph' | 'right' | 'caption'; text: string }
  | { type: 'rule' | 'break' }
  | { type: 'table'; head: string[]; rows: string[][] }
  | { type: 'picture'; data: string };

const LIMITS = { entries: 500, entryBytes: 48 << 20, totalBytes: 96 << 20 };
/** Pictures beyond this are named only: the page is for reading. */
const PICTURE_BYTES = 4 << 20;

/** Reads back a docx of writeGongwen: the very file, not the data that it was made from. Undefined for what is no such file. */
export function readPage(docx: Uint8Array): PageBlock[] | undefined {
  const archive = openArchive(docx, LIMITS);
  if (!archive.ok) return undefined;
  const part = archive.files.get('word/document.xml');
  if (!part) return undefined;
  const xml = strFromU8(part);
  const links = new Map([...strFromU8(archive.files.get('word/_rels/document.xml.rels') ?? new Uint8Array()).matchAll(/<Relationship\b[^>]*>/g)].map(([tag]) => [/\bId="([^"]*)"/.exec(tag)?.[1] ?? '', /\bTarget="([^"]*)"/.exec(tag)?.[1] ?? '']));
  let left = PICTURE_BYTES;
  const picture = (id: string): string | undefined => {
    const target = links.get(id);
    const bytes = target && archive.files.get(`word/${target.replace(/^\/?(?:word\/)?/, '')}`);
    if (!bytes || bytes.length > left) return undefined;
    left -= bytes.length;
    return `data:image/${/\.png$/i.test(target) ? 'png' : 'jpeg'};base64,${Buffer.from(bytes).toString('base64')}`;
  };
  const blocks: PageBlock[] = [];
  let below = false;
  for (const [piece] of xml.matchAll(/<w:tbl>.*?<\/w:tbl>|<w:p\/>|<w:p[ >].*?<\/w:p>/gs)) {
    if (piece.startsWith('<w:tbl')) { blocks.push(...tableOf(piece)); continue; }
    const style = /<w:pStyle w:val="([^"]*)"/.exec(piece)?.[1] ?? '';
    const align = /<w:jc w:val="([^"]*)"/.exec(piece)?.[1] ?? '';
    if (/<w:pageBreakBefore/.test(piece)) blocks.push({ type: 'break' });
    const drawn = /r:embed="([^"]*)"/.exec(piece)?.[1];
    const shown = drawn && picture(drawn);
    if (shown) blocks.push({ type: 'picture', data: shown });
    const text = textOf(piece);
    if (text) {
      if (style === 'Title') below = true;
      blocks.push({ text, type: style === 'Letterhead' ? 'letterhead' : style === 'Title' ? 'title' : /^Heading/.test(style) ? 'heading' : !below && /〔\d{4}〕/.test(text) ? 'number' : align === 'right' || align === 'end' ? 'right' : align === 'center' ? 'caption' : 'paragraph' });
    }
    if (/<w:pBdr>/.test(piece) && !below) blocks.push({ type: 'rule' });
  }
  return blocks;
}

const textOf = (xml: string): string => [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:br\/>|<w:tab\/>/g)].map(([mark, text]) => text === undefined ? mark === '<w:tab/>' ? ' ' : '\n' : plain(text)).join('').trim();
const plain = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', '\'').replaceAll('&amp;', '&');
/** One column is the imprint, 版记. */
function tableOf(xml: string): PageBlock[] {
  const rows = [...xml.matchAll(/<w:tr>.*?<\/w:tr>|<w:tr .*?<\/w:tr>/gs)].map(([row]) => [...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => [...cell.matchAll(/<w:p\/>|<w:p[ >].*?<\/w:p>/gs)].map(([p]) => textOf(p)).join('\n')));
  if (rows.every((row) => row.length === 1)) return rows.map((row) => ({ type: 'right', text: row[0] ?? '' }));
  return [{ type: 'table', head: rows[0] ?? [], rows: rows.slice(1) }];
}
