import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Popconfirm, Progress, Select } from 'antd';
import { useState } from 'react';
import { checks, verdicts } from '../../modules/checks/contract.ts';
import { addressOf, query } from '../api.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { EvidenceFold } from './evidence-fold.tsx';
import { Grade, placeText, RunState, Severity, Verdict, type Run } from './marks.tsx';
import { isBusy } from './runs-tab.tsx';

const route = getRouteApi('/shell/checks/runs/$id');
type Result = Run['results'][number];
function Shown({ r }: { r: Run }) {
  const t = useLabels('checks');
  const [verdict, setVerdict] = useState<Result['verdict']>();
  const stop = useSubmit(checks.stop_run, { done: t('stopped') });
  const share = r.total ? Math.min(99, Math.round((r.done / r.total) * 100)) : 0;
  const shown = verdict ? r.results.filter((x) => x.verdict === verdict) : r.results;
  const counted = verdicts.flatMap((v) => { const n = r.results.filter((x) => x.verdict === v).length; return n ? [{ v, n }] : []; });
  const columns: Column<Result>[] = [
    { key: 'check', title: t('check'), card: 'title', render: (x) => <><strong>{x.title}</strong><div className="muted small">{x.check_id}</div></> },
    { key: 'verdict', title: t('result'), width: 150, render: (x) => <><Verdict verdict={x.verdict} /> {(x.verdict === 'fail' || x.verdict === 'warn') && <Severity severity={x.severity} />}{x.marked && <Mark tone="grey">{t('marked')}</Mark>}</> },
    { key: 'where', title: t('where'), width: 240, render: (x) => <span className="break">{placeText(x.place)}</span> },
    { key: 'found', title: t('found'), render: (x) => <><span className="break">{x.note}</span><EvidenceFold list={x.evidence} name={`${x.title} ${x.i}`} /></> },
    { key: 'hazard', title: t('hazard'), width: 110, render: (x) => x.verdict === 'fail' && x.hazard_id && <Link to="/hazards/$id" params={{ id: x.hazard_id }} className="strong-link">{t('see_hazard')}</Link> },
  ];
  return (
    <Page title={`${r.system_name}：${wordFor('checks', `profile_${r.profile}`, r.profile)}`} wide note={<><Link to="/checks/systems/$id" params={{ id: r.system_id }} className="strong-link">{r.system_name}</Link> · {r.unit_name} <RunState state={r.state} /></>}
      extra={<div className="row-actions">{r.can_stop && <Popconfirm title={t('stop_ask')} okText={t('stop')} onConfirm={() => stop.mutate({ params: { id: r.id } })}><Button danger loading={stop.isPending}>{t('stop')}</Button></Popconfirm>}
        {r.finished_at && <a className="button-link plain" href={addressOf(checks.system_report, { params: { id: r.system_id } })} download><Icon name="download" size={16} />{t('report')}</a>}</div>}>
      <Panel>
        {isBusy(r) && <div role="status"><Progress percent={share} aria-label={t('progress')} /><p className="muted">{wordFor('checks', `stage_${r.stage}`, r.stage)} {r.total > 0 && `${r.done}/${r.total}`} {r.eta_seconds !== null && t('eta', { t: r.eta_seconds > 90 ? t('minutes', { n: Math.round(r.eta_seconds / 60) }) : t('seconds', { n: r.eta_seconds }) })} {t('running_as_of')}</p></div>}
        {r.error && <p className="gap"><Icon name="warn" size={16} />{r.error}</p>}
        <dl className="facts">
          <div><dt>{t('grade')}</dt><dd><Grade grade={r.grade} /> {r.reasons.join('，')}</dd></div>
          <div><dt>{t('authorisation')}</dt><dd><Link to="/checks/authorisations/$id" params={{ id: r.authorisation_id }} className="strong-link">{r.authorisation_number}</Link></dd></div>
          <div><dt>{t('requests')}</dt><dd>{t('requests_n', { n: r.requests })} {r.log_sha256 && <a href={addressOf(checks.run_log, { params: { id: r.id } })} download className="strong-link">{t('log')}</a>}{r.log_sha256 && <div className="muted small break">{t('log_hint', { sha: r.log_sha256 })}</div>}</dd></div>
          <div><dt>{t('asked_by')}</dt><dd>{r.asked_by_name} {instantText(r.created_at)}</dd></div>
          {r.finished_at && <div><dt>{t('finished_at')}</dt><dd>{instantText(r.finished_at)}</dd></div>}
          {r.only_checks.length > 0 && <div><dt>{t('check')}</dt><dd className="break">{t('only_checks', { list: r.only_checks.join('、') })}</dd></div>}
        </dl>
      </Panel>
      <div className="toolbar">
        <Select aria-label={t('result')} className="filter" allowClear placeholder={t('all_verdicts')} value={verdict} onChange={setVerdict} options={counted.map(({ v, n }) => ({ value: v, label: `${t(`verdict_${v}`)} ${n}` }))} />
        {counted.map(({ v, n }) => <span key={v}><Verdict verdict={v} /> {n}</span>)}
      </div>
      <DataTable caption={t('result')} columns={columns} rows={shown} rowKey={(x) => x.i} empty={<Nothing text={t('no_results')} hint={isBusy(r) ? t('no_results_hint') : ''} />} />
    </Page>
  );
}
export function RunPage() {
  const { id } = route.useParams();
  const page = useQuery({ ...query(checks.run, { params: { id }, query: {} }), refetchInterval: (q) => (q.state.data && isBusy(q.state.data) ? 1500 : false) });
  return <Loaded query={page}>{(r) => <Shown r={r} />}</Loaded>;
}
