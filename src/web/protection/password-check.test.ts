import { expect, test } from 'vitest';
import { checkPassword } from './password-check.ts';

const rule = { length: 8, kinds: 3 };
test.each([
  ['Ab1!', 'short'], ['abcdefgh', 'kinds'], ['Admin@2026', 'common'], ['Xk9!aaaa', 'common'], ['Xk9!4321z', 'common'], ['Wxyz#8kQ', 'common'], ['P@ssw0rd99', 'common'],
])('%s is refused: %s', (text, why) => expect(checkPassword(text, rule)).toMatchObject({ ok: false, why }));
test.each(['Shou-Tu!27Kz', '守土-Sx92kq', 'k9#Lm2!vQ'])('%s is good enough', (text) => expect(checkPassword(text, rule)).toEqual({ ok: true }));
