import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { hazards } from '../../modules/hazards/contract.ts';
import { query, type Reply } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels, wordFor } from '../i18n.ts';
import { NoticeEvidence } from '../letters/notice-evidence.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { dayText, instantText } from '../ui/time-text.ts';
import { HazardRetests } from '../checks/hazard-retests.tsx';
import { HazardLinks } from './hazard-links.tsx';
import { HazardExtension } from './hazard-extension.tsx';
import { Findings, Proof } from './hazard-proof.tsx';
import { HazardStep, type Step } from './hazard-step.tsx';
import { Due, SeverityMark, StateMark, whereText } from './marks.tsx';

export type Hazard = Reply<typeof hazards.get>;
const route = getRouteApi('/shell/hazards/$id');

function What({ h }: { h: Hazard }) {
  const t = useLabels('hazards');
  const shell = useLabels('shell');
  return (
    <Panel title={t('what')}>
      <dl className="facts">
        <div><dt>{t('unit')}</dt><dd>{h.owned ? h.unit_name : t('no_owner')}</dd></div>
        {h.system_id && <div><dt>{t('system')}</dt><dd><Link to="/systems/$id" params={{ id: h.system_id }} className="strong-link">{h.system_name}</Link></dd></div>}
        <div><dt>{t('where')}</dt><dd className="break">{whereText(h) || shell('none')}</dd></div>
        <div><dt>{t('due')}</dt><dd><Due h={h} /></dd></div>
        <div><dt>{t('found')}</dt><dd>{dayText(h.first_seen_at)} · {t(`source_${h.source}`)}{h.sightings > 1 && ` · ${t('sightings_n', { n: h.sightings })}`}</dd></div>
        {h.source === 'self_check' && <div><dt>{t('registered_by')}</dt><dd>{h.timeline.find((e) => e.action === 'open')?.actor_name}</dd></div>}
        {h.superior_due_on && <div><dt>{t('superior_due')}</dt><dd>{h.superior_due_on}{h.superior_number && ` · ${h.superior_number}`}</dd></div>}
        {h.paused_on && <div><dt>{t('clock')}</dt><dd>{t('paused_since', { day: h.paused_on })}</dd></div>}
        {h.cve.length > 0 && <div><dt>{t('cve')}</dt><dd>{h.cve.join('、')}</dd></div>}
        {h.cnnvd.length + h.cnvd.length > 0 && <div><dt>CNNVD / CNVD</dt><dd>{[...h.cnnvd, ...h.cnvd].join('、')}</dd></div>}
        {h.score !== null && <div><dt>{t('score')}</dt><dd>{h.score}</dd></div>}
        {h.scanner !== 'manual' && <div><dt>{t('rule')}</dt><dd>{h.scanner} {h.rule_id}</dd></div>}
        {h.dismissal && <div><dt>{t('dismissal')}</dt><dd>{t('dismissed_as', { kind: t(`dismissal_${h.dismissal}`), until: h.dismissed_until ?? '' })}</dd></div>}
      </dl>
      {h.description && <><h3>{t('description')}</h3><p className="pre">{h.description}</p></>}
      {h.remedy && <><h3>{t('remedy')}</h3><p className="pre">{h.remedy}</p></>}
      {h.evidence && <details className="fold"><summary>{t('proof')}</summary><pre className="evidence">{h.evidence}</pre></details>}
      {h.refs.length > 0 && <details className="fold"><summary>{t('refs')}</summary><ul>{h.refs.map((r) => <li key={r}><a href={r} target="_blank" rel="noopener noreferrer">{r}</a></li>)}</ul></details>}
      {h.notices.length > 0 && <p>{t('letters')}：{h.notices.map((n) => <Link key={n.id} to="/letters" search={{ tab: 'sent' }} className="strong-link">{n.number} </Link>)}</p>}
    </Panel>
  );
}

function Shown({ h }: { h: Hazard }) {
  const t = useLabels('hazards');
  const [step, setStep] = useState<Step>();
  const [first, ...others] = h.can as Step[];
  return (
    <Page title={h.title} note={<><Link to="/hazards" search={{ tab: 'list' }} className="strong-link">{t('back_to_list')}</Link> · {h.number} <SeverityMark severity={h.severity} /> <StateMark state={h.state} />{h.reopened > 0 && <> <Mark tone="warn">{t('reopened_n', { n: h.reopened })}</Mark></>}{h.system_shut && <> <Mark tone="bad">{t('system_shut')}</Mark></>}{h.rounds > 0 && <> <Mark tone="warn">{t('rounds_n', { n: h.rounds })}</Mark></>}</>}
      extra={first && <div className="row-actions"><Button type="primary" onClick={() => setStep(first)}>{t(`do_${first}`)}</Button>{others.map((a) => <Button key={a} onClick={() => setStep(a)}>{t(`do_${a}`)}</Button>)}</div>}>
      <What h={h} />
      <Findings h={h} />
      <NoticeEvidence hazardId={h.id} />
      <Proof h={h} />
      {h.feedback && <Panel title={t('feedback')}><p className="pre">{h.feedback}</p></Panel>}
      <HazardExtension h={h} />
      {h.source === 'check' && <HazardRetests id={h.id} />}
      <HazardLinks h={h} />
      {h.seen.length > 0 && <Panel title={t('seen_in')}><ul className="plain-list">{h.seen.map((s) => <li key={s.import_id}><Link to="/hazards/imports/$id" params={{ id: s.import_id }} className="strong-link">{s.name}</Link> <span className="muted small">{instantText(s.at)} {s.place}</span></li>)}</ul></Panel>}
      <Panel title={t('timeline')}>
        <ol className="timeline">{[...h.timeline].reverse().map((e) => (
          <li key={e.id}><div><strong>{e.actor_name}</strong> {wordFor('hazards', `event_${e.action}`, e.action)}{e.to_state && e.to_state !== e.from_state && <span className="muted"> → {wordFor('hazards', `state_${e.to_state}`, e.to_state)}</span>}</div><div className="muted small">{instantText(e.at)}</div>{e.note && <p className="pre timeline-note">{e.note}</p>}{e.files.length > 0 && <ul className="files">{e.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>}</li>
        ))}</ol>
      </Panel>
      {step && <HazardStep h={h} step={step} onClose={() => setStep(undefined)} />}
    </Page>
  );
}
export function HazardPage() {
  const { id } = route.useParams();
  const page = useQuery(query(hazards.get, { params: { id } }));
  return <Loaded query={page}>{(h) => <Shown h={h} />}</Loaded>;
}
