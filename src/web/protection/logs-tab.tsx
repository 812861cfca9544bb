import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { App, Button, Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { logKinds, protection } from '../../modules/protection/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { SystemSelect } from '../assets/system-select.tsx';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { ScopeBar } from './scope-bar.tsx';

type Log = Reply<typeof protection.logs>[number];
interface Values { system_id: string; what: Log['what']; place: string; keep_days: number; backed_up: boolean }
const route = getRouteApi('/shell/protection');

function LogForm({ log, systemId, onClose }: { log?: Log | undefined; systemId: string | undefined; onClose: () => void }) {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const create = useSubmit(protection.create_log, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(protection.update_log, { form, done: shell('saved'), onDone: onClose });
  const finish = ({ system_id, ...v }: Values): void => { if (log) update.mutate({ params: { id: log.id }, body: { ...v, version: log.version } }); else create.mutate({ body: { system_id, ...v } }); };
  return (
    <Modal open title={log ? t('edit_log') : t('new_log')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={log ?? { system_id: systemId, what: 'access', place: '', keep_days: 365, backed_up: false }}>
        {!log && <Form.Item name="system_id" label={t('system')} rules={[{ required: true, message: t('system_needed') }]}><SystemSelect label={t('system')} /></Form.Item>}
        <div className="form-pair">
          <Form.Item name="what" label={t('log_what')}><Select options={logKinds.map((k) => ({ value: k, label: t(`log_${k}`) }))} /></Form.Item>
          <Form.Item name="keep_days" label={t('keep_days')} rules={[{ required: true, message: t('days_needed') }]}><InputNumber min={0} max={36500} precision={0} className="full" /></Form.Item>
        </div>
        <Form.Item name="place" label={t('log_place')}><Input maxLength={200} /></Form.Item>
        <Form.Item name="backed_up" valuePropName="checked"><Checkbox>{t('backed_up')}</Checkbox></Form.Item>
      </Form>
    </Modal>
  );
}

export function LogsTab() {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('protection.write');
  const { unit_id, system_id } = route.useSearch();
  const list = useQuery(query(protection.logs, { query: { unit_id, system_id } }));
  const remove = useSubmit(protection.remove_log);
  const [open, setOpen] = useState<{ log?: Log }>();
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({})}>{t('new_log')}</Button>;
  const columns: Column<Log>[] = [
    { key: 'system', title: t('system'), card: 'title', render: (g) => <><strong>{g.system_name}</strong> {t(`log_${g.what}`)}<div className="muted small">{g.unit_name}</div></> },
    { key: 'place', title: t('log_place'), render: (g) => g.place },
    { key: 'days', title: t('keep_days'), width: 110, render: (g) => t('days_n', { n: g.keep_days }) },
    { key: 'due', title: t('due_days'), width: 180, render: (g) => <>{t('days_n', { n: g.due_days })} <Mark tone={g.short ? 'bad' : 'good'}>{t(g.short ? 'short' : 'enough')}</Mark></> },
    { key: 'backed', title: t('backed_up'), width: 90, render: (g) => g.backed_up ? '✓' : '' },
    ...(writes ? [{ key: 'do', title: t('actions'), width: 140, card: 'plain' as const, render: (g: Log) => { const name = `${g.system_name} ${t(`log_${g.what}`)}`; return g.can_write && (
      <div className="row-actions">
        <Button size="small" aria-label={`${shell('edit')} ${name}`} onClick={() => setOpen({ log: g })}>{shell('edit')}</Button>
        <Button size="small" danger aria-label={`${shell('remove')} ${name}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name }), content: t('remove_note'), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: g.id } }).catch(() => undefined) })}>{shell('remove')}</Button>
      </div>
    ); } }] : []),
  ];
  return (
    <>
      <ScopeBar>{add}<a className="button-link plain" href={addressOf(protection.export, { params: { list: 'logs' }, query: { unit_id, system_id } })} download><Icon name="download" size={16} />{t('export')}</a></ScopeBar>
      <Loaded query={list}>{(rows) => <DataTable caption={t('logs')} columns={columns} rows={rows} rowKey={(g) => g.id} empty={<Nothing text={t('no_logs')} hint={t('no_logs_hint')} action={add} />} />}</Loaded>
      {open && <LogForm log={open.log} systemId={system_id} onClose={() => setOpen(undefined)} />}
    </>
  );
}
