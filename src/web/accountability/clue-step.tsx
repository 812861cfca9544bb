import { Checkbox, Form, Input, Modal } from 'antd';
import { accountability, measures } from '../../modules/accountability/contract.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { CluePage } from './clue-page.tsx';

export type Step = Exclude<CluePage['can'][number], 'attach' | 'attach_answer'>;
interface Values { note?: string; answer_by?: string; answer?: string; responsible?: string; finding?: string; measures?: CluePage['measures']; correct_by?: string | null; corrected_on?: string; transfer_to?: string; transferred_on?: string; transfer_receipt?: string }

/** The one step that is next, with what it needs. */
export function ClueStep({ c, step, onClose }: { c: CluePage; step: Step; onClose: () => void }) {
  const t = useLabels('accountability');
  const [form] = Form.useForm<Values>();
  const chosen = Form.useWatch('measures', form) ?? c.suggested;
  const options = { form, onDone: onClose };
  const ask = useSubmit(accountability.ask, options);
  const answer = useSubmit(accountability.answer, options);
  const propose = useSubmit(accountability.propose, options);
  const decide = useSubmit(accountability.decide, options);
  const close = useSubmit(accountability.close, options);
  const follow = useSubmit(accountability.follow, options);
  const all = [ask, answer, propose, decide, close, follow];
  const finish = (v: Values): void => {
    const params = { id: c.id };
    const { version } = c;
    const note = v.note ?? '';
    if (step === 'ask') ask.mutate({ params, body: { version, note, answer_by: v.answer_by! } });
    else if (step === 'answer') answer.mutate({ params, body: { version, answer: v.answer! } });
    else if (step === 'propose') propose.mutate({ params, body: { version, responsible: v.responsible!, finding: v.finding!, measures: v.measures!, correct_by: v.correct_by ?? null } });
    else if (step === 'approve' || step === 'refuse') decide.mutate({ params, body: { version, approve: step === 'approve', note } });
    else if (step === 'drop' || step === 'reopen') close.mutate({ params, body: { version, action: step, note } });
    else if (step === 'correct') follow.mutate({ params, body: { version, corrected_on: v.corrected_on! } });
    else follow.mutate({ params, body: { version, transfer_to: v.transfer_to!, transferred_on: v.transferred_on!, transfer_receipt: v.transfer_receipt ?? '' } });
  };
  const needed = (message: string) => [{ required: true, message }];
  const long = <Input.TextArea maxLength={1000} autoSize={{ minRows: 3, maxRows: 10 }} />;
  return (
    <Modal open width={620} title={t(`do_${step}`)} okText={t(`do_${step}`)} confirmLoading={all.some((m) => m.isPending)} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ answer: c.answer ?? '', measures: c.measures.length > 0 ? c.measures : c.suggested, responsible: c.responsible, finding: c.finding, correct_by: c.correct_by, corrected_on: today(), transferred_on: today() }}>
        {step === 'ask' && <>
          <Form.Item name="note" label={t('ask_note')} extra={t('ask_hint')} rules={needed(t('note_needed'))}>{long}</Form.Item>
          <Form.Item name="answer_by" label={t('answer_by')} rules={needed(t('date_needed'))}><DateField min={today()} allowEmpty={false} /></Form.Item>
        </>}
        {step === 'answer' && <Form.Item name="answer" label={t('answer')} extra={t('answer_hint')} rules={needed(t('answer_needed'))}><Input.TextArea maxLength={5000} autoSize={{ minRows: 4, maxRows: 14 }} /></Form.Item>}
        {step === 'propose' && <>
          <p className="muted">{t('propose_hint')}</p>
          <Form.Item name="responsible" label={t('responsible')} rules={needed(t('responsible_needed'))}><Input maxLength={500} /></Form.Item>
          <Form.Item name="finding" label={t('finding')} rules={needed(t('finding_needed'))}><Input.TextArea maxLength={3000} autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
          <Form.Item name="measures" label={t('measures')} rules={[{ validator: async (_, v?: string[]) => { if (!v?.length) throw new Error(t('measures_needed')); } }]}><Checkbox.Group className="stack" options={measures.map((m) => ({ value: m, label: t(`measure_${m}`) }))} /></Form.Item>
          {chosen.includes('correct') && <Form.Item name="correct_by" label={t('correct_by')} rules={needed(t('date_needed'))}><DateField min={today()} allowEmpty={false} /></Form.Item>}
        </>}
        {(step === 'approve' || step === 'refuse') && <Form.Item name="note" label={t('decide_note')} rules={step === 'refuse' ? needed(t('note_needed')) : []}>{long}</Form.Item>}
        {(step === 'drop' || step === 'reopen') && <Form.Item name="note" label={t('note')} rules={needed(t('note_needed'))}>{long}</Form.Item>}
        {step === 'correct' && <Form.Item name="corrected_on" label={t('corrected_on')} rules={needed(t('date_needed'))}><DateField max={today()} allowEmpty={false} /></Form.Item>}
        {step === 'transfer' && <>
          <Form.Item name="transfer_to" label={t('transfer_to')} rules={needed(t('note_needed'))}><Input maxLength={120} /></Form.Item>
          <Form.Item name="transferred_on" label={t('transferred_on')} rules={needed(t('date_needed'))}><DateField max={today()} allowEmpty={false} /></Form.Item>
          <Form.Item name="transfer_receipt" label={t('transfer_receipt')}><Input maxLength={200} /></Form.Item>
        </>}
      </Form>
    </Modal>
  );
}
