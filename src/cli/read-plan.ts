import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { documentText, formatPlan, readPlan } from '../engines/plan-reader/index.ts';
import { convertDocument } from '../kernel/files/convert.ts';
import type { DocumentText } from '../engines/plan-reader/index.ts';

const usage = `用法：shoutu read-plan 文件… --out 目录
      shoutu read-plan 文件… --pretty

读取公文（.txt .md .docx .doc .wps .ofd .pdf），写出 目录/文件名.json；--pretty 在屏幕上列表。`;

type Reason = Extract<DocumentText, { ok: false }>['reason'];
const reasons: Record<Reason, string> = {
  empty: '文件是空的',
  'too-large': '文件太大',
  unsupported: '不是可读的公文格式（支持 txt、md、docx、doc、wps、ofd、pdf）',
  encrypted: '文件有密码，请先解除',
  damaged: '文件已损坏，打不开',
  'needs-converter': '请先用 WPS 或 LibreOffice 另存为 docx，或设 SHOUTU_CONVERTER',
  'no-text': '文件里没有文字（可能是扫描件，请先做文字识别）',
  'zip-bomb': '压缩内容异常膨胀，拒绝打开',
};

/** Same stem twice in one call must not overwrite: the second gets a number. */
function outputName(file: string, taken: Set<string>): string {
  const stem = basename(file).replace(/\.[^.]{1,8}$/, '') || 'plan';
  let name = stem;
  for (let n = 2; taken.has(name); n++) name = `${stem}-${n}`;
  taken.add(name);
  return `${name}.json`;
}

/** `shoutu read-plan`. Answers the exit code: 0 all read, 1 some not, 2 wrong use. */
export async function readPlanCommand(args: string[]): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({ args, allowPositionals: true, options: { out: { type: 'string' }, pretty: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
    return 2;
  }
  const { values, positionals: files } = parsed;
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (files.length === 0 || (!values.out && !values.pretty)) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  if (values.out) {
    try {
      await mkdir(values.out, { recursive: true });
    } catch (error) {
      process.stderr.write(`${values.out}: 不能建立输出目录（${error instanceof Error ? error.message : ''}）\n`);
      return 1;
    }
  }
  let failed = 0;
  const taken = new Set<string>();
  for (const file of files) {
    const message = await readOne(file, values.out, values.pretty === true, taken);
    if (message) {
      failed++;
      process.stderr.write(`${file}: ${message}\n`);
    }
  }
  return failed === 0 ? 0 : 1;
}

/** Reads one file; answers what is wrong with it, or undefined. */
async function readOne(file: string, out: string | undefined, pretty: boolean, taken: Set<string>): Promise<string | undefined> {
  try {
    const info = await stat(file);
    if (!info.isFile()) return '不是文件';
    if (info.size > 200 * 1024 * 1024) return reasons['too-large'];
    const bytes = await readFile(file);
    let document = await documentText(bytes, basename(file));
    const command = process.env['SHOUTU_CONVERTER'];
    if (!document.ok && document.reason === 'needs-converter' && command) {
      const made = await convertDocument({ command }, bytes, basename(file));
      if (made.ok) document = await documentText(made.bytes, made.name);
    }
    if (!document.ok) return reasons[document.reason] + (document.detail ? `（${document.detail}）` : '');
    const plan = readPlan(document.text);
    if (out) {
      const name = outputName(file, taken);
      await writeFile(join(out, name), `${JSON.stringify(plan, null, 2)}\n`);
      if (!pretty) process.stdout.write(`${file} → ${join(out, name)}：${plan.tasks.length} 项任务，${plan.phases.length} 个阶段，${plan.issues.length} 处问题\n`);
    }
    if (pretty) process.stdout.write(formatPlan(plan));
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return '找不到这个文件';
    if (code === 'EACCES') return '没有权限读取';
    return error instanceof Error ? error.message : String(error);
  }
}
