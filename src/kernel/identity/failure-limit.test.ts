import { expect, test } from 'vitest';
import { addressKey } from './failure-limit.ts';

test('an address is itself, of IPv6 its /64', () => {
  expect(addressKey('10.1.2.3')).toBe('10.1.2.3');
  expect(addressKey('::ffff:10.1.2.3')).toBe('10.1.2.3');
  expect(addressKey('2001:db8:1:2:aaaa::1')).toBe('2001:db8:1:2');
  expect(addressKey('2001:0DB8:0001:0002:bbbb:1:2:3')).toBe('2001:db8:1:2');
  expect(addressKey('2001:db8::1')).toBe('2001:db8:0:0');
  expect(addressKey('::1')).toBe('0:0:0:0');
});
