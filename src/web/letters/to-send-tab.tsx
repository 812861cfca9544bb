import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { letters } from '../../modules/notices/contract.ts';
import { call, type Reply } from '../api.ts';
import { IssueLetters } from '../hazards/issue-letters.tsx';
import { useLabels } from '../i18n.ts';
import { UnitsSelect } from '../organisation/unit-select.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { PaperView } from './paper-view.tsx';

type Row = Reply<typeof letters.preview>[number];
interface Words { title?: string; unit_ids: string[]; situation: string; requirements: string; problems: string; contact?: string; phone?: string }

/** 通报当前形势、工作要求和技术检测中发现的问题: one letter for many units. */
function Posture({ onClose }: { onClose: () => void }) {
  const t = useLabels('letters');
  const { message } = App.useApp();
  const [form] = Form.useForm<Words>();
  const [shown, setShown] = useState<Words>();
  const send = useSubmit(letters.posture, { form, onDone: (r) => { message.success(t('sent_n', { n: r.issued })); onClose(); } });
  const needed = [{ required: true, whitespace: true, message: t('needed') }];
  return (
    <Modal open width={760} title={t('posture')} onCancel={onClose} okText={t('send')} confirmLoading={send.isPending} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ unit_ids: [] }} onFinish={(body) => send.mutate({ body })}>
        <Form.Item name="unit_ids" label={t('units')} rules={[{ required: true, type: 'array', min: 1, message: t('units_needed') }]}><UnitsSelect label={t('units')} value={[]} onChange={() => undefined} /></Form.Item>
        <Form.Item name="title" label={t('title_optional')}><Input maxLength={120} /></Form.Item>
        <Form.Item name="situation" label={t('situation')} rules={needed}><Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 8 }} /></Form.Item>
        <Form.Item name="problems" label={t('problems')} rules={needed}><Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 8 }} /></Form.Item>
        <Form.Item name="requirements" label={t('requirements')} rules={needed}><Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 8 }} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="contact" label={t('contact')}><Input maxLength={60} /></Form.Item>
          <Form.Item name="phone" label={t('phone')}><Input maxLength={40} inputMode="tel" /></Form.Item>
        </div>
        <Button icon={<Icon name="file" size={16} />} onClick={() => void form.validateFields().then(setShown, () => undefined)}>{t('preview')}</Button>
      </Form>
      {shown && <PaperView name="posture" note={t('preview_note')} load={() => call(letters.render_posture, { body: shown })} onClose={() => setShown(undefined)} />}
    </Modal>
  );
}

/** What is confirmed and waits for its letter, a line a unit. */
export function ToSendTab() {
  const t = useLabels('letters');
  const h = useLabels('hazards');
  const list = useQuery({ queryKey: ['letters', 'preview', 'all'], queryFn: () => call(letters.preview, { body: {} }) });
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<'issue' | 'posture'>();
  const rows = list.data ?? [];
  const chosen = rows.filter((r) => !off.has(r.unit_id));
  const pick = (r: Row, on: boolean): void => { const next = new Set(off); if (on) next.delete(r.unit_id); else next.add(r.unit_id); setOff(next); };
  return (
    <>
      <p className="muted">{t('to_send_hint')}</p>
      <div className="toolbar">
        <Button type="primary" icon={<Icon name="file" />} disabled={chosen.length === 0} onClick={() => setOpen('issue')}>{t('write_letters', { n: chosen.length })}</Button>
        <Button icon={<Icon name="flag" />} onClick={() => setOpen('posture')}>{t('posture')}</Button>
        <Link to="/hazards" search={{ tab: 'list', state: 'to_verify' }} className="strong-link">{t('choose_in_list')}</Link>
      </div>
      <Loaded query={list}>{() => <DataTable caption={t('to_send')} rows={rows} rowKey={(r) => r.unit_id} empty={<Nothing text={t('nothing_to_send')} hint={t('nothing_to_send_hint')} />} columns={[
        { key: 'pick', title: t('choose'), width: 60, card: 'plain', render: (r) => <Checkbox aria-label={`${t('choose')} ${r.unit_name}`} checked={!off.has(r.unit_id)} onChange={(e) => pick(r, e.target.checked)} /> },
        { key: 'unit', title: t('unit'), card: 'title', render: (r) => <strong>{r.unit_name}</strong> },
        { key: 'n', title: h('hazard'), align: 'right', render: (r) => <Link to="/hazards" search={{ tab: 'list', state: 'confirmed', unit_id: r.unit_id }}>{h('hazards_n', { n: r.hazards })}</Link> },
        { key: 'critical', title: h('severity_critical'), align: 'right', render: (r) => r.critical }, { key: 'high', title: h('severity_high'), align: 'right', render: (r) => r.high },
        { key: 'reach', title: t('reachable'), render: (r) => r.reachable ? t('accounts_n', { n: r.reachable }) : <span className="gap"><Icon name="warn" size={16} />{t('nobody')}</span> },
      ]} />}</Loaded>
      {open === 'issue' && <IssueLetters ids={chosen.flatMap((r) => r.ids)} onClose={() => setOpen(undefined)} />}
      {open === 'posture' && <Posture onClose={() => setOpen(undefined)} />}
    </>
  );
}
