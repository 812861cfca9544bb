import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { assets } from '../../modules/assets/contract.ts';
import { query, type Reply } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Range = Reply<typeof assets.ranges>[number];
/** 本单位域名: what a system's name is measured against. */
function OwnDomains() {
  const t = useLabels('assets');
  const shell = useLabels('shell');
  const manages = useMay('asset.manage');
  const list = useQuery(query(assets.own_domains, {}));
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ domains?: string }>();
  const save = useSubmit(assets.save_own_domains, { form, done: shell('saved'), onDone: () => setOpen(false) });
  return (
    <Panel title={t('own_domains')} extra={manages && <Button onClick={() => setOpen(true)}>{t('edit_own_domains')}</Button>}>
      {(list.data?.length ?? 0) > 0 ? <p>{listText(list.data!)}</p> : <p className="muted">{t('no_own_domains')}</p>}
      <Modal open={open} title={t('own_domains')} onCancel={() => setOpen(false)} okText={shell('save')} confirmLoading={save.isPending} onOk={() => form.submit()} destroyOnHidden>
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ domains: (list.data ?? []).join('\n') }} onFinish={(v) => save.mutate({ body: { domains: (v.domains ?? '').split(/[\s,，、;；]+/).filter(Boolean) } })}>
          <Form.Item name="domains" label={t('own_domains')} extra={t('own_domains_hint')}><Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
        </Form>
      </Modal>
    </Panel>
  );
}
export function RangesTab() {
  const t = useLabels('assets');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const manages = useMay('asset.manage');
  const list = useQuery(query(assets.ranges, {}));
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ unit_id: string; written: string; note?: string }>();
  const create = useSubmit(assets.create_range, { form, done: shell('saved'), onDone: () => setOpen(false) });
  const remove = useSubmit(assets.remove_range);
  const add = manages && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen(true)}>{t('new_range')}</Button>;
  const columns: Column<Range>[] = [
    { key: 'written', title: t('range'), card: 'title', render: (r) => <strong>{r.written}</strong> }, { key: 'unit', title: t('unit'), render: (r) => r.unit_name }, { key: 'note', title: t('range_note'), render: (r) => r.note },
    ...(manages ? [{ key: 'do', title: t('actions'), card: 'plain' as const, render: (r: Range) => <Button size="small" danger aria-label={`${shell('remove')} ${r.written}`} onClick={() => void modal.confirm({ title: t('remove_range_ask', { range: r.written }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: r.id } }).catch(() => undefined) })}>{shell('remove')}</Button> }] : []),
  ];
  return <>
    <OwnDomains />
    <div className="toolbar">{add}</div>
    <Loaded query={list}>{(rows) => <DataTable caption={t('ranges')} columns={columns} rows={rows} rowKey={(r) => r.id} empty={<Nothing text={t('no_ranges')} hint={t('no_ranges_hint')} />} />}</Loaded>
    <Modal open={open} title={t('new_range')} onCancel={() => setOpen(false)} okText={shell('save')} confirmLoading={create.isPending} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => create.mutate({ body: v })}>
        <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><UnitSelect label={t('unit')} /></Form.Item>
        <Form.Item name="written" label={t('range')} rules={[{ required: true, whitespace: true, message: t('range_needed') }]}><Input maxLength={100} placeholder="10.1.2.0/24" /></Form.Item>
        <Form.Item name="note" label={t('range_note')}><Input maxLength={200} /></Form.Item>
      </Form>
    </Modal>
  </>;
}
