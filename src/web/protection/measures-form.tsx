import { App, Button, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { measureStates, measures, protection, type Measure, type MeasureKey } from '../../modules/protection/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels, useLanguage } from '../i18n.ts';
import { Mark } from '../ui/mark.tsx';
import { useSubmit } from '../ui/use-submit.ts';

export type Standing = Reply<typeof protection.measures>['organisation'][number];
type State = Standing['state'];
type Said = Partial<Record<MeasureKey, { state?: State; note: string }>>;
export const nameOf = (m: Measure, english: boolean): string => (english ? m.name_en : m.name);

/** One measure after the other, each with its sentence; only what was changed is sent. id null: the organisation's own. */
export function MeasuresForm({ id, name, states, onClose }: { id: string | null; name: string; states: readonly Standing[]; onClose: () => void }) {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const english = useLanguage() === 'en';
  const { message } = App.useApp();
  const before: Said = Object.fromEntries(states.map((s) => [s.measure, { state: s.state, note: s.note }]));
  const [said, setSaid] = useState<Said>(before);
  const done = { done: shell('saved'), onDone: onClose };
  const ofSystem = useSubmit(protection.set_measures, done);
  const ofWhole = useSubmit(protection.set_own_measures, done);
  const list = measures.filter((m) => m.scope === (id ? 'system' : 'organisation'));
  const set = (key: MeasureKey, change: { state?: State; note?: string }): void => setSaid((s) => ({ ...s, [key]: { note: '', ...s[key], ...change } }));
  const send = (): void => {
    const changed = list.flatMap((m) => { const s = said[m.key]; const b = before[m.key]; return s?.state && (s.state !== b?.state || s.note !== b.note || states.find((o) => o.measure === m.key)?.stale) ? [{ measure: m.key, state: s.state, note: s.note.trim() }] : []; });
    if (changed.some((c) => c.state === 'na' && !c.note)) { message.warning(t('why_needed')); return; }
    if (changed.length === 0) { onClose(); return; }
    if (id) ofSystem.mutate({ params: { id }, body: { states: changed } });
    else ofWhole.mutate({ body: { states: changed } });
  };
  return (
    <Modal open width={720} title={t('fill_title', { name })} onCancel={onClose} onOk={send} okText={shell('save')} confirmLoading={ofSystem.isPending || ofWhole.isPending} destroyOnHidden>
      <Form layout="vertical" onFinish={send}>
        <Button type="link" className="inline-link" onClick={() => setSaid((s) => ({ ...Object.fromEntries(list.map((m) => [m.key, { state: 'yes' as const, note: '' }])), ...s }))}>{t('all_yes')}</Button>
        {list.map((m: Measure & { key: MeasureKey }) => (
          <fieldset key={m.key} className="measure">
            <legend><strong>{nameOf(m, english)}</strong> {m.gate && <Mark tone="info">{t('gate')}</Mark>} {states.find((s) => s.measure === m.key)?.stale && <Mark tone="warn">{t('stale')}</Mark>}</legend>
            <p className="muted small">{english ? m.ask_en : m.ask}</p>
            <Radio.Group aria-label={nameOf(m, english)} value={said[m.key]?.state} onChange={(e) => set(m.key, { state: e.target.value as State })} options={measureStates.map((s) => ({ value: s, label: t(`state_${s}`) }))} />
            {said[m.key]?.state && <Input aria-label={`${nameOf(m, english)} ${t('note')}`} placeholder={t('note_if')} maxLength={500} value={said[m.key]?.note ?? ''} onChange={(e) => set(m.key, { note: e.target.value })} />}
          </fieldset>
        ))}
      </Form>
    </Modal>
  );
}
