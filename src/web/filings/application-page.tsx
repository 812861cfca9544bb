import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Checkbox, Form, Input } from 'antd';
import { type RefObject, useImperativeHandle, useRef, useState } from 'react';
import { applications } from '../../modules/filings/contract.ts';
import { addressOf, query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Bar } from '../ui/numbers.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { ApplicationStep, type Step, stepWord } from './application-step.tsx';
import { Checklist } from './checklist.tsx';
import { ApplicationState, FilingState, type Application } from './marks.tsx';
import { PaperFiles } from './paper-files.tsx';
import { Timeline } from './timeline.tsx';

const route = getRouteApi('/shell/filings/applications/$id');
interface Values { content?: string; purpose?: string; users?: string; data_held?: string; contact_name?: string; contact_phone?: string; internet?: boolean; planned_on?: string | null }

/** What was typed and not saved is saved before anything else is done with the application. */
function Fill({ a, saving }: { a: Application; saving: RefObject<{ save(): Promise<unknown> } | null> }) {
  const t = useLabels('filings');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const save = useSubmit(applications.update, { form, done: shell('saved'), refresh: [['applications']] });
  const input = (v: Values) => ({ params: { id: a.id }, body: { ...v, planned_on: v.planned_on ?? null, version: a.version } });
  useImperativeHandle(saving, () => ({ save: async () => { if (form.isFieldsTouched()) await save.mutateAsync(input(form.getFieldsValue())); } }));
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={a} onFinish={(v) => save.mutate(input(v))}>
      {a.kind !== 'go_live' && <Form.Item name="content" label={t(`content_${a.kind}`)} extra={t(`content_${a.kind}_hint`)}><Input.TextArea maxLength={4000} autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>}
      {a.kind !== 'retire' && <>
        <Form.Item name="purpose" label={t('purpose')}><Input.TextArea maxLength={1000} autoSize={{ minRows: 1, maxRows: 6 }} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="users" label={t('users')}><Input maxLength={300} /></Form.Item>
          <Form.Item name="data_held" label={t('data_held')}><Input maxLength={1000} /></Form.Item>
        </div>
      </>}
      <div className="form-pair">
        <Form.Item name="contact_name" label={t('contact_name')}><Input maxLength={60} /></Form.Item>
        <Form.Item name="contact_phone" label={t('contact_phone')}><Input maxLength={40} inputMode="tel" /></Form.Item>
      </div>
      <Form.Item name="planned_on" label={t('planned_on')}><DateField /></Form.Item>
      {(a.kind === 'go_live' || a.kind === 'change') && <Form.Item name="internet" valuePropName="checked" extra={t('internet_hint')}><Checkbox>{t('internet')}</Checkbox></Form.Item>}
      <Button htmlType="submit" loading={save.isPending}>{t('save_filled')}</Button>
    </Form>
  );
}
function Facts({ a }: { a: Application }) {
  const t = useLabels('filings');
  const shell = useLabels('shell');
  const facts: [string, string | null][] = [...(a.kind === 'go_live' ? [] : [[t(`content_${a.kind}`), a.content] as [string, string]]), [t('purpose'), a.purpose], [t('users'), a.users], [t('data_held'), a.data_held], [t('contact_name'), [a.contact_name, a.contact_phone].filter(Boolean).join(' ')], [t('planned_on'), a.planned_on], ...(a.kind === 'go_live' || a.kind === 'change' ? [[t('internet'), t(a.internet ? 'answer_yes' : 'answer_no')] as [string, string]] : []), ...(a.tested_on ? [[t(a.kind === 'retire' ? 'verified' : 'test'), [a.tested_on, a.report_ref, a.tested_by_name].filter(Boolean).join(' ')] as [string, string]] : []), ...(a.decided_at ? [[t('decided'), `${instantText(a.decided_at)} ${a.decided_by_name ?? ''}`] as [string, string]] : [])];
  return <dl className="facts">{facts.map(([k, v]) => <div key={k}><dt>{k}</dt><dd className="pre">{v || shell('none')}</dd></div>)}</dl>;
}
function Missing({ a }: { a: Application }) {
  const t = useLabels('filings');
  if (a.state === 'approved' || a.state === 'withdrawn') return null;
  if (a.missing.length === 0) return <Panel title={t('missing')}><p><Icon name="check" size={18} /> {t('nothing_missing')}</p></Panel>;
  return <Panel title={t('missing_n', { n: a.missing.length })}><ul className="gap-list">{a.missing.map((m) => <li key={m.text}><span className="gap"><Icon name="warn" size={16} />{m.text}</span> <span className="muted small">{t(m.stops === 'submit' ? 'before_submit' : 'before_approve')}</span></li>)}</ul></Panel>;
}

