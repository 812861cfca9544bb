import { Input, Radio } from 'antd';
import { answers } from '../../modules/filings/contract.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Mark } from '../ui/mark.tsx';
import type { Application } from './marks.tsx';

type Check = Application['checks'][number];
export type Given = { key: string; answer: Check['answer']; note: string };
const tones = { yes: 'good', no: 'bad', na: 'grey' } as const;

/** What is asked, one after the other; each answer is kept as soon as it is given. */
export function Checklist({ checks, onAnswer }: { checks: readonly Check[]; onAnswer: ((given: Given) => void) | undefined }) {
  const t = useLabels('filings');
  return (
    <ol className="check-list">
      {checks.map((c) => (
        <li key={c.key} className={c.answer === null ? 'check check-open' : 'check'}>
          <div className="check-what"><strong id={`check-${c.key}`}>{c.title}</strong>{c.gate && <> <Mark tone="info">{t('gate')}</Mark></>}{c.answer === 'no' && c.gate && <> <span className="gap"><Icon name="warn" size={16} />{t('gate_open')}</span></>}{c.hint && <div className="muted small">{c.hint}</div>}{c.basis && <div className="muted small">{t('basis')}：{c.basis}</div>}</div>
          {onAnswer ? <div className="check-answer">
            <Radio.Group aria-labelledby={`check-${c.key}`} optionType="button" buttonStyle="solid" value={c.answer} onChange={(e) => onAnswer({ key: c.key, answer: e.target.value as Check['answer'], note: c.note })} options={answers.map((a) => ({ value: a, label: t(`answer_${a}`) }))} />
            <Input key={c.note} aria-label={`${t('check_note')} ${c.title}`} placeholder={t('check_note')} maxLength={500} defaultValue={c.note} disabled={c.answer === null} onBlur={(e) => { const note = e.target.value.trim(); if (note !== c.note) onAnswer({ key: c.key, answer: c.answer, note }); }} />
          </div> : <div className="check-answer">{c.answer ? <Mark tone={tones[c.answer]}>{t(`answer_${c.answer}`)}</Mark> : <Mark tone="warn">{t('unanswered')}</Mark>} {c.note && <span className="break">{c.note}</span>}</div>}
        </li>
      ))}
    </ol>
  );
}
