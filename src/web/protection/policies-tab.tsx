import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { policyEvents, protection } from '../../modules/protection/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { AddFiles } from '../ui/add-files.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { ScopeBar } from './scope-bar.tsx';

type Policy = Reply<typeof protection.policies>[number];
type Kind = (typeof policyEvents)[number];
const route = getRouteApi('/shell/protection');

function NewPolicy({ unitId, onClose }: { unitId: string | undefined; onClose: () => void }) {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ unit_id: string; name: string; zone?: string; content?: string; effective_on: string }>();
  const create = useSubmit(protection.create_policy, { form, done: shell('saved'), onDone: onClose });
  return (
    <Modal open width={640} title={t('new_policy')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ unit_id: unitId, effective_on: today() }} onFinish={(body) => create.mutate({ body })}>
        <div className="form-pair">
          <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: shell('choose_unit') }]}><UnitSelect label={t('unit')} allowClear={false} /></Form.Item>
          <Form.Item name="effective_on" label={t('effective_on')} rules={[{ required: true, message: t('date_needed') }]}><DateField allowEmpty={false} /></Form.Item>
        </div>
        <Form.Item name="name" label={t('policy_name')} rules={[{ required: true, whitespace: true, message: t('name_needed') }]}><Input maxLength={120} /></Form.Item>
        <Form.Item name="zone" label={t('zone')}><Input maxLength={200} /></Form.Item>
        <Form.Item name="content" label={t('content')}><Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 12 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
function NotePolicy({ policy, kind, onClose }: { policy: Policy; kind: Kind; onClose: () => void }) {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ on_day: string; note: string; approved_by?: string; content?: string }>();
  const note = useSubmit(protection.note_policy, { form, done: shell('saved'), onDone: onClose });
  return (
    <Modal open width={640} title={`${t(`event_${kind}`)}：${policy.name}`} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} okButtonProps={{ danger: kind === 'end' }} confirmLoading={note.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ on_day: today(), content: policy.content }} onFinish={(v) => note.mutate({ params: { id: policy.id }, body: { kind, ...v, version: policy.version } })}>
        <Form.Item name="on_day" label={t('date')} rules={[{ required: true, message: t('date_needed') }]}><DateField max={today()} allowEmpty={false} /></Form.Item>
        <Form.Item name="note" label={t('note')} rules={[{ required: true, whitespace: true, message: t('note_needed') }]}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} /></Form.Item>
        {kind !== 'review' && <Form.Item name="approved_by" label={t('approved_by')} rules={[{ required: true, whitespace: true, message: t('name_needed') }]}><Input maxLength={60} /></Form.Item>}
        {kind === 'change' && <Form.Item name="content" label={t('content')}><Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 12 }} /></Form.Item>}
      </Form>
    </Modal>
  );
}

export function PoliciesTab() {
  const t = useLabels('protection');
  const writes = useMay('protection.write');
  const { unit_id } = route.useSearch();
  const list = useQuery(query(protection.policies, { query: { unit_id } }));
  const [open, setOpen] = useState<{ policy?: Policy; kind?: Kind }>();
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({})}>{t('new_policy')}</Button>;
  const columns: Column<Policy>[] = [
    { key: 'name', title: t('policy_name'), card: 'title', render: (y) => <><strong>{y.name}</strong> {y.ended_on && <Mark>{t('policy_ended', { date: y.ended_on })}</Mark>}<div className="muted small">{y.unit_name}{y.zone && ` · ${y.zone}`}</div></> },
    { key: 'content', title: t('content'), render: (y) => <div className="pre">{y.content}</div> },
    { key: 'review', title: t('review_by'), width: 160, render: (y) => y.ended_on ? '' : <>{y.review_by} {y.late && <Mark tone="bad">{t('late')}</Mark>}</> },
    { key: 'events', title: t('history'), render: (y) => (y.events.length > 0 || y.files.length > 0) && <details className="fold"><summary>{t('history')} {y.events.length}</summary><ul className="plain-list">{y.events.map((e, i) => <li key={i}>{e.on_day} {t(`event_${e.kind}`)}：{e.note} <span className="muted small">{[e.approved_by && `${t('approved_by')} ${e.approved_by}`, e.by_name].filter(Boolean).join(' · ')}</span></li>)}</ul><ul className="files">{y.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul></details> },
    ...(writes ? [{ key: 'do', title: t('actions'), width: 260, card: 'plain' as const, render: (y: Policy) => y.can_write && (
      <div className="row-actions">
        {policyEvents.map((k) => <Button key={k} size="small" danger={k === 'end'} aria-label={`${t(`note_${k}`)} ${y.name}`} onClick={() => setOpen({ policy: y, kind: k })}>{t(`note_${k}`)}</Button>)}
        <AddFiles to={protection.attach_policy} id={y.id} name={y.name} />
      </div>
    ) }] : []),
  ];
  return (
    <>
      <ScopeBar systems={false}>{add}<a className="button-link plain" href={addressOf(protection.export, { params: { list: 'policies' }, query: { unit_id } })} download><Icon name="download" size={16} />{t('export')}</a></ScopeBar>
      <Loaded query={list}>{(rows) => <DataTable caption={t('policies')} columns={columns} rows={rows} rowKey={(y) => y.id} empty={<Nothing text={t('no_policies')} hint={t('no_policies_hint')} action={add} />} />}</Loaded>
      {open && !open.policy && <NewPolicy unitId={unit_id} onClose={() => setOpen(undefined)} />}
      {open?.policy && open.kind && <NotePolicy policy={open.policy} kind={open.kind} onClose={() => setOpen(undefined)} />}
    </>
  );
}
