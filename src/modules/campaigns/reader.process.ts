import { documentText, readPaper, readPlan } from '../../engines/plan-reader/index.ts';
import { answerApart } from '../../kernel/apart.ts';

/** One document a process: a hostile file can only kill its own. */
answerApart(async ({ bytes, name, text, as }: { bytes?: Uint8Array; name: string; text?: string; as: 'plan' | 'paper' }) => {
  const read = bytes ? await documentText(bytes, name) : { ok: true as const, text: text! };
  return read.ok ? { ok: true, read: as === 'plan' ? readPlan(read.text) : readPaper(read.text) } : read;
});
