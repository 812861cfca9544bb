import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readReport, ReportError, reportProblems, type Observation } from '../engines/scan-reports/index.ts';

const columns = ['scanner', 'ruleId', 'title', 'severity', 'host', 'ip', 'port', 'protocol', 'path', 'parameter', 'cve', 'cwe', 'evidenceHash'] as const satisfies readonly (keyof Observation)[];

/** `shoutu read-report FILE [--json] [--rows]`: what a scanner's file holds; one observation a line with --rows, what the report itself does not count marked `suppressed`. */
export async function readReportCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean' }, rows: { type: 'boolean' } } });
  const [file] = positionals;
  if (!file || positionals.length > 1) {
    process.stderr.write('用法：shoutu read-report 文件 [--json] [--rows]\n');
    return 2;
  }
  if (!(await stat(file).catch(() => undefined))?.isFile()) {
    process.stderr.write(`找不到文件：${file}\n`);
    return 2;
  }
  // whoever reads the output may stop early, as `head` does
  process.stdout.on('error', () => process.exit(0));
  try {
    const summary = await readReport(createReadStream(file), values.rows ? { onBatch: async ({ observations }) => { await write(observations.map((o) => `${JSON.stringify({ ...Object.fromEntries(columns.map((c) => [c, o[c]])), ...(o.suppressed && { suppressed: true }) })}\n`).join('')); } } : {});
    const { format, hosts, problems, instances, observations, refused } = summary;
    if (values.json) await write(`${JSON.stringify({ format, hosts, problems, instances, observations, refused })}\n`);
    else if (!values.rows) await write(`格式 ${format}：主机 ${hosts} 个，问题 ${problems} 种，隐患 ${instances} 处，记录 ${observations} 条${summary.refusals ? `，未采用 ${summary.refusals} 条` : ''}。\n${refused.map((r) => `  ${r.place}：${r.why}\n`).join('')}`);
    return 0;
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    if (values.json) await write(`${JSON.stringify({ error: error.code, place: error.place, message: reportProblems[error.code] })}\n`);
    process.stderr.write(`${file}：${reportProblems[error.code]}${error.place ? `（${error.place}）` : ''}\n`);
    return 1;
  }
}
/** Waits where the reader of the output is slower. */
const write = (text: string): Promise<void> => new Promise((done) => { if (!text || process.stdout.write(text)) done(); else process.stdout.once('drain', done); });