function Shown({ a }: { a: Application }) {
  const t = useLabels('filings');
  const shell = useLabels('shell');
  const cache = useQueryClient();
  const checksIt = useMay('check.read');
  const [step, setStep] = useState<Step>();
  const saving = useRef<{ save(): Promise<unknown> }>(null);
  const begin = (s: Step): void => { void (saving.current?.save() ?? Promise.resolve()).then(() => setStep(s)).catch(() => undefined); };
  const answer = useSubmit(applications.answer, { refresh: [], onDone: (reply) => cache.setQueryData(query(applications.get, { params: { id: a.id } }).queryKey, reply) });
  const [first, ...others] = a.can as Step[];
  const done = a.checks.filter((c) => c.answer !== null).length;
  const buttons = first && <><Button type="primary" onClick={() => begin(first)}>{t(stepWord(a, first))}</Button>{others.map((s) => <Button key={s} onClick={() => begin(s)}>{t(stepWord(a, s))}</Button>)}</>;
  return (
    <Page title={t('application_title', { kind: t(`kind_${a.kind}`), name: a.system_name })} note={<><Link to="/filings" search={{ tab: 'applications' }} className="strong-link">{t('applications')}</Link> · {a.number} <ApplicationState state={a.state} /> {a.unit_name}</>}
      extra={<div className="row-actions">{buttons}<a className="button-link plain" href={addressOf(applications.form, { params: { id: a.id } })} download><Icon name="download" size={16} />{t('form')}</a></div>}>
      <Missing a={a} />
      <Panel title={t('about')} extra={<>{checksIt && <Link to="/checks/systems/$id" params={{ id: a.system_id }}>{shell('checks')}</Link>}<Link to="/systems/$id" params={{ id: a.system_id }}>{t('see_system')}</Link></>}>
        {a.can_edit ? <Fill key={a.version} a={a} saving={saving} /> : <Facts a={a} />}
        <details className="fold"><summary>{t('from_ledger')}</summary><dl className="facts">
          <div><dt>{t('mlps')}</dt><dd>{a.system.mlps_level ? t('mlps_level', { n: a.system.mlps_level }) : a.system.ungraded_reason ? t('mlps_excused', { reason: a.system.ungraded_reason }) : t('mlps_none')}</dd></div>
          <div><dt>{t('manager')}</dt><dd>{a.system.manager_name ?? shell('none')}</dd></div>
          <div><dt>{t('places')}</dt><dd className="break">{a.system.places.join('、') || shell('none')}</dd></div>
          <div><dt>{t('ports')}</dt><dd>{a.system.ports || shell('none')}</dd></div>
          {a.filings.map((f) => <div key={f.id}><dt>{f.kind_name}</dt><dd><Link to="/filings/$id" params={{ id: f.id }} className="strong-link">{f.number || t('see_filing')}</Link> <FilingState state={f.state} /></dd></div>)}
        </dl></details>
      </Panel>
      <Panel title={t(`list_${a.list}`)} extra={a.can_edit && <span className="check-done"><Bar done={done} total={a.checks.length} label={t('answered_n', { done, n: a.checks.length })} /></span>}>
        {a.can_edit && <p className="muted">{t('answers_kept')}</p>}
        <Checklist checks={a.checks} onAnswer={a.can_edit ? (given) => answer.mutate({ params: { id: a.id }, body: { answers: [given] } }) : undefined} />
      </Panel>
      <PaperFiles of="application" id={a.id} list={a.attachments} canAttach={a.can_attach} title={t('papers')} hint={t('no_papers')} />
      {a.can_edit && first && <div className="row-actions gap-below"><Button type="primary" onClick={() => begin(first)}>{t(stepWord(a, first))}</Button></div>}
      <Timeline events={a.timeline} states="app_state_" />
      {step && <ApplicationStep a={a} step={step} onClose={() => setStep(undefined)} />}
    </Page>
  );
}
export function ApplicationPage() {
  const { id } = route.useParams();
  const page = useQuery(query(applications.get, { params: { id } }));
  return <Loaded query={page}>{(a) => <Shown a={a} />}</Loaded>;
}
