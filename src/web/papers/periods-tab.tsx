import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { papers, protectionLevels } from '../../modules/papers/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Bar } from '../ui/numbers.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Period = Reply<typeof papers.periods>[number];
interface Values { event: string; level: Period['level']; start_on: string; end_on: string; campaign_id?: string | null; note?: string }

function PeriodForm({ period, onClose }: { period?: Period | undefined; onClose: () => void }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const all = useQuery(query(campaigns.list, {}));
  const create = useSubmit(papers.create_period, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(papers.update_period, { form, done: shell('saved'), onDone: onClose });
  const finish = (v: Values): void => {
    const body = { event: v.event, level: v.level, start_on: v.start_on, end_on: v.end_on, campaign_id: v.campaign_id ?? null, note: v.note ?? '' };
    if (period) update.mutate({ params: { id: period.id }, body: { ...body, version: period.version } });
    else create.mutate({ body });
  };
  const needed = [{ required: true, message: t('due_needed') }];
  return (
    <Modal open title={period ? t('edit_period') : t('new_period')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={period ? { ...period, campaign_id: period.campaign?.id } : { level: 'national' }}>
        <Form.Item name="event" label={t('event')} rules={[{ required: true, message: t('title_needed') }]}><Input maxLength={200} /></Form.Item>
        <Form.Item name="level" label={t('period_level')}><Select options={protectionLevels.map((l) => ({ value: l, label: t(`protect_${l}`) }))} /></Form.Item>
        <Form.Item name="start_on" label={t('start_on')} rules={needed}><DateField allowEmpty={false} /></Form.Item>
        <Form.Item name="end_on" label={t('end_on')} rules={needed}><DateField allowEmpty={false} /></Form.Item>
        <Form.Item name="campaign_id" label={t('link_campaign')} extra={t('period_campaign_hint')}><Select allowClear showSearch={{ optionFilterProp: 'label' }} loading={all.isPending} placeholder={shell('none')} options={(all.data ?? []).filter((k) => k.state !== 'draft').map((k) => ({ value: k.id, label: k.title }))} /></Form.Item>
        <Form.Item name="note" label={t('remark')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** Events to be protected: from when to when, how high, and how far the work for them is. */
export function PeriodsTab({ year }: { year: number }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('paper.write');
  const list = useQuery(query(papers.periods, { query: { year } }));
  const [form, setForm] = useState<{ period?: Period }>();
  const remove = useSubmit(papers.remove_period);
  const columns: Column<Period>[] = [
    { key: 'event', title: t('event'), card: 'title', render: (p) => <><strong>{p.event}</strong>{p.note && <p className="muted small pre">{p.note}</p>}</> },
    { key: 'level', title: t('period_level'), width: 110, render: (p) => t(`protect_${p.level}`) },
    { key: 'days', title: t('days'), width: 220, render: (p) => `${p.start_on} — ${p.end_on}` },
    { key: 'phase', title: t('report_state'), width: 110, render: (p) => <Mark tone={p.phase === 'now' ? 'warn' : p.phase === 'ahead' ? 'info' : 'grey'}>{t(`phase_${p.phase}`)}</Mark> },
    { key: 'campaign', title: t('link_campaign'), render: (p) => p.campaign && <><Link to="/campaigns/$id" params={{ id: p.campaign.id }}>{p.campaign.title}</Link>{p.campaign.total > 0 && <Bar done={p.campaign.done} total={p.campaign.total} label={p.campaign.title} />}</> },
    ...(writes ? [{ key: 'do', title: t('actions'), width: 130, card: 'plain' as const, render: (p: Period) => (
      <div className="row-actions">
        <Button size="small" aria-label={`${shell('edit')} ${p.event}`} onClick={() => setForm({ period: p })}>{shell('edit')}</Button>
        <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${p.event}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: p.event }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: p.id } }).catch(() => undefined) })} />
      </div>
    ) }] : []),
  ];
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setForm({})}>{t('new_period')}</Button>;
  return (
    <>
      <div className="toolbar">{add}</div>
      <Loaded query={list}>{(rows) => <DataTable caption={t('periods')} columns={columns} rows={rows} rowKey={(p) => p.id} empty={<Nothing text={t('no_periods')} hint={writes ? t('no_periods_hint') : ''} />} />}</Loaded>
      {form && <PeriodForm period={form.period} onClose={() => setForm(undefined)} />}
    </>
  );
}
