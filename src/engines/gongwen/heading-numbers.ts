import { chineseNumber } from './text.ts';

type Level = 1 | 2 | 3 | 4;

const WRITTEN: Record<Level, RegExp> = {
  1: /^[一二三四五六七八九十百]+、/,
  2: /^（[一二三四五六七八九十百]+）/,
  3: /^\d{1,3}[.．](?!\d)/,
  4: /^（\d{1,3}）/,
};

/** Counts headings 一、 （一） 1. （1）; a lower level starts again under each higher one. */
export function headingNumbers(): (level: Level, text: string) => string {
  const counts = [0, 0, 0, 0];
  return (level, text) => {
    const count = (counts[level - 1] ?? 0) + 1;
    counts[level - 1] = count;
    counts.fill(0, level);
    return WRITTEN[level].test(text) ? text : numberText(level, count) + text;
  };
}

function numberText(level: Level, n: number): string {
  switch (level) {
    case 1: return `${chineseNumber(n)}、`;
    case 2: return `（${chineseNumber(n)}）`;
    case 3: return `${n}.`;
    case 4: return `（${n}）`;
  }
}
