import type { CellKind } from './columns.ts';

/** Nothing in it that the long way below would change, as in nearly every cell. */
const plain = /^[\u0020-\u007e\u00a0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\uf8ff\uff00-\uffef]*$/;

/**
 * A value as the text that a cell holds and that reading gives back: well-formed, without control characters,
 * line breaks as \n, trimmed. Numbers are written out (13800138000, never 1.38E+10), dates are YYYY-MM-DD.
 */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'number' || typeof value === 'bigint') return plainNumber(String(value));
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return cellText(value.map((item) => cellText(item)).join('、'));
  if (typeof value !== 'string') return cellText(JSON.stringify(value));
  if (plain.test(value)) return value.trim();
  return value
    .replace(/[\p{Surrogate}\p{Noncharacter_Code_Point}]/gu, '') // halves of a pair, and what XML advises against
    .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
}

/** Excel runs what begins with these as a formula, also after a copy through CSV; WPS reads the full-width ones alike. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** A leading ' where a spreadsheet would see a formula. `unguard` takes it off again, so nothing is lost on the way back. */
export function guard(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function unguard(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

/** 1.38E+10 → 13800000000; text that is no number stays. Digits that a spreadsheet has dropped cannot come back. */
export function plainNumber(text: string): string {
  const parts = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text.trim());
  if (!parts) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const left = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const right = (point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits).replace(/0+$/, '');
  const number = left.replace(/^0+(?=\d)/, '') + (right === '' ? '' : `.${right}`);
  return sign === '-' && /[1-9]/.test(number) ? `-${number}` : number;
}

/** Sums such as 0.1 + 0.2 reach a file with 17 digits; a person sees 15. */
export function shownNumber(raw: string): string {
  const number = Number(raw);
  if (!Number.isFinite(number)) return raw;
  return plainNumber(/^[+-]?\d+$/.test(raw.trim()) ? raw : String(Number(number.toPrecision(15))));
}

/** Spreadsheet dates carry no time zone; the reader hands them over as UTC. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const iso = date.toISOString();
  const [day, time] = [iso.slice(0, 10), iso.slice(11, 16)];
  if (date.getUTCFullYear() < 1901) return time; // a time of day alone
  return time === '00:00' ? day : `${day} ${time}`;
}

/** What people type for a kind of value, in its one form; text that cannot be read so stays as it is. */
export function tidy(text: string, kind: CellKind | undefined): string {
  switch (kind) {
    case 'date': return readDate(text.normalize('NFKC')) ?? text;
    case 'phone':
    case 'email': return text.normalize('NFKC').replace(/\s+/g, kind === 'email' ? '' : ' ').trim();
    default: return text;
  }
}

const DATE = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?$/;

/** 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, and the serial number of a date cell whose format was lost. */
function readDate(text: string): string | undefined {
  const parts = DATE.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (parts) return realDate(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  const serial = /^[2-7]\d{4}$/.test(text) ? Number(text) : undefined; // 1954 to 2119
  return serial === undefined ? undefined : new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10);
}

/** True for a day in the form that tidy gives. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && readDate(text) === text;
}

function realDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : undefined;
}
