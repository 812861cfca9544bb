import { Button, Input } from 'antd';
import { useId } from 'react';
import { useLabels, useLanguage, wordFor } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import type { CampaignDraft, Draft } from './campaign-data.ts';

type Change = (next: (draft: Draft) => Draft) => void;
type DateKey = 'issued_on' | 'start_on' | 'end_on';

function Phases({ draft, onChange }: { draft: Draft; onChange: Change }) {
  const t = useLabels('campaigns');
  const shell = useLabels('shell');
  const set = (at: number, part: Partial<Draft['phases'][number]>): void => onChange((d) => ({ ...d, phases: d.phases.map((p, i) => (i === at ? { ...p, ...part } : p)) }));
  return (
    <details className="fold" open={draft.phases.length > 0}>
      <summary>{t('phases')}（{draft.phases.length}）</summary>
      {draft.phases.map((p, i) => (
        <div key={i} className="phase-row">
          <Input aria-label={`${t('phase_title')} ${i + 1}`} value={p.title} maxLength={200} onChange={(e) => set(i, { title: e.target.value })} />
          <DateField label={`${t('phase_start')} ${i + 1}`} value={p.start} onChange={(start) => set(i, { start })} />
          <DateField label={`${t('phase_end')} ${i + 1}`} value={p.end} onChange={(end) => set(i, { end })} />
          <Button type="text" danger icon={<Icon name="trash" />} aria-label={`${shell('remove')} ${t('phase')} ${i + 1}`} onClick={() => onChange((d) => ({ ...d, phases: d.phases.filter((_, at) => at !== i) }))} />
        </div>
      ))}
      <Button size="small" icon={<Icon name="plus" size={16} />} onClick={() => onChange((d) => ({ ...d, phases: [...d.phases, { title: '', start: null, end: null }] }))}>{t('add_phase')}</Button>
    </details>
  );
}

function Group({ draft, onChange }: { draft: Draft; onChange: Change }) {
  const t = useLabels('campaigns');
  const id = useId();
  const { group } = draft;
  if (!group) return null;
  const lists = ['leaders', 'deputies', 'members'] as const;
  const set = (part: Partial<NonNullable<Draft['group']>>): void => onChange((d) => ({ ...d, group: d.group && { ...d.group, ...part } }));
  return (
    <details className="fold">
      <summary>{t('leading_group')}</summary>
      <div className="fields">
        {lists.map((key) => <div key={key} className="field-wide"><label htmlFor={`${id}${key}`}>{t(`group_${key}`)}</label><Input.TextArea id={`${id}${key}`} autoSize value={group[key].join('、')} onChange={(e) => set({ [key]: e.target.value.split('、') })} /></div>)}
        <div><label htmlFor={`${id}office`}>{t('group_office')}</label><Input id={`${id}office`} value={group.office ?? ''} onChange={(e) => set({ office: e.target.value || null })} /></div>
        <div><label htmlFor={`${id}head`}>{t('group_office_head')}</label><Input id={`${id}head`} value={group.officeHead ?? ''} onChange={(e) => set({ officeHead: e.target.value || null })} /></div>
      </div>
    </details>
  );
}

/** What the document says of itself, and what the reader was unsure of. */
export function DraftFacts({ draft, issues, onChange, onQuote }: { draft: Draft; issues: CampaignDraft['issues']; onChange: Change; onQuote: (quote: string) => void }) {
  const t = useLabels('campaigns');
  const language = useLanguage();
  /** The reader speaks Chinese of Chinese documents; in English the kind of doubt is named above the quotation. */
  const words = (issue: CampaignDraft['issues'][number]): string => language === 'en' ? wordFor('campaigns', `issue_${issue.code}`, issue.message) : issue.message;
  const id = useId();
  const texts = [['title', 300], ['number', 60], ['issuer', 120]] as const;
  const dates: readonly DateKey[] = ['issued_on', 'start_on', 'end_on'];
  return (
    <Panel title={t('facts')}>
      {issues.length > 0 && (
        <details className="fold fold-warn" open={issues.length <= 6}>
          <summary><Icon name="warn" size={16} />{t('issues_n', { n: issues.length })}</summary>
          <ul className="issues">{issues.map((issue, i) => <li key={i}>{issue.quote ? <button type="button" className="issue" onClick={() => onQuote(issue.quote)}><span>{words(issue)}</span><q>{issue.quote.length > 60 ? `${issue.quote.slice(0, 60)}…` : issue.quote}</q></button> : <span>{words(issue)}</span>}</li>)}</ul>
        </details>
      )}
      <div className="fields">
        {texts.map(([key, max]) => <div key={key} className={key === 'title' ? 'field-wide' : ''}><label htmlFor={id + key}>{t(`fact_${key}`)}</label><Input id={id + key} maxLength={max} value={draft[key] ?? ''} onChange={(e) => onChange((d) => ({ ...d, [key]: key === 'title' ? e.target.value : e.target.value || null }))} /></div>)}
        {dates.map((key) => <div key={key}><label htmlFor={id + key}>{t(`fact_${key}`)}</label><DateField id={id + key} value={draft[key]} onChange={(v) => onChange((d) => ({ ...d, [key]: v }))} /></div>)}
      </div>
      <Phases draft={draft} onChange={onChange} />
      <Group draft={draft} onChange={onChange} />
    </Panel>
  );
}
