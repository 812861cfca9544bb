import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { checks } from '../../modules/checks/contract.ts';
import { query } from '../api.ts';
import { SystemSelect } from '../assets/system-select.tsx';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

interface Values { system_id?: string | null; begins_at: string; ends_at: string; reason: string }
/** The browser tells a local time without a zone; here it is China's. */
const instantOf = (local: string): string => `${local.length === 16 ? `${local}:00` : local}+08:00`;
function Add({ onClose }: { onClose: () => void }) {
  const t = useLabels('checks');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const add = useSubmit(checks.add_maintenance, { form, done: shell('saved'), onDone: onClose });
  const needed = [{ required: true, message: t('time_needed') }];
  return (
    <Modal open title={t('add_maintenance')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={add.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => add.mutate({ body: { system_id: v.system_id ?? null, begins_at: instantOf(v.begins_at), ends_at: instantOf(v.ends_at), reason: v.reason } })}>
        <Form.Item name="system_id" label={t('system')} extra={t('every_system')}><SystemSelect label={t('system')} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="begins_at" label={t('begins')} rules={needed}><Input type="datetime-local" /></Form.Item>
          <Form.Item name="ends_at" label={t('ends')} rules={needed}><Input type="datetime-local" /></Form.Item>
        </div>
        <Form.Item name="reason" label={t('reason')} rules={[{ required: true, whitespace: true, message: t('reason_needed') }]}><Input maxLength={300} /></Form.Item>
      </Form>
    </Modal>
  );
}
/** Times in which an outage wakes nobody. */
export function MaintenancePanel() {
  const t = useLabels('checks');
  const shell = useLabels('shell');
  const manages = useMay('check.manage');
  const [adding, setAdding] = useState(false);
  const list = useQuery(query(checks.maintenances, {}));
  const remove = useSubmit(checks.remove_maintenance, {});
  return (
    <Panel title={t('maintenance')} extra={manages && <Button onClick={() => setAdding(true)}>{t('add_maintenance')}</Button>}>
      <Loaded query={list}>{(rows) => <DataTable caption={t('maintenance')} rows={rows} rowKey={(m) => m.id} empty={<Nothing text={t('no_maintenance')} />} columns={[
        { key: 'system', title: t('system'), card: 'title', render: (m) => m.system_name ?? t('every_system') },
        { key: 'begins', title: t('begins'), width: 150, render: (m) => instantText(m.begins_at) },
        { key: 'ends', title: t('ends'), width: 150, render: (m) => instantText(m.ends_at) },
        { key: 'reason', title: t('reason'), render: (m) => <>{m.reason} <span className="muted small">{m.created_by_name}</span></> },
        ...(manages ? [{ key: 'do', title: t('actions'), width: 90, card: 'plain' as const, render: (m: (typeof rows)[number]) => <Button size="small" aria-label={`${shell('remove')} ${m.reason}`} onClick={() => remove.mutate({ params: { id: m.id } })}>{shell('remove')}</Button> }] : []),
      ]} />}</Loaded>
      {adding && <Add onClose={() => setAdding(false)} />}
    </Panel>
  );
}
