import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { accountability, measures } from '../../modules/accountability/contract.ts';
import { query, type Reply } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Ground = Reply<typeof accountability.grounds>[number];

function GroundForm({ onClose }: { onClose: () => void }) {
  const t = useLabels('accountability');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ text: string; source: string; measures: Ground['measures'] }>();
  const add = useSubmit(accountability.add_ground, { form, done: shell('saved'), onDone: onClose });
  const needed = (message: string) => [{ required: true, whitespace: true, message }];
  return (
    <Modal open title={t('add_ground')} okText={shell('save')} confirmLoading={add.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ measures: [] }} onFinish={(v) => add.mutate({ body: v })}>
        <Form.Item name="text" label={t('ground_text')} rules={needed(t('ground_needed'))}><Input maxLength={300} /></Form.Item>
        <Form.Item name="source" label={t('ground_source')} rules={needed(t('source_needed'))}><Input maxLength={300} /></Form.Item>
        <Form.Item name="measures" label={t('ground_measures')}><Checkbox.Group className="stack" options={measures.map((m) => ({ value: m, label: t(`measure_${m}`) }))} /></Form.Item>
      </Form>
    </Modal>
  );
}

export function GroundsTab() {
  const t = useLabels('accountability');
  const { modal } = App.useApp();
  const list = useQuery(query(accountability.grounds, {}));
  const [adding, setAdding] = useState(false);
  const withdraw = useSubmit(accountability.withdraw_ground);
  const columns: Column<Ground>[] = [
    { key: 'text', title: t('ground_text'), card: 'title', render: (g) => <><strong>{g.text}</strong>{g.own && <> <Mark tone="info">{t('own_ground')}</Mark></>}</> },
    { key: 'source', title: t('ground_source'), render: (g) => <>{g.source}{!g.verified && <p className="muted small">{t('not_verified')}</p>}</> },
    { key: 'rule', title: t('ground_rule'), render: (g) => g.rule ?? <span className="muted">{t('no_rule')}</span> },
    { key: 'measures', title: t('ground_measures'), render: (g) => listText(g.measures.map((m) => t(`measure_${m}`))) },
    { key: 'clues', title: t('ground_clues'), width: 80, render: (g) => g.clues > 0 ? <Link to="/accountability" search={{ tab: 'clues', ground: g.key }}>{g.clues}</Link> : 0 },
    { key: 'do', title: t('actions'), width: 90, card: 'plain', render: (g) => g.own && <Button size="small" aria-label={`${t('withdraw')} ${g.text}`} onClick={() => void modal.confirm({ title: t('withdraw_ask', { name: g.text }), content: t('withdraw_note'), okText: t('withdraw'), onOk: () => withdraw.mutateAsync({ params: { id: g.key } }).catch(() => undefined) })}>{t('withdraw')}</Button> },
  ];
  return (
    <Loaded query={list}>{(rows) => <>
      <div className="toolbar"><Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('add_ground')}</Button></div>
      <DataTable caption={t('grounds')} columns={columns} rows={rows} rowKey={(g) => g.key} empty={null} />
      {adding && <GroundForm onClose={() => setAdding(false)} />}
    </>}</Loaded>
  );
}
