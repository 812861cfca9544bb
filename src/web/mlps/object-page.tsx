import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { mlps } from '../../modules/mlps/contract.ts';
import { addressOf, query } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { listText, useLabels, wordFor } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { Assessments } from './assessments.tsx';
import { Checks } from './checks.tsx';
import { DueLine, LevelText, type MlpsObject, ObjectState } from './marks.tsx';
import { NewObject } from './new-object.tsx';
import { ObjectStep, type Step } from './object-step.tsx';
import { Papers } from './papers.tsx';

const route = getRouteApi('/shell/mlps/$id');

function Grading({ o }: { o: MlpsObject }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const part = (level: number | null): string => level === null ? t('not_yet') : t('level_n', { n: level });
  return (
    <Panel title={t('grading')} extra={<>
      {o.can_write && o.state === 'grading' && <Link to="/mlps/$id/grade" params={{ id: o.id }} className="button-link">{t(o.level === null ? 'grade' : 'regrade_edit')}</Link>}
      {o.level !== null && <a className="button-link plain" href={addressOf(mlps.grading_report, { params: { id: o.id } })} download><Icon name="download" size={16} />{t('grading_report')}</a>}
    </>}>
      <dl className="facts">
        <div><dt>{t('level')}</dt><dd><LevelText o={o} /></dd></div>
        <div><dt>{t('s_level')}</dt><dd>{part(o.s_level)}{o.s_data && <span className="muted"> · {o.s_data}</span>}</dd></div>
        <div><dt>{t('a_level')}</dt><dd>{part(o.a_level)}{o.a_service && <span className="muted"> · {o.a_service}</span>}</dd></div>
        {o.suggestion && <div><dt>{t('suggested')}</dt><dd>{t('suggested_n', { n: o.suggestion.level, example: o.suggestion.example })}</dd></div>}
        {o.differs_reason && <div><dt>{t('differs_reason')}</dt><dd className="pre">{o.differs_reason}</dd></div>}
        <div><dt>{t('graded_by')}</dt><dd>{o.graded_on ? `${o.graded_on} ${o.graded_by_name}` : shell('none')}</dd></div>
        {o.reviewed_on && <div><dt>{t('review')}</dt><dd className="pre">{o.reviewed_on} {o.experts}{o.expert_opinion && `\n${o.expert_opinion}`}</dd></div>}
        {o.approved_on && <div><dt>{t('approval')}</dt><dd className="pre">{o.approved_on} {o.authority}{o.authority_opinion && `\n${o.authority_opinion}`}</dd></div>}
      </dl>
      {o.levels.length > 1 && <details className="fold"><summary>{t('level_history')}</summary><ul>{o.levels.map((l) => <li key={l.at}>{instantText(l.at)} {l.by_name} {l.before === null ? t('level_first', { after: l.after }) : t('level_changed', { before: l.before, after: l.after })}{l.reason && ` · ${l.reason}`}</li>)}</ul></details>}
    </Panel>
  );
}
function Filing({ o }: { o: MlpsObject }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  if ((o.level ?? 0) < 2 && !o.certificate_number) return null;
  return (
    <Panel title={t('filing')} extra={<Link to="/mlps/$id/form" params={{ id: o.id }} className="button-link plain">{t('fill_form')}</Link>}>
      <dl className="facts">
        <div><dt>{t('certificate')}</dt><dd>{o.certificate_number || shell('none')}</dd></div>
        {o.certificate_number && <><div><dt>{t('issued_on')}</dt><dd>{o.issued_on}{o.filed_with && ` · ${o.filed_with}`}</dd></div><div><dt>{t('expires_on')}</dt><dd>{o.expires_on}</dd></div><div><dt>{t('form_edition')}</dt><dd>{t(`form_edition_${o.form_edition}`)}</dd></div></>}
        <div><dt>{t('online_on')}</dt><dd>{o.online_on ?? shell('none')}</dd></div>
      </dl>
    </Panel>
  );
}
function Shown({ o }: { o: MlpsObject }) {
  const t = useLabels('mlps');
  const [step, setStep] = useState<Step>();
  const [editing, setEditing] = useState(false);
  // what is undone most often comes last, and in red
  const [first, ...others] = o.can.filter((a) => !(a === 'submit' && o.level === null)) as Step[];
  const red = (a: Step): boolean => a === 'cancel' || a === 'return';
  return (
    <Page title={o.name} note={<><Link to="/mlps" search={{ tab: 'objects' }} className="strong-link">{t('back_to_objects')}</Link> · {o.unit_name} <ObjectState state={o.state} /></>}
      extra={<div className="row-actions">{o.can_write && o.state === 'grading' && o.level === null && <Link to="/mlps/$id/grade" params={{ id: o.id }} className="button-link">{t('grade')}</Link>}{first && <Button type={red(first) ? 'default' : 'primary'} danger={red(first)} onClick={() => setStep(first)}>{t(`do_${first}`)}</Button>}{others.map((a) => <Button key={a} danger={red(a)} onClick={() => setStep(a)}>{t(`do_${a}`)}</Button>)}</div>}>
      <Panel title={t('basics')} extra={o.can_write && o.state !== 'cancelled' && <Button onClick={() => setEditing(true)}>{t('edit')}</Button>}>
        <dl className="facts">
          <div><dt>{t('systems')}</dt><dd>{listText(o.systems.map((s) => s.name))} <span className="small">{o.systems.map((s) => <Link key={s.id} to="/systems/$id" params={{ id: s.id }} className="strong-link" aria-label={`${t('see_systems')} ${s.name}`}>{t('see_systems')} </Link>)}</span></dd></div>
          <div><dt>{t('due')}</dt><dd>{o.dues.length === 0 ? <span className="muted">{t('no_due')}</span> : <ul className="plain-list">{o.dues.map((d) => <li key={d.kind}><DueLine due={d} /></li>)}</ul>}</dd></div>
          {o.items > 0 && <div><dt>{t('repaired')}</dt><dd><Link to="/mlps" search={{ tab: 'items', object_id: o.id }} className="strong-link">{t('repaired_n', { done: o.items - o.items_open, total: o.items })}</Link></dd></div>}
        </dl>
      </Panel>
      <Grading o={o} />
      <Filing o={o} />
      <Assessments o={o} />
      <Checks o={o} />
      <Papers o={o} />
      <Panel title={t('timeline')}>
        <ol className="timeline">{[...o.timeline].reverse().map((e) => (
          <li key={e.id}><div><strong>{e.actor_name}</strong> {wordFor('mlps', `event_${e.action}`, e.action)}{e.to_state && e.to_state !== e.from_state && <span className="muted"> → {wordFor('mlps', `state_${e.to_state}`, e.to_state)}</span>}</div><div className="muted small">{instantText(e.at)}</div>{e.note && <p className="pre timeline-note">{e.note}</p>}{e.files.length > 0 && <ul className="files">{e.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>}</li>
        ))}</ol>
      </Panel>
      {step && <ObjectStep o={o} step={step} onClose={() => setStep(undefined)} />}
      {editing && <NewObject object={o} onClose={() => setEditing(false)} />}
    </Page>
  );
}
export function ObjectPage() {
  const { id } = route.useParams();
  const page = useQuery(query(mlps.object, { params: { id } }));
  return <Loaded query={page}>{(o) => <Shown o={o} />}</Loaded>;
}
