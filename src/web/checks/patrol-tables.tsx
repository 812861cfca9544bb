import { Link } from '@tanstack/react-router';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import type { Reply } from '../api.ts';
import { checks } from '../../modules/checks/contract.ts';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Mark } from '../ui/mark.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { Available } from './marks.tsx';

type Target = Reply<typeof checks.patrol>['items'][number];
type Outage = Reply<typeof checks.outages>['items'][number];
const percent = (n: number | null): string => (n === null ? '' : `${(Math.floor(n * 10_000) / 100).toFixed(2)}%`);
export function TargetsTable({ rows, withSystem = false }: { rows: readonly Target[]; withSystem?: boolean }) {
  const t = useLabels('checks');
  const columns: Column<Target>[] = [
    { key: 'origin', title: t('origin'), card: 'title', render: (r) => <span className="break">{withSystem && <><Link to="/checks/systems/$id" params={{ id: r.system_id }} className="strong-link">{r.system_name}</Link> <span className="muted small">{r.unit_name}</span><br /></>}{r.origin}</span> },
    { key: 'state', title: t('state'), width: 100, render: (r) => <Available state={r.state} /> },
    { key: 'note', title: t('result'), width: 220, render: (r) => <span className="break">{r.last_note}</span> },
    { key: 'took', title: t('took'), width: 100, align: 'right', render: (r) => r.last_ms !== null && t('took_ms', { n: r.last_ms }) },
    { key: 'uptime', title: t('uptime'), width: 140, align: 'right', render: (r) => percent(r.uptime) },
    { key: 'at', title: t('last_at'), width: 150, render: (r) => instantText(r.last_at) },
  ];
  return <DataTable caption={t('targets')} columns={columns} rows={rows} rowKey={(r) => r.id} empty={null} />;
}
function Explain({ outage, onClose }: { outage: Outage; onClose: () => void }) {
  const t = useLabels('checks');
  const [form] = Form.useForm<{ cause: string }>();
  const explain = useSubmit(checks.explain_outage, { form, done: t('decided'), onDone: onClose });
  return (
    <Modal open title={`${t('explain')}：${outage.system_name}`} onCancel={onClose} onOk={() => form.submit()} okText={t('explain')} confirmLoading={explain.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ cause: outage.cause }} onFinish={(v) => explain.mutate({ params: { id: outage.id }, body: v })}>
        <Form.Item name="cause" label={t('cause')} rules={[{ required: true, whitespace: true, message: t('cause_needed') }]}><Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
export function OutagesTable({ rows, withSystem = false }: { rows: readonly Outage[]; withSystem?: boolean }) {
  const t = useLabels('checks');
  const [explaining, setExplaining] = useState<Outage>();
  const columns: Column<Outage>[] = [
    { key: 'origin', title: t('origin'), card: 'title', render: (o) => <span className="break">{withSystem && <><Link to="/checks/systems/$id" params={{ id: o.system_id }} className="strong-link">{o.system_name}</Link> <span className="muted small">{o.unit_name}</span><br /></>}{o.origin} {o.maintenance && <Mark tone="grey">{t('in_maintenance')}</Mark>}</span> },
    { key: 'began', title: t('began_at'), width: 150, render: (o) => instantText(o.began_at) },
    { key: 'ended', title: t('ended_at'), width: 150, render: (o) => instantText(o.ended_at) || <Mark tone="bad">{t('ongoing')}</Mark> },
    { key: 'note', title: t('result'), width: 200, render: (o) => <span className="break">{o.note}</span> },
    { key: 'cause', title: t('cause'), render: (o) => <>{o.cause && <>{o.cause} <span className="muted small">{o.cause_by_name}</span></>}{o.can_explain && !o.maintenance && <Button size="small" aria-label={`${t('explain')} ${o.origin} ${instantText(o.began_at)}`} onClick={() => setExplaining(o)}>{t('explain')}</Button>}</> },
  ];
  return <>
    <DataTable caption={t('outages')} columns={columns} rows={rows} rowKey={(o) => o.id} empty={null} />
    {explaining && <Explain outage={explaining} onClose={() => setExplaining(undefined)} />}
  </>;
}
