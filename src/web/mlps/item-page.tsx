import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { type itemActions, mlps } from '../../modules/mlps/contract.ts';
import { query, type Reply, upload } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels, wordFor } from '../i18n.ts';
import { useMay } from '../session.ts';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText, today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { AddFile } from './add-file.tsx';
import { ItemState, ObjectLink, RiskMark } from './marks.tsx';

type Page = Reply<typeof mlps.item>;
type Step = (typeof itemActions)[number];
const route = getRouteApi('/shell/mlps/items/$id');
const noted = new Set<Step>(['report', 'fail', 'drop', 'reopen']);

function ItemStep({ i, step, onClose }: { i: Page; step: Step; onClose: () => void }) {
  const t = useLabels('mlps');
  const [form] = Form.useForm<{ note?: string }>();
  const move = useSubmit(mlps.move_item, { form, done: t('done'), onDone: onClose });
  return (
    <Modal open title={t(`do_${step}`)} onCancel={onClose} okText={t(`do_${step}`)} confirmLoading={move.isPending} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => move.mutate({ params: { id: i.id }, body: { version: i.version, action: step, note: v.note ?? '' } })}>
        <Form.Item name="note" label={t(step === 'report' ? 'note_report' : step === 'fail' ? 'note_fail' : 'note')} rules={noted.has(step) ? [{ required: true, whitespace: true, message: t('note_needed') }] : []}><Input.TextArea maxLength={2000} autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
function ItemForm({ i, onClose }: { i: Page; onClose: () => void }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const manages = useMay('mlps.manage');
  const [form] = Form.useForm<{ due_on?: string | null; responsible?: string }>();
  const save = useSubmit(mlps.update_item, { form, done: shell('saved'), onDone: onClose });
  return (
    <Modal open title={t('edit_item')} onCancel={onClose} okText={shell('save')} confirmLoading={save.isPending} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={i} onFinish={(v) => save.mutate({ params: { id: i.id }, body: { version: i.version, responsible: v.responsible ?? '', ...(manages && { due_on: v.due_on ?? null }) } })}>
        <Form.Item name="responsible" label={t('responsible')}><Input maxLength={60} /></Form.Item>
        {manages && <Form.Item name="due_on" label={t('item_due')}><DateField min={i.due_on && i.due_on < today() ? i.due_on : today()} /></Form.Item>}
      </Form>
    </Modal>
  );
}
function Shown({ i }: { i: Page }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const [step, setStep] = useState<Step>();
  const [editing, setEditing] = useState(false);
  const [first, ...others] = i.can;
  return (
    <Page title={i.description.length > 60 ? `${i.description.slice(0, 60)}…` : i.description} note={<><Link to="/mlps" search={{ tab: 'items', object_id: i.object_id }} className="strong-link">{t('back_to_items')}</Link> · <ItemState state={i.state} /> <RiskMark risk={i.risk} />{i.major && <> <Mark tone="bad">{t('major')}</Mark></>}{i.rounds > 0 && <> <Mark tone="warn">{t('rounds_n', { n: i.rounds })}</Mark></>}</>}
      extra={<div className="row-actions">{first && <Button type="primary" onClick={() => setStep(first)}>{t(`do_${first}`)}</Button>}{others.map((a) => <Button key={a} danger={a === 'drop'} onClick={() => setStep(a)}>{t(`do_${a}`)}</Button>)}</div>}>
      <Panel title={t('problem')} extra={i.can_write && <Button onClick={() => setEditing(true)}>{t('edit_item')}</Button>}>
        <p className="pre">{i.description}</p>
        <dl className="facts">
          <div><dt>{t('name')}</dt><dd><ObjectLink id={i.object_id} name={i.object_name} /> <span className="muted">{i.unit_name}</span></dd></div>
          <div><dt>{t('source')}</dt><dd>{t(`source_${i.source}`)}</dd></div>
          <div><dt>{t('point')}</dt><dd>{i.control_class}{i.point && ` · ${i.point}`}</dd></div>
          {i.requirement && <div><dt>{t('requirement')}</dt><dd className="pre">{i.requirement}</dd></div>}
          {i.advice && <div><dt>{t('advice')}</dt><dd className="pre">{i.advice}</dd></div>}
          <div><dt>{t('responsible')}</dt><dd>{i.responsible || shell('none')}</dd></div>
          <div><dt>{t('item_due')}</dt><dd>{i.due_on ?? shell('none')} {i.overdue && <span className="gap"><Icon name="warn" size={16} />{t('plan_overdue')}</span>}</dd></div>
          {i.feedback && <div><dt>{t('feedback')}</dt><dd className="pre">{i.feedback}</dd></div>}
        </dl>
      </Panel>
      {(i.files.length > 0 || (i.can_write && i.state === 'open')) && <Panel title={t('item_proof')}>
        {i.files.length === 0 ? <p className="muted">{t('no_proof')}</p> : <ul className="files">{i.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>}
        {i.can_write && i.state === 'open' && <AddFile send={(file, on) => upload(mlps.attach_item, { params: { id: i.id }, body: { file } }, on)} />}
      </Panel>}
      <Panel title={t('timeline')}><ol className="timeline">{[...i.timeline].reverse().map((e) => <li key={e.id}><div><strong>{e.actor_name}</strong> {wordFor('mlps', `event_${e.action}`, e.action)}</div><div className="muted small">{instantText(e.at)}</div>{e.note && <p className="pre timeline-note">{e.note}</p>}</li>)}</ol></Panel>
      {step && <ItemStep i={i} step={step} onClose={() => setStep(undefined)} />}
      {editing && <ItemForm i={i} onClose={() => setEditing(false)} />}
    </Page>
  );
}
export function ItemPage() {
  const { id } = route.useParams();
  const page = useQuery(query(mlps.item, { params: { id } }));
  return <Loaded query={page}>{(i) => <Shown i={i} />}</Loaded>;
}
