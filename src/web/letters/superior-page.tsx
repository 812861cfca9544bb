import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { superiors } from '../../modules/notices/contract.ts';
import { query } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { SeverityMark, StateMark } from '../hazards/marks.tsx';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { dayText, today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { Close, FeedbackForm, Forward, LinkImport, Report, type Step, type Superior } from './superior-steps.tsx';
import { SuperiorForm } from './superiors-tab.tsx';
import { SuperiorSplit } from './superior-split.tsx';

const route = getRouteApi('/shell/letters/superiors/$id');

/** 已报出 with its day and way, then 回执. */
function Sent({ r, what, onClose }: { r: Superior['reports'][number]; what: 'send' | 'receipt'; onClose: () => void }) {
  const t = useLabels('letters');
  const [form] = Form.useForm<{ sent_on: string; how: string; receipt: string }>();
  const done = { form, done: t('done'), refresh: [['superiors'], ['letters']], onDone: onClose };
  const send = useSubmit(superiors.send, done);
  const receipt = useSubmit(superiors.receipt, done);
  const needed = [{ required: true, whitespace: true, message: t('needed') }];
  return (
    <Modal open title={t(what === 'send' ? 'note_sent' : 'note_receipt')} onCancel={onClose} okText={t('note_it')} confirmLoading={send.isPending || receipt.isPending} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ sent_on: today() }} onFinish={(v) => what === 'send' ? send.mutate({ params: { id: r.id }, body: { sent_on: v.sent_on, how: v.how } }) : receipt.mutate({ params: { id: r.id }, body: { receipt: v.receipt } })}>
        {what === 'send' ? <><Form.Item name="sent_on" label={t('sent_on')} rules={[{ required: true, message: t('needed') }]}><DateField max={today()} /></Form.Item><Form.Item name="how" label={t('sent_how')} rules={needed}><Input maxLength={200} /></Form.Item></> : <Form.Item name="receipt" label={t('receipt_text')} rules={needed}><Input.TextArea maxLength={500} rows={3} /></Form.Item>}
      </Form>
    </Modal>
  );
}
function Reports({ s, manages }: { s: Superior; manages: boolean }) {
  const t = useLabels('letters');
  const [open, setOpen] = useState<{ r: Superior['reports'][number]; what: 'send' | 'receipt' }>();
  if (s.reports.length === 0) return null;
  return (
    <Panel title={t('reports_up')}>
      <ul className="plain-list">{s.reports.map((r) => <li key={r.id}>
        <div className="inline-row"><strong>{r.title}</strong> {r.receipted_at ? <Mark tone="good">{t('receipted')}</Mark> : r.sent_at ? <Mark tone="info">{t('report_sent')}</Mark> : <Mark tone="warn">{t('not_sent')}</Mark>}</div>
        <div className="muted small">{r.number} · {t('report_counts', { answered: r.answered, items: r.items })}{r.sent_at && ` · ${dayText(r.sent_at)} ${r.sent_how}`}</div>
        {r.receipt && <p>{r.receipt}</p>}
        <ul className="files">{[...(r.file ? [r.file] : []), ...r.files].map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>
        {manages && !s.closed_at && <div className="row-actions">{!r.sent_at && <Button size="small" type="primary" onClick={() => setOpen({ r, what: 'send' })}>{t('note_sent')}</Button>}{r.sent_at && !r.receipted_at && <Button size="small" onClick={() => setOpen({ r, what: 'receipt' })}>{t('note_receipt')}</Button>}<AddFiles to={superiors.attach_report} id={r.id} name={r.number} text={t('add_report_file')} /></div>}
      </li>)}</ul>
      {open && <Sent r={open.r} what={open.what} onClose={() => setOpen(undefined)} />}
    </Panel>
  );
}
function Feedback({ s, manages }: { s: Superior; manages: boolean }) {
  const t = useLabels('letters');
  if (s.feedback.length === 0) return null;
  return (
    <Panel title={t('feedback_up')}>
      <ul className="plain-list">{s.feedback.map((f) => <li key={f.id}>
        <div className="inline-row"><strong>{t(`feedback_${f.kind}`)}</strong> <Mark tone={f.conclusion === 'passed' ? 'good' : f.conclusion === 'failed' ? 'bad' : 'warn'}>{t(`conclusion_${f.conclusion}`)}</Mark></div>
        <div className="muted small">{f.received_on}{f.experts && ` · ${f.experts}`}{f.hazards > 0 && ` · ${t('feedback_counts', { n: f.hazards, again: f.again })}`}</div>
        <p className="pre">{f.content}</p>
        <ul className="files">{f.files.map((x) => <li key={x.id}><FileLink file={x} /></li>)}</ul>
        {manages && <AddFiles to={superiors.attach_feedback} id={f.id} name={f.received_on} />}
      </li>)}</ul>
    </Panel>
  );
}
function Items({ s, manages }: { s: Superior; manages: boolean }) {
  const t = useLabels('letters');
  const unlink = useSubmit(superiors.unlink, { done: t('removed') });
  return (
    <Panel title={t('superior_items')}>
      <DataTable caption={t('superior_items')} rows={s.list} rowKey={(i) => i.hazard_id} empty={<Nothing text={t('not_split')} hint={manages ? t('not_split_hint') : ''} />} columns={[
        { key: 'title', title: t('hazard'), card: 'title', render: (i) => <><Link to="/hazards/$id" params={{ id: i.hazard_id }} className="strong-link">{i.title}</Link><div className="muted small">{[i.mark, i.number, i.where].filter(Boolean).join(' · ')}</div>{i.advice.map((a) => <div key={a} className="small">{t('advice')}：{a}</div>)}</> },
        { key: 'severity', title: t('severity'), width: 80, render: (i) => <SeverityMark severity={i.severity} /> }, { key: 'unit', title: t('unit'), width: 160, render: (i) => i.owned ? i.unit_name : <span className="gap"><Icon name="warn" size={16} />{t('no_owner')}</span> },
        { key: 'state', title: t('state'), width: 110, render: (i) => <StateMark state={i.state} /> }, { key: 'due', title: t('due'), width: 110, render: (i) => i.due_on },
        { key: 'letter', title: t('letter_number'), width: 160, render: (i) => i.letter && <>{i.letter}<div className="muted small">{t(i.signed ? 'signed' : 'unsigned')}</div></> }, { key: 'reported', title: t('reported_up'), width: 110, render: (i) => i.reported_round && t('round_n', { n: i.reported_round }) },
        ...(manages && !s.closed_at ? [{ key: 'do', title: t('actions'), card: 'plain' as const, width: 80, render: (i: Superior['list'][number]) => i.reported_round === null && <Button size="small" type="text" danger aria-label={`${t('take_out')} ${i.number}`} onClick={() => unlink.mutate({ params: { id: s.id, hazard_id: i.hazard_id } })}>{t('take_out')}</Button> }] : []),
      ]} />
    </Panel>
  );
}

function Shown({ s }: { s: Superior }) {
  const t = useLabels('letters');
  const shell = useLabels('shell');
  const manages = useMay('hazard.manage');
  const [step, setStep] = useState<Step | 'split' | 'edit'>();
  const off = (): void => setStep(undefined);
  const detach = useSubmit(superiors.detach, { done: t('removed') });
  const waiting = s.list.some((i) => i.owned && ['to_verify', 'confirmed'].includes(i.state));
  return (
    <Page title={s.title} note={<><Link to="/letters" search={{ tab: 'superiors' }} className="strong-link">{t('superiors')}</Link> · {s.issuer} {s.number} {s.closed_at ? <Mark tone="good">{t('closed')}</Mark> : s.overdue && <Mark tone="bad">{t('overdue')}</Mark>}</>}
      extra={manages && !s.closed_at && <div className="row-actions"><Button type={s.items === 0 ? 'primary' : 'default'} onClick={() => setStep('split')}>{t('split')}</Button><Button type={waiting ? 'primary' : 'default'} disabled={!waiting} onClick={() => setStep('forward')}>{t('forward')}</Button><Button disabled={s.items === 0} onClick={() => setStep('report')}>{t('write_report')}</Button><Button onClick={() => setStep('feedback')}>{t('add_feedback')}</Button><Button onClick={() => setStep('link')}>{t('link_import')}</Button><Button onClick={() => setStep('edit')}>{t('edit')}</Button><Button disabled={s.reports.every((r) => !r.sent_at)} onClick={() => setStep('close')}>{t('close_superior')}</Button></div>}>
      <div className="figures">
        <div className="figure"><span className="figure-value">{s.items}</span><span className="figure-name">{t('superior_items')}</span></div><div className="figure"><span className="figure-value">{s.notified}</span><span className="figure-name">{t('forwarded')}</span></div><div className="figure"><span className="figure-value">{s.answered}</span><span className="figure-name">{t('answered')}</span></div><div className="figure"><span className="figure-value">{s.cleared}</span><span className="figure-name">{t('cleared')}</span></div>
        <div className="figure"><span className="figure-value">{s.feedback_rate === null ? '—' : `${s.feedback_rate}%`}</span><span className="figure-name">{t('feedback_rate')}</span></div>
      </div>
      <Panel title={t('superior_facts')} extra={manages && !s.closed_at && <AddFiles to={superiors.attach} id={s.id} name={s.title} text={t('add_scan')} />}>
        <dl className="facts"><div><dt>{t('received_on')}</dt><dd>{s.received_on}</dd></div><div><dt>{t('superior_due')}</dt><dd>{s.due_on ?? shell('none')}{s.own_due_on && <span className="muted"> {t('own_due', { on: s.own_due_on })}</span>}</dd></div>{s.report_how && <div><dt>{t('report_how')}</dt><dd>{s.report_how}</dd></div>}{s.contact && <div><dt>{t('superior_contact')}</dt><dd>{s.contact}</dd></div>}{s.note && <div><dt>{t('note')}</dt><dd className="pre">{s.note}</dd></div>}{s.closed_note && <div><dt>{t('closed')}</dt><dd>{s.closed_note}</dd></div>}</dl>
        <ul className="files">{s.files.map((f) => <li key={f.id}><FileLink file={f} />{manages && !s.closed_at && <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${f.name}`} onClick={() => detach.mutate({ params: { id: s.id, file_id: f.id } })} />}</li>)}</ul>
      </Panel>
      <Items s={s} manages={manages} />
      <Reports s={s} manages={manages} />
      <Feedback s={s} manages={manages} />
      {step === 'split' && <SuperiorSplit id={s.id} onClose={off} />}
      {step === 'edit' && <SuperiorForm s={s} onClose={off} />}
      {step === 'forward' && <Forward s={s} onClose={off} />}
      {step === 'report' && <Report s={s} onClose={off} />}
      {step === 'feedback' && <FeedbackForm s={s} onClose={off} />}
      {step === 'link' && <LinkImport s={s} onClose={off} />}
      {step === 'close' && <Close s={s} onClose={off} />}
    </Page>
  );
}
export function SuperiorNoticePage() {
  const { id } = route.useParams();
  const page = useQuery(query(superiors.get, { params: { id } }));
  return <Loaded query={page}>{(s) => <Shown s={s} />}</Loaded>;
}
