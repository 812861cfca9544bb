import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { matterStandings, papers } from '../../modules/papers/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { Figure } from '../ui/numbers.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { MatterForm } from './matter-form.tsx';
import { ReportForm } from './report-form.tsx';

const route = getRouteApi('/shell/papers');
export type Matter = Reply<typeof papers.matters>['matters'][number];
const tones: Record<Matter['standing'], Tone> = { unreported: 'bad', pending: 'warn', reported: 'good', exempt: 'grey', none: 'grey' };

/** Major matters, and whether what had to be reported was. */
export function MattersTab({ year }: { year: number }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('paper.write');
  const { matter: standing } = route.useSearch();
  const list = useQuery(query(papers.matters, { query: { year, standing } }));
  const [form, setForm] = useState<{ matter?: Matter }>();
  const [reporting, setReporting] = useState<Matter>();
  const remove = useSubmit(papers.remove_matter);
  const columns: Column<Matter>[] = [
    { key: 'title', title: t('matter_title'), width: 280, card: 'title', render: (m) => <><strong>{m.title}</strong><p className="muted small pre">{m.content}</p>{m.exempt_reason && <p className="small">{t('exempt_reason')}：{m.exempt_reason}</p>}</> },
    { key: 'level', title: t('level'), width: 120, render: (m) => <>{t(`matter_${m.kind}`)}<p className="muted small">{t(`level_${m.level}`)}</p></> },
    { key: 'found', title: t('found_at'), width: 150, render: (m) => instantText(m.found_at) },
    { key: 'unit', title: t('matter_unit'), width: 90, render: (m) => m.unit_name },
    { key: 'standing', title: t('comparison'), width: 100, render: (m) => <Mark tone={tones[m.standing]}>{t(`matter_${m.standing}`)}</Mark> },
    { key: 'reports', title: t('reports'), render: (m) => m.reports.length === 0 ? null : <ul className="files">{m.reports.map((r) => <li key={r.id}><Link to="/papers/reports/$id" params={{ id: r.id }}>{r.recipient}</Link> <span className="muted small">{r.sent_at ? `${t('sent_at')} ${instantText(r.sent_at)}` : `${t('due')} ${r.due_at ? instantText(r.due_at) : r.due_on}`}</span></li>)}</ul> },
    ...(writes ? [{ key: 'do', title: t('actions'), width: 170, card: 'plain' as const, render: (m: Matter) => (
      <div className="row-actions">
        <Button size="small" aria-label={`${t('new_report')} ${m.title}`} onClick={() => setReporting(m)}>{t('report_it')}</Button>
        <Button size="small" aria-label={`${shell('edit')} ${m.title}`} onClick={() => setForm({ matter: m })}>{shell('edit')}</Button>
        <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${m.title}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: m.title }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: m.id } }).catch(() => undefined) })} />
      </div>
    ) }] : []),
  ];
  return (
    <Loaded query={list}>{(d) => <>
      <div className="figures">{([['total', undefined], ...matterStandings.filter((s) => s !== 'none').map((s) => [s, s] as const)] as const).map(([key, filter]) => <Figure key={key} value={d.figures[key]} name={t(`matter_${key}`)} tone={key === 'unreported' ? 'bad' : undefined} link={(inside) => <Link to="/papers" search={{ tab: 'matters', year, matter: filter }} className="figure" aria-current={standing === filter ? 'true' : undefined}>{inside}</Link>} />)}</div>
      <div className="toolbar">
        <span role="status">{t(d.figures.unreported === 0 ? 'compare_zero' : 'compare_some', { year, must: d.figures.must, n: d.figures.unreported })}</span>
        {writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setForm({})}>{t('new_matter')}</Button>}
        <a className="button-link plain" href={addressOf(papers.export_matters, { query: { year } })} download><Icon name="download" size={16} />{t('export_matters')}</a>
      </div>
      <DataTable caption={t('matters')} columns={columns} rows={d.matters} rowKey={(m) => m.id} empty={<Nothing text={standing ? t('no_match') : t('no_matters')} hint={standing || !writes ? '' : t('no_matters_hint')} />} />
      {form && <MatterForm matter={form.matter} rules={d.rules} onClose={() => setForm(undefined)} />}
      {reporting && <ReportForm from={{ matter_id: reporting.id, title: reporting.title }} onClose={() => setReporting(undefined)} />}
    </>}</Loaded>
  );
}
