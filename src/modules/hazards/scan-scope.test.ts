import { expect, test } from 'vitest';
import { scannedAt, scannedPorts } from './scan-scope.ts';

test('the time of a scan is read with its zone, or as ours', () => {
  const at = (text: string) => scannedAt(text)?.toISOString();
  expect(at('Mon Jan 5 10:00:00 2026')).toBe('2026-01-05T02:00:00.000Z');
  expect(at('2026-01-05 10:00:00')).toBe('2026-01-05T02:00:00.000Z');
  expect(at('2026-01-05T10:00:00Z')).toBe('2026-01-05T10:00:00.000Z');
  expect(at('2026-01-05T10:00:00+02:00')).toBe('2026-01-05T08:00:00.000Z');
  expect(at('2026-01-05')).toBe('2026-01-04T16:00:00.000Z');
  expect(at('1767578400')).toBe('2026-01-05T02:00:00.000Z');
  expect([at('01/25/2026, 10:00:00'), at('05/01/2026, 10:00:00')]).toEqual(['2026-01-25T02:00:00.000Z', undefined]);
  expect([at(''), at('昨天'), at('N/A')]).toEqual([undefined, undefined, undefined]);
});

test('ports are ranges by protocol, or nothing is known of them', () => {
  expect(scannedPorts('1-1024,8080')).toEqual({ tcp: '{[1,1024],[8080,8080]}', udp: '{}' });
  expect(scannedPorts('T:22,80, U:161-162')).toEqual({ tcp: '{[22,22],[80,80]}', udp: '{[161,162]}' });
  expect([scannedPorts('default'), scannedPorts(''), scannedPorts('9-1'), scannedPorts('70000')]).toEqual([undefined, undefined, undefined, undefined]);
});
