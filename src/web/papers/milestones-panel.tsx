import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { papers } from '../../modules/papers/contract.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { AddFiles } from '../ui/add-files.tsx';
import type { OwnPage } from './own-form.tsx';

type Milestone = OwnPage['plan'][number];
interface Values { title: string; due_on: string; unit_id?: string | null; note?: string; done_on?: string | null }

function MilestoneForm({ documentId, milestone, onClose }: { documentId: string; milestone?: Milestone | undefined; onClose: () => void }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const add = useSubmit(papers.add_milestone, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(papers.update_milestone, { form, done: shell('saved'), onDone: onClose });
  const finish = (v: Values): void => {
    const body = { title: v.title, due_on: v.due_on, unit_id: v.unit_id ?? null, note: v.note ?? '' };
    if (milestone) update.mutate({ params: { id: milestone.id }, body: { ...body, done_on: v.done_on ?? null, version: milestone.version } });
    else add.mutate({ params: { id: documentId }, body });
  };
  return (
    <Modal open title={milestone ? t('edit_milestone') : t('add_milestone')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={add.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={milestone ?? {}}>
        <Form.Item name="title" label={t('milestone')} rules={[{ required: true, message: t('title_needed') }]}><Input maxLength={200} /></Form.Item>
        <Form.Item name="due_on" label={t('due')} rules={[{ required: true, message: t('due_needed') }]}><DateField allowEmpty={false} /></Form.Item>
        <Form.Item name="unit_id" label={t('unit')}><UnitSelect label={t('unit')} placeholder={shell('none')} /></Form.Item>
        {milestone && <Form.Item name="done_on" label={t('done_on')} extra={t('done_hint')}><DateField max={today()} /></Form.Item>}
        <Form.Item name="note" label={t('remark')}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** When what must be reached, and the paper that shows it was. */
export function MilestonesPanel({ d, writes }: { d: OwnPage; writes: boolean }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const [form, setForm] = useState<{ milestone?: Milestone }>();
  const remove = useSubmit(papers.remove_milestone);
  const columns: Column<Milestone>[] = [
    { key: 'title', title: t('milestone'), card: 'title', render: (m) => <><strong>{m.title}</strong>{m.note && <p className="muted small pre">{m.note}</p>}</> },
    { key: 'due_on', title: t('due'), width: 120, render: (m) => m.due_on },
    { key: 'unit', title: t('unit'), width: 130, render: (m) => m.unit_name },
    { key: 'state', title: t('report_state'), width: 170, render: (m) => m.done_on ? <Mark tone="good">{t('done_at', { date: m.done_on })}</Mark> : m.overdue ? <Mark tone="bad">{t('milestone_overdue')}</Mark> : <Mark tone="info">{t('milestone_open')}</Mark> },
    { key: 'files', title: t('evidence'), render: (m) => m.files.length === 0 ? null : <ul className="files">{m.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul> },
    ...(writes ? [{ key: 'do', title: t('actions'), width: 230, card: 'plain' as const, render: (m: Milestone) => (
      <div className="row-actions">
        <AddFiles to={papers.attach_milestone} id={m.id} name={m.title} text={t('add_file')} />
        <Button size="small" aria-label={`${shell('edit')} ${m.title}`} onClick={() => setForm({ milestone: m })}>{shell('edit')}</Button>
        <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${m.title}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: m.title }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: m.id } }).catch(() => undefined) })} />
      </div>
    ) }] : []),
  ];
  return (
    <Panel title={t('milestones')} extra={writes && <Button icon={<Icon name="plus" />} onClick={() => setForm({})}>{t('add_milestone')}</Button>}>
      <DataTable caption={t('milestones')} columns={columns} rows={d.plan} rowKey={(m) => m.id} rowClass={(m) => m.overdue ? 'row-late' : undefined} empty={<Nothing text={t('no_milestones')} hint={writes ? t('no_milestones_hint') : ''} />} />
      {form && <MilestoneForm documentId={d.id} milestone={form.milestone} onClose={() => setForm(undefined)} />}
    </Panel>
  );
}
