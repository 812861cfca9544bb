import { createHmac, hash } from 'node:crypto';
import type { Evidence } from './check.ts';
import type { HttpAnswer } from './context/context.ts';

export const longestExcerpt = 4000;
/** What a check shows of an answer. `around` is the offset of what was found in `text`. */
export function evidenceOf(answer: HttpAnswer, text = '', around = 0): Evidence {
  return {
    at: answer.at, request: answer.request, response_head: headOf(answer), body_sha256: hash('sha256', answer.body),
    ...(text && { excerpt: excerptOf(text, around) }),
  };
}
/** Values of cookies and keys do not belong in a proof. */
const headOf = (answer: HttpAnswer): string => [`HTTP ${answer.status} ${answer.reason}`, ...answer.headers.map(([n, v]) => `${n}: ${/^(set-cookie|authorization|proxy-authorization|x-api-key)$/i.test(n) ? v.replace(/=[^;,]*/g, '=…') : v}`)].join('\n').slice(0, longestExcerpt);
export function excerptOf(text: string, around = 0): string {
  // Chinese takes three bytes a character: 1,300 of them stay below the limit
  const from = Math.max(0, around - 400);
  return text.slice(from, from + 1300).toWellFormed();
}

const number18 = /(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])/g;
const card = /(?<![0-9A-Za-z])\d{16,19}(?![0-9A-Za-z])/g;
const mobile = /(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])/g;
/** 前3后4, with a salted hash by which the same number is known again: the number itself is kept nowhere. */
export const maskNumber = (text: string, salt: string): string => `${text.slice(0, 3)}${'*'.repeat(Math.max(0, text.length - 7))}${text.slice(-4)}#${createHmac('sha256', salt).update(text).digest('hex').slice(0, 8)}`;
/** Numbers of identity, cards and mobile telephones in any text that is kept. */
export const maskPersonal = (text: string, salt: string): string => text.replace(number18, (n) => maskNumber(n, salt)).replace(card, (n) => maskNumber(n, salt)).replace(mobile, (n) => maskNumber(n, salt));
