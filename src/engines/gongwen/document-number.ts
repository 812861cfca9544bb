/** 文号: 机关代字, year in 〔〕, serial without leading zeros and without 第 (GB/T 9704-2012 7.2.5). */
export const DOCUMENT_NUMBER = /^([\u4e00-\u9fa5]{1,20})〔(\d{4})〕([1-9]\d{0,5})号$/;

export type DocumentNumber = { word: string; year: number; serial: number };

/** ('示校网信', 2026, 3) → 示校网信〔2026〕3号. Throws RangeError when the result would not be a number of a document. */
export function documentNumber(word: string, year: number, serial: number): string {
  const text = `${word}〔${year}〕${serial}号`;
  if (!DOCUMENT_NUMBER.test(text)) throw new RangeError(`not a document number: ${JSON.stringify(text)}`);
  return text;
}

/** Reads also what people type: half-width or square brackets, 第, leading zeros, blanks. Undefined when it is no number. */
export function parseDocumentNumber(text: string): DocumentNumber | undefined {
  const tidy = text.normalize('NFKC').replace(/\s/g, '').replace(/[[(【〔［（]/, '〔').replace(/[\])】〕］）]/, '〕').replace(/〕第?0*/, '〕');
  const parts = DOCUMENT_NUMBER.exec(tidy);
  return parts ? { word: parts[1] ?? '', year: Number(parts[2]), serial: Number(parts[3]) } : undefined;
}
