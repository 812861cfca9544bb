import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradeOf } from './grade.ts';
import { verdictOf } from './retest.ts';
import { networksOf, originsOf, portsOf } from './scope.ts';

describe('a range of addresses as networks', () => {
  test('is exactly that range, with as few networks as can be', () => {
    expect(networksOf('10.1.2.3', '10.1.2.3')).toEqual(['10.1.2.3']);
    expect(networksOf('10.1.2.0', '10.1.2.255')).toEqual(['10.1.2.0/24']);
    expect(networksOf('10.1.2.1', '10.1.2.6')).toEqual(['10.1.2.1', '10.1.2.2/31', '10.1.2.4/31', '10.1.2.6']);
    expect(networksOf('2001:db8::', '2001:db8::f')).toEqual(['2001:db8::/124']);
  });
  test('neither loses an address nor adds one', () => {
    const text = (n: number): string => [24, 16, 8, 0].map((s) => (n >>> s) & 255).join('.');
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xfffffc00 }), fc.integer({ min: 0, max: 900 }), (from, size) => {
      const sum = networksOf(text(from), text(from + size)).reduce((n, net) => n + 2 ** (32 - Number(net.split('/')[1] ?? 32)), 0);
      expect(sum).toBe(size + 1);
    }));
  });
});
test('registered ports are read as people write them', () => {
  expect(portsOf('80、443，8080-8082；3306')).toEqual([80, 443, 3306, 8080, 8081, 8082]);
  expect(portsOf('http 80 端口, 70000, 0')).toEqual([80]);
});
test('web addresses are those written in the ledger, else what the registered ports suggest', () => {
  expect(originsOf(['https://www.example.edu.cn/index', '10.1.2.3'], ['www.example.edu.cn'], [])).toEqual(['https://www.example.edu.cn']);
  expect(originsOf(['www.example.edu.cn'], ['www.example.edu.cn'], [22, 8443])).toEqual(['https://www.example.edu.cn:8443']);
  expect(originsOf([], ['2001:db8::1'], [])).toEqual(['http://[2001:db8::1]', 'https://[2001:db8::1]']);
});
describe('a grade', () => {
  const fail = (check_id: string, severity: 'critical' | 'high' | 'medium' | 'low') => ({ check_id, verdict: 'fail' as const, severity });
  test('counts a check once, however many places it fails in', () => {
    expect(gradeOf(Array.from({ length: 50 }, () => fail('a', 'low')), 9)).toEqual({ grade: 'A', reasons: ['得分 98', '低危 1 项'] });
  });
  test('is E with one 超危, at best C with one 高危, and none where nothing was looked at', () => {
    expect(gradeOf([fail('a', 'critical')], 9).grade).toBe('E');
    expect(gradeOf([fail('a', 'high')], 9)).toEqual({ grade: 'C', reasons: ['得分 80', '高危 1 项', '有高危项，最高为 C'] });
    expect(gradeOf([], 0).grade).toBe('');
    expect(gradeOf([], 1).grade).toBe('A');
  });
});
describe('the verdict of a retest', () => {
  const said = (verdict: string, fingerprint = 'x') => ({ verdict, fingerprint, note: verdict });
  test('is a pass only where the check answered, and this finding is not among what it found', () => {
    expect(verdictOf([said('pass')], 'f', '').verdict).toBe('pass');
    expect(verdictOf([said('fail', 'other')], 'f', '').verdict).toBe('pass');
    expect(verdictOf([said('fail', 'f'), said('not_tested')], 'f', '').verdict).toBe('fail');
    for (const blind of ['not_tested', 'error', 'not_applicable']) expect(verdictOf([said('pass'), said(blind)], 'f', '').verdict, blind).toBe('not_tested');
    expect(verdictOf([], 'f', '授权已失效')).toEqual({ verdict: 'not_tested', note: '授权已失效' });
  });
});
