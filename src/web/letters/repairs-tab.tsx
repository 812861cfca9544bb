import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { repairs, repairStates } from '../../modules/notices/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { dayText } from '../ui/time-text.ts';

const route = getRouteApi('/shell/letters');
export const repairTones: Record<string, Tone> = { owed: 'warn', draft: 'info', to_sign: 'info', handed_in: 'good', accepted: 'good' };
const states = ['owed', ...repairStates] as const;

/** 风险整改报告: who handed one in, who owes one. */
export function RepairsTab() {
  const t = useLabels('letters');
  const answers = useMay('hazard.answer');
  const { state } = route.useSearch();
  const navigate = useNavigate({ from: '/letters' });
  const list = useQuery(query(repairs.list, { query: { state } }));
  return (
    <>
      <div className="toolbar"><Select aria-label={t('state')} className="filter" allowClear placeholder={t('all_states')} value={state} onChange={(s) => void navigate({ search: { tab: 'repairs', state: s } })} options={states.map((s) => ({ value: s, label: t(`repair_${s}`) }))} /></div>
      <Loaded query={list}>{(d) => <DataTable caption={t('repairs')} rows={d} rowKey={(r) => r.notice_id} empty={<Nothing text={t('no_repairs')} hint={t('no_repairs_hint')} />} columns={[
        { key: 'title', title: t('letter_number'), card: 'title', render: (r) => <><Link to="/letters/repairs/$id" params={{ id: r.notice_id }} className="strong-link">{r.notice_number}</Link>{r.to_receive && <> <Mark tone="warn">{t('to_receive')}</Mark></>}</> },
        ...(answers ? [] : [{ key: 'unit', title: t('unit'), render: (r: (typeof d)[number]) => r.unit_name }]),
        { key: 'state', title: t('state'), width: 130, render: (r) => <><Mark tone={repairTones[r.state] ?? 'plain'}>{t(`repair_${r.state}`)}</Mark>{r.overdue && <> <Mark tone="bad">{t('overdue')}</Mark></>}</> },
        { key: 'answered', title: t('answered'), width: 110, render: (r) => `${r.answered} / ${r.hazards}` }, { key: 'due', title: t('due'), width: 120, render: (r) => r.due_on }, { key: 'at', title: t('handed_in_at'), width: 120, render: (r) => dayText(r.handed_in_at) }, { key: 'receipt', title: t('receipt_number'), width: 150, render: (r) => r.receipt_number },
      ]} />}</Loaded>
    </>
  );
}
