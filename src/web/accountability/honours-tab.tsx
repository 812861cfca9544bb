import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { accountability } from '../../modules/accountability/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

const route = getRouteApi('/shell/accountability');
type Honour = Reply<typeof accountability.honours>[number];
interface Values { kind: Honour['kind']; unit_id: string; person_name?: string; title: string; reason: string; basis?: string; override_note?: string }

function HonourForm({ year, special, onClose }: { year: number; special: boolean; onClose: () => void }) {
  const t = useLabels('accountability');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form) ?? 'unit';
  const add = useSubmit(accountability.add_honour, { form, done: shell('saved'), onDone: onClose });
  const override = useSubmit(accountability.override_honour, { form, done: shell('saved'), onDone: onClose });
  const needed = (message: string) => [{ required: true, message }];
  return (
    <Modal open width={600} title={t(special ? 'override_honour' : 'add_honour')} okText={shell('save')} confirmLoading={add.isPending || override.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      {special && <p className="muted">{t('override_hint')}</p>}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'unit' }} onFinish={({ override_note, ...v }) => (special ? override.mutate({ body: { ...v, year, override_note: override_note! } }) : add.mutate({ body: { ...v, year } }))}>
        <Form.Item name="kind" label={t('honour_kind')}><Select options={(['unit', 'person'] as const).map((k) => ({ value: k, label: t(`honour_${k}`) }))} /></Form.Item>
        <Form.Item name="unit_id" label={t('unit')} rules={needed(t('unit_needed'))}><UnitSelect label={t('unit')} /></Form.Item>
        {kind === 'person' && <Form.Item name="person_name" label={t('person_name')} rules={needed(t('person_needed'))}><Input maxLength={40} /></Form.Item>}
        <Form.Item name="title" label={t('honour_title')} rules={needed(t('honour_title_needed'))}><Input maxLength={80} /></Form.Item>
        <Form.Item name="reason" label={t('honour_reason')} rules={needed(t('reason_needed'))}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
        <Form.Item name="basis" label={t('honour_basis')}><Input maxLength={300} /></Form.Item>
        {special && <Form.Item name="override_note" label={t('override_note')} rules={needed(t('override_needed'))}><Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>}
      </Form>
    </Modal>
  );
}

export function HonoursTab() {
  const t = useLabels('accountability');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('accountability.write');
  const approves = useMay('accountability.approve');
  const navigate = useNavigate({ from: '/accountability' });
  const now = Number(today().slice(0, 4));
  const year = route.useSearch().year ?? now;
  const list = useQuery(query(accountability.honours, { query: { year } }));
  const [form, setForm] = useState<'usual' | 'special'>();
  const remove = useSubmit(accountability.remove_honour);
  const columns: Column<Honour>[] = [
    { key: 'title', title: t('honour_title'), card: 'title', render: (h) => <><strong>{h.title}</strong>{h.override_note && <> <Mark tone="warn">{t('overridden')}</Mark><p className="muted small">{h.override_note}</p></>}</> },
    { key: 'kind', title: t('honour_kind'), width: 110, render: (h) => t(`honour_${h.kind}`) },
    { key: 'unit', title: t('unit'), width: 150, render: (h) => <>{h.unit_name}{h.person_name && ` ${h.person_name}`}</> },
    { key: 'reason', title: t('honour_reason'), render: (h) => <span className="pre">{h.reason}</span> },
    { key: 'basis', title: t('honour_basis'), render: (h) => h.basis },
    ...(writes ? [{ key: 'do', title: t('actions'), width: 80, card: 'plain' as const, render: (h: Honour) => <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${h.title} ${h.unit_name}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: `${h.unit_name}${h.person_name} ${h.title}` }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: h.id } }).catch(() => undefined) })} /> }] : []),
  ];
  return (
    <Loaded query={list}>{(rows) => <>
      <div className="toolbar">
        <Select aria-label={t('year')} value={year} onChange={(y) => void navigate({ search: (s) => ({ ...s, year: y }) })} options={[...new Set([now, now - 1, now - 2, year])].sort((a, b) => b - a).map((y) => ({ value: y, label: t('year_n', { year: y }) }))} />
        {writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setForm('usual')}>{t('add_honour')}</Button>}
        {approves && <Button onClick={() => setForm('special')}>{t('override_honour')}</Button>}
        {writes && <a className="button-link plain" href={addressOf(accountability.export_honours, { query: { year } })} download><Icon name="download" size={16} />{t('export_honours')}</a>}
      </div>
      <DataTable caption={t('honours')} columns={columns} rows={rows} rowKey={(h) => h.id} empty={<Nothing text={t('no_honours')} hint={writes ? t('no_honours_hint') : ''} />} />
      {form && <HonourForm year={year} special={form === 'special'} onClose={() => setForm(undefined)} />}
    </>}</Loaded>
  );
}
