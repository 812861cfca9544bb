import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { OFF_GRID } from './styles.ts';
import { placeTables } from './table-xml.ts';

/** The earliest time that a zip holds everywhere: the same document gives the same bytes. */
export const ZIP_EPOCH = '1980-01-02T00:00:00';

/** The official faces under the names that other systems have; a program that lacks one takes the next. */
const FACES: Record<string, string> = {
  '仿宋_GB2312': '仿宋,FangSong,FZFangSong-Z02', '楷体_GB2312': '楷体,KaiTi,FZKai-Z03', '方正小标宋简体': '方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体', '黑体': 'SimHei', '宋体': 'SimSun',
};

/**
 * Finishes what the docx library writes: the tables, no time of writing (the issuing day instead), names of substitute faces,
 * and the grid and spacing of paragraphs, which it cannot express.
 */
export function pack(docx: Uint8Array, issuedOn: string | undefined, tables: readonly string[]): Uint8Array {
  const files: Zippable = {};
  for (const [name, content] of Object.entries(unzipSync(docx))) files[name] = content;
  edit(files, 'word/document.xml', (xml) => placeTables(xml, tables));
  edit(files, 'docProps/core.xml', (xml) => properties(xml, issuedOn));
  edit(files, 'word/fontTable.xml', (xml) => xml.replace(/\/>\s*$/, `>${fontTable()}</w:fonts>`));
  edit(files, 'word/styles.xml', (xml) => OFF_GRID.reduce(offGrid, plainSpacing(xml)));
  return zipSync(files, { level: 6, mtime: ZIP_EPOCH });
}

function edit(files: Zippable, name: string, change: (xml: string) => string): void {
  const content = files[name];
  if (content instanceof Uint8Array) files[name] = strToU8(change(strFromU8(content)));
}

function properties(xml: string, issuedOn: string | undefined): string {
  const bare = xml.replace(/<dcterms:(created|modified)\b[^>]*>[^<]*<\/dcterms:\1>/g, '').replace(/<cp:lastModifiedBy>[^<]*<\/cp:lastModifiedBy>/, '');
  if (!issuedOn || !/^\d{4}-\d{2}-\d{2}$/.test(issuedOn)) return bare;
  const when = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${issuedOn}T00:00:00Z</dcterms:${name}>`;
  return bare.replace('</cp:coreProperties>', `${when('created')}${when('modified')}</cp:coreProperties>`);
}

function fontTable(): string {
  return Object.entries(FACES).map(([name, others]) => `<w:font w:name="${name}"><w:altName w:val="${others}"/><w:charset w:val="86"/></w:font>`).join('');
}

/** No quarter space between Chinese and digits: 28 characters a line count digits as halves. */
function plainSpacing(xml: string): string {
  return xml.replace(/(w:styleId="Normal"[^>]*>(?:(?!<\/w:style>).)*)<\/w:style>/s, '$1<w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:style>');
}

/** CT_PPr wants snapToGrid before spacing; these styles have no other property above that. */
function offGrid(xml: string, style: string): string {
  return xml.replace(new RegExp(`(<w:style [^>]*w:styleId="${style}"[^>]*>(?:(?!</w:style>).)*?<w:pPr>)`, 's'), '$1<w:snapToGrid w:val="0"/>');
}
