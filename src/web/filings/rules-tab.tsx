import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { systemKinds } from '../../modules/assets/contract.ts';
import { changeFields, checkLists, filings } from '../../modules/filings/contract.ts';
import { query, type Reply } from '../api.ts';
import { label, listText, useLabels, wordFor } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Kind = Reply<typeof filings.kinds>[number];
type Item = Reply<typeof filings.check_items>[number];
const kindWord = (k: string): string => wordFor('assets', `kind_${k}`, k);
const fieldWord = (f: string): string => wordFor('assets', f.replace(/_id$/, ''), f);

function KindForm({ kind, onClose }: { kind: Kind | undefined; onClose: () => void }) {
  const t = useLabels('filings');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Omit<Kind, 'version' | 'ledger_field'>>();
  const save = useSubmit(filings.save_kind, { form, done: shell('saved'), onDone: onClose });
  return (
    <Modal open width={680} title={kind ? `${shell('edit')} ${kind.name}` : t('new_kind')} onCancel={onClose} okText={shell('save')} confirmLoading={save.isPending} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={kind ?? { key: '', name: '', basis: '', system_kinds: [], before_online: true, due_days: 0, change_days: 15, cancel_days: 15, change_fields: ['unit_id', 'name', 'places'], number_pattern: '', number_example: '', active: true }}
        onFinish={({ key, ...v }) => save.mutate({ params: { key: kind?.key ?? key }, body: { ...v, ...(kind && { version: kind.version }) } })}>
        <div className="form-pair">
          <Form.Item name="name" label={t('kind_name')} rules={[{ required: true, whitespace: true, message: t('name_needed') }]}><Input maxLength={40} /></Form.Item>
          {kind ? <Form.Item name="active" valuePropName="checked" label={t('in_use')}><Checkbox>{t('in_use')}</Checkbox></Form.Item> : <Form.Item name="key" label={t('key')} extra={t('key_hint')} rules={[{ required: true, message: t('key_needed') }]}><Input maxLength={30} /></Form.Item>}
        </div>
        <Form.Item name="basis" label={t('basis')}><Input.TextArea maxLength={300} autoSize={{ minRows: 1, maxRows: 4 }} /></Form.Item>
        <Form.Item name="system_kinds" label={t('owed_by')} extra={t('owed_by_hint')}><Select aria-label={t('owed_by')} mode="multiple" options={systemKinds.map((k) => ({ value: k, label: kindWord(k) }))} /></Form.Item>
        <Form.Item name="before_online" valuePropName="checked"><Checkbox>{t('before_online_rule')}</Checkbox></Form.Item>
        <div className="three">
          <Form.Item name="due_days" label={t('due_days')}><InputNumber min={0} max={365} className="full" /></Form.Item>
          <Form.Item name="change_days" label={t('change_days')}><InputNumber min={0} max={365} className="full" /></Form.Item>
          <Form.Item name="cancel_days" label={t('cancel_days')}><InputNumber min={0} max={365} className="full" /></Form.Item>
        </div>
        <Form.Item name="change_fields" label={t('change_fields')}><Select aria-label={t('change_fields')} mode="multiple" options={changeFields.map((f) => ({ value: f, label: fieldWord(f) }))} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="number_pattern" label={t('number_pattern')} extra={t('number_pattern_hint')}><Input maxLength={300} /></Form.Item>
          <Form.Item name="number_example" label={t('example')}><Input maxLength={60} /></Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
function ItemForm({ item, list, onClose }: { item: Item | undefined; list: Item['list']; onClose: () => void }) {
  const t = useLabels('filings');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Omit<Item, 'version' | 'list'>>();
  const save = useSubmit(filings.save_check_item, { form, done: shell('saved'), refresh: [['filings'], ['applications']], onDone: onClose });
  return (
    <Modal open title={item ? `${shell('edit')} ${item.title}` : `${t('new_item')} ${t(`list_${list}`)}`} onCancel={onClose} okText={shell('save')} confirmLoading={save.isPending} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={item ?? { key: '', title: '', hint: '', basis: '', gate: false, active: true }} onFinish={({ key, ...v }) => save.mutate({ params: { list, key: item?.key ?? key }, body: { ...v, active: v.active ?? true, ...(item && { version: item.version }) } })}>
        <Form.Item name="title" label={t('item')} rules={[{ required: true, whitespace: true, message: t('name_needed') }]}><Input maxLength={60} /></Form.Item>
        {!item && <Form.Item name="key" label={t('key')} extra={t('key_hint')} rules={[{ required: true, message: t('key_needed') }]}><Input maxLength={30} /></Form.Item>}
        <Form.Item name="hint" label={t('hint')}><Input maxLength={200} /></Form.Item>
        <Form.Item name="basis" label={t('basis')}><Input maxLength={200} /></Form.Item>
        <Form.Item name="gate" valuePropName="checked"><Checkbox>{t('gate_rule')}</Checkbox></Form.Item>
        {item && <Form.Item name="active" valuePropName="checked"><Checkbox>{t('in_use')}</Checkbox></Form.Item>}
      </Form>
    </Modal>
  );
}

/** Which filings there are and what they ask for; what is checked before a system goes online, comes back or is closed. */
export function RulesTab() {
  const t = useLabels('filings');
  const shell = useLabels('shell');
  const kinds = useQuery(query(filings.kinds, {}));
  const items = useQuery(query(filings.check_items, {}));
  const [kind, setKind] = useState<Kind | 'new'>();
  const [item, setItem] = useState<{ list: Item['list']; item: Item | undefined }>();
  const kindColumns: Column<Kind>[] = [
    { key: 'name', title: t('kind'), card: 'title', render: (k) => <><strong>{k.name}</strong>{!k.active && <> <Mark tone="grey">{t('out_of_use')}</Mark></>}{k.basis && <div className="muted small">{k.basis}</div>}</> },
    { key: 'owed', title: t('owed_by'), width: 160, render: (k) => k.system_kinds.length ? listText(k.system_kinds.map(kindWord)) : <span className="muted">{t('by_hand')}</span> },
    { key: 'due', title: t('due_on'), width: 150, render: (k) => k.before_online ? t('before_online') : t('after_online', { n: k.due_days }) },
    { key: 'change', title: t('change_fields'), width: 230, render: (k) => <>{listText(k.change_fields.map(fieldWord))} <span className="muted small">{t('within_n', { n: k.change_days })}</span></> },
    { key: 'cancel', title: t('cancel_days'), width: 120, render: (k) => t('within_n', { n: k.cancel_days }) },
    { key: 'do', title: t('actions'), width: 90, card: 'plain', render: (k) => <Button size="small" aria-label={`${shell('edit')} ${k.name}`} onClick={() => setKind(k)}>{shell('edit')}</Button> },
  ];
  const itemColumns = (list: Item['list']): Column<Item>[] => [
    { key: 'title', title: t('item'), card: 'title', render: (i) => <><strong>{i.title}</strong>{i.gate && <> <Mark tone="info">{t('gate')}</Mark></>}{!i.active && <> <Mark tone="grey">{t('out_of_use')}</Mark></>}{i.hint && <div className="muted small">{i.hint}</div>}</> },
    { key: 'basis', title: t('basis'), width: 420, render: (i) => i.basis },
    { key: 'do', title: t('actions'), width: 90, card: 'plain', render: (i) => <Button size="small" aria-label={`${shell('edit')} ${i.title}`} onClick={() => setItem({ list, item: i })}>{shell('edit')}</Button> },
  ];
  return <>
    <Panel title={t('kinds')} extra={<Button size="small" icon={<Icon name="plus" size={16} />} onClick={() => setKind('new')}>{t('new_kind')}</Button>}>
      <Loaded query={kinds}>{(rows) => <DataTable caption={t('kinds')} columns={kindColumns} rows={rows} rowKey={(k) => k.key} empty={<Nothing text={label('shell', 'none')} />} />}</Loaded>
    </Panel>
    {checkLists.map((list) => <Panel key={list} title={t(`list_${list}`)} extra={<Button size="small" icon={<Icon name="plus" size={16} />} aria-label={`${t('new_item')} ${t(`list_${list}`)}`} onClick={() => setItem({ list, item: undefined })}>{t('new_item')}</Button>}>
      <Loaded query={items}>{(rows) => <DataTable caption={t(`list_${list}`)} columns={itemColumns(list)} rows={rows.filter((i) => i.list === list)} rowKey={(i) => i.key} empty={<Nothing text={label('shell', 'none')} />} />}</Loaded>
    </Panel>)}
    {kind && <KindForm kind={kind === 'new' ? undefined : kind} onClose={() => setKind(undefined)} />}
    {item && <ItemForm item={item.item} list={item.list} onClose={() => setItem(undefined)} />}
  </>;
}
