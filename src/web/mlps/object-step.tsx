import { Form, Input, Modal, Select } from 'antd';
import { formEditions, mlps, type objectActions } from '../../modules/mlps/contract.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { MlpsObject } from './marks.tsx';

export type Step = (typeof objectActions)[number];
interface Values { note?: string; experts?: string; opinion?: string; reviewed_on?: string; authority?: string; approved_on?: string; certificate_number?: string; issued_on?: string; expires_on?: string | null; form_edition?: (typeof formEditions)[number]; filed_with?: string }
const noted = new Set<Step>(['return', 'run', 'regrade', 'refile', 'cancel', 'restore']);

/** One move, with what it asks for. */
export function ObjectStep({ o, step, onClose }: { o: MlpsObject; step: Step; onClose: () => void }) {
  const t = useLabels('mlps');
  const [form] = Form.useForm<Values>();
  const move = useSubmit(mlps.move, { form, done: t('done'), refresh: [['mlps'], ['assets']], onDone: onClose });
  const must = [{ required: true, whitespace: true, message: t('needed') }];
  const finish = ({ expires_on, ...v }: Values): void => move.mutate({ params: { id: o.id }, body: { version: o.version, action: step, ...v, ...(expires_on && { expires_on }) } });
  const said = step === 'submit' ? t((o.level ?? 0) >= 2 ? 'submit_two' : 'submit_one') : step === 'conclude' || step === 'run' || step === 'cancel' || step === 'regrade' || step === 'refile' ? t(`${step}_hint`) : step === 'pass_review' && o.files.length === 0 ? t('review_files') : '';
  return (
    <Modal open title={`${t(`do_${step}`)} ${o.name}`} onCancel={onClose} okText={t(`do_${step}`)} okButtonProps={{ danger: step === 'cancel' || step === 'return' }} confirmLoading={move.isPending} onOk={() => form.submit()} destroyOnHidden>
      {said && <p className={step === 'pass_review' ? 'gap' : 'muted'}>{said}</p>}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ reviewed_on: today(), approved_on: today(), issued_on: today(), form_edition: '2025', certificate_number: o.certificate_number, filed_with: o.filed_with }}>
        {step === 'pass_review' && <>
          <Form.Item name="experts" label={t('experts')} extra={t('experts_hint')} rules={must}><Input maxLength={500} /></Form.Item>
          <Form.Item name="reviewed_on" label={t('reviewed_on')} rules={must}><DateField max={today()} /></Form.Item>
          <Form.Item name="opinion" label={t('opinion')} rules={must}><Input.TextArea maxLength={2000} autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
        </>}
        {step === 'approve' && <>
          <Form.Item name="authority" label={t('authority')} rules={must}><Input maxLength={120} /></Form.Item>
          <Form.Item name="approved_on" label={t('approved_on')} rules={must}><DateField max={today()} /></Form.Item>
          <Form.Item name="opinion" label={t('opinion')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 10 }} /></Form.Item>
        </>}
        {step === 'file' && <>
          <Form.Item name="certificate_number" label={t('certificate')} extra={t('certificate_hint')} rules={must}><Input maxLength={30} inputMode="numeric" /></Form.Item>
          <div className="form-pair">
            <Form.Item name="issued_on" label={t('issued_on')} rules={must}><DateField max={today()} /></Form.Item>
            <Form.Item name="expires_on" label={t('expires_on')} extra={t('expires_hint')}><DateField /></Form.Item>
          </div>
          <div className="form-pair">
            <Form.Item name="form_edition" label={t('form_edition')}><Select options={formEditions.map((e) => ({ value: e, label: t(`form_edition_${e}`) }))} /></Form.Item>
            <Form.Item name="filed_with" label={t('filed_with')}><Input maxLength={120} /></Form.Item>
          </div>
        </>}
        <Form.Item name="note" label={t('note')} rules={noted.has(step) ? [{ required: true, whitespace: true, message: t('note_needed') }] : []}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
