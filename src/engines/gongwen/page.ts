/** Measures of GB/T 9704-2012. Lengths in twips (1/20 pt); font sizes in half points, as Word counts them. */
export const mm = (length: number): number => Math.round((length / 25.4) * 1440);

export const PAGE = { width: mm(210), height: mm(297) } as const;
/** 天头 37, 切口 26, 地脚 35, 订口 28: the type area is 156 × 225 mm. */
export const MARGIN = { top: mm(37), right: mm(26), bottom: mm(35), left: mm(28) } as const;
export const TEXT_WIDTH = PAGE.width - MARGIN.left - MARGIN.right;
/** A page turned for a wide table: its top is the binding edge, its right the head of the sheet. */
export const WIDE_MARGIN = { top: MARGIN.left, right: MARGIN.top, bottom: MARGIN.right, left: MARGIN.bottom } as const;
export const WIDE_TEXT_WIDTH = PAGE.height - WIDE_MARGIN.left - WIDE_MARGIN.right;

/** 22 lines on 225 mm. */
export const LINE = 579;
/** Lines of a title stand a little further apart: 33 pt. */
export const TITLE_LINE = 660;
/** 28 characters of 16 pt are wider than 156 mm; a quarter point less for each makes them fit. */
export const CHAR_SPACING = -5;
/** One character of body text, squeezed: 15.75 pt. */
export const CHAR = 315;

/** 三号 16 pt, 二号 22 pt, 四号 14 pt, 小四 12 pt. */
export const SIZE = { body: 32, title: 44, imprint: 28, table: 24 } as const;

export const RED = 'FF0000';
export const FONT = {
  body: '仿宋_GB2312',
  title: '方正小标宋简体',
  level1: '黑体',
  level2: '楷体_GB2312',
  page: '宋体',
} as const;

/** Digits and Latin letters in the same face as the text; `hint` keeps “” and — full width. */
export function face(name: string): { ascii: string; hAnsi: string; eastAsia: string; cs: string; hint: string } {
  return { ascii: name, hAnsi: name, eastAsia: name, cs: name, hint: 'eastAsia' };
}
