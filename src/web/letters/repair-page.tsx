import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { App, Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { repairs } from '../../modules/notices/contract.ts';
import { addressOf, call, query, type Reply } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { SeverityMark, StateMark } from '../hazards/marks.tsx';
import { useLabels, wordFor } from '../i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { forgetTyped } from '../ui/typed-words.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { PaperView } from './paper-view.tsx';
import { repairTones } from './repairs-tab.tsx';

type Repair = Reply<typeof repairs.get>;
type Action = Repair['can'][number];
const route = getRouteApi('/shell/letters/repairs/$id');
const texts = ['received', 'causes', 'measures', 'results', 'plan', 'long_term'] as const;
type Values = Record<(typeof texts)[number] | 'contact', string> & { promised: boolean };

function Sheet({ r, busy, onSave }: { r: Repair; busy: boolean; onSave: (v: Values, submit: boolean) => void }) {
  const t = useLabels('letters');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const [submit, setSubmit] = useState(false);
  const open = r.items.some((i) => !i.done);
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={r} onFinish={(v) => onSave(v, submit)} scrollToFirstError>
      {texts.map((k) => <Form.Item key={k} name={k} label={t(`part_${k}`)} extra={k === 'plan' && open ? t('plan_needed') : t(`part_${k}_hint`)}><Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 10 }} /></Form.Item>)}
      <Form.Item name="contact" label={t('contact')}><Input maxLength={100} /></Form.Item>
      <Form.Item name="promised" valuePropName="checked"><Checkbox>{t('promise')}</Checkbox></Form.Item>
      <div className="row-actions">
        <Button htmlType="submit" loading={busy && !submit} onClick={() => setSubmit(false)}>{shell('save')}</Button>
        {r.can.includes('submit') && <Button type="primary" htmlType="submit" loading={busy && submit} onClick={() => setSubmit(true)}>{t('do_submit')}</Button>}
      </div>
    </Form>
  );
}

