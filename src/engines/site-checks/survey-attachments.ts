import { hash } from 'node:crypto';
import { notTested, type Check } from './check.ts';
import { headerOf, isFailure } from './context/context.ts';
import { resultOf, runCheck } from './run-check.ts';
import type { StageRun } from './survey.ts';
import type { Attachment } from './targets.ts';

const mostBytes = 20 << 20;

/** Fetches what the pages offer and gives it to the checks of attachments, one file in memory at a time. What could not be fetched is not tested. */
export async function surveyAttachments(checks: readonly Check<'attachment'>[], urls: readonly string[], run: StageRun): Promise<void> {
  const { options: o, reach } = run;
  for (const [i, url] of urls.entries()) {
    const key = `file ${url}`;
    if (run.stopped() || run.late()) return;
    if (run.done.has(key)) continue;
    const answer = await reach.forCheck('site.attachment', 3).http({ url, follow: 2, accept: '*/*', maxBytes: mostBytes });
    const bytes = isFailure(answer) ? new Uint8Array() : answer.body;
    const told = isFailure(answer) ? '' : /filename\*?=(?:UTF-8'')?"?([^";]+)/i.exec(headerOf(answer, 'content-disposition'))?.[1] ?? '';
    const name = decoded(told || new URL(url).pathname.split('/').at(-1)!);
    for (const check of checks) {
      const target: Attachment | undefined = isFailure(answer) || answer.status !== 200 || answer.truncated ? undefined : { kind: 'attachment', url, name, bytes, sha256: hash('sha256', bytes), answer };
      const results = target ? await runCheck(check, target, reach, o.salt)
        : [resultOf(check, { kind: 'attachment', url, name, bytes, sha256: '', answer: answer as Attachment['answer'] }, isFailure(answer) ? notTested(answer.failed, answer.detail) : notTested('control', answer.truncated ? `附件没有取全，或超过 ${mostBytes >> 20} MB` : `附件应答 ${answer.status}`), o.salt)];
      for (const result of results) if (!run.stopped()) await o.onResult(result);
    }
    if (!run.stopped()) await o.onFinished?.(key);
    await run.step(i + 1, urls.length);
  }
}
function decoded(name: string): string { try { return decodeURIComponent(name); } catch { return name; } }
