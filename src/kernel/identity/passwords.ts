import { hash, verify } from '@node-rs/argon2';
import { AppError, defineErrors } from '../errors.ts';
import type { Settings } from '../settings/contract.ts';

defineErrors({
  'password.weak': '口令不符合要求：{rule}。', 'password.reused': '不能使用最近 {count} 次用过的口令。', 'password.wrong_old': '原口令不正确。',
}, {
  'password.weak': 'The password does not meet the rules: {rule}.',
  'password.reused': 'None of the last {count} passwords may be used again.',
  'password.wrong_old': 'The old password is not right.',
});

/** OWASP's figures for argon2id: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Two at a time, or a burst of sign-ins would take every core. */
let running = 0;
const waiting: (() => void)[] = [];
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= 2) await new Promise<void>((go) => waiting.push(go));
  running++;
  try { return await work(); } finally { running--; waiting.shift()?.(); }
}
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password.normalize('NFC'), cost));
export const isPassword = (hashed: string, password: string): Promise<boolean> => inTurn(() => verify(hashed, password.normalize('NFC')));

let dummy: string | undefined;
/** Takes as long as a real check, so that an unknown account cannot be told from a wrong password. */
export async function pretendToCheck(password: string): Promise<false> {
  dummy ??= await hashPassword('there is no such account');
  await isPassword(dummy, password);
  return false;
}

export const passwordRule = (s: Settings): string => `至少 ${s.password_min_length} 位，含大写字母、小写字母、数字、符号中的 ${s.password_kinds} 类，且不含账号名`;
/** Throws password.weak with the rule. GB/T 22239-2019 8.1.4.1 a): complexity; figures from the settings. */
export function demandStrong(password: string, userName: string, s: Settings, field = 'password'): void {
  const kinds = [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((k) => k.test(password)).length;
  const plain = password.toLowerCase();
  if ([...password].length < s.password_min_length || kinds < s.password_kinds || plain.includes(userName) || /^(.)\1+$/.test(password)) throw new AppError('invalid', 'password.weak', { rule: passwordRule(s) }, [{ path: field, message: passwordRule(s) }]);
}
/** Throws password.reused when it matches one of the kept hashes. */
export async function demandUnused(password: string, hashes: string[]): Promise<void> {
  for (const h of hashes) if (await isPassword(h, password)) throw new AppError('invalid', 'password.reused', { count: hashes.length }, [{ path: 'new_password', message: '最近用过的口令' }]);
}
