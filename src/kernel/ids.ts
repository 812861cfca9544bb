import { createHash, randomBytes } from 'node:crypto';

let last = 0;
let counter = 0;
/** UUIDv7 (RFC 9562 §5.7): sorts by time, and within one millisecond by order of making. */
export function newId(): string {
  const at = Math.max(Date.now(), last);
  counter = at === last ? counter + 1 : 0;
  last = counter > 0xfff ? at + 1 : at;
  if (counter > 0xfff) counter = 0;
  const random = randomBytes(8);
  random[0] = (random[0]! & 0x3f) | 0x80;
  const hex = last.toString(16).padStart(12, '0') + (0x7000 | counter).toString(16) + random.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
/** 256 random bits as text that fits in a cookie or a header. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** A short name for a path, for sockets and folders whose names must stay short. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10);
