import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { addDays, today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { Assignment } from './assignment-page.tsx';

function Ask({ a, onClose }: { a: Assignment; onClose: () => void }) {
  const t = useLabels('campaigns');
  const [form] = Form.useForm<{ due_on: string; reason: string }>();
  const ask = useSubmit(campaigns.ask_extension, { form, done: t('extension_asked'), onDone: onClose });
  const from = a.due_on && a.due_on > today() ? a.due_on : today();
  return (
    <Modal open title={t('ask_extension')} okText={t('send')} confirmLoading={ask.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ due_on: addDays(from, 7) }} onFinish={(v) => ask.mutate({ params: { id: a.id }, body: v })}>
        <Form.Item name="due_on" label={t('extend_to')} rules={[{ required: true, message: t('due_needed') }]}><DateField min={addDays(from, 1)} allowEmpty={false} /></Form.Item>
        <Form.Item name="reason" label={t('reason')} rules={[{ required: true, whitespace: true, message: t('reason_needed') }]}><Input.TextArea rows={3} maxLength={1000} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** Asking for more time, and the answer to it. */
export function ExtensionPanel({ a }: { a: Assignment }) {
  const t = useLabels('campaigns');
  const [asking, setAsking] = useState(false);
  const [note, setNote] = useState('');
  const decide = useSubmit(campaigns.decide_extension, { done: t('decided') });
  const x = a.extension;
  const asks = a.can.includes('ask_extension') && x?.state !== 'pending';
  const decides = a.can.includes('decide_extension') && x?.state === 'pending';
  if (!x && !asks) return null;
  const answer = (approve: boolean): void => { if (x) decide.mutate({ params: { id: a.id }, body: { extension_id: x.id, approve, ...(note.trim() ? { note: note.trim() } : {}) } }); };
  return (
    <Panel title={t('extension')} extra={x && <Mark tone={x.state === 'approved' ? 'good' : x.state === 'rejected' ? 'bad' : 'warn'}>{t(`extension_${x.state}`)}</Mark>}>
      {x && <dl className="facts"><div><dt>{t('extend_to')}</dt><dd>{x.requested_due_on}</dd></div><div><dt>{t('reason')}</dt><dd className="pre">{x.reason}</dd></div><div><dt>{t('asked_by')}</dt><dd>{x.requested_by}</dd></div></dl>}
      {decides && <>
        <label className="field-label" htmlFor="extension-note">{t('opinion')}</label>
        <Input id="extension-note" maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
        <div className="row-actions gap-above"><Button type="primary" loading={decide.isPending && decide.variables.body.approve} disabled={decide.isPending} onClick={() => answer(true)}>{t('extension_approve')}</Button><Button danger loading={decide.isPending && !decide.variables.body.approve} disabled={decide.isPending} onClick={() => answer(false)}>{t('extension_reject')}</Button></div>
      </>}
      {asks && <Button onClick={() => setAsking(true)}>{t('ask_extension')}</Button>}
      {asking && <Ask a={a} onClose={() => setAsking(false)} />}
    </Panel>
  );
}
