import { randomBytes } from 'node:crypto';

/** What is offered. `0x0002` is SSLv2 with its own form of greeting; else `0x0300` SSLv3 to `0x0304` TLS 1.3. */
export interface Hello { version: number; ciphers: readonly number[]; servername?: string; waitMs?: number }
/** `closed`: the port took the connection and ended it without a word that can be read. */
export type HelloAnswer =
  | { answer: 'server_hello'; version: number; cipher: number }
  | { answer: 'alert'; description: number }
  | { answer: 'closed' };

/** ClientHello of RFC 8446 4.1.2, RFC 5246 7.4.1.2, RFC 6101 5.6.1.2; SSLv2 CLIENT-HELLO as in the SSL 2.0 draft. */
export function helloBytes({ version, ciphers, servername }: Hello): Buffer {
  if (version === 0x0002) {
    const specs = Buffer.concat(ciphers.map((c) => Buffer.from([(c >> 16) & 255, (c >> 8) & 255, c & 255])));
    const body = Buffer.concat([Buffer.from([1, 0, 2]), u16(specs.length), u16(0), u16(16), specs, randomBytes(16)]);
    return Buffer.concat([u16(0x8000 | body.length), body]);
  }
  const extensions: Buffer[] = [];
  if (version > 0x0300) {
    if (servername) { const name = Buffer.from(servername, 'ascii'); extensions.push(extension(0, vector16(Buffer.concat([Buffer.from([0]), vector16(name)])))); }
    extensions.push(extension(10, vector16(Buffer.concat([0x001d, 0x0017, 0x0018, 0x0019].map(u16)))), extension(11, Buffer.from([1, 0])));
    if (version >= 0x0303) extensions.push(extension(13, vector16(Buffer.concat([0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0202].map(u16)))));
    // a key share of one group; what a server wants otherwise it says in a HelloRetryRequest, which names version and cipher too
    if (version === 0x0304) extensions.push(extension(43, Buffer.from([2, 3, 4])), extension(51, vector16(Buffer.concat([u16(0x001d), vector16(randomBytes(32))]))), extension(45, Buffer.from([1, 1])));
  }
  const hello = Buffer.concat([
    u16(Math.min(version, 0x0303)), randomBytes(32), version === 0x0304 ? Buffer.concat([Buffer.from([32]), randomBytes(32)]) : Buffer.from([0]),
    vector16(Buffer.concat(ciphers.map(u16))), Buffer.from([1, 0]),
    ...(extensions.length ? [vector16(Buffer.concat(extensions))] : []),
  ]);
  const handshake = Buffer.concat([Buffer.from([1, 0]), u16(hello.length), hello]);
  return Buffer.concat([Buffer.from([22]), u16(version === 0x0300 ? 0x0300 : 0x0301), u16(handshake.length), handshake]);
}
/** Reads the first words of the answer; undefined where more bytes are needed, `closed` where it is nothing of TLS. */
export function readHello(bytes: Buffer): HelloAnswer | undefined {
  if (bytes.length < 5) return undefined;
  if (bytes[0] === 21) return bytes.length < 7 ? undefined : { answer: 'alert', description: bytes[6]! };
  if (bytes[0] === 22) {
    if (bytes.length < 44) return undefined;
    if (bytes[5] !== 2) return { answer: 'closed' };
    const session = bytes[43]!;
    if (bytes.length < 46 + session + 1) return undefined;
    let version = bytes.readUInt16BE(9);
    const cipher = bytes.readUInt16BE(44 + session);
    const end = 9 + bytes.readUIntBE(6, 3);
    // the true version of TLS 1.3 stands in an extension
    for (let at = 44 + session + 5; at + 4 <= Math.min(end, bytes.length); at += 4 + bytes.readUInt16BE(at + 2)) if (bytes.readUInt16BE(at) === 43 && at + 6 <= bytes.length) version = bytes.readUInt16BE(at + 4);
    return { answer: 'server_hello', version, cipher };
  }
  // SSLv2 SERVER-HELLO: two bytes of length, then the type 4
  if (bytes[0]! & 0x80 && bytes[2] === 4) {
    if (bytes.length < 13) return undefined;
    const at = 13 + bytes.readUInt16BE(7);
    // a server that speaks SSLv2 but takes none of the ciphers sends an empty list: then it supports none
    if (bytes.readUInt16BE(9) < 3) return { answer: 'closed' };
    return bytes.length < at + 3 ? undefined : { answer: 'server_hello', version: 0x0002, cipher: bytes.readUIntBE(at, 3) };
  }
  return { answer: 'closed' };
}
const u16 = (n: number): Buffer => Buffer.from([(n >> 8) & 255, n & 255]);
const vector16 = (b: Buffer): Buffer => Buffer.concat([u16(b.length), b]);
const extension = (type: number, b: Buffer): Buffer => Buffer.concat([u16(type), vector16(b)]);
