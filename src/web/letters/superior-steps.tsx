import { useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { hazards } from '../../modules/hazards/contract.ts';
import { conclusions, feedbackKinds, superiors } from '../../modules/notices/contract.ts';
import { call, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitsSelect } from '../organisation/unit-select.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { instantText, today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { PaperView } from './paper-view.tsx';

export type Superior = Reply<typeof superiors.get>;
export type Step = 'forward' | 'report' | 'feedback' | 'link' | 'close';
const touched = [['superiors'], ['hazards'], ['letters']];

export function Forward({ s, onClose }: { s: Superior; onClose: () => void }) {
  const t = useLabels('letters');
  const { message } = App.useApp();
  const [form] = Form.useForm<{ note?: string; contact?: string; phone?: string; report_units?: string[] }>();
  const forward = useSubmit(superiors.forward, { form, refresh: touched, onDone: (r) => { message.success(t('sent_n', { n: r.issued })); onClose(); } });
  const waiting = s.list.filter((i) => i.owned && ['to_verify', 'confirmed'].includes(i.state));
  const units = new Set(waiting.map((i) => i.unit_id)).size;
  return (
    <Modal open width={640} title={t('forward')} onCancel={onClose} okText={t('forward_go', { n: units })} okButtonProps={{ disabled: units === 0 }} confirmLoading={forward.isPending} onOk={() => form.submit()}>
      <p>{t('forward_sum', { units, n: waiting.length })}{s.own_due_on && ` ${t('forward_due', { on: s.own_due_on })}`}</p>
      {s.list.some((i) => !i.owned) && <p className="gap"><Icon name="warn" size={16} />{t('unowned_n', { n: s.list.filter((i) => !i.owned).length })}</p>}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ report_units: [] }} onFinish={(v) => forward.mutate({ params: { id: s.id }, body: { note: v.note ?? '', contact: v.contact ?? '', phone: v.phone ?? '', ...(v.report_units?.length && { report_units: v.report_units }) } })}>
        <Form.Item name="note" label={t('more_to_say')}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
        <div className="form-pair"><Form.Item name="contact" label={t('contact')}><Input maxLength={60} /></Form.Item><Form.Item name="phone" label={t('phone')}><Input maxLength={40} inputMode="tel" /></Form.Item></div>
        <Form.Item name="report_units" label={t('report_units')} extra={t('report_units_hint')}><UnitsSelect label={t('report_units')} value={[]} onChange={() => undefined} /></Form.Item>
      </Form>
    </Modal>
  );
}
export function Report({ s, onClose }: { s: Superior; onClose: () => void }) {
  const t = useLabels('letters');
  const [form] = Form.useForm<{ situation?: string; next_steps?: string; signer?: string }>();
  const [shown, setShown] = useState<{ situation: string; next_steps: string; signer: string }>();
  const write = useSubmit(superiors.report, { form, refresh: touched, done: t('report_written'), onDone: onClose });
  const words = () => { const v = form.getFieldsValue(); return { situation: v.situation ?? '', next_steps: v.next_steps ?? '', signer: v.signer ?? '' }; };
  return (
    <Modal open width={720} title={t('write_report')} onCancel={onClose} okText={t('write_report_go')} confirmLoading={write.isPending} onOk={() => write.mutate({ params: { id: s.id }, body: words() })}>
      <p>{t('report_sum', { answered: s.answered, items: s.items })}</p>
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item name="situation" label={t('report_situation')}><Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
        <Form.Item name="next_steps" label={t('report_next')}><Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
        <Form.Item name="signer" label={t('report_signer')}><Input maxLength={40} /></Form.Item>
        <Button icon={<Icon name="file" size={16} />} onClick={() => setShown(words())}>{t('preview')}</Button>
      </Form>
      {shown && <PaperView name="superior-report" note={t('preview_note')} load={() => call(superiors.render_report, { params: { id: s.id }, body: shown })} onClose={() => setShown(undefined)} />}
    </Modal>
  );
}
/** 反馈意见 or 复核验收: with each hazard that it speaks of. */
export function FeedbackForm({ s, onClose }: { s: Superior; onClose: () => void }) {
  const t = useLabels('letters');
  const [form] = Form.useForm<{ kind: (typeof feedbackKinds)[number]; received_on: string; experts?: string; conclusion: (typeof conclusions)[number]; content: string }>();
  const [items, setItems] = useState<Record<string, { advice: string; again: boolean }>>({});
  const save = useSubmit(superiors.feedback, { form, refresh: touched, done: t('feedback_done'), onDone: onClose });
  const kind = Form.useWatch('kind', form);
  return (
    <Modal open width={760} title={t('add_feedback')} onCancel={onClose} okText={t('save_feedback')} confirmLoading={save.isPending} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'feedback', received_on: today(), conclusion: 'advice' }} onFinish={(v) => save.mutate({ params: { id: s.id }, body: { ...v, experts: v.experts ?? '', items: Object.entries(items).map(([hazard_id, i]) => ({ hazard_id, ...i })) } })}>
        <div className="form-pair"><Form.Item name="kind" label={t('kind')}><Select options={feedbackKinds.map((k) => ({ value: k, label: t(`feedback_${k}`) }))} /></Form.Item><Form.Item name="received_on" label={t('received_on')} rules={[{ required: true, message: t('needed') }]}><DateField max={today()} /></Form.Item></div>
        {kind === 'review' && <Form.Item name="experts" label={t('experts')}><Input maxLength={300} /></Form.Item>}
        <Form.Item name="conclusion" label={t('conclusion')}><Select options={conclusions.map((c) => ({ value: c, label: t(`conclusion_${c}`) }))} /></Form.Item>
        <Form.Item name="content" label={t('feedback_content')} rules={[{ required: true, whitespace: true, message: t('needed') }]}><Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 8 }} /></Form.Item>
        <h3>{t('feedback_items')}</h3><p className="muted small">{t('feedback_items_hint')}</p>
        <ul className="plain-list">{s.list.map((i) => <li key={i.hazard_id}>
          <Checkbox checked={i.hazard_id in items} onChange={(e) => { const { [i.hazard_id]: _gone, ...rest } = items; setItems(e.target.checked ? { ...items, [i.hazard_id]: { advice: '', again: true } } : rest); }}>{i.number} {i.title}（{i.unit_name}）</Checkbox>
          {items[i.hazard_id] && <div className="inside"><Input aria-label={`${t('advice')} ${i.number}`} placeholder={t('advice')} maxLength={1000} value={items[i.hazard_id]!.advice} onChange={(e) => setItems({ ...items, [i.hazard_id]: { ...items[i.hazard_id]!, advice: e.target.value } })} /><Checkbox checked={items[i.hazard_id]!.again} onChange={(e) => setItems({ ...items, [i.hazard_id]: { ...items[i.hazard_id]!, again: e.target.checked } })}>{t('again')}</Checkbox></div>}
        </li>)}</ul>
      </Form>
    </Modal>
  );
}
/** An import of the notice's own table belongs to it. */
export function LinkImport({ s, onClose }: { s: Superior; onClose: () => void }) {
  const t = useLabels('letters');
  const { message } = App.useApp();
  const [id, setId] = useState<string>();
  const list = useQuery(query(hazards.imports, {}));
  const link = useSubmit(superiors.link, { refresh: touched, onDone: (r) => { message.success(t('linked_n', { n: r.added })); onClose(); } });
  return (
    <Modal open title={t('link_import')} onCancel={onClose} okText={t('link_go')} okButtonProps={{ disabled: !id }} confirmLoading={link.isPending} onOk={() => id && link.mutate({ params: { id: s.id }, body: { import_id: id } })}>
      <p className="muted">{t('link_hint')}</p>
      <Select aria-label={t('link_import')} className="full" value={id} onChange={setId} loading={list.isFetching} options={(list.data ?? []).filter((i) => i.state === 'done').map((i) => ({ value: i.id, label: `${i.name}（${instantText(i.created_at)}）` }))} />
    </Modal>
  );
}
export function Close({ s, onClose }: { s: Superior; onClose: () => void }) {
  const t = useLabels('letters');
  const [note, setNote] = useState('');
  const close = useSubmit(superiors.close, { refresh: touched, done: t('done'), onDone: onClose });
  return <Modal open title={t('close_superior')} onCancel={onClose} okText={t('close_superior')} okButtonProps={{ disabled: !note.trim() }} confirmLoading={close.isPending} onOk={() => close.mutate({ params: { id: s.id }, body: { version: s.version, note } })}><label className="field-label" htmlFor="close-note">{t('close_note')}</label><Input.TextArea id="close-note" rows={3} maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} /></Modal>;
}
