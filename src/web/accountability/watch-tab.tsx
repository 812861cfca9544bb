import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { accountability } from '../../modules/accountability/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Watch = Reply<typeof accountability.watch>;
type Entry = Watch['on'][number];
type Proposal = Watch['proposed'][number];
interface Doing { unit_id?: string; name?: string; entry?: Entry }

function Reasons({ list }: { list: Proposal['reasons'] }) {
  const t = useLabels('accountability');
  return list.length === 0 ? <span className="muted">{t('by_office')}</span> : <ul className="files">{list.map((r) => <li key={r.rule}><a href={r.link}>{t(`reason_${r.rule}`, { n: r.n, of: r.of ?? 0 })}</a></li>)}</ul>;
}
function Change({ doing, onClose }: { doing: Doing; onClose: () => void }) {
  const t = useLabels('accountability');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ unit_id?: string; note: string }>();
  const put = useSubmit(accountability.put_on_watch, { form, done: shell('saved'), onDone: onClose });
  const off = useSubmit(accountability.take_off_watch, { form, done: shell('saved'), onDone: onClose });
  const { entry } = doing;
  return (
    <Modal open title={entry ? t('take_off_title', { name: entry.unit_name }) : doing.name ? t('put_on_title', { name: doing.name }) : t('put_other')} okText={t(entry ? 'take_off' : 'put_on')} confirmLoading={put.isPending || off.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <p className="muted">{t('told')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => (entry ? off.mutate({ params: { id: entry.id }, body: { note: v.note } }) : put.mutate({ body: { unit_id: doing.unit_id ?? v.unit_id!, note: v.note } }))}>
        {!entry && !doing.unit_id && <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><UnitSelect label={t('unit')} /></Form.Item>}
        <Form.Item name="note" label={t('note')} rules={[{ required: true, whitespace: true, message: t('note_needed') }]}><Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
      </Form>
    </Modal>
  );
}

export function WatchTab() {
  const t = useLabels('accountability');
  const writes = useMay('accountability.write');
  const answers = useMay('accountability.answer');
  const list = useQuery(query(accountability.watch, {}));
  const [doing, setDoing] = useState<Doing>();
  const entry: Column<Entry>[] = [
    { key: 'unit', title: t('unit'), card: 'title', render: (w) => <strong>{w.unit_name}</strong> },
    { key: 'reasons', title: t('reasons'), render: (w) => <Reasons list={w.reasons} /> },
    { key: 'note', title: t('note'), render: (w) => <span className="pre">{w.note}{w.taken_off_note && `\n${w.taken_off_note}`}</span> },
    { key: 'since', title: t('since'), width: 130, render: (w) => <>{w.put_on}<p className="muted small">{w.put_by_name}</p></> },
  ];
  const until: Column<Entry> = { key: 'until', title: t('until'), width: 130, render: (w) => <>{w.taken_off_on}<p className="muted small">{w.taken_off_by_name}</p></> };
  const off: Column<Entry> = { key: 'do', title: t('actions'), width: 100, card: 'plain', render: (w) => <Button size="small" aria-label={`${t('take_off')} ${w.unit_name}`} onClick={() => setDoing({ entry: w })}>{t('take_off')}</Button> };
  const proposal: Column<Proposal>[] = [
    { key: 'unit', title: t('unit'), card: 'title', render: (p) => <strong>{p.unit_name}</strong> },
    { key: 'reasons', title: t('reasons'), render: (p) => <Reasons list={p.reasons} /> },
    ...(writes ? [{ key: 'do', title: t('actions'), width: 100, card: 'plain' as const, render: (p: Proposal) => <Button size="small" aria-label={`${t('put_on')} ${p.unit_name}`} onClick={() => setDoing({ unit_id: p.unit_id, name: p.unit_name })}>{t('put_on')}</Button> }] : []),
  ];
  return (
    <Loaded query={list}>{(d) => <>
      {writes && <div className="toolbar"><Button icon={<Icon name="plus" />} onClick={() => setDoing({})}>{t('put_other')}</Button><a className="button-link plain" href={addressOf(accountability.export_watch, {})} download><Icon name="download" size={16} />{t('export_watch')}</a></div>}
      <Panel title={t('on_list')}><DataTable caption={t('on_list')} columns={writes ? [...entry, off] : entry} rows={d.on} rowKey={(w) => w.id} empty={<Nothing text={t('no_watch')} />} /></Panel>
      {!answers && <Panel title={t('proposed')}><p className="muted">{t('watch_rule')}</p><DataTable caption={t('proposed')} columns={proposal} rows={d.proposed} rowKey={(p) => p.unit_id} empty={<Nothing text={t('no_proposed')} />} /></Panel>}
      {d.past.length > 0 && <Panel title={t('past')}><DataTable caption={t('past')} columns={[...entry, until]} rows={d.past} rowKey={(w) => w.id} empty={null} /></Panel>}
      {doing && <Change doing={doing} onClose={() => setDoing(undefined)} />}
    </>}</Loaded>
  );
}
