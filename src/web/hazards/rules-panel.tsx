import { Button, Checkbox, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { hazards } from '../../modules/hazards/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type All = Reply<typeof hazards.rules>;
const people = ['liaison', 'unit_head', 'office', 'leader', 'shut'] as const;
/** 督办梯次, and when the clock stands still. */
export function Rules({ given }: { given: All }) {
  const t = useLabels('hazards');
  const shell = useLabels('shell');
  const manages = useMay('hazard.manage');
  const [r, setR] = useState(given);
  const save = useSubmit(hazards.save_rules, { done: t('rules_saved') });
  const change = (i: number, c: Partial<All['ladder'][number]>): void => setR((all) => ({ ...all, ladder: all.ladder.map((l, n) => (n === i ? { ...l, ...c } : l)) }));
  const stepName = (days: number): string => (days < 0 ? t('before_due', { n: -days }) : t('after_due', { n: days }));
  return (
    <Panel title={t('ladder')} extra={manages && <Button type="primary" loading={save.isPending} onClick={() => save.mutate({ body: r })}>{shell('save')}</Button>}>
      <p className="muted">{t('ladder_note')}</p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t('ladder')}>
        <table className="table"><caption className="visually-hidden">{t('ladder')}</caption>
          <thead><tr><th scope="col">{t('ladder_days')}</th><th scope="col">{t('ladder_words')}</th>{people.map((p) => <th key={p} scope="col">{t(`ladder_${p}`)}</th>)}{manages && <th scope="col">{t('actions')}</th>}</tr></thead>
          <tbody>{r.ladder.map((l, i) => (
            // oxlint-disable-next-line no-array-index-key -- rows are told apart by where they stand
            <tr key={i}>
              <th scope="row">{manages ? <InputNumber aria-label={`${t('ladder_days')} ${i + 1}`} min={-30} max={365} precision={0} value={l.days} onChange={(days) => change(i, { days: days ?? 1 })} /> : stepName(l.days)}</th>
              <td>{manages ? <Input aria-label={`${t('ladder_words')} ${i + 1}`} maxLength={60} value={l.words} onChange={(e) => change(i, { words: e.target.value })} style={{ minWidth: 180 }} /> : l.words}</td>
              {people.map((p) => <td key={p}>{manages ? <Checkbox aria-label={`${stepName(l.days)} ${t(`ladder_${p}`)}`} checked={l[p]} onChange={(e) => change(i, { [p]: e.target.checked })} /> : l[p] && <Icon name="check" size={16} />}</td>)}
              {manages && <td><Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${stepName(l.days)}`} onClick={() => setR((all) => ({ ...all, ladder: all.ladder.filter((_, n) => n !== i) }))} /></td>}
            </tr>
          ))}</tbody></table>
      </div>
      {manages && <Button icon={<Icon name="plus" />} disabled={r.ladder.length >= 20} onClick={() => setR((all) => ({ ...all, ladder: [...all.ladder, { days: (all.ladder.at(-1)?.days ?? 0) + 7, liaison: true, unit_head: true, office: false, leader: false, shut: false, words: t('ladder_new') }] }))}>{t('ladder_add')}</Button>}
      <h3>{t('clock')}</h3>
      <p><Checkbox disabled={!manages} checked={r.pause_retest} onChange={(e) => setR({ ...r, pause_retest: e.target.checked })}>{t('pause_retest')}</Checkbox></p>
      <p><Checkbox disabled={!manages} checked={r.pause_approval} onChange={(e) => setR({ ...r, pause_approval: e.target.checked })}>{t('pause_approval')}</Checkbox></p>
      <p><label htmlFor="superior-days">{t('superior_days')}</label> <InputNumber id="superior-days" disabled={!manages} min={0} max={60} precision={0} value={r.superior_days} onChange={(n) => setR({ ...r, superior_days: n ?? 0 })} /></p>
    </Panel>
  );
}
