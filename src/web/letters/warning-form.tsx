import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { warningKinds, warningLevels, warnings } from '../../modules/notices/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';

export type Warning = Reply<typeof warnings.get>;
interface Values { kind: (typeof warningKinds)[number]; title: string; cve?: string[]; product?: string; versions?: string; level: (typeof warningLevels)[number]; summary?: string; measures?: string; source?: string; url?: string; due_on?: string | null }

/** Intelligence by hand, or from a pasted text that is read into the fields. */
export function WarningForm({ w, onClose }: { w?: Warning; onClose: () => void }) {
  const t = useLabels('letters');
  const shell = useLabels('shell');
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const [text, setText] = useState('');
  const create = useSubmit(warnings.create, { form, done: t('registered'), onDone: (r) => { onClose(); void navigate({ to: '/letters/warnings/$id', params: { id: r.id } }); } });
  const update = useSubmit(warnings.update, { form, done: shell('saved'), onDone: onClose });
  const read = useSubmit(warnings.read_text, { refresh: [], done: t('text_read'), onDone: ({ level, ...r }) => { form.setFieldsValue({ ...r, ...(level && { level }) }); setText(''); } });
  const finish = (v: Values): void => {
    const body = { ...v, cve: v.cve ?? [], product: v.product ?? '', versions: v.versions ?? '', summary: v.summary ?? '', measures: v.measures ?? '', source: v.source ?? '', url: v.url ?? '', due_on: v.due_on ?? null };
    if (w) update.mutate({ params: { id: w.id }, body: { ...body, version: w.version } }); else create.mutate({ body });
  };
  return (
    <Modal open width={760} title={t(w ? 'edit_warning' : 'new_warning')} onCancel={onClose} okText={shell('save')} confirmLoading={create.isPending || update.isPending} onOk={() => form.submit()}>
      {!w && <><label className="field-label" htmlFor="warning-text">{t('paste_warning')}</label><Input.TextArea id="warning-text" rows={3} value={text} maxLength={100_000} onChange={(e) => setText(e.target.value)} /><div className="row-actions gap-above"><Button disabled={!text.trim()} loading={read.isPending} onClick={() => read.mutate({ body: { text } })}>{t('read_text')}</Button></div></>}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={w ?? { kind: 'vulnerability', level: 'yellow' }} onFinish={finish}>
        <Form.Item name="title" label={t('title')} rules={[{ required: true, whitespace: true, message: t('needed') }]}><Input maxLength={300} /></Form.Item>
        <div className="form-pair"><Form.Item name="kind" label={t('kind')}><Select options={warningKinds.map((k) => ({ value: k, label: t(`threat_${k}`) }))} /></Form.Item><Form.Item name="level" label={t('level')}><Select options={warningLevels.map((l) => ({ value: l, label: t(`level_${l}`) }))} /></Form.Item></div>
        <Form.Item name="cve" label={t('cve')} extra={t('cve_hint')}><Select mode="tags" tokenSeparators={[',', '，', '、', ' ']} open={false} suffixIcon={null} /></Form.Item>
        <div className="form-pair"><Form.Item name="product" label={t('product')} extra={t('product_hint')}><Input maxLength={200} /></Form.Item><Form.Item name="versions" label={t('versions')}><Input maxLength={500} /></Form.Item></div>
        <Form.Item name="summary" label={t('summary')}><Input.TextArea maxLength={8000} autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
        <Form.Item name="measures" label={t('measures')}><Input.TextArea maxLength={8000} autoSize={{ minRows: 2, maxRows: 10 }} /></Form.Item>
        <div className="form-pair"><Form.Item name="source" label={t('source')}><Input maxLength={200} /></Form.Item><Form.Item name="due_on" label={t('answer_due')}><DateField /></Form.Item></div>
        <Form.Item name="url" label={t('url')}><Input maxLength={500} inputMode="url" /></Form.Item>
      </Form>
    </Modal>
  );
}
