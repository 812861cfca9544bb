/** Bytes of a plain text file → its characters, or undefined where they are no text. */
export function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decode('utf-8', bytes.subarray(3), false);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return printable(decode('utf-16le', evenly(bytes.subarray(2)), false));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return printable(decode('utf-16be', evenly(bytes.subarray(2)), false));
  const wide = wideOrder(bytes);
  if (wide) return printable(decode(wide, evenly(bytes), false));
  // a file cut inside its last character is still UTF-8
  for (let cut = 0; cut <= 3 && cut < bytes.length; cut++) {
    const text = decode('utf-8', cut === 0 ? bytes : bytes.subarray(0, -cut), true);
    if (text !== undefined) return printable(text);
  }
  return printable(decode('gb18030', bytes, false), true);
}

const evenly = (bytes: Uint8Array): Uint8Array => (bytes.length % 2 === 0 ? bytes : bytes.subarray(0, -1));

function decode(label: string, bytes: Uint8Array, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(label, { fatal, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Line breaks, blanks and the digits 1–9: no common Chinese character has one of these bytes beside a zero, as 一 (4e00) has. */
const plain = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d || byte === 0x20 || (byte !== undefined && byte >= 0x31 && byte <= 0x39);

/** UTF-16 without a mark, told by which side of plain characters the zero byte stands. */
function wideOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const n = Math.min(bytes.length - 1, 4096);
  let [little, big] = [0, 0];
  for (let i = 0; i < n; i += 2) {
    if (bytes[i + 1] === 0 && plain(bytes[i])) little++;
    if (bytes[i] === 0 && plain(bytes[i + 1])) big++;
  }
  if (little + big === 0 || little + big < n / 800) return undefined;
  return little > big * 2 ? 'utf-16le' : big > little * 2 ? 'utf-16be' : undefined;
}

/** Text has few control characters and, where its encoding was guessed, few characters that could not be read. */
function printable(text: string | undefined, guessed = false): string | undefined {
  if (text === undefined) return undefined;
  let bad = 0;
  let rare = 0;
  const n = Math.min(text.length, 20_000);
  for (let i = 0; i < n; i++) {
    const code = text.charCodeAt(i);
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12)) bad++;
    // a wrong guess of GB18030 lands in private use and rare blocks
    else if (guessed && ((code >= 0xe000 && code <= 0xf8ff) || (code >= 0x80 && code < 0x2000 && code !== 0xb7 && code !== 0xd7))) rare++;
  }
  return bad * 50 > n || rare * 10 > n ? undefined : text;
}
