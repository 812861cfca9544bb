/** Whether a password meets the rule: looked at where it was typed, sent nowhere. `kinds` of capital, small letter, digit, sign. */
export type PasswordVerdict = { ok: true } | { ok: false; why: 'short' | 'kinds' | 'common'; n: number };
const common = ['password', 'admin', '123456', 'qwerty', 'abc123', '111111', 'root', 'test', 'iloveyou', '1q2w3e', 'p@ssw0rd', 'passw0rd'];

/** A run of `n` characters that are the same, or follow each other. */
function hasRun(text: string, n: number): boolean {
  const codes = [...text].map((c) => c.codePointAt(0)!);
  return codes.some((_, i) => i + n <= codes.length && [0, 1, -1].some((step) => codes.slice(i + 1, i + n).every((c, k) => c - codes[i + k]! === step)));
}
export function checkPassword(text: string, rule: { length: number; kinds: number }): PasswordVerdict {
  if ([...text].length < rule.length) return { ok: false, why: 'short', n: rule.length };
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z\d]/].filter((k) => k.test(text)).length;
  if (kinds < rule.kinds) return { ok: false, why: 'kinds', n: kinds };
  const plain = text.toLowerCase();
  if (common.some((w) => plain.includes(w)) || hasRun(plain, 4)) return { ok: false, why: 'common', n: 0 };
  return { ok: true };
}
