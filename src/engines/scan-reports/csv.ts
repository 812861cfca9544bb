import { CsvError, parse } from 'csv-parse';
import { pipeline, Readable } from 'node:stream';
import { peekText } from './json.ts';
import { ReportError } from './report-error.ts';

/** `values` by title, as `titleKey` makes it; of two columns that are called the same, the first. */
export interface CsvRow { header: readonly string[]; cells: readonly string[]; values: Record<string, string>; line: number }
/** Which mark parts the columns: the one of which the first line has most, outside quotes. Excel in some countries writes semicolons. */
export function delimiterOf(text: string): string {
  const line = (/^[^\r\n]*/.exec(text.slice(0, 50_000))![0]).replace(/"[^"]*"/g, '');
  const marks = [',', ';', '\t', '|'].map((mark) => ({ mark, n: line.split(mark).length }));
  return marks.reduce((a, b) => (b.n > a.n ? b : a)).mark;
}
/** Streams rows under their header. A quote that never closes is `truncated`; a row of another width comes as it is; empty rows do not come. */
export async function* readCsv(text: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  const { first, all } = await peekText(text);
  const delimiter = delimiterOf(first);
  const parser = parse({ bom: true, delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, max_record_size: 4 * 1024 * 1024, info: true });
  pipeline(Readable.from(all), parser, () => undefined);
  let header: string[] | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (!header) { header = record.map(titleKey); continue; }
      if (!record.some((v) => v.trim())) continue;
      const values = Object.create(null) as Record<string, string>;
      for (const [i, title] of header.entries()) values[title] ??= record[i] ?? '';
      yield { header, cells: record, values, line: info.lines };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ReportError(error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'truncated' : error.code === 'CSV_MAX_RECORD_SIZE' ? 'too_big' : 'malformed', typeof error['lines'] === 'number' ? `第 ${error['lines']} 行` : '');
  }
}
/** Titles lose blanks, marks, case and what stands in brackets: `危险等级（高/中/低）*` is `危险等级`. */
export const titleKey = (title: string): string => title.slice(0, 300).replace(/[（(][^）)]*[）)]/gu, '').replace(/[\s*：:_/?.-]/gu, '').toLowerCase();
