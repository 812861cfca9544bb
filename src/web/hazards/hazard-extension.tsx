import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { hazards } from '../../modules/hazards/contract.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Hazard } from './hazard-page.tsx';

interface Values { due_on: string; reason: string; measures: string; responsible: string; milestones: string; expert_opinion?: string }
const fields = ['measures', 'responsible', 'milestones'] as const;

/** 延期 rests on a plan. */
export function HazardExtension({ h }: { h: Hazard }) {
  const t = useLabels('hazards');
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Values>();
  const ask = useSubmit(hazards.ask_extension, { form, done: t('asked'), onDone: () => setOpen(false) });
  const decide = useSubmit(hazards.decide_extension, { done: t('decided') });
  const x = h.extension;
  if (!x && !h.can_extend) return null;
  return (
    <Panel title={t('extension')} extra={x && <Mark tone={x.state === 'approved' ? 'good' : x.state === 'rejected' ? 'bad' : 'warn'}>{t(`extension_${x.state}`)}</Mark>}>
      {x && <>
        <p>{t('asked_by', { name: x.requested_by, due: x.requested_due_on })}：{x.reason}</p>
        <dl className="facts">{fields.map((f) => x[f] && <div key={f}><dt>{t(f)}</dt><dd className="pre">{x[f]}</dd></div>)}{x.expert_opinion && <div><dt>{t('expert_opinion')}</dt><dd className="pre">{x.expert_opinion}</dd></div>}</dl>
        {h.can_decide_extension && <div className="row-actions"><Button type="primary" loading={decide.isPending} onClick={() => decide.mutate({ params: { id: h.id }, body: { extension_id: x.id, approve: true } })}>{t('agree')}</Button><Button danger onClick={() => decide.mutate({ params: { id: h.id }, body: { extension_id: x.id, approve: false } })}>{t('disagree')}</Button></div>}
      </>}
      {h.can_extend && <Button onClick={() => setOpen(true)}>{t('ask_extension')}</Button>}
      <Modal open={open} title={t('ask_extension')} onCancel={() => setOpen(false)} okText={t('ask_extension')} confirmLoading={ask.isPending} onOk={() => form.submit()} destroyOnHidden>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => ask.mutate({ params: { id: h.id }, body: { ...v, expert_opinion: v.expert_opinion ?? '' } })}>
          <Form.Item name="due_on" label={t('new_due')} rules={[{ required: true, message: t('until_needed') }]}><DateField /></Form.Item>
          <Form.Item name="reason" label={t('reason')} rules={[{ required: true, whitespace: true, message: t('reason_needed') }]}><Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} /></Form.Item>
          <Form.Item name="measures" label={t('measures')} rules={[{ required: true, whitespace: true, message: t('measures_needed') }]}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} /></Form.Item>
          <Form.Item name="responsible" label={t('responsible')} rules={[{ required: true, whitespace: true, message: t('responsible_needed') }]}><Input maxLength={120} /></Form.Item>
          <Form.Item name="milestones" label={t('milestones')} rules={[{ required: true, whitespace: true, message: t('milestones_needed') }]}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} /></Form.Item>
          <Form.Item name="expert_opinion" label={t('expert_opinion')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} /></Form.Item>
        </Form>
      </Modal>
    </Panel>
  );
}
