import { useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input, Modal, Radio, Select } from 'antd';
import { useRef, useState } from 'react';
import { hazards, severities } from '../../modules/hazards/contract.ts';
import { upload } from '../api.ts';
import { SystemSelect } from '../assets/system-select.tsx';
import { useLabels } from '../i18n.ts';
import { useUnits } from '../organisation/unit-select.tsx';
import { useMe } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { sizeText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

interface Values { title: string; severity: (typeof severities)[number]; unit_id: string; system_id?: string | null; where?: string; description?: string }

/** Units for which this person may enter hazards: a head's with all below it, a liaison's alone. */
function useOwnUnits(): { value: string; label: string }[] {
  const me = useMe();
  const units = useUnits().data ?? [];
  const own = new Set(me.roles.flatMap((r) => ((r.role === 'liaison' || r.role === 'unit_head') && r.unit_id ? [r.unit_id] : [])));
  const below = new Set(me.roles.flatMap((r) => (r.role === 'unit_head' && r.unit_id ? [r.unit_id] : [])));
  for (let before = -1; before < below.size;) { before = below.size; for (const u of units) if (u.parent_id && below.has(u.parent_id)) below.add(u.id); }
  return units.filter((u) => own.has(u.id) || below.has(u.id)).map((u) => ({ value: u.id, label: u.name }));
}

/** 自查: what a unit found itself, with what shows it; made for a phone. */
export function RegisterOwn({ onClose }: { onClose: () => void }) {
  const t = useLabels('hazards');
  const shell = useLabels('shell');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const own = useOwnUnits();
  const chosen = Form.useWatch('unit_id', form);
  const unit = own.length === 1 ? own[0]!.value : chosen;
  const [files, setFiles] = useState<File[]>([]);
  const [sending, setSending] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const photo = useRef<HTMLInputElement>(null);
  const add = (input: HTMLInputElement): void => { setFiles([...files, ...input.files ?? []]); input.value = ''; };
  const show = async (id: string): Promise<void> => {
    setSending(true);
    for (const one of files) await upload(hazards.add_finding, { params: { id }, body: { file: one } }).catch(() => message.error(t('findings_failed', { name: one.name }), 6));
    onClose();
    void navigate({ to: '/hazards/$id', params: { id } });
  };
  const register = useSubmit(hazards.register, { form, done: t('registered'), onDone: (r) => void show(r.id) });
  return (
    <Modal open title={t('new_hazard')} onCancel={onClose} okText={t('own_register')} onOk={() => form.submit()} confirmLoading={register.isPending || sending} destroyOnHidden>
      <p className="muted">{t('own_hint')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ severity: 'medium' }} onFinish={(v) => register.mutate({ body: { ...v, unit_id: unit ?? null, system_id: v.system_id ?? null } })}>
        <Form.Item name="title" label={t('own_what')} extra={t('own_what_hint')} rules={[{ required: true, whitespace: true, message: t('title_needed') }]}><Input maxLength={300} /></Form.Item>
        <Form.Item name="severity" label={t('severity')}><Radio.Group aria-label={t('severity')} optionType="button" options={severities.map((s) => ({ value: s, label: t(`severity_${s}`) }))} /></Form.Item>
        {own.length !== 1 && <Form.Item name="unit_id" label={t('own_unit')} rules={[{ required: true, message: t('unit_needed') }]}><Select aria-label={t('own_unit')} options={own} showSearch={{ optionFilterProp: 'label' }} onChange={() => form.setFieldValue('system_id', null)} /></Form.Item>}
        <Form.Item name="system_id" label={t('own_system')}><SystemSelect label={t('own_system')} unitId={unit} /></Form.Item>
        <Form.Item name="where" label={t('where')} extra={t('where_hint')}><Input maxLength={500} /></Form.Item>
        <Form.Item name="description" label={t('own_details')}><Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
      </Form>
      <div className="field-label">{t('findings')}</div>
      {files.length > 0 && <ul className="files">{files.map((f, i) => <li key={`${f.name} ${f.lastModified} ${i}`}><Icon name="file" size={16} /> {f.name} <span className="muted small">{sizeText(f.size)}</span><Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${f.name}`} onClick={() => setFiles(files.filter((x) => x !== f))} /></li>)}</ul>}
      <div className="row-actions">
        <Button icon={<Icon name="upload" />} onClick={() => file.current?.click()}>{t('add_file')}</Button>
        <Button icon={<Icon name="camera" />} className="phone-only" onClick={() => photo.current?.click()}>{t('take_photo')}</Button>
      </div>
      <input ref={file} type="file" multiple hidden aria-label={t('add_file')} onChange={(e) => add(e.target)} />
      <input ref={photo} type="file" accept="image/*" capture="environment" hidden aria-label={t('take_photo')} onChange={(e) => add(e.target)} />
    </Modal>
  );
}
