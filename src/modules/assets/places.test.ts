import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPlace } from './places.ts';

test.each([
  ['10.1.2.3', null, '10.1.2.3', '10.1.2.3'], ['10.1.2.0/24', null, '10.1.2.0', '10.1.2.255'], ['10.1.2.77/24', null, '10.1.2.0', '10.1.2.255'], ['10.1.2.3-10.1.2.20', null, '10.1.2.3', '10.1.2.20'], ['10.1.2.3-20', null, '10.1.2.3', '10.1.2.20'], ['10.1.2.3:8080', null, '10.1.2.3', '10.1.2.3'],
  ['2001:db8::/126', null, '2001:db8::', '2001:db8::3'], ['[2001:db8::1]:443', null, '2001:db8::1', '2001:db8::1'], ['https://WWW.Example.edu.cn/a?b', 'www.example.edu.cn', null, null], ['*.example.edu.cn', '*.example.edu.cn', null, null], ['ｗｗｗ.example.edu.cn', 'www.example.edu.cn', null, null], ['教务.公益', 'xn--zfr984b.xn--55qw42g', null, null],
])('%s is understood', (text, domain, first_ip, last_ip) => { expect(readPlace(text)).toMatchObject({ domain, first_ip, last_ip }); });
test.each(['', '10.1.2', '10.1.2.256', '10.1.2.9-10.1.2.3', '10.0.0.0/33', '2001:db8::/129', '10.0.0.1-2001:db8::1', 'localhost', '不是域名', 'a..b', 'exa mple.cn', '-a.cn'])('%s is refused', (text) => { expect(readPlace(text)).toBeUndefined(); });
test('a range holds its ends in order, whatever is written', () => {
  fc.assert(fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (ip, length) => {
    const p = readPlace(`${ip}/${length}`)!;
    const n = (a: string): number => a.split('.').reduce((s, x) => s * 256 + Number(x), 0);
    expect(n(p.first_ip!)).toBeLessThanOrEqual(n(ip));
    expect(n(p.last_ip!)).toBeGreaterThanOrEqual(n(ip));
    expect(n(p.last_ip!) - n(p.first_ip!) + 1).toBe(2 ** (32 - length));
  }));
  fc.assert(fc.property(fc.string(), (text) => { readPlace(text); }));
});
