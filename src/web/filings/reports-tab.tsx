import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { files } from '../../kernel/files/contract.ts';
import { filings } from '../../modules/filings/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Report = Reply<typeof filings.reports>[number];
function Write({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const t = useLabels('filings');
  const [addressee, setAddressee] = useState('');
  const [contact, setContact] = useState('');
  const [phone, setPhone] = useState('');
  const write = useSubmit(filings.write_report, { done: t('report_written'), onDone: (r) => { onClose(); location.assign(addressOf(files.get, { params: { id: r.file_id } })); } });
  return (
    <Modal open title={t('write_n', { n: ids.length })} onCancel={onClose} okText={t('write_report')} confirmLoading={write.isPending} onOk={() => write.mutate({ body: { ids, addressee, contact, phone } })}>
      <p className="muted">{t('write_hint')}</p>
      <label className="field-label" htmlFor="report-to">{t('addressee')}</label><Input id="report-to" maxLength={120} placeholder={t('addressee_default')} value={addressee} onChange={(e) => setAddressee(e.target.value)} />
      <div className="form-pair gap-above">
        <div><label className="field-label" htmlFor="report-who">{t('contact_name')}</label><Input id="report-who" maxLength={60} value={contact} onChange={(e) => setContact(e.target.value)} /></div>
        <div><label className="field-label" htmlFor="report-phone">{t('contact_phone')}</label><Input id="report-phone" maxLength={40} inputMode="tel" value={phone} onChange={(e) => setPhone(e.target.value)} /></div>
      </div>
    </Modal>
  );
}
function Drop({ r, onClose }: { r: Report; onClose: () => void }) {
  const t = useLabels('filings');
  const [note, setNote] = useState('');
  const drop = useSubmit(filings.drop_report, { done: t('done'), onDone: onClose });
  return <Modal open title={t('drop_title', { name: r.system_name })} onCancel={onClose} okText={t('drop_report')} okButtonProps={{ disabled: !note.trim() }} confirmLoading={drop.isPending} onOk={() => drop.mutate({ params: { id: r.id }, body: { note } })}><label className="field-label" htmlFor="drop-note">{t('why')}</label><Input.TextArea id="drop-note" rows={2} maxLength={300} value={note} onChange={(e) => setNote(e.target.value)} /></Modal>;
}

/** 书面报备: what was added, closed or changed greatly, until it stands in a numbered report. */
export function ReportsTab() {
  const t = useLabels('filings');
  const manages = useMay('filing.manage');
  const list = useQuery(query(filings.reports, { query: {} }));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [writing, setWriting] = useState<string[]>();
  const [dropping, setDropping] = useState<Report>();
  const toggle = (id: string, on: boolean): void => setChosen((old) => { const next = new Set(old); if (on) next.add(id); else next.delete(id); return next; });
  const columns: Column<Report>[] = [
    ...(manages ? [{ key: 'pick', title: t('pick'), width: 50, card: 'plain' as const, render: (r: Report) => !r.document && <Checkbox aria-label={`${t('pick')} ${r.system_name}`} checked={chosen.has(r.id)} onChange={(e) => toggle(r.id, e.target.checked)} /> }] : []),
    { key: 'system', title: t('system'), card: 'title', render: (r) => <><Link to="/systems/$id" params={{ id: r.system_id }} className="strong-link">{r.system_name}</Link>{r.reason && <div className="muted small break">{r.reason}</div>}</> },
    { key: 'what', title: t('what_happened'), width: 110, render: (r) => <Mark tone={r.what === 'new' || r.what === 'restored' ? 'info' : 'warn'}>{t(`report_${r.what}`)}</Mark> },
    { key: 'on', title: t('on_date'), width: 120, render: (r) => r.on_date },
    { key: 'unit', title: t('unit'), width: 160, render: (r) => r.unit_name },
    { key: 'document', title: t('report'), width: 190, render: (r) => r.document ? (r.document.file ? <a className="strong-link" href={addressOf(files.get, { params: { id: r.document.file.id } })} download aria-label={`${t('form')} ${r.document.number} ${r.system_name}`}>{r.document.number}</a> : r.document.number) : <><Mark tone={r.days > 3 ? 'bad' : 'warn'}>{t('unreported')}</Mark>{r.days > 0 && <span className="muted small"> {t('waits_n', { n: r.days })}</span>}</> },
    ...(manages ? [{ key: 'do', title: t('actions'), width: 190, card: 'plain' as const, render: (r: Report) => !r.document && <div className="row-actions"><Button size="small" type="primary" aria-label={`${t('write_report')} ${r.system_name}`} onClick={() => setWriting([r.id])}>{t('write_report')}</Button><Button size="small" aria-label={`${t('drop_report')} ${r.system_name}`} onClick={() => setDropping(r)}>{t('drop_report')}</Button></div> }] : []),
  ];
  return <Loaded query={list}>{(rows) => {
    const open = rows.filter((r) => !r.document);
    const picked = open.filter((r) => chosen.has(r.id)).map((r) => r.id);
    return <>
      {manages && open.length > 0 && <div className="toolbar"><Button type="primary" icon={<Icon name="file" />} onClick={() => setWriting(picked.length ? picked : open.map((r) => r.id))}>{picked.length ? t('write_picked', { n: picked.length }) : t('write_all', { n: open.length })}</Button></div>}
      <DataTable caption={t('reports')} columns={columns} rows={rows} rowKey={(r) => r.id} empty={<Nothing text={t('no_reports')} hint={t('no_reports_hint')} />} />
      {writing && <Write ids={writing} onClose={() => { setWriting(undefined); setChosen(new Set()); }} />}
      {dropping && <Drop r={dropping} onClose={() => setDropping(undefined)} />}
    </>;
  }}</Loaded>;
}
