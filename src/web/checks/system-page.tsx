import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { checks } from '../../modules/checks/contract.ts';
import { addressOf, query } from '../api.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { dayText, instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { DraftAuthorisations } from './draft-authorisations.tsx';
import { MarkForm } from './mark-form.tsx';
import { AuthorisationStanding, Available, Grade, placeText, Severity, Verdict, type CheckedSystem, type Finding } from './marks.tsx';
import { OutagesTable, TargetsTable } from './patrol-tables.tsx';
import { RetestList } from './retest-list.tsx';
import { isBusy, RunsTable } from './runs-tab.tsx';
import { StartRun } from './start-run.tsx';
import { TampersTable } from './tampers-table.tsx';

const route = getRouteApi('/shell/checks/systems/$id');
function Findings({ s }: { s: CheckedSystem }) {
  const t = useLabels('checks');
  const [marking, setMarking] = useState<Finding>();
  const unmark = useSubmit(checks.unmark, {});
  const open = s.findings.filter((f) => f.state === 'open');
  const gone = s.findings.filter((f) => f.state === 'gone');
  const columns = (whole: boolean): Column<Finding>[] => [
    { key: 'check', title: t('check'), card: 'title', render: (f) => <><strong>{f.title}</strong> {f.mark && <Mark tone="grey">{t('marked')}</Mark>}<div className="muted small">{f.check_id}</div></> },
    { key: 'severity', title: t('result'), width: 80, render: (f) => <><Severity severity={f.severity} />{f.verdict === 'warn' && <Verdict verdict="warn" />}</> },
    { key: 'where', title: t('where'), width: 150, render: (f) => <span className="break">{placeText(f.place)}</span> },
    { key: 'found', title: t('found'), width: 200, render: (f) => <><span className="break">{f.note}</span>{f.mark && <div className="muted small">{t('mark_by', { name: f.mark.created_by_name, day: f.mark.until, reason: f.mark.reason })}</div>}</> },
    { key: 'seen', title: t('first_seen'), width: 108, render: (f) => <>{dayText(f.first_seen_at)}<div className="muted small">{whole ? `${t('last_seen')} ${dayText(f.last_seen_at)}` : `${t('gone')} ${dayText(f.gone_at)}`}</div></> },
    { key: 'hazard', title: t('hazard'), width: 112, render: (f) => f.hazard_id && <><Link to="/hazards/$id" params={{ id: f.hazard_id }} className="strong-link">{f.hazard_number}</Link>{f.hazard_state && <div className="muted small">{wordFor('hazards', `state_${f.hazard_state}`, f.hazard_state)}</div>}</> },
    ...(whole && s.can_run ? [{ key: 'do', title: t('actions'), width: 104, card: 'plain' as const, render: (f: Finding) => (f.mark
      ? <Button size="small" aria-label={`${t('unmark')} ${f.title}`} onClick={() => unmark.mutate({ params: { id: s.id, mark_id: f.mark!.id } })}>{t('unmark')}</Button>
      : <Button size="small" aria-label={`${t('false_positive')} ${f.title} ${placeText(f.place)}`} onClick={() => setMarking(f)}>{t('false_positive')}</Button>) }] : []),
  ];
  return (
    <Panel title={`${t('findings')}（${open.filter((f) => !f.mark).length}）`}>
      <DataTable caption={t('findings')} columns={columns(true)} rows={open} rowKey={(f) => f.id} empty={<Nothing text={s.run_id ? t('no_findings') : t('never_checked')} hint={s.run_id ? t('no_findings_hint') : s.authorisation === 'valid' || s.authorisation === 'ending' ? '' : t('no_authorisation_hint')} />} />
      {gone.length > 0 && <details className="fold"><summary>{t('gone_n', { n: gone.length })}</summary><DataTable caption={t('gone')} columns={columns(false)} rows={gone} rowKey={(f) => f.id} empty={null} /></details>}
      {marking && <MarkForm finding={marking} onClose={() => setMarking(undefined)} />}
    </Panel>
  );
}
function Ports({ s }: { s: CheckedSystem }) {
  const t = useLabels('checks');
  if (s.ports.length === 0 && s.port_events.length === 0) return null;
  const columns: Column<CheckedSystem['ports'][number]>[] = [
    { key: 'ip', title: t('ip'), card: 'title', render: (p) => `${p.ip}:${p.port}` },
    { key: 'open', title: t('state'), width: 90, render: (p) => <Mark tone={p.open ? 'info' : 'grey'}>{t(p.open ? 'open' : 'closed')}</Mark> },
    { key: 'service', title: t('service'), render: (p) => `${p.service || t('unknown_service')} ${p.product}` },
    { key: 'registered', title: t('registered'), width: 110, render: (p) => <Mark tone={p.registered ? 'good' : p.open ? 'warn' : 'grey'}>{t(p.registered ? 'registered_yes' : 'registered_no')}</Mark> },
    { key: 'since', title: t('since'), width: 160, render: (p) => instantText(p.changed_at) },
  ];
  return (
    <Panel title={t('open_ports')} extra={<span className="muted">{s.registered_ports ? t('registered_ports', { ports: s.registered_ports }) : t('none_registered')}</span>}>
      <DataTable caption={t('open_ports')} columns={columns} rows={s.ports} rowKey={(p) => `${p.ip} ${p.port}`} empty={null} />
      {s.port_events.length > 0 && <details className="fold"><summary>{t('port_changes')}（{s.port_events.length}）</summary><ol className="timeline">{s.port_events.map((e) => <li key={e.id}>{instantText(e.at)} {t(`port_${e.what}`, { ip: e.ip, port: e.port, before: e.before || t('unknown_service'), after: e.after || t('unknown_service') })}</li>)}</ol></details>}
    </Panel>
  );
}
function Shown({ s }: { s: CheckedSystem }) {
  const t = useLabels('checks');
  const [starting, setStarting] = useState(false);
  const [drafting, setDrafting] = useState(false);
  const authorised = s.authorisation === 'valid' || s.authorisation === 'ending';
  return (
    <Page title={s.name} wide note={<><Link to="/checks" search={{ tab: 'systems' }} className="strong-link">{t('tab_systems')}</Link> · {s.unit_name} <Available state={s.availability} /></>}
      extra={<div className="row-actions">
        {s.can_run && authorised && <Button type="primary" onClick={() => setStarting(true)}>{t('start')}</Button>}
        {s.can_run && s.authorisation !== 'valid' && s.authorisation !== 'pending' && <Button type={authorised ? 'default' : 'primary'} onClick={() => setDrafting(true)}>{t('new_authorisation')}</Button>}
        <a className="button-link plain" href={addressOf(checks.system_report, { params: { id: s.id } })} download><Icon name="download" size={16} />{t('report')}</a>
      </div>}>
      <Panel>
        <dl className="facts">
          <div><dt>{t('grade')}</dt><dd><Grade grade={s.grade} /> {s.reasons.join('，')}</dd></div>
          <div><dt>{t('checked_at')}</dt><dd>{instantText(s.checked_at) || t('never_checked')}{s.not_tested > 0 && s.run_id && <> · <Link to="/checks/runs/$id" params={{ id: s.run_id }} className="strong-link">{t('not_tested')} {s.not_tested}</Link></>}</dd></div>
          <div><dt>{t('authorisation')}</dt><dd><AuthorisationStanding s={s} /> <Link to="/checks" search={{ tab: 'authorisations', system_id: s.id }} className="strong-link">{t('tab_authorisations')}</Link></dd></div>
          <div><dt>{t('origin')}</dt><dd className="break">{s.origins.join('、')} <Link to="/systems/$id" params={{ id: s.id }} className="strong-link">{t('see_system')}</Link></dd></div>
        </dl>
      </Panel>
      <Findings s={s} />
      {s.tampers.length > 0 && <Panel title={t('tampers')}><TampersTable rows={s.tampers} /></Panel>}
      {s.retests.length > 0 && <Panel title={t('retests')}><RetestList list={s.retests} withHazard /></Panel>}
      <Ports s={s} />
      {s.targets.length > 0 && <Panel title={t('availability')}><TargetsTable rows={s.targets} />{s.outages.length > 0 && <OutagesTable rows={s.outages} />}</Panel>}
      <Panel title={t('runs')}><RunsTable rows={s.runs} empty={<Nothing text={t('no_runs')} />} /></Panel>
      {starting && <StartRun system={s} onClose={() => setStarting(false)} />}
      {drafting && <DraftAuthorisations system={s} onClose={() => setDrafting(false)} />}
    </Page>
  );
}
export function CheckedSystemPage() {
  const { id } = route.useParams();
  const page = useQuery({ ...query(checks.system, { params: { id } }), refetchInterval: (q) => (q.state.data?.runs.some(isBusy) ? 3000 : false) });
  return <Loaded query={page}>{(s) => <Shown s={s} />}</Loaded>;
}
