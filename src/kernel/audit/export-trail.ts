import { Readable } from 'node:stream';
import { beijingTime, today } from '../clock.ts';
import type { Db } from '../database.ts';
import type { Sent } from '../http/serve.ts';
import { trailRows, type TrailFilter } from './read-trail.ts';
import { changesOf, nameObjects, type TrailWords } from './trail-words.ts';

const heads = ['序号', '时间（北京时间）', '人员', '地址', '操作', '对象类别', '对象', '结果', '之前', '之后', '操作代码', '对象编号', '校验值'];
const results = { ok: '成功', failed: '失败', denied: '拒绝' } as const;
/** A cell of a CSV; what a spreadsheet would take for a formula is told to be text. */
const cell = (v: unknown): string => {
  const text = v === null || v === undefined ? '' : typeof v === 'string' ? v : JSON.stringify(v);
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
};
const batch = 2000;

/** Every row that matches, in the words of the pages, oldest first, a batch at a time: a trail of years is larger than memory. */
export function exportTrail(db: Db, words: TrailWords, filter: TrailFilter): Sent {
  async function* lines(): AsyncGenerator<string> {
    yield `\u{feff}${heads.map(cell).join(',')}\r\n`;
    for (let after = 0; ;) {
      const rows = await trailRows(db, words, filter).where('seq', '>', after).orderBy('seq').limit(batch).execute();
      const names = await nameObjects(db, words, rows);
      for (const [i, r] of rows.entries()) {
        const changes = changesOf(words, r, 'zh');
        const side = (which: 'before' | 'after'): string => changes.flatMap((c) => (c[which] === null ? [] : `${c.field}：${c[which]}`)).join('；');
        yield `${[r.seq, beijingTime(r.at), r.actor_name, r.ip, words.actions.get(r.action) ?? r.action, r.object_type && (words.objects[r.object_type]?.zh ?? r.object_type), names[i], results[r.result], side('before'), side('after'), r.action, r.object_id, r.hash].map(cell).join(',')}\r\n`;
      }
      if (rows.length < batch) return;
      after = rows.at(-1)!.seq;
    }
  }
  return { stream: Readable.from(lines()), name: `审计日志-${today()}.csv` };
}
