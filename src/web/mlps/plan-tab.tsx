import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { mlps, planKinds } from '../../modules/mlps/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Bar } from '../ui/numbers.tsx';
import { Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { ObjectLink } from './marks.tsx';

type Row = Reply<typeof mlps.plan>['rows'][number];
const route = getRouteApi('/shell/mlps');
interface Values { object_id: string; kind: Row['kind']; due_on: string; responsible?: string; note?: string }

function PlanForm({ year, row, onClose }: { year: number; row?: Row; onClose: () => void }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const objects = useQuery({ ...query(mlps.objects, { query: { size: 500 } }), enabled: !row });
  const add = useSubmit(mlps.add_plan, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(mlps.update_plan, { form, done: shell('saved'), onDone: onClose });
  const finish = (v: Values): void => row ? update.mutate({ params: { id: row.id }, body: { version: row.version, due_on: v.due_on, responsible: v.responsible ?? '', note: v.note ?? '' } }) : add.mutate({ body: { year, ...v } });
  return (
    <Modal open title={row ? `${t('edit_plan')} ${row.object_name} ${t(`plan_${row.kind}`)}` : t('add_plan')} onCancel={onClose} okText={shell('save')} onOk={() => form.submit()} confirmLoading={add.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={row ?? { kind: 'assess' }}>
        {!row && <><Form.Item name="object_id" label={t('name')} rules={[{ required: true, message: t('object_needed') }]}><Select aria-label={t('name')} showSearch={{ optionFilterProp: 'label' }} options={(objects.data?.items ?? []).map((o) => ({ value: o.id, label: `${o.name}（${o.unit_name}）` }))} /></Form.Item>
          <Form.Item name="kind" label={t('work')}><Select options={planKinds.map((k) => ({ value: k, label: t(`plan_${k}`) }))} /></Form.Item></>}
        <Form.Item name="due_on" label={t('plan_due')} rules={[{ required: true, message: t('due_needed') }]}><DateField min={`${year}-01-01`} max={`${year}-12-31`} /></Form.Item>
        <Form.Item name="responsible" label={t('plan_person')}><Input maxLength={60} /></Form.Item>
        <Form.Item name="note" label={t('plan_note')}><Input maxLength={300} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** 等保年度计划: made from what falls due, changed by hand; what is done follows from what happened. */
export function PlanTab() {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const { message, modal } = App.useApp();
  const manages = useMay('mlps.manage');
  const now = Number(today().slice(0, 4));
  const { year = now, unit_id } = route.useSearch();
  const navigate = useNavigate({ from: '/mlps' });
  const plan = useQuery(query(mlps.plan, { query: { year, unit_id } }));
  const [open, setOpen] = useState<'new' | Row>();
  const make = useSubmit(mlps.make_plan, { onDone: (r) => { message.success(r.added ? t('made_n', { n: r.added }) : t('made_none')); } });
  const remove = useSubmit(mlps.remove_plan, { done: t('deleted') });
  const columns: Column<Row>[] = [
    { key: 'due', title: t('plan_due'), width: 120, render: (p) => <span className="nowrap">{p.due_on}</span> },
    { key: 'kind', title: t('work'), width: 110, render: (p) => t(`plan_${p.kind}`) },
    { key: 'object', title: t('name'), width: 220, card: 'title', render: (p) => <ObjectLink id={p.object_id} name={p.object_name} /> },
    { key: 'unit', title: t('unit'), width: 160, render: (p) => p.unit_name },
    { key: 'level', title: t('level'), width: 90, render: (p) => p.level === null ? t('no_level') : t('level_n', { n: p.level }) },
    { key: 'who', title: t('plan_person'), width: 110, render: (p) => p.responsible || null },
    { key: 'note', title: t('plan_note'), render: (p) => p.note || null },
    { key: 'state', title: t('plan_state'), width: 150, render: (p) => p.done_on ? <Mark tone="good">{t('plan_done', { on: p.done_on })}</Mark> : p.overdue ? <Mark tone="bad">{t('plan_overdue')}</Mark> : <Mark tone="grey">{t('plan_open')}</Mark> },
    ...(manages ? [{ key: 'do', title: t('actions'), width: 130, card: 'plain' as const, render: (p: Row) => <div className="row-actions"><Button size="small" aria-label={`${t('edit')} ${p.object_name} ${t(`plan_${p.kind}`)}`} onClick={() => setOpen(p)}>{t('edit')}</Button><Button size="small" danger type="text" icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${p.object_name} ${t(`plan_${p.kind}`)}`} onClick={() => { void modal.confirm({ title: t('remove_plan_ask', { what: `${p.object_name} ${t(`plan_${p.kind}`)}` }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: p.id } }) }); }} /></div> }] : []),
  ];
  return <>
    <div className="toolbar">
      <Select aria-label={t('year')} value={year} onChange={(y) => void navigate({ search: (s) => ({ ...s, tab: 'plan', year: y }) })} options={[now + 1, now, now - 1, now - 2].map((y) => ({ value: y, label: t('year_n', { year: y }) }))} />
      {manages && <><Button type="primary" loading={make.isPending} onClick={() => make.mutate({ body: { year } })}>{t('make_plan')}</Button><Button icon={<Icon name="plus" />} onClick={() => setOpen('new')}>{t('add_plan')}</Button></>}
      <a className="button-link plain" href={addressOf(mlps.export_plan, { query: { year, unit_id } })} download><Icon name="download" size={16} />{t('export')}</a>
    </div>
    <Loaded query={plan}>{(p) => <>
      {p.ungraded > 0 && <p className="gap"><Icon name="warn" size={16} /><Link to="/mlps" search={{ tab: 'gaps', gap: 'ungraded' }}>{t('plan_ungraded', { n: p.ungraded })}</Link></p>}
      {p.rows.length > 0 && <Panel><Bar done={p.done} total={p.rows.length} label={t('plan')} /><span className="small">{t('plan_done_n', { done: p.done, total: p.rows.length })}</span></Panel>}
      <DataTable caption={t('plan')} columns={columns} rows={p.rows} rowKey={(r) => r.id} empty={<Nothing text={t('no_plan')} hint={manages ? t('no_plan_hint') : ''} />} />
    </>}</Loaded>
    {open && <PlanForm year={year} {...(open !== 'new' && { row: open })} onClose={() => setOpen(undefined)} />}
  </>;
}
