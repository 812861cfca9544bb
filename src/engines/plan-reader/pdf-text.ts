import { extractText, getDocumentProxy } from 'unpdf';

export const pdfLimits = { pages: 500 } as const;
export type PdfText = { ok: true; text: string } | { ok: false; reason: 'encrypted' | 'damaged' | 'too-large' | 'no-text'; detail?: string };

/** The text of a PDF, a printed line a line. Scans have none. */
export async function pdfText(bytes: Uint8Array): Promise<PdfText> {
  let pdf: Awaited<ReturnType<typeof getDocumentProxy>> | undefined;
  try {
    // a copy: the parser takes the buffer away
    pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
    if (pdf.numPages > pdfLimits.pages) return { ok: false, reason: 'too-large', detail: `${pdf.numPages} pages` };
    const { text } = await extractText(pdf, { mergePages: false });
    const lines = text.join('\n').replace(/(?<=[\u2e80-\u9fff\uff00-\uffef\u3001-\u303f“”]) +(?=[\u2e80-\u9fff\uff00-\uffef\u3001-\u303f“”])/g, '');
    return lines.trim() === '' ? { ok: false, reason: 'no-text' } : { ok: true, text: lines };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'PasswordException') return { ok: false, reason: 'encrypted' };
    return { ok: false, reason: 'damaged', detail: error instanceof Error ? error.message.slice(0, 200) : undefined };
  } finally {
    await pdf?.loadingTask.destroy().catch(() => undefined);
  }
}
