import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { App, Button, Checkbox, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { assets } from '../../modules/assets/contract.ts';
import { warnings } from '../../modules/notices/contract.ts';
import { call, query } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels, wordFor } from '../i18n.ts';
import { useMay } from '../session.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { PaperView } from './paper-view.tsx';
import { type Warning, WarningForm } from './warning-form.tsx';
import { Targets } from './warning-targets.tsx';
import { answerTones, levelTones, warningTones } from './warnings-tab.tsx';

const route = getRouteApi('/shell/letters/warnings/$id');
type Answer = Warning['answers'][number];

/** The unit's answer: three choices, a note, a proof; on a phone in one screen. */
function AnswerForm({ a, w }: { a: Answer; w: Warning }) {
  const t = useLabels('letters');
  const [form] = Form.useForm<{ state: 'clear' | 'affected' | 'handled'; note: string; systems: string[] }>();
  const state = Form.useWatch('state', form);
  const systems = useQuery(query(assets.systems, { query: { unit_id: a.unit_id, size: 100 } }));
  const answer = useSubmit(warnings.answer, { form, done: t('answer_done'), refresh: [['warnings'], ['letters']] });
  const likely = new Set(w.targets.map((x) => x.system_id));
  const list = (systems.data?.items ?? []).toSorted((x, y) => Number(likely.has(y.id)) - Number(likely.has(x.id)));
  return (
    <Panel className="panel-ask" title={t('give_answer', { unit: a.unit_name })}>
      <Form key={a.version} form={form} layout="vertical" requiredMark={false} initialValues={{ state: a.state === 'waiting' ? undefined : a.state, note: a.note, systems: a.systems }} onFinish={(v) => answer.mutate({ params: { id: a.id }, body: { version: a.version, state: v.state, note: v.note, systems: v.systems ?? [] } })}>
        <Form.Item name="state" label={t('result')} rules={[{ required: true, message: t('result_needed') }]}><Radio.Group aria-label={t('result')} options={(['clear', 'affected', 'handled'] as const).map((s) => ({ value: s, label: t(`answer_${s}`) }))} /></Form.Item>
        {state && state !== 'clear' && list.length > 0 && <Form.Item name="systems" label={t('which_systems')}><Checkbox.Group className="stacked" options={list.map((s) => ({ value: s.id, label: likely.has(s.id) ? `${s.name}（${t('likely')}）` : s.name }))} /></Form.Item>}
        <Form.Item name="note" label={t('answer_note')} rules={[{ required: true, whitespace: true, message: t('needed') }]}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
        <ul className="files">{a.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>
        <div className="row-actions"><AddFiles to={warnings.attach} id={a.id} name={t('proof')} text={t('add_proof')} /><Button type="primary" htmlType="submit" loading={answer.isPending}>{t('hand_in')}</Button></div>
      </Form>
    </Panel>
  );
}

type Action = Warning['can'][number];
function Shown({ w }: { w: Warning }) {
  const t = useLabels('letters');
  const { message, modal } = App.useApp();
  const manages = useMay('hazard.manage');
  const [step, setStep] = useState<Action>();
  const [note, setNote] = useState('');
  const [open, setOpen] = useState<'edit' | 'read'>();
  const move = useSubmit(warnings.move, { done: t('done'), refresh: [['warnings'], ['letters']], onDone: () => { setStep(undefined); setNote(''); } });
  const toHazards = useSubmit(warnings.to_hazards, { refresh: [['warnings'], ['hazards']], onDone: (r) => { message.success(t('hazards_made', { n: r.added })); } });
  const act = (action: Action): void => move.mutate({ params: { id: w.id }, body: { version: w.version, action, note } });
  const chosen = new Set(w.targets.filter((x) => x.chosen).map((x) => x.unit_id)).size;
  const press = (a: Action): void => { if (a === 'publish') modal.confirm({ title: t('publish_title', { n: chosen }), content: t('publish_hint'), okText: t('do_publish'), onOk: () => act('publish') }); else if (a === 'reopen') act(a); else setStep(a); };
  const mine = w.answers.filter((a) => a.can_answer);
  const affected = w.answers.some((a) => a.state === 'affected');
  return (
    <Page title={w.title} note={<><Link to="/letters" search={{ tab: 'warnings' }} className="strong-link">{t('warnings')}</Link> · <Mark tone={levelTones[w.level] ?? 'plain'}>{t(`level_${w.level}`)}</Mark> <Mark tone={warningTones[w.state] ?? 'plain'}>{t(`warning_${w.state}`)}</Mark> {w.number}</>}
      extra={manages && <div className="row-actions">{w.can.map((a) => <Button key={a} type={a === 'publish' || (a === 'judge' && w.state === 'collected') ? 'primary' : 'default'} disabled={a === 'publish' && chosen === 0} loading={move.isPending && move.variables.body.action === a} onClick={() => press(a)}>{t(`do_${a}`)}</Button>)}{w.can_edit && <><Button onClick={() => setOpen('edit')}>{t('edit')}</Button><Button disabled={chosen === 0} onClick={() => setOpen('read')}>{t('preview')}</Button></>}{affected && <Button type="primary" loading={toHazards.isPending} onClick={() => toHazards.mutate({ params: { id: w.id } })}>{t('to_hazards')}</Button>}</div>}>
      {mine.map((a) => <AnswerForm key={a.id} a={a} w={w} />)}
      <Panel title={t('warning_facts')}>
        <dl className="facts">{w.cve.length > 0 && <div><dt>{t('cve')}</dt><dd>{w.cve.join('、')}</dd></div>}{w.product && <div><dt>{t('product')}</dt><dd>{w.product}</dd></div>}{w.versions && <div><dt>{t('versions')}</dt><dd className="pre">{w.versions}</dd></div>}{w.due_on && <div><dt>{t('answer_due')}</dt><dd>{w.due_on}</dd></div>}{w.source && <div><dt>{t('source')}</dt><dd>{w.source}{w.url && <> <a href={w.url} target="_blank" rel="noopener noreferrer" className="strong-link">{t('open_url')}</a></>}</dd></div>}{w.lifted_note && <div><dt>{t('warning_lifted')}</dt><dd>{w.lifted_note}</dd></div>}</dl>
        {w.summary && <><h3>{t('summary')}</h3><p className="pre">{w.summary}</p></>}{w.measures && <><h3>{t('measures')}</h3><p className="pre">{w.measures}</p></>}
        {w.file && <FileLink file={w.file} />}
      </Panel>
      {w.judgement && <Panel title={t('judgement')}><p className="pre">{w.judgement}</p><p className="muted small">{w.judged_by_name} {instantText(w.judged_at)}</p></Panel>}
      {(w.can_edit || w.targets.length > 0) && <Targets w={w} />}
      {w.answers.length > 0 && <Panel title={t('answers')}>
        {manages && <p className="inline-row">{t('answers_line', { answered: w.answered, units: w.units, signed: w.signed })}{w.response_rate !== null && <Mark tone={w.response_rate >= 95 ? 'good' : 'warn'}>{t('warning_rate')} {w.response_rate}%</Mark>}</p>}
        <DataTable caption={t('answers')} rows={w.answers} rowKey={(a) => a.id} empty={null} columns={[
          { key: 'unit', title: t('unit'), card: 'title', render: (a) => a.unit_name }, { key: 'state', title: t('result'), width: 130, render: (a) => <Mark tone={answerTones[a.state] ?? 'plain'}>{t(`answer_${a.state}`)}</Mark> },
          { key: 'note', title: t('answer_note'), render: (a) => <><span className="pre">{a.note}</span>{a.files.length > 0 && <ul className="files">{a.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>}{a.hazards > 0 && <div className="small">{t('made_n', { n: a.hazards })}</div>}</> },
          { key: 'at', title: t('at'), width: 150, render: (a) => a.answered_at ? <span className="small">{a.answered_by_name} {instantText(a.answered_at)}</span> : a.signed_at ? t('signed') : <span className="gap"><Icon name="warn" size={16} />{t('unsigned')}</span> },
        ]} />
      </Panel>}
      {w.timeline.length > 0 && <Panel title={t('timeline')}><ol className="timeline">{[...w.timeline].reverse().map((e) => <li key={e.id}><div><strong>{e.actor_name}</strong> {wordFor('letters', `event_${e.action}`, e.action)}</div><div className="muted small">{instantText(e.at)}</div>{e.note && <p className="pre timeline-note">{e.note}</p>}</li>)}</ol></Panel>}
      {open === 'edit' && <WarningForm w={w} onClose={() => setOpen(undefined)} />}
      {open === 'read' && <PaperView name={w.id} note={t('preview_note')} load={() => call(warnings.render, { params: { id: w.id } })} onClose={() => setOpen(undefined)} />}
      {step && <Modal open title={t(`do_${step}`)} okText={t(`do_${step}`)} okButtonProps={{ disabled: !note.trim() }} confirmLoading={move.isPending} onCancel={() => setStep(undefined)} onOk={() => act(step)}><label className="field-label" htmlFor="warning-note">{t(step === 'judge' ? 'judge_note' : 'reason')}</label><Input.TextArea id="warning-note" rows={4} maxLength={2000} value={note} onChange={(e) => setNote(e.target.value)} /></Modal>}
    </Page>
  );
}
export function WarningPage() {
  const { id } = route.useParams();
  const page = useQuery(query(warnings.get, { params: { id } }));
  return <Loaded query={page}>{(w) => <Shown w={w} />}</Loaded>;
}
