import { Form, Input, Modal } from 'antd';
import { type filingMoves, filings } from '../../modules/filings/contract.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { Filing } from './marks.tsx';

export type FilingAction = (typeof filingMoves)[number];
interface Values { note?: string; number?: string; subject?: string; filed_on?: string | null; approved_on?: string | null; expires_on?: string | null; cancelled_on?: string | null }
const noted: readonly FilingAction[] = ['send_back', 'no_change', 'begin_change', 'begin_cancel', 'exempt'];

export function FilingStep({ f, step, onClose }: { f: Filing; step: FilingAction; onClose: () => void }) {
  const t = useLabels('filings');
  const [form] = Form.useForm<Values>();
  const move = useSubmit(filings.move, { form, done: t('done'), refresh: [['filings'], ['applications'], ['assets']], onDone: onClose });
  const finish = (v: Values): void => move.mutate({ params: { id: f.id }, body: { version: f.version, action: step, ...(v.note && { note: v.note }), ...(v.number !== undefined && { number: v.number }), ...(v.subject !== undefined && { subject: v.subject }), ...(v.filed_on && { filed_on: v.filed_on }), ...(v.approved_on && { approved_on: v.approved_on }), ...(step === 'record' && { expires_on: v.expires_on ?? null }), ...(v.cancelled_on && { cancelled_on: v.cancelled_on }) } });
  const day = { rules: [{ required: true, message: t('day_needed') }] };
  return (
    <Modal open title={`${t(`do_${step}`)} ${f.kind_name}`} onCancel={onClose} okText={t(`do_${step}`)} okButtonProps={{ danger: step === 'begin_cancel' }} confirmLoading={move.isPending} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ number: f.number, subject: f.subject, filed_on: today(), approved_on: today(), cancelled_on: today(), expires_on: null }}>
        {step === 'record' && f.files === 0 && <p className="gap">{t('proof_first')}</p>}
        {step === 'submit' && <Form.Item name="filed_on" label={t('filed_on')} {...day}><DateField max={today()} /></Form.Item>}
        {step === 'record' && <>
          <Form.Item name="number" label={t('number')} extra={f.number_example && t('number_example', { example: f.number_example })} rules={[{ required: true, whitespace: true, message: t('number_needed') }]}><Input maxLength={60} /></Form.Item>
          <Form.Item name="subject" label={t('subject')} extra={t('subject_hint')}><Input maxLength={120} /></Form.Item>
          <div className="form-pair">
            <Form.Item name="approved_on" label={t('approved_on')} {...day}><DateField max={today()} /></Form.Item>
            <Form.Item name="expires_on" label={t('expires_on')} extra={t('expires_hint')}><DateField /></Form.Item>
          </div>
        </>}
        {step === 'close' && <Form.Item name="cancelled_on" label={t('cancelled_on')} {...day}><DateField max={today()} /></Form.Item>}
        <Form.Item name="note" label={t(noted.includes(step) ? 'why' : 'note')} rules={noted.includes(step) ? [{ required: true, whitespace: true, message: t('note_needed') }] : []}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
/** What is written on the certificate, put right afterwards. */
export function FilingEdit({ f, onClose }: { f: Filing; onClose: () => void }) {
  const t = useLabels('filings');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values & { authority?: string }>();
  const save = useSubmit(filings.update, { form, done: shell('saved'), refresh: [['filings'], ['applications'], ['assets']], onDone: onClose });
  return (
    <Modal open title={`${shell('edit')} ${f.kind_name}`} onCancel={onClose} okText={shell('save')} confirmLoading={save.isPending} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={f} onFinish={(v) => save.mutate({ params: { id: f.id }, body: { version: f.version, number: v.number ?? '', subject: v.subject ?? '', authority: v.authority ?? '', filed_on: v.filed_on ?? null, approved_on: v.approved_on ?? null, expires_on: v.expires_on ?? null, note: v.note ?? '' } })}>
        <Form.Item name="number" label={t('number')} extra={f.number_example && t('number_example', { example: f.number_example })}><Input maxLength={60} /></Form.Item>
        <div className="form-pair"><Form.Item name="subject" label={t('subject')}><Input maxLength={120} /></Form.Item><Form.Item name="authority" label={t('authority')}><Input maxLength={120} /></Form.Item></div>
        <div className="form-pair"><Form.Item name="filed_on" label={t('filed_on')}><DateField max={today()} /></Form.Item><Form.Item name="approved_on" label={t('approved_on')}><DateField max={today()} /></Form.Item></div>
        <Form.Item name="expires_on" label={t('expires_on')} extra={t('expires_hint')}><DateField /></Form.Item>
        <Form.Item name="note" label={t('remark')}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
