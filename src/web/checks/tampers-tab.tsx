import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { checks, tamperStates } from '../../modules/checks/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Tamper } from './marks.tsx';
import { TampersTable } from './tampers-table.tsx';

const route = getRouteApi('/shell/checks');
/** Pages that changed: one click says that it was an ordinary release, for as many as are chosen. */
export function TampersTab() {
  const t = useLabels('checks');
  const manages = useMay('check.manage');
  const s = route.useSearch();
  const navigate = useNavigate({ from: '/checks' });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const list = useQuery({ ...query(checks.tampers, { query: { q: s.q, system_id: s.system_id, state: s.tamper, page: s.page ?? 1 } }), placeholderData: keepPreviousData });
  const decide = useSubmit(checks.decide_tampers, { done: t('decided'), onDone: () => setChosen([]) });
  const set = (change: Partial<typeof s>): void => { setChosen([]); void navigate({ search: (o) => ({ ...o, tab: 'tampers' as const, ...change, page: undefined }) }); };
  const box = { key: 'box', title: t('choose'), width: 60, card: 'plain' as const, render: (x: Tamper) => x.state === 'alarm' && <Checkbox aria-label={t('select', { name: x.url })} checked={chosen.includes(x.id)} onChange={(e) => setChosen((c) => (e.target.checked ? [...c, x.id] : c.filter((i) => i !== x.id)))} /> };
  return <>
    <div className="toolbar">
      <SearchField label={t('search')} value={s.q} onSearch={(q) => set({ q })} />
      <Select aria-label={t('state')} className="filter" allowClear placeholder={t('all_states')} value={s.tamper} onChange={(tamper) => set({ tamper })} options={tamperStates.map((k) => ({ value: k, label: t(`tamper_state_${k}`) }))} />
      {manages && chosen.length > 0 && <>
        <Button type="primary" loading={decide.isPending} onClick={() => decide.mutate({ body: { ids: [...chosen], state: 'approved' } })}>{t('approve_release')}（{chosen.length}）</Button>
        <Button danger loading={decide.isPending} onClick={() => decide.mutate({ body: { ids: [...chosen], state: 'tampered' } })}>{t('confirm_tampered')}（{chosen.length}）</Button>
      </>}
    </div>
    <Loaded query={list}>{(d) => (d.items.length === 0 ? <Nothing text={t('no_tampers')} hint={t('no_tampers_hint')} /> : <>
      <TampersTable rows={d.items} withSystem {...(manages && { choose: box })} />
      <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (o) => ({ ...o, page: p }) })} />
    </>)}</Loaded>
  </>;
}
