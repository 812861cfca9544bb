import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { ledgerOf, ledgers } from '../../modules/assets/ledger-contract.ts';
import { query, type Reply } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { ItemForm } from './item-form.tsx';
import { ItemState } from './ledger-page.tsx';
import { useLedgerWords } from './ledger-words.ts';

type Item = Reply<typeof ledgers.item>;
const route = getRouteApi('/shell/ledger-items/$id');

function Records({ item }: { item: Item }) {
  const t = useLabels('assets');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ on_day: string; what: string; by_whom?: string }>();
  const add = useSubmit(ledgers.add_record, { form, done: shell('saved'), onDone: () => setOpen(false) });
  const remove = useSubmit(ledgers.remove_record);
  return (
    <Panel title={t('records')} extra={item.can_write && <Button icon={<Icon name="plus" />} onClick={() => setOpen(true)}>{t('new_record')}</Button>}>
      {item.records.length === 0 ? <p className="muted">{t('no_records')}</p> : <ol className="timeline">{item.records.map((r) => <li key={r.id}><span className="muted small">{r.on_day}{r.by_whom && ` · ${r.by_whom}`} · {r.created_by_name}</span><div className="pre">{r.what} {item.can_write && <Button size="small" type="text" icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${r.on_day} ${r.what}`} onClick={() => void modal.confirm({ title: t('remove_record_ask', { what: `${r.on_day} ${r.what}` }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: item.id, record: r.id } }).catch(() => undefined) })} />}</div></li>)}</ol>}
      <Modal open={open} title={t('new_record')} onCancel={() => setOpen(false)} okText={shell('save')} confirmLoading={add.isPending} onOk={() => form.submit()} destroyOnHidden>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => add.mutate({ params: { id: item.id }, body: { ...v, by_whom: v.by_whom ?? '' } })}>
          <Form.Item name="on_day" label={t('record_on')} rules={[{ required: true, message: t('fill_in') }]}><DateField label={t('record_on')} /></Form.Item>
          <Form.Item name="what" label={t('record_what')} rules={[{ required: true, whitespace: true, message: t('fill_in') }]}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} placeholder={t('record_example')} /></Form.Item>
          <Form.Item name="by_whom" label={t('record_by')}><Input maxLength={120} /></Form.Item>
        </Form>
      </Modal>
    </Panel>
  );
}

function Shown({ item }: { item: Item }) {
  const t = useLabels('assets');
  const shell = useLabels('shell');
  const { word, value, field, ledgerName } = useLedgerWords();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const l = ledgerOf(item.ledger);
  const [editing, setEditing] = useState(false);
  const remove = useSubmit(ledgers.remove, { onDone: () => void navigate({ to: '/ledgers/$ledger', params: { ledger: item.ledger } }) });
  const facts: [string, string | null | undefined][] = [[t('unit'), item.unit_name], ...(l.three ? [[t('operating_unit'), item.operating_unit_name], [t('using_unit'), item.using_unit_name]] as [string, string | null][] : []), [t('person'), [item.person_name, item.person_phone].filter(Boolean).join(' ')], ...l.fields.map((f): [string, string] => [word(f), value(f, item.fields[f.key])]), [t('note'), item.note]];
  return (
    <Page title={item.name} note={<><Link to="/ledgers/$ledger" params={{ ledger: item.ledger }} className="strong-link">{ledgerName(item.ledger)}</Link> · <ItemState state={item.state} /></>}
      extra={<div className="row-actions">{item.can_write && <Button type="primary" onClick={() => setEditing(true)}>{t('edit_system')}</Button>}{item.can_manage && <Button danger onClick={() => void modal.confirm({ title: t('remove_item_ask', { name: item.name }), content: t('remove_item_note'), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: item.id } }).catch(() => undefined) })}>{shell('remove')}</Button>}</div>}>
      <Panel title={t('basics')}>
        <dl className="facts">{facts.map(([k, v]) => <div key={k}><dt>{k}</dt><dd className="pre break">{v || shell('none')}</dd></div>)}
          <div><dt>{t('systems_linked')}</dt><dd>{item.systems.length ? <ul className="plain-list">{item.systems.map((s) => <li key={s.id}><Link to="/systems/$id" params={{ id: s.id }}>{s.name}</Link></li>)}</ul> : shell('none')}</dd></div>
          {item.gaps.length > 0 && item.state !== 'retired' && <div><dt>{t('gaps')}</dt><dd className="gap">{listText(item.gaps.map((g) => field(l, g)))}</dd></div>}</dl>
      </Panel>
      <Records item={item} />
      <Panel title={t('history')}>{item.history.length === 0 ? <p className="muted">{t('no_history')}</p> : <ol className="timeline">{item.history.map((c, n) => <li key={n}><span className="muted small">{instantText(c.at)} · {c.by_name}</span><div><strong>{field(l, c.field)}</strong> {t('from_to', { before: c.before || t('empty_value'), after: c.after || t('empty_value') })}</div></li>)}</ol>}</Panel>
      {editing && <ItemForm ledger={item.ledger} item={item} onClose={() => setEditing(false)} />}
    </Page>
  );
}
export function ItemPage() {
  const { id } = route.useParams();
  const page = useQuery(query(ledgers.item, { params: { id } }));
  return <Loaded query={page}>{(item) => <Shown item={item} />}</Loaded>;
}
