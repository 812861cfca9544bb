import { AlignmentType, LineRuleType, type IRunStylePropertiesOptions, type IStylesOptions } from 'docx';
import { CHAR_SPACING, face, FONT, LINE, RED, SIZE, TITLE_LINE } from './page.ts';

export const LETTERHEAD = 'Letterhead';
export const TABLE_TEXT = 'TableText';

/** Styles whose lines are not to be rounded up to the grid of 28.95 pt; pack() writes that, the docx library cannot. */
export const OFF_GRID: readonly string[] = ['Title', LETTERHEAD, TABLE_TEXT];

const exact = (line: number) => ({ spacing: { line, lineRule: LineRuleType.EXACT } });

export const styles: IStylesOptions = {
  default: {
    document: {
      run: { font: face(FONT.body), size: SIZE.body, characterSpacing: CHAR_SPACING, language: { value: 'en-US', eastAsia: 'zh-CN' } },
      paragraph: { alignment: AlignmentType.BOTH, spacing: { ...exact(LINE).spacing, before: 0, after: 0 } },
    },
    title: { run: { font: face(FONT.title), size: SIZE.title, characterSpacing: 0 }, paragraph: exact(TITLE_LINE) },
    heading1: heading(FONT.level1), heading2: heading(FONT.level2), heading3: heading(FONT.body), heading4: heading(FONT.body),
  },
  paragraphStyles: [
    { id: LETTERHEAD, name: '发文机关标志', basedOn: 'Normal', run: { font: face(FONT.title), color: RED, characterSpacing: 0 }, paragraph: exact(LINE) },
    { id: TABLE_TEXT, name: '表格文字', basedOn: 'Normal', run: { size: SIZE.table, characterSpacing: 0 }, paragraph: exact(360) },
  ],
};

/** The outline of the document stays usable in Word's navigation; its looks are those of body text. */
function heading(font: string): { run: IRunStylePropertiesOptions } {
  return { run: { font: face(font), size: SIZE.body, color: '000000', bold: false, italics: false, characterSpacing: CHAR_SPACING } };
}
