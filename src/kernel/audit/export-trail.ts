import { Readable } from 'node:stream';
import { today } from '../clock.ts';
import type { Db } from '../database.ts';
import type { Sent } from '../http/serve.ts';
import { trailRows, type TrailFilter } from './trail.ts';

const heads = ['序号', '时间', '人员', '地址', '操作', '对象类别', '对象', '结果', '之前', '之后', '校验值'];
/** A cell of a CSV; what a spreadsheet would take for a formula is told to be text. */
const cell = (v: unknown): string => {
  const text = v === null || v === undefined ? '' : typeof v === 'string' ? v : JSON.stringify(v);
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
};
const batch = 2000;

/** Every row that matches, oldest first, a batch at a time: a trail of years is larger than memory. */
export function exportTrail(db: Db, filter: TrailFilter): Sent {
  async function* lines(): AsyncGenerator<string> {
    yield `\u{feff}${heads.map(cell).join(',')}\r\n`;
    for (let after = 0; ;) {
      const rows = await trailRows(db, filter).where('seq', '>', after).orderBy('seq').limit(batch).execute();
      for (const r of rows) yield `${[r.seq, r.at, r.actor_name, r.ip, r.action, r.object_type, r.object_id, r.result, r.before, r.after, r.hash].map(cell).join(',')}\r\n`;
      if (rows.length < batch) return;
      after = rows.at(-1)!.seq;
    }
  }
  return { stream: Readable.from(lines()), name: `审计日志-${today()}.csv` };
}
