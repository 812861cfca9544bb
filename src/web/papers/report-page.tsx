import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { papers } from '../../modules/papers/contract.ts';
import { query } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { listText, useLabels, wordFor } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { ReportForm, type ReportPage } from './report-form.tsx';
import { UseOwn } from './use-own.tsx';
import { ReportMark } from './reports-tab.tsx';
import { asInstant, InstantField, nowText } from './instant-field.tsx';

const route = getRouteApi('/shell/papers/reports/$id');
type Action = ReportPage['can'][number];

export function UpwardReportPage() {
  const { id } = route.useParams();
  const page = useQuery(query(papers.report, { params: { id } }));
  return <Loaded query={page}>{(r) => <Shown r={r} />}</Loaded>;
}

function Move({ r, action, onClose }: { r: ReportPage; action: Action; onClose: () => void }) {
  const t = useLabels('papers');
  const [form] = Form.useForm<{ note?: string; sent_at?: string }>();
  const move = useSubmit(papers.move_report, { form, onDone: onClose });
  const needed = action !== 'send' && action !== 'draft';
  return (
    <Modal open title={t(`do_${action}`)} okText={t(`do_${action}`)} okButtonProps={{ danger: action === 'cancel' }} confirmLoading={move.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      {action === 'send' && <p className="muted">{r.files.length === 0 ? t('send_needs_file') : t('send_note', { n: r.files.length })}</p>}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ sent_at: nowText() }} onFinish={(v) => move.mutate({ params: { id: r.id }, body: { version: r.version, action, note: v.note ?? '', ...(action === 'send' && v.sent_at ? { sent_at: asInstant(v.sent_at) } : {}) } })}>
        {action === 'send' && <Form.Item name="sent_at" label={t('sent_at')} rules={[{ required: true, message: t('time_needed') }]}><InstantField /></Form.Item>}
        <Form.Item name="note" label={t(action === 'receipt' ? 'receipt_text' : 'move_note')} rules={needed ? [{ required: true, message: t('note_needed') }] : []}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
      </Form>
    </Modal>
  );
}

function Shown({ r }: { r: ReportPage }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('paper.write');
  const [action, setAction] = useState<Action>();
  const [edit, setEdit] = useState(false);
  const draft = useSubmit(papers.move_report);
  const detach = useSubmit(papers.detach_report);
  const end = useSubmit(papers.end_series, { done: t('series_ended') });
  const open = r.state === 'to_report' || r.state === 'drafted';
  const sent = new Set(r.timeline.flatMap((e) => e.files));
  return (
    <Page title={r.title} note={<Link to="/papers" search={{ tab: 'reports' }}>{t('reports')}</Link>} extra={writes && (
      <div className="row-actions">
        {r.can.map((a) => <Button key={a} type={a === 'send' || a === 'receipt' ? 'primary' : 'default'} danger={a === 'cancel'} loading={a === 'draft' && draft.isPending} onClick={() => a === 'draft' ? draft.mutate({ params: { id: r.id }, body: { version: r.version, action: a } }) : setAction(a)}>{t(`do_${a}`)}</Button>)}
        {open && <Button onClick={() => setEdit(true)}>{shell('edit')}</Button>}
      </div>
    )}>
      <Panel>
        <dl className="facts">
          <div><dt>{t('report_state')}</dt><dd><ReportMark r={r} /></dd></div>
          <div><dt>{t('recipient')}</dt><dd>{r.recipient}</dd></div>
          <div><dt>{t('due')}</dt><dd>{r.due_at ? instantText(r.due_at) : r.due_on} {r.recurrence && <span className="muted">{t(`repeat_${r.recurrence}`)}</span>} {writes && r.series_id && <Button size="small" onClick={() => void modal.confirm({ title: t('end_series_ask'), content: t('end_series_note'), okText: t('end_series'), onOk: () => end.mutateAsync({ params: { id: r.series_id! } }).catch(() => undefined) })}>{t('end_series')}</Button>}</dd></div>
          {r.source && <div><dt>{t('source')}</dt><dd>{r.source.kind === 'superior' ? <Link to="/papers/superiors/$id" params={{ id: r.source.id }}>{r.source.title}</Link> : r.source.kind === 'campaign' ? <Link to="/campaigns/$id" params={{ id: r.source.id }}>{r.source.title}</Link> : <Link to="/papers" search={{ tab: 'matters' }}>{r.source.title}</Link>}</dd></div>}
          {r.content && <div><dt>{t('report_content')}</dt><dd className="pre">{r.content}</dd></div>}
          {r.sent_at && <div><dt>{t('sent_at')}</dt><dd>{instantText(r.sent_at)}</dd></div>}
          {r.receipt && <div><dt>{t('receipt')}</dt><dd className="pre">{r.receipt}</dd></div>}
        </dl>
      </Panel>
      <Panel title={t('report_files')}>
        {r.files.length === 0 ? <p className="muted">{t('no_report_files')}</p> : <ul className="files">{r.files.map((f) => <li key={f.id}><FileLink file={f} />{writes && open && !sent.has(f.name) && <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${f.name}`} onClick={() => detach.mutate({ params: { id: r.id, file_id: f.id } })} />}</li>)}</ul>}
        {writes && r.state !== 'cancelled' && <AddFiles to={papers.attach_report} id={r.id} name={r.title} text={t('add_report_file')} />}
        {writes && open && <UseOwn id={r.id} />}
      </Panel>
      <Panel title={t('history')}>
        <ul className="timeline">{r.timeline.map((e) => <li key={e.id}><span className="muted small">{instantText(e.at)}</span> {e.actor} <strong>{wordFor('papers', `event_${e.action}`, e.action)}</strong>{e.note && <p className="pre small">{e.note}</p>}{e.files.length > 0 && <p className="small">{listText(e.files)}</p>}</li>)}</ul>
      </Panel>
      {action && <Move r={r} action={action} onClose={() => setAction(undefined)} />}
      {edit && <ReportForm report={r} onClose={() => setEdit(false)} />}
    </Page>
  );
}
