import { ReportError } from './report-error.ts';

/** Bytes → characters as they come: by mark, UTF-16 without one by its zeros, UTF-8, and GB18030 where the first bytes are no UTF-8. Throws not_text. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, head: Uint8Array): AsyncGenerator<string> {
  const label = encodingOf(head);
  const decoder = new TextDecoder(label);
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    if (text) yield text;
  }
  const rest = decoder.decode();
  if (rest) yield rest;
}

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  let [even, odd] = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) { if (i % 2) odd++; else even++; }
  if (even + odd > head.length / 8) {
    if (odd > even * 4) return 'utf-16le';
    if (even > odd * 4) return 'utf-16be';
    throw new ReportError('not_text');
  }
  if (even + odd > 8) throw new ReportError('not_text');
  const declared = /^[^>]{0,80}encoding=["'](gbk|gb2312|gb18030)["']/i.exec(new TextDecoder('latin1').decode(head.subarray(0, 200)));
  if (declared) return isUtf8(head) && !isAscii(head) ? 'utf-8' : 'gb18030';
  return isUtf8(head) ? 'utf-8' : 'gb18030';
}
const isAscii = (bytes: Uint8Array): boolean => bytes.every((b) => b < 0x80);
/** Forgives a character that the end of the piece cuts. */
function isUtf8(bytes: Uint8Array): boolean {
  for (let cut = 0; cut <= 3; cut++) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(cut ? bytes.subarray(0, -cut) : bytes);
      return true;
    } catch { /* one byte less */ }
  }
  return false;
}
