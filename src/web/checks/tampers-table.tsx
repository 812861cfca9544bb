import { Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { instantText } from '../ui/time-text.ts';
import { Severity, TamperState, type Tamper } from './marks.tsx';

/** @param choose a column of one's own, such as a box to tick */
export function TampersTable({ rows, choose, withSystem = false }: { rows: readonly Tamper[]; choose?: Column<Tamper>; withSystem?: boolean }) {
  const t = useLabels('checks');
  const columns: Column<Tamper>[] = [
    ...(choose ? [choose] : []),
    { key: 'url', title: t('page_url'), card: 'title', render: (x) => <span className="break">{withSystem && <><Link to="/checks/systems/$id" params={{ id: x.system_id }} className="strong-link">{x.system_name}</Link> <span className="muted small">{x.unit_name}</span><br /></>}{x.url}</span> },
    { key: 'severity', title: t('result'), width: 100, render: (x) => <Severity severity={x.severity} /> },
    { key: 'changes', title: t('changes'), render: (x) => <ul className="plain-list">{x.changes.map((c, i) => <li key={i}>{c.note}</li>)}</ul> },
    { key: 'at', title: t('at'), width: 150, render: (x) => instantText(x.at) },
    { key: 'state', title: t('state'), width: 160, render: (x) => <><TamperState state={x.state} />{x.decided_by_name && <div className="muted small">{t('decided_by', { name: x.decided_by_name })} {instantText(x.decided_at)}{x.note && `：${x.note}`}</div>}</> },
  ];
  return <DataTable caption={t('tampers')} columns={columns} rows={rows} rowKey={(x) => x.id} empty={null} />;
}
