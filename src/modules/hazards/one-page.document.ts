import { Readable } from 'node:stream';
import { writeGongwen, type Block, type Column } from '../../engines/gongwen/index.ts';
import { today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { readSettings } from '../../kernel/settings/settings.ts';
import { severityNames } from './export-hazards.ts';
import { readFigures } from './figures.ts';

const percent = (n: number | null): string => (n === null ? '—' : `${n}%`);
const text = (value: string): Block => ({ type: 'paragraph', text: value });
const titles = (...list: string[]): Column[] => list.map((title, i) => ({ title, width: i === 0 ? 3 : 1.4, align: i === 0 ? 'left' : 'center' }));

/** 一页纸 for leaders: the figures of this moment, and how each is counted. */
export async function writeOnePage(db: Reader, actor: Actor): Promise<Sent> {
  const f = await readFigures(db, actor);
  const { organisation_name } = await readSettings(db);
  const worst = f.units.slice(0, 10);
  const bytes = await writeGongwen({
    title: '网络安全隐患情况一页纸', issuer: organisation_name, issuedOn: today(),
    body: [
      text(`截至${today()}，共登记隐患${f.total}处，未清零${f.open}处，其中逾期${f.overdue}处、待核实${f.to_verify}处${f.unowned ? `、无责任单位${f.unowned}处` : ''}。`),
      text(`清零率${percent(f.clear_rate)}，整改率${percent(f.repair_rate)}，处置反馈率${percent(f.feedback_rate)}（通报${f.told}处，反馈${f.answered}处），平均整改${f.mean_days ?? '—'}天，复发率${percent(f.recurrence_rate)}（复发${f.again}处）。`),
      { type: 'table', columns: titles('等级', '未清零', '已清零'), rows: f.by_severity.map((s) => [severityNames[s.severity], String(s.open), String(s.cleared)]) },
      ...(worst.length ? [{ type: 'table' as const, columns: titles('单位（逾期、未清零多的在前）', '未清零', '逾期', '已清零', '共计'), rows: worst.map((u) => [u.unit_name, String(u.open), String(u.overdue), String(u.cleared), String(u.total)]) }] : []),
      text('计算口径：清零率为已清零数除以应整改数（不含经批准不整改的）；整改率为已反馈、复测中和已清零数除以应整改数；处置反馈率为已反馈数除以已通报数；复发率为复发过的除以清零过的；几个扫描器发现的同一处只计一次。'),
    ],
  });
  return { stream: Readable.from([bytes]), name: `网络安全隐患情况一页纸-${today()}.docx`, sizeBytes: bytes.byteLength };
}
