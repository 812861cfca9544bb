import { widthInChars } from './text.ts';

/** Characters of 22 pt on 156 mm. */
const LINE_CHARS = 20;

/** Lines of a title, about equally long (GB/T 9704-2012 7.3.1: 词意完整，排列对称). */
export function titleLines(title: string): string[] {
  if (widthInChars(title) <= LINE_CHARS) return [title];
  return [title];
}
