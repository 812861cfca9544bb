import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { hazards } from '../../modules/hazards/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Bar } from '../ui/numbers.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { SeverityMark } from './marks.tsx';

type Problem = Reply<typeof hazards.problems>[number];
/** One line a problem: in how many places it is, and how many of them are repaired. */
export function ProblemsTab() {
  const t = useLabels('hazards');
  const [q, setQ] = useState<string>();
  const list = useQuery({ ...query(hazards.problems, { query: { q } }), placeholderData: keepPreviousData });
  const columns: Column<Problem>[] = [
    { key: 'title', title: t('problem'), card: 'title', render: (p) => <><Link to="/hazards" search={{ tab: 'list', problem_id: p.id }} className="strong-link">{p.title}</Link><div className="muted small">{p.scanner} {p.rule_id}{p.cve.length > 0 && ` · ${p.cve.slice(0, 4).join('、')}`}</div></> },
    { key: 'severity', title: t('severity'), width: 80, render: (p) => <SeverityMark severity={p.severity} /> },
    { key: 'units', title: t('problem_units'), width: 100, align: 'right', render: (p) => p.units },
    { key: 'progress', title: t('progress'), width: 260, render: (p) => <><Bar done={p.cleared} total={p.total} label={p.title} /><span className="small">{t('problem_places', { cleared: p.cleared, n: p.total })}</span></> },
  ];
  return <>
    <div className="toolbar"><SearchField label={t('search')} value={q} onSearch={setQ} /></div>
    <Loaded query={list}>{(rows) => <DataTable caption={t('problems')} columns={columns} rows={rows} rowKey={(p) => p.id} empty={<Nothing text={t('no_problems')} />} />}</Loaded>
  </>;
}
