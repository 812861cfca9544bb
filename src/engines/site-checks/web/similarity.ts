/** Bytes that are compared: enough for a page's frame, whatever its length. */
const compared = 32 << 10;

/** 0 to 1: shared runs of three words of two answers (Dice), after the echoed addresses, numbers and random words are taken out. */
export function similarity(a: Uint8Array, b: Uint8Array, echoed: readonly string[]): number {
  const [x, y] = [shingles(a, echoed), shingles(b, echoed)];
  if (!x.size && !y.size) return 1;
  let shared = 0;
  for (const s of x) if (y.has(s)) shared++;
  return (2 * shared) / (x.size + y.size);
}
function shingles(body: Uint8Array, echoed: readonly string[]): Set<string> {
  let text = Buffer.from(body.subarray(0, compared)).toString('latin1');
  for (const path of echoed) for (const form of [path, path.slice(1), path.slice(path.lastIndexOf('/') + 1), encodeURIComponent(path)]) if (form.length > 3) text = text.replaceAll(form, '');
  const words = text.replace(/[0-9a-f]{16,}/gi, '#').replace(/\d+/g, '0').split(/[\s<>"'=&;,/]+/).filter(Boolean);
  const set = new Set<string>();
  for (let i = 0; i < words.length; i++) set.add(`${words[i]} ${words[i + 1] ?? ''} ${words[i + 2] ?? ''}`);
  return set;
}
