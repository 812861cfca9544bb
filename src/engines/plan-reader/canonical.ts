/** A string made ready for matching: no blanks (line breaks stay), one width of each sign; `at` leads back to the source. */
export interface Canonical {
  s: string;
  at: Int32Array;
}

const fullwidthOf: Record<string, string> = { ',': '，', ';': '；', ':': '：', '(': '（', ')': '）', '!': '！', '?': '？', '﹪': '%', '【': '（', '】': '）' };
const isDigit = (c: number): boolean => c >= 48 && c <= 57; // half-width: what precedes has been narrowed, what follows has not

/** Blanks dropped, digits and letters half-width, punctuation full-width (but `1,000` and `8:30` keep theirs). */
export function canonical(source: string, offset = 0): Canonical {
  const out: string[] = [];
  const at = new Int32Array(source.length + 1);
  for (let i = 0; i < source.length; i++) {
    let code = source.charCodeAt(i);
    if ((code <= 32 && code !== 10) || code === 0x3000 || code === 0xa0) continue;
    if (code >= 0xff01 && code <= 0xff5e) code -= 0xfee0;
    let c = String.fromCharCode(code);
    const wide = fullwidthOf[c];
    if (wide !== undefined) {
      let next = i + 1;
      while (/[ \u3000\u00a0]/.test(source.charAt(next))) next++;
      const between = isDigit((out.at(-1) ?? '').charCodeAt(0)) && isDigit(source.charCodeAt(next));
      if (!between || (c !== ',' && c !== ':')) c = wide;
    }
    at[out.length] = offset + i;
    out.push(c);
  }
  at[out.length] = offset + source.length;
  return { s: out.join(''), at: at.subarray(0, out.length + 1) };
}

const isDigitAt = (s: string, i: number): boolean => isDigit(s.charCodeAt(i));
/** The matching form alone: the same as `canonical(source).s`, without the way back. */
export function squeeze(source: string): string {
  return source.replace(/[\u0000-\u0009\u000b-\u0020\u3000\u00a0]+/g, '').replace(/[\uff01-\uff5e,;:()!?﹪【】]/g, (sign, at: number, all: string) => {
    const code = sign.charCodeAt(0);
    const c = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : sign;
    const wide = fullwidthOf[c];
    return wide === undefined || ((c === ',' || c === ':') && isDigitAt(all, at - 1) && isDigitAt(all, at + 1)) ? c : wide;
  });
}

const digits: Record<string, number> = { '〇': 0, '○': 0, 'O': 0, '零': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9 };

/** `12`, `十二`, `二十`, `两`, `一百`, `二〇二四` → number; NaN where it is none. */
export function numeral(text: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (text.length === 0 || text.length > 8) return Number.NaN;
  if (!/[十百千]/.test(text)) {
    let n = 0;
    for (const c of text) {
      const d = digits[c];
      if (d === undefined) return Number.NaN;
      n = n * 10 + d;
    }
    return n;
  }
  let total = 0;
  let pending = 0;
  for (const c of text) {
    const scale = c === '十' ? 10 : c === '百' ? 100 : c === '千' ? 1000 : 0;
    if (scale > 0) {
      total += (pending === 0 ? 1 : pending) * scale;
      pending = 0;
    } else {
      const d = digits[c];
      if (d === undefined) return Number.NaN;
      pending = d;
    }
  }
  return total + pending;
}