function Shown({ r }: { r: Repair }) {
  const t = useLabels('letters');
  const { message } = App.useApp();
  const [step, setStep] = useState<Action>();
  const [note, setNote] = useState('');
  const [reading, setReading] = useState(false);
  const done = { refresh: [['repairs'], ['letters'], ['identity', 'me']] };
  const save = useSubmit(repairs.save, done);
  const move = useSubmit(repairs.move, { ...done, done: t('done'), onDone: () => { setStep(undefined); setNote(''); } });
  const receive = useSubmit(repairs.receive, { ...done, done: t('received_done') });
  const keep = (v: Values, submit: boolean): void => save.mutate({ params: { id: r.notice_id }, body: { ...v, promised: v.promised ?? false, version: r.version } }, {
    onSuccess: (saved) => { forgetTyped(); if (submit) move.mutate({ params: { id: r.notice_id }, body: { version: saved.version, action: 'submit' } }); else message.success(t('saved')); },
  });
  const act = (action: Action): void => move.mutate({ params: { id: r.notice_id }, body: { version: r.version, action, note } });
  const buttons = r.can.filter((a) => a !== 'submit');
  return (
    <Page title={t('repair_title', { unit: r.unit_name })} note={<><Link to="/letters" search={{ tab: 'repairs' }} className="strong-link">{t('repairs')}</Link> · {r.notice_number} <Mark tone={repairTones[r.state] ?? 'plain'}>{t(`repair_${r.state}`)}</Mark></>}
      extra={<div className="row-actions">{buttons.map((a) => <Button key={a} type={a === 'sign' || a === 'accept' ? 'primary' : 'default'} loading={move.isPending && move.variables.body.action === a} onClick={() => a === 'refuse' || a === 'send_back' ? setStep(a) : act(a)}>{t(`do_${a}`)}</Button>)}<Button icon={<Icon name="file" size={16} />} onClick={() => setReading(true)}>{t('read')}</Button><a className="button-link plain" href={addressOf(repairs.docx, { params: { id: r.notice_id } })} download><Icon name="download" size={16} />{t('download')}</a></div>}>
      {r.receipt_number && <p className="inline-row" role="status"><Icon name="check" size={16} />{t('receipt_line', { number: r.receipt_number, at: instantText(r.handed_in_at) })}{r.signed_by_name && ` ${t('signed_line', { name: r.signed_by_name })}`}</p>}
      {r.differs.length > 0 && r.state !== 'accepted' && <Panel className="panel-ask" title={t('differs')}><ul className="plain-list">{r.differs.map((d) => <li key={d}>{d}</li>)}</ul></Panel>}
      <Panel title={t('items')}>
        <p className="muted">{t('items_hint')}</p>
        <DataTable caption={t('items')} rows={r.items} rowKey={(i) => i.hazard_id} empty={null} columns={[
          { key: 'title', title: t('hazard'), card: 'title', render: (i) => <><Link to="/hazards/$id" params={{ id: i.hazard_id }} className="strong-link">{i.title}</Link><div className="muted small">{i.number} · {i.where}</div></> },
          { key: 'severity', title: t('severity'), width: 80, render: (i) => <SeverityMark severity={i.severity} /> }, { key: 'state', title: t('state'), width: 100, render: (i) => <StateMark state={i.state} /> },
          { key: 'measure', title: t('measure'), render: (i) => i.measure || <span className="muted">{t('not_answered')}</span> }, { key: 'retest', title: t('retest'), width: 160, render: (i) => i.retest }, { key: 'proof', title: t('proof'), width: 160, render: (i) => i.evidence.join('、') },
        ]} />
      </Panel>
      {r.can_edit ? <Panel title={t('fill_in')}><Sheet key={`${r.version}`} r={r} busy={save.isPending || move.isPending} onSave={keep} /></Panel>
        : <Panel title={t('content')}><dl className="facts">{texts.map((k) => r[k] && <div key={k}><dt>{t(`part_${k}`)}</dt><dd className="pre">{r[k]}</dd></div>)}</dl>{r.file && <FileLink file={r.file} />}</Panel>}
      {r.receipts.length > 0 && <Panel title={t('copies')}><ul className="plain-list">{r.receipts.map((c) => <li key={c.unit_id} className="inline-row">{c.unit_name}：{c.received_at ? t('received_by', { name: c.received_by_name ?? '', at: instantText(c.received_at) }) : t('not_received')}{c.can_receive && <Button size="small" type="primary" loading={receive.isPending} onClick={() => receive.mutate({ params: { id: r.notice_id }, body: { unit_id: c.unit_id } })}>{t('receive')}</Button>}</li>)}</ul></Panel>}
      {r.timeline.length > 0 && <Panel title={t('timeline')}><ol className="timeline">{[...r.timeline].reverse().map((e) => <li key={e.id}><div><strong>{e.actor_name}</strong> {wordFor('letters', `event_${e.action}`, e.action)}</div><div className="muted small">{instantText(e.at)}</div>{e.note && <p className="pre timeline-note">{e.note}</p>}</li>)}</ol></Panel>}
      {step && <Modal open title={t(`do_${step}`)} okText={t(`do_${step}`)} okButtonProps={{ disabled: !note.trim() }} confirmLoading={move.isPending} onCancel={() => setStep(undefined)} onOk={() => act(step)}><label className="field-label" htmlFor="repair-note">{t('reason')}</label><Input.TextArea id="repair-note" rows={3} maxLength={1000} value={note} onChange={(e) => setNote(e.target.value)} /></Modal>}
      {reading && <PaperView name={r.notice_id} load={() => call(repairs.page, { params: { id: r.notice_id } })} onClose={() => setReading(false)} />}
    </Page>
  );
}
export function RepairPage() {
  const { id } = route.useParams();
  const page = useQuery(query(repairs.get, { params: { id } }));
  return <Loaded query={page}>{(r) => <Shown r={r} />}</Loaded>;
}
