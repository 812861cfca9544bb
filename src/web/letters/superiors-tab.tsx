import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { superiors } from '../../modules/notices/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

const route = getRouteApi('/shell/letters');
type Superior = Reply<typeof superiors.get>;
interface Values { issuer: string; number?: string; title: string; received_on: string; due_on?: string | null; report_how?: string; contact?: string; note?: string; lead_days?: number | null }

/** Registers a superior's notice, or puts it right. */
export function SuperiorForm({ s, onClose }: { s?: Superior; onClose: () => void }) {
  const t = useLabels('letters');
  const shell = useLabels('shell');
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const create = useSubmit(superiors.create, { form, done: t('registered'), onDone: (r) => { onClose(); void navigate({ to: '/letters/superiors/$id', params: { id: r.id } }); } });
  const update = useSubmit(superiors.update, { form, done: shell('saved'), refresh: [['superiors'], ['hazards']], onDone: onClose });
  const needed = [{ required: true, whitespace: true, message: t('needed') }];
  const finish = (v: Values): void => {
    const body = { ...v, due_on: v.due_on ?? null, number: v.number ?? '', report_how: v.report_how ?? '', contact: v.contact ?? '', note: v.note ?? '', lead_days: v.lead_days ?? undefined };
    if (s) update.mutate({ params: { id: s.id }, body: { ...body, version: s.version } }); else create.mutate({ body });
  };
  return (
    <Modal open width={720} title={t(s ? 'edit_superior' : 'new_superior')} onCancel={onClose} okText={shell('save')} confirmLoading={create.isPending || update.isPending} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={s ?? { received_on: today() }} onFinish={finish}>
        <Form.Item name="title" label={t('superior_title')} rules={needed}><Input maxLength={300} /></Form.Item>
        <div className="form-pair"><Form.Item name="issuer" label={t('issuer')} rules={needed}><Input maxLength={120} /></Form.Item><Form.Item name="number" label={t('superior_number')}><Input maxLength={60} /></Form.Item></div>
        <div className="form-pair"><Form.Item name="received_on" label={t('received_on')} rules={[{ required: true, message: t('needed') }]}><DateField max={today()} /></Form.Item><Form.Item name="due_on" label={t('superior_due')}><DateField /></Form.Item></div>
        <Form.Item name="lead_days" label={t('lead_days')} extra={t('lead_days_one')}><InputNumber min={0} max={30} precision={0} /></Form.Item>
        <Form.Item name="report_how" label={t('report_how')} extra={t('report_how_hint')}><Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 4 }} /></Form.Item>
        <Form.Item name="contact" label={t('superior_contact')}><Input maxLength={200} /></Form.Item>
        <Form.Item name="note" label={t('note')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** 上级通报: what is asked of us, how far it is, and whether it was answered in time. */
export function SuperiorsTab() {
  const t = useLabels('letters');
  const manages = useMay('hazard.manage');
  const { q } = route.useSearch();
  const navigate = useNavigate({ from: '/letters' });
  const list = useQuery(query(superiors.list, { query: { q } }));
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="toolbar"><SearchField label={t('search_superiors')} value={q} onSearch={(word) => void navigate({ search: { tab: 'superiors', q: word } })} />{manages && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen(true)}>{t('new_superior')}</Button>}</div>
      <Loaded query={list}>{(d) => <DataTable caption={t('superiors')} rows={d} rowKey={(s) => s.id} empty={<Nothing text={t('no_superiors')} hint={manages ? t('no_superiors_hint') : ''} />} columns={[
        { key: 'title', title: t('superior_title'), card: 'title', render: (s) => <><Link to="/letters/superiors/$id" params={{ id: s.id }} className="strong-link">{s.title}</Link> {s.closed_at ? <Mark tone="good">{t('closed')}</Mark> : s.overdue && <Mark tone="bad">{t('overdue')}</Mark>}<div className="muted small">{s.issuer} {s.number}</div></> },
        { key: 'received', title: t('received_on'), width: 110, render: (s) => s.received_on }, { key: 'due', title: t('superior_due'), width: 150, render: (s) => s.due_on && <>{s.due_on}<div className="muted small">{t('own_due', { on: s.own_due_on ?? '' })}</div></> },
        { key: 'progress', title: t('progress'), width: 200, render: (s) => t('superior_progress', { items: s.items, notified: s.notified, answered: s.answered }) },
        { key: 'reported', title: t('reported_up'), width: 150, render: (s) => <>{s.reported} / {s.items}{s.feedback_rate !== null && <> <Mark tone={s.feedback_rate >= 95 ? 'good' : 'warn'}>{s.feedback_rate}%</Mark></>}{s.on_time === false && <> <Mark tone="bad">{t('late')}</Mark></>}</> },
      ]} />}</Loaded>
      {open && <SuperiorForm onClose={() => setOpen(false)} />}
    </>
  );
}
