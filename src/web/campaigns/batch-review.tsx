import { App, Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { useLabels } from '../i18n.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { AssignmentRow } from './campaign-data.ts';

/** Approves or returns the chosen rows in one step; all of them or none. */
export function BatchReview({ ready, chosen, onChoose }: { ready: AssignmentRow[]; chosen: Map<string, AssignmentRow>; onChoose: (chosen: Map<string, AssignmentRow>) => void }) {
  const t = useLabels('campaigns');
  const { message } = App.useApp();
  const [asking, setAsking] = useState<'approve' | 'return'>();
  const [note, setNote] = useState('');
  const many = useSubmit(campaigns.move_many, { onDone: (r) => { message.success(t('moved_n', { n: r.moved })); onChoose(new Map()); setAsking(undefined); setNote(''); } });
  const all = ready.every((r) => chosen.has(r.id));
  return (
    <div className="batch" role="group" aria-label={t('batch')}>
      <Checkbox checked={all} indeterminate={chosen.size > 0 && !all} onChange={() => onChoose(all ? new Map() : new Map(ready.map((r) => [r.id, r])))}>{t('choose_all', { n: ready.length })}</Checkbox>
      <span className="muted">{t('chosen_n', { n: chosen.size })}</span>
      <Button size="small" type="primary" disabled={chosen.size === 0} onClick={() => setAsking('approve')}>{t('batch_approve')}</Button>
      <Button size="small" danger disabled={chosen.size === 0} onClick={() => setAsking('return')}>{t('batch_return')}</Button>
      <Modal open={asking !== undefined} title={asking === 'return' ? t('return_ask', { n: chosen.size }) : t('approve_ask', { n: chosen.size })} confirmLoading={many.isPending} onCancel={() => setAsking(undefined)}
        okText={asking === 'return' ? t('batch_return') : t('batch_approve')} okButtonProps={{ danger: asking === 'return', disabled: asking === 'return' && note.trim() === '' }}
        onOk={() => asking && many.mutate({ body: { action: asking, moves: [...chosen.values()].map((r) => ({ id: r.id, version: r.version })), ...(note.trim() ? { note: note.trim() } : {}) } })}>
        <label className="field-label" htmlFor="batch-note">{asking === 'return' ? t('return_reason') : t('opinion')}</label>
        <Input.TextArea id="batch-note" rows={3} maxLength={5000} value={note} onChange={(e) => setNote(e.target.value)} />
      </Modal>
    </div>
  );
}
