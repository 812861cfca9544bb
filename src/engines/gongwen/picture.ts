export interface PictureSize { kind: 'png' | 'jpg'; width: number; height: number }

/** Kind and size in pixels from a picture's first bytes; undefined for what Word might not show. */
export function pictureOf(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.length >= 24 && view.getUint32(0) === 0x89504e47 ? { kind: 'png' as const, width: view.getUint32(16), height: view.getUint32(20) } : jpeg(view);
  return size && size.width > 0 && size.height > 0 && size.width < 20_000 && size.height < 20_000 ? size : undefined;
}

/** Walks the segments to the frame header, which has the size. */
function jpeg(view: DataView): PictureSize | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const mark = view.getUint8(at + 1);
    if (mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark)) return { kind: 'jpg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const length = view.getUint16(at + 2);
    if (length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}
