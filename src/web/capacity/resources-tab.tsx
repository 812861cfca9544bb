import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { capacity, resourceKinds } from '../../modules/capacity/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { AddFiles } from '../ui/add-files.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Resource = Reply<typeof capacity.resources>[number];
interface Values { kind: Resource['kind']; title: string; unit_id: string; planned: number; provided?: number | null; measure: string; basis?: string }

function ResourceForm({ year, resource, onClose }: { year: number; resource?: Resource | undefined; onClose: () => void }) {
  const t = useLabels('capacity');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const create = useSubmit(capacity.create_resource, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(capacity.update_resource, { form, done: shell('saved'), onDone: onClose });
  const finish = (v: Values): void => {
    const body = { year: resource?.year ?? year, kind: v.kind, title: v.title, unit_id: v.unit_id, planned: v.planned, provided: v.provided ?? 0, measure: v.measure, basis: v.basis ?? '' };
    if (resource) update.mutate({ params: { id: resource.id }, body: { ...body, version: resource.version } });
    else create.mutate({ body });
  };
  return (
    <Modal open width={640} title={resource ? t('edit_resource') : t('new_resource')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={resource ?? { kind: 'funds', measure: '万元', provided: 0 }}>
        <div className="form-pair">
          <Form.Item name="kind" label={t('resource_kind')}><Select options={resourceKinds.map((k) => ({ value: k, label: t(`resource_${k}`) }))} /></Form.Item>
          <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><UnitSelect label={t('unit')} allowClear={false} /></Form.Item>
        </div>
        <Form.Item name="title" label={t('resource_title')} rules={[{ required: true, whitespace: true, message: t('title_needed') }]}><Input maxLength={120} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="planned" label={t('planned')} rules={[{ required: true, message: t('amount_needed') }]}><InputNumber min={0} max={999_999_999} precision={2} className="full" /></Form.Item>
          <Form.Item name="provided" label={t('provided')}><InputNumber min={0} max={999_999_999} precision={2} className="full" /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="measure" label={t('measure')} extra={t('measure_hint')} rules={[{ required: true, whitespace: true, message: t('measure_needed') }]}><Input maxLength={20} /></Form.Item>
          <Form.Item name="basis" label={t('basis')}><Input maxLength={300} /></Form.Item>
        </div>
      </Form>
    </Modal>
  );
}

export function ResourcesTab({ year }: { year: number }) {
  const t = useLabels('capacity');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const manages = useMay('capacity.manage');
  const list = useQuery(query(capacity.resources, { query: { year } }));
  const [open, setOpen] = useState<{ resource?: Resource }>();
  const remove = useSubmit(capacity.remove_resource);
  const add = manages && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({})}>{t('new_resource')}</Button>;
  const columns: Column<Resource>[] = [
    { key: 'title', title: t('resource_title'), card: 'title', render: (r) => <><strong>{r.title}</strong> <Mark tone="info">{t(`resource_${r.kind}`)}</Mark></> },
    { key: 'unit', title: t('unit'), render: (r) => r.unit_name },
    { key: 'planned', title: t('planned'), align: 'right', render: (r) => `${r.planned} ${r.measure}` },
    { key: 'provided', title: t('provided'), align: 'right', render: (r) => <>{r.provided} {r.measure} <Mark tone={r.provided >= r.planned ? 'good' : 'warn'}>{r.provided >= r.planned ? t('provided_all') : t('short', { n: Math.round((r.planned - r.provided) * 100) / 100, measure: r.measure })}</Mark></> },
    { key: 'basis', title: t('basis'), render: (r) => r.basis },
    { key: 'files', title: t('files'), render: (r) => r.files.length === 0 ? <Mark tone="warn">{t('no_file')}</Mark> : <ul className="files">{r.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul> },
    ...(manages ? [{ key: 'do', title: t('actions'), card: 'plain' as const, render: (r: Resource) => (
      <div className="row-actions">
        <AddFiles to={capacity.attach_resource} id={r.id} name={r.title} />
        <Button size="small" aria-label={`${shell('edit')} ${r.title}`} onClick={() => setOpen({ resource: r })}>{shell('edit')}</Button>
        <Button size="small" danger aria-label={`${shell('remove')} ${r.title}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: r.title }), content: t('remove_note'), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: r.id } }).catch(() => undefined) })}>{shell('remove')}</Button>
      </div>
    ) }] : []),
  ];
  return (
    <>
      <div className="toolbar">{add}<a className="button-link plain" href={addressOf(capacity.export, { params: { list: 'resources' }, query: { year } })} download><Icon name="download" size={16} />{t('export')}</a></div>
      <Loaded query={list}>{(rows) => <DataTable caption={t('resources')} columns={columns} rows={rows} rowKey={(r) => r.id} empty={<Nothing text={t('no_resources')} hint={t('no_resources_hint')} action={add} />} />}</Loaded>
      {open && <ResourceForm year={year} resource={open.resource} onClose={() => setOpen(undefined)} />}
    </>
  );
}
