import { expect, test } from 'vitest';
import { makePassword } from './bulk-accounts.ts';

test('a first password has every kind of letter and survives a sheet as it is', () => {
  for (let i = 0; i < 3000; i++) {
    const password = makePassword(12);
    expect(password).toHaveLength(12);
    expect(password).toMatch(/^[A-Za-z]/);
    for (const kind of [/[A-Z]/, /[a-z]/, /[2-9]/, /[-#%+=]/]) expect(password).toMatch(kind);
  }
});
