/** Numbers that come the same again from the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 2 ** 32; };
}
/** Words that mean something to a reader: where they turn up by chance, its rarer paths are taken. */
const words = ['<', '>', '</', '/>', '<!--', '-->', '<![CDATA[', ']]>', '<?', '&', '&amp;', '&#0;', '&#x110000;', '"', "'", '\\', '\\u0000', '\\ud800', '{', '}', '[', ']', '[[[[[[[[', '{"a":', ':', ',', ',,', '\n', '\r\n', '\t', ';', '|', '\u0000', '\ufeff', '\u{1f600}', '中', '-1', '0', '1e999', '99999999999999999999', 'null', 'true', 'NaN', '__proto__', 'constructor', 'toString', '../..', 'http://', 'http://[', '::', '0.0.0.0', '65536', '%', '%zz', '<ReportItem', '<host>', '<item>', 'webVulns.push(', 'window.data = '].map((w) => Buffer.from(w));

/** The bytes with some of them changed, moved, doubled, left out or cut off. */
export function mutated(bytes: Uint8Array, random: () => number): Buffer {
  let out = Buffer.from(bytes);
  const at = (): number => Math.floor(random() * out.length);
  for (let n = 1 + Math.floor(random() * random() * 12); n > 0 && out.length > 0; n--) {
    const [i, j] = [at(), at()].sort((a, b) => a - b) as [number, number];
    const k = random();
    if (k < 0.3) out[i] = Math.floor(random() * 256);
    else if (k < 0.5) { const w = words[Math.floor(random() * words.length)]!; out = Buffer.concat([out.subarray(0, i), w, out.subarray(random() < 0.5 ? i : Math.min(out.length, i + w.length))]); } else if (k < 0.65) out = Buffer.concat([out.subarray(0, i), out.subarray(Math.min(j, i + 400))]);
    else if (k < 0.8) out = Buffer.concat([out.subarray(0, i), out.subarray(i, Math.min(j, i + 600)), out.subarray(i)]);
    else if (k < 0.9) out.copyWithin(i, j, Math.min(out.length, j + 300));
    else if (k < 0.94) out = Buffer.concat([out.subarray(0, i), Buffer.from(String.fromCharCode(32 + Math.floor(random() * 90)).repeat(Math.floor(random() * 3000))), out.subarray(i)]);
    else out = out.subarray(0, i);
  }
  return out;
}
