import { AlignmentType, Document, DocumentGridType, Footer, LineRuleType, Packer, PageNumber, PageOrientation, Paragraph, SectionType, Table, TextRun, type ISectionOptions } from 'docx';
import { setBlocks, type Run } from './blocks.ts';
import type { Annex, Gongwen } from './document.ts';
import { setImprint } from './imprint.ts';
import { pack } from './pack.ts';
import { face, FONT, LINE, MARGIN, mm, PAGE, SIZE, TEXT_WIDTH, WIDE_MARGIN, WIDE_TEXT_WIDTH } from './page.ts';
import { setHead, title } from './red-head.ts';
import { setSignature } from './signature.ts';
import { styles } from './styles.ts';
import { cleanLine } from './text.ts';

/** The document as docx in the layout of GB/T 9704-2012. The same data give the same bytes. */
export async function writeGongwen(doc: Gongwen): Promise<Uint8Array> {
  const wide = doc.landscape === true;
  const tables: string[] = [];
  const runs: Run[] = [{ wide, children: setHead(doc, wide) }];
  append(runs, setBlocks(doc.body, wide, tables));
  append(runs, [{ wide, children: setSignature(doc) }]);
  doc.annexes?.forEach((annex, i) => append(runs, setAnnex(annex, doc.annexes?.length === 1 ? '附件' : `附件${i + 1}`, wide, tables)));
  append(runs, [{ wide, children: setImprint(doc, wide ? WIDE_TEXT_WIDTH : TEXT_WIDTH) }]);
  const file = new Document({
    title: cleanLine(doc.title), creator: cleanLine(doc.issuer ?? ''), evenAndOddHeaderAndFooters: true,
    styles,
    sections: runs.map((run, i) => section(run, i === 0)),
  });
  return pack(new Uint8Array(await Packer.toBuffer(file)), doc.issuedOn, tables);
}

function append(runs: Run[], more: readonly Run[]): void {
  for (const run of more) {
    if (run.children.length === 0) continue;
    const last = runs.at(-1);
    if (last && last.wide === run.wide) last.children.push(...run.children);
    else runs.push({ wide: run.wide, children: [...run.children] });
  }
}

/** 附件 in 黑体 at the top left of a new page, its title centred on the third line. */
function setAnnex(annex: Annex, label: string, wide: boolean, tables: string[]): Run[] {
  const runs = setBlocks(annex.blocks, wide, tables);
  const first = runs[0];
  const head = [
    new Paragraph({ pageBreakBefore: true, children: [new TextRun({ text: label, font: face(FONT.level1) })] }),
    new Paragraph({}), title(annex.title, first?.wide ?? wide), new Paragraph({}),
  ];
  if (first) first.children.unshift(...head);
  return first ? runs : [{ wide, children: head }];
}

function section(run: Run, first: boolean): ISectionOptions {
  return {
    properties: {
      ...(first ? {} : { type: SectionType.NEXT_PAGE }),
      page: {
        size: { width: PAGE.width, height: PAGE.height, orientation: run.wide ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
        margin: { ...(run.wide ? WIDE_MARGIN : MARGIN), header: mm(15), footer: FOOTER },
      },
      grid: { type: DocumentGridType.LINES, linePitch: LINE },
    },
    footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
    children: run.children as (Paragraph | Table)[],
  };
}

/** The dash of the page number is 7 mm below the type area: 35 − 7 − half a line of 18 pt. */
const FOOTER = mm(35 - 7) - 180;
const PAGE_LINE = 360;

/** — 1 — in 四号 宋体, one character from the outer edge. */
function pageNumber(alignment: typeof AlignmentType.RIGHT | typeof AlignmentType.LEFT): Footer {
  const run = { font: face(FONT.page), size: SIZE.imprint, characterSpacing: 0 };
  return new Footer({
    children: [new Paragraph({
      alignment, indent: { left: 280, right: 280 }, spacing: { line: PAGE_LINE, lineRule: LineRuleType.EXACT },
      children: [new TextRun({ ...run, children: ['— ', PageNumber.CURRENT, ' —'] })],
    })],
  });
}
