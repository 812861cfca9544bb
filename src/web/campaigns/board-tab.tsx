import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Checkbox, Select } from 'antd';
import { useCallback, useMemo } from 'react';
import { assignmentStates, campaigns } from '../../modules/campaigns/contract.ts';
import { addressOf, query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Bar } from '../ui/numbers.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { usePhone } from '../ui/use-phone.ts';
import { type Board, filterBoard } from './board-data.ts';
import { BoardGrid } from './board-grid.tsx';
import type { AssignmentState, CampaignDetail } from './campaign-data.ts';

const route = getRouteApi('/shell/campaigns/$id');

/** On a phone the board is a list of units, each leading to its rows. */
function UnitCards({ id, units }: { id: string; units: Board['units'] }) {
  const t = useLabels('campaigns');
  const { state, overdue } = route.useSearch();
  return (
    <ul className="cards">
      {units.map((u) => (
        <li key={u.id} className="card"><Link to="/assignments" search={{ campaign_id: id, unit_id: u.id, state, overdue }} className="strong-link card-title">{u.name}</Link>
          <Bar done={u.counts.done} total={u.counts.total} label={t('progress_of', { name: u.name })} />
          <span className="muted small">{t('done_of', { done: u.counts.done, total: u.counts.total })}{u.counts.overdue > 0 && <> · <span className="gap">{t('overdue_n', { n: u.counts.overdue })}</span></>}</span></li>
      ))}
    </ul>
  );
}

/** Units by tasks. */
export function BoardTab({ page }: { page: CampaignDetail }) {
  const t = useLabels('campaigns');
  const { id } = page.campaign;
  const phone = usePhone();
  const { state, overdue, q } = route.useSearch();
  const navigate = useNavigate({ from: '/campaigns/$id' });
  const board = useQuery(query(campaigns.board, { params: { id } }));
  const shown = useMemo(() => board.data && filterBoard(board.data, { state, overdue, q }), [board.data, state, overdue, q]);
  const onSearch = useCallback((text: string | undefined) => void navigate({ search: (s) => ({ ...s, q: text }), replace: true }), [navigate]);
  return (
    <>
      <div className="toolbar">
        <SearchField label={t('unit_name')} value={q} onSearch={onSearch} />
        <Select aria-label={t('status')} placeholder={t('all_states')} allowClear value={state ?? null} className="filter" onChange={(v?: AssignmentState | null) => void navigate({ search: (s) => ({ ...s, state: v ?? undefined }) })} options={assignmentStates.map((s) => ({ value: s, label: t(`state_${s}`) }))} />
        <Checkbox checked={overdue === 'true'} onChange={(e) => void navigate({ search: (s) => ({ ...s, overdue: e.target.checked ? 'true' as const : undefined }) })}>{t('only_overdue')}</Checkbox>
        <a className="button-link plain" href={addressOf(campaigns.board_export, { params: { id } })} download><Icon name="download" size={16} />{t('export')}</a>
      </div>
      <Loaded query={board} rows={10}>{() => !shown || shown.units.length === 0 ? <Nothing text={t('no_cells')} hint={t('no_cells_hint')} />
        : phone ? <UnitCards id={id} units={shown.units} /> : <BoardGrid campaignId={id} units={shown.units} tasks={shown.tasks} squares={shown.squares} />}</Loaded>
    </>
  );
}
