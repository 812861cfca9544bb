import { sql, type Reader } from '../../kernel/database.ts';
import { objectionsTo } from '../assets/index.ts';
import type { Answered } from './checklist.ts';
import type { applicationKinds } from './contract.ts';
import { onBooks } from './workflow.ts';

export interface Missing { stops: 'submit' | 'approve'; text: string }
type Kind = (typeof applicationKinds)[number];
const noApproval = { go_live: '没有批准的上线申请', restore: '没有批准的恢复上线申请' } as const;

/** 先备案、先审批, 后上线: what this module says against a system that goes online or comes back. */
export async function objections(db: Reader, systemId: string, move: 'go_online' | 'restore'): Promise<string[]> {
  const kind = move === 'restore' ? 'restore' : 'go_live';
  const { rows: [stands] } = await sql<{ unfiled: string[]; approved: boolean }>`select
      coalesce((select array_agg(k.name order by k.sort) from filing f join work_case c on c.id = f.id join filing_kind k on k.key = f.kind where f.system_id = ${systemId} and k.before_online and c.state <> all(${[...onBooks, 'void']}::text[])), '{}') as unfiled,
      exists (select 1 from system_application a join work_case c on c.id = a.id where a.system_id = ${systemId} and a.kind = ${kind} and c.type = 'go_live' and c.state = 'approved' and a.done_at is null) as approved`.execute(db);
  const unfiled = move === 'restore' ? [] : stands!.unfiled;
  return [...unfiled.map((name) => `没有办理${name}`), ...(stands!.approved ? [] : [noApproval[kind]])];
}

/** What an application still lacks, in words: first what its unit fills in, then what stands against the approval. */
export async function missingFor(db: Reader, a: { kind: Kind; system_id: string; internet: boolean; content: string; purpose: string; contact_name: string; contact_phone: string; report_ref: string }, checks: readonly Answered[], files: number): Promise<Missing[]> {
  const submit: string[] = [];
  if (!a.contact_name.trim() || !a.contact_phone.trim()) submit.push('没有填写联系人和电话');
  if (a.kind === 'go_live' && !a.purpose.trim()) submit.push('没有填写主要功能');
  if (a.kind !== 'go_live' && !a.content.trim()) submit.push({ restore: '没有写明整改情况', change: '没有写明变更内容', retire: '没有写明下线原因' }[a.kind]);
  const open = checks.filter((i) => i.answer === null);
  if (open.length) submit.push(`还有 ${open.length} 个检查项没有填写`);
  for (const i of checks) if (i.answer === 'no' && !i.note.trim()) submit.push(`“${i.title}”没有落实，请说明原因和打算`);
  const approve: string[] = [];
  // 没有采用安全防范措施的信息系统（网站）严禁接入互联网
  const gated = a.kind === 'restore' || a.kind === 'retire' || a.internet;
  if (gated) for (const i of checks) if (i.gate && i.answer === 'no') approve.push(a.kind === 'restore' || a.kind === 'retire' ? `“${i.title}”没有落实` : `“${i.title}”没有落实，不能接入互联网`);
  if (a.kind === 'go_live' || a.kind === 'restore') approve.push(...(await objectionsTo(db, a.system_id, a.kind === 'restore' ? 'restore' : 'go_online')).filter((o) => o !== noApproval.go_live && o !== noApproval.restore));
  if (a.kind !== 'retire' && !a.report_ref.trim() && files === 0) approve.push('没有技术检测报告');
  return [...submit.map((text) => ({ stops: 'submit' as const, text })), ...approve.map((text) => ({ stops: 'approve' as const, text }))];
}
