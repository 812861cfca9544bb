import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { accountability, circularKinds } from '../../modules/accountability/contract.ts';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Circular = Reply<typeof accountability.circulars>[number];
interface Draft { kind: Circular['kind']; about: 'campaign' | 'period'; campaign_id?: string; from?: string; to?: string }

function NewCircular({ onClose, onDone }: { onClose: () => void; onDone: (c: Circular) => void }) {
  const t = useLabels('accountability');
  const [form] = Form.useForm<Draft>();
  const about = Form.useWatch('about', form) ?? 'campaign';
  const all = useQuery(query(campaigns.list, {}));
  const create = useSubmit(accountability.draft_circular, { form, onDone });
  const needed = (message: string) => [{ required: true, message }];
  return (
    <Modal open title={t('draft_circular')} okText={t('draft_circular')} confirmLoading={create.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'praise', about: 'campaign' }} onFinish={(v) => create.mutate({ body: { kind: v.kind, ...(v.about === 'campaign' ? { campaign_id: v.campaign_id! } : { period_from: v.from!, period_to: v.to! }) } })}>
        <Form.Item name="kind" label={t('circular_kind')}><Select options={circularKinds.map((k) => ({ value: k, label: t(`kind_${k}`) }))} /></Form.Item>
        <Form.Item name="about" label={t('circular_about')}><Select options={[{ value: 'campaign', label: t('about_campaign') }, { value: 'period', label: t('about_period') }]} /></Form.Item>
        {about === 'campaign' ? <Form.Item name="campaign_id" label={t('campaign')} rules={needed(t('campaign_needed'))}><Select showSearch={{ optionFilterProp: 'label' }} loading={all.isPending} options={(all.data ?? []).filter((k) => k.state !== 'draft').map((k) => ({ value: k.id, label: k.title }))} /></Form.Item> : <>
          <Form.Item name="from" label={t('from')} rules={needed(t('date_needed'))}><DateField allowEmpty={false} /></Form.Item>
          <Form.Item name="to" label={t('to')} rules={needed(t('date_needed'))}><DateField allowEmpty={false} /></Form.Item>
        </>}
      </Form>
    </Modal>
  );
}

function EditCircular({ circular, onClose }: { circular: Circular; onClose: () => void }) {
  const t = useLabels('accountability');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ title: string; opening: string }>();
  const [entries, setEntries] = useState(circular.entries);
  const save = useSubmit(accountability.update_circular, { form, done: shell('saved'), onDone: onClose });
  const needed = (message: string) => [{ required: true, whitespace: true, message }];
  return (
    <Modal open width={760} title={t('edit_circular')} okText={shell('save')} confirmLoading={save.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={circular} onFinish={(v) => save.mutate({ params: { id: circular.id }, body: { version: circular.version, title: v.title, opening: v.opening, entries } })}>
        <Form.Item name="title" label={t('title')} rules={needed(t('title_needed'))}><Input maxLength={120} /></Form.Item>
        <Form.Item name="opening" label={t('opening')} rules={needed(t('opening_needed'))}><Input.TextArea maxLength={2000} autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
      </Form>
      <h3>{t('entries')}</h3>
      {entries.length === 0 ? <p className="muted">{t('no_entries')}</p> : <ul className="plain-list">{entries.map((e, i) => <li key={e.unit_id}>
        <div className="row-actions"><strong>{e.unit_name}</strong> <a href={e.link}>{t('rows')}</a> <Button size="small" type="text" danger aria-label={`${t('drop_entry')} ${e.unit_name}`} onClick={() => setEntries(entries.filter((x) => x !== e))}>{t('drop_entry')}</Button></div>
        <Input.TextArea aria-label={`${t('reason')} ${e.unit_name}`} maxLength={500} autoSize value={e.reason} onChange={(x) => setEntries(entries.map((y, j) => (j === i ? { ...y, reason: x.target.value } : y)))} />
      </li>)}</ul>}
    </Modal>
  );
}

export function CircularsTab() {
  const t = useLabels('accountability');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('accountability.write');
  const answers = useMay('accountability.answer');
  const list = useQuery(query(accountability.circulars, {}));
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<Circular>();
  const issue = useSubmit(accountability.issue_circular, { done: t('issue_done') });
  const remove = useSubmit(accountability.remove_circular);
  const ask = (c: Circular) => void modal.confirm({ title: t('issue_ask', { name: c.title }), content: t('issue_note'), okText: t('issue'), onOk: () => issue.mutateAsync({ params: { id: c.id }, body: { version: c.version } }).catch(() => undefined) });
  return (
    <Loaded query={list}>{(d) => <>
      {writes && <div className="toolbar"><Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('draft_circular')}</Button></div>}
      {d.length === 0 && <Nothing text={t('no_circulars')} hint={writes ? t('no_circulars_hint') : ''} />}
      {d.map((c) => <Panel key={c.id} title={c.title} extra={<div className="row-actions">
        {c.file_id && <a className="button-link plain" href={`/api/files/${c.file_id}`} download aria-label={`${t('download')} ${c.title}`}><Icon name="download" size={16} />{t('download')}</a>}
        {writes && !c.number && <><Button type="primary" size="small" onClick={() => ask(c)} aria-label={`${t('issue')} ${c.title}`}>{t('issue')}</Button><Button size="small" aria-label={`${shell('edit')} ${c.title}`} onClick={() => setEditing(c)}>{shell('edit')}</Button><Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${c.title}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: c.title }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: c.id } }).catch(() => undefined) })} /></>}
      </div>}>
        <p><Mark tone={c.kind === 'praise' ? 'good' : 'bad'}>{t(`kind_${c.kind}`)}</Mark> <Mark tone={c.number ? 'info' : 'grey'}>{t(c.number ? 'issued' : 'draft')}</Mark> <span className="muted">{c.number} {c.issued_on}</span></p>
        <p className="pre">{c.opening}</p>
        {c.entries.length === 0 ? <p className="muted">{t('no_entries')}</p> : <ul className="files">{c.entries.map((e) => <li key={e.unit_id}><strong>{e.unit_name}</strong> {e.reason} {!answers && <a href={e.link} aria-label={`${t('rows')} ${e.unit_name}`}>{t('rows')}</a>}</li>)}</ul>}
      </Panel>)}
      {adding && <NewCircular onClose={() => setAdding(false)} onDone={(c) => { setAdding(false); setEditing(c); }} />}
      {editing && <EditCircular circular={editing} onClose={() => setEditing(undefined)} />}
    </>}</Loaded>
  );
}
