import { App, Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useId, useRef } from 'react';
import { recurrences } from '../../modules/campaigns/contract.ts';
import { listText, useLabels } from '../i18n.ts';
import { treeOf, UnitsSelect, useUnits } from '../organisation/unit-select.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import type { CampaignDraft, Draft, DraftTask } from './campaign-data.ts';

interface Props {
  task: DraftTask; phases: Draft['phases']; matches: CampaignDraft['matches']; isLast: boolean; onShow: (() => void) | undefined;
  onChange: (part: Partial<DraftTask>) => void; onSplit: (at: number) => void; onMerge: () => void; onRemove: () => void;
}

function Thresholds({ task, onChange }: Pick<Props, 'task' | 'onChange'>) {
  const t = useLabels('campaigns');
  const shell = useLabels('shell');
  const set = (at: number, part: Partial<DraftTask['thresholds'][number]>): void => onChange({ thresholds: task.thresholds.map((x, i) => (i === at ? { ...x, ...part } : x)) });
  return (
    <div className="field-wide">
      <span className="label-text">{t('thresholds')}</span>
      {task.thresholds.map((x, i) => (
        <div key={i} className="threshold-row">
          <Input aria-label={`${t('metric')} ${i + 1}`} value={x.metric} maxLength={300} onChange={(e) => set(i, { metric: e.target.value })} />
          <Select aria-label={`${t('comparison')} ${i + 1}`} value={x.op} onChange={(op) => set(i, { op })} options={['>=', '<=', '>', '<', '='].map((op) => ({ value: op, label: op }))} />
          <InputNumber aria-label={`${t('value')} ${i + 1}`} value={x.value} onChange={(v) => set(i, { value: v ?? 0 })} />
          <Input aria-label={`${t('measure')} ${i + 1}`} value={x.unit} maxLength={20} onChange={(e) => set(i, { unit: e.target.value })} />
          <Button type="text" danger icon={<Icon name="trash" />} aria-label={`${shell('remove')} ${t('thresholds')} ${i + 1}`} onClick={() => onChange({ thresholds: task.thresholds.filter((_, at) => at !== i) })} />
        </div>
      ))}
      <Button size="small" icon={<Icon name="plus" size={16} />} onClick={() => onChange({ thresholds: [...task.thresholds, { metric: '', op: '>=', value: 100, unit: '%' }] })}>{t('add_threshold')}</Button>
    </div>
  );
}

/** One task of the draft, open for change. */
export function DraftTaskForm({ task, phases, matches, isLast, onShow, onChange, onSplit, onMerge, onRemove }: Props) {
  const t = useLabels('campaigns');
  const shell = useLabels('shell');
  const id = useId();
  const { message } = App.useApp();
  const cursor = useRef(0);
  const units = useUnits();
  const collective = matches.filter((m) => m.how === 'collective' && m.unit_ids);
  const leaves = treeOf(units.data ?? []).flatMap((root) => root.children.map((c) => c.value));
  const split = (): void => { if (cursor.current > 0 && cursor.current < task.text.length) onSplit(cursor.current); else message.info(t('split_hint')); };
  return (
    <div className="draft-form">
      <div className="fields">
        <div className="field-wide"><label htmlFor={`${id}title`}>{t('task_title')}</label><Input id={`${id}title`} value={task.title} maxLength={500} onChange={(e) => onChange({ title: e.target.value })} /></div>
        <div className="field-wide"><label htmlFor={`${id}text`}>{t('task_text')}</label>
          <Input.TextArea id={`${id}text`} autoSize={{ minRows: 2, maxRows: 10 }} value={task.text} maxLength={20_000} onChange={(e) => onChange({ text: e.target.value })} onSelect={(e) => { cursor.current = e.currentTarget.selectionStart; }} /></div>
        <div className="field-wide"><span className="label-text">{t('answering_units')}{task.units.length > 0 && <span className="muted">（{t('in_document')}：{listText(task.units)}）</span>}</span>
          <UnitsSelect label={t('answering_units')} value={task.unit_ids ?? []} onChange={(ids) => onChange({ unit_ids: ids.length > 0 ? ids : null, lead_unit_ids: task.lead_unit_ids.filter((l) => ids.includes(l)) })} />
          <div className="quick">{collective.map((m) => <Button key={m.name} size="small" onClick={() => onChange({ unit_ids: m.unit_ids })}>{m.name}（{m.unit_ids?.length}）</Button>)}
            {leaves.length > 0 && <Button size="small" onClick={() => onChange({ unit_ids: leaves })}>{t('all_units', { n: leaves.length })}</Button>}</div></div>
        <div className="field-wide"><span className="label-text">{t('lead_units')}</span><UnitsSelect label={t('lead_units')} value={task.lead_unit_ids} onChange={(ids) => onChange({ lead_unit_ids: ids, unit_ids: [...new Set([...(task.unit_ids ?? []), ...ids])] })} /></div>
        <div><label htmlFor={`${id}due`}>{t('due')}</label><DateField id={`${id}due`} value={task.due} onChange={(due) => onChange({ due })} /></div>
        <div><label htmlFor={`${id}every`}>{t('recurrence')}</label><Select id={`${id}every`} aria-label={t('recurrence')} className="full" allowClear placeholder={t('once')} value={task.recurrence} onChange={(v?: DraftTask['recurrence']) => onChange({ recurrence: v ?? null })} options={recurrences.map((r) => ({ value: r, label: t(`every_${r}`) }))} /></div>
        <div><label htmlFor={`${id}phase`}>{t('phase')}</label><Select id={`${id}phase`} aria-label={t('phase')} className="full" allowClear placeholder={shell('none')} value={task.phase} onChange={(v?: string) => onChange({ phase: v ?? null })} options={phases.filter((p) => p.title).map((p) => ({ value: p.title, label: p.title }))} /></div>
        <Thresholds task={task} onChange={onChange} />
        <div className="field-wide checks"><Checkbox checked={task.sign_off} onChange={(e) => onChange({ sign_off: e.target.checked })}>{t('needs_sign_off')}</Checkbox><Checkbox checked={task.skip} onChange={(e) => onChange({ skip: e.target.checked })}>{t('skip')}</Checkbox></div>
      </div>
      <div className="row-actions">
        {onShow && <Button size="small" icon={<Icon name="file" size={16} />} onClick={onShow}>{t('show_in_document')}</Button>}
        <Button size="small" icon={<Icon name="split" size={16} />} onClick={split}>{t('split')}</Button>
        <Button size="small" icon={<Icon name="merge" size={16} />} disabled={isLast} onClick={onMerge}>{t('merge_next')}</Button>
        <Button size="small" danger icon={<Icon name="trash" size={16} />} onClick={onRemove}>{shell('remove')}</Button>
      </div>
    </div>
  );
}
