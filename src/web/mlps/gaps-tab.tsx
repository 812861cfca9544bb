import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { mlps, systemGaps } from '../../modules/mlps/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { LevelText, ObjectLink, type ObjectRow } from './marks.tsx';
import { NewObject } from './new-object.tsx';

type System = Reply<typeof mlps.gaps>[number];
const route = getRouteApi('/shell/mlps');

/** 未定级, 定级不准: what the protection has not got hold of, each one step from being graded. */
export function GapsTab() {
  const t = useLabels('mlps');
  const { gap = 'ungraded', unit_id } = route.useSearch();
  const navigate = useNavigate({ from: '/mlps' });
  const [grading, setGrading] = useState<System>();
  const list = useQuery(query(mlps.gaps, { query: { gap, unit_id } }));
  const doubtful = useQuery({ ...query(mlps.objects, { query: { standing: 'doubtful', unit_id, size: 500 } }), enabled: gap === 'doubtful' });
  const columns: Column<System>[] = [
    { key: 'name', title: t('system'), card: 'title', render: (s) => <Link to="/systems/$id" params={{ id: s.id }} className="strong-link">{s.name}</Link> },
    { key: 'unit', title: t('unit'), width: 170, render: (s) => s.unit_name },
    { key: 'state', title: t('system_state'), width: 110, render: (s) => s.state === 'planned' ? <Mark tone="warn">{t('planned_note')}</Mark> : wordFor('mlps', `state_${s.state}`, s.state) },
    { key: 'entered', title: t('entered'), width: 120, render: (s) => s.created_on },
    { key: 'level', title: t('ledger_level'), width: 100, render: (s) => s.mlps_level === null ? <span className="muted">{t('no_level')}</span> : t('level_n', { n: s.mlps_level }) },
    { key: 'suggested', title: t('suggested'), width: 200, render: (s) => s.suggested_level === null ? null : <>{t('level_n', { n: s.suggested_level })} <span className="muted small">{s.example}</span></> },
    { key: 'do', title: t('actions'), card: 'plain', width: 90, render: (s) => s.can_write ? <Button type="primary" aria-label={`${t('begin_grading')} ${s.name}`} onClick={() => setGrading(s)}>{t('begin_grading')}</Button> : null },
  ];
  const objects: Column<ObjectRow>[] = [
    { key: 'name', title: t('name'), card: 'title', render: (o) => <ObjectLink id={o.id} name={o.name} /> },
    { key: 'unit', title: t('unit'), width: 170, render: (o) => o.unit_name },
    { key: 'level', title: t('level'), width: 220, render: (o) => <LevelText o={o} /> },
  ];
  return <>
    <div className="toolbar">
      <div className="scroll-x"><Segmented aria-label={t('gaps')} value={gap} onChange={(g) => void navigate({ search: (s) => ({ ...s, tab: 'gaps', gap: g }) })} options={systemGaps.map((g) => ({ value: g, label: t(`gap_${g}`) }))} /></div>
      <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={unit_id ?? null} onChange={(u) => void navigate({ search: (s) => ({ ...s, tab: 'gaps', unit_id: u ?? undefined }) })} /></div>
    </div>
    <Loaded query={list}>{(rows) => <DataTable caption={t(`gap_${gap}`)} columns={columns} rows={rows} rowKey={(s) => s.id} empty={gap === 'doubtful' && (doubtful.data?.items.length ?? 0) > 0 ? null : <Nothing text={t('no_gaps')} />} />}</Loaded>
    {gap === 'doubtful' && (doubtful.data?.items.length ?? 0) > 0 && <Panel title={t('objects')}><DataTable caption={t('objects')} columns={objects} rows={doubtful.data!.items} rowKey={(o) => o.id} empty={null} /></Panel>}
    {grading && <NewObject system={grading} onClose={() => setGrading(undefined)} />}
  </>;
}
