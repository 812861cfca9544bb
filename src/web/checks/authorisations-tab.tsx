import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { authorisationStates, checks } from '../../modules/checks/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { DraftAuthorisations } from './draft-authorisations.tsx';
import { AuthorisationState, type AuthorisationRow } from './marks.tsx';

const route = getRouteApi('/shell/checks');
/** Which step many may take at once, by their state. */
const steps = { draft: { action: 'submit', word: 'many_submit' }, to_confirm: { action: 'confirm', word: 'many_confirm' }, to_approve: { action: 'approve', word: 'many_approve' } } as const;

export function AuthorisationsTab() {
  const t = useLabels('checks');
  const manages = useMay('check.manage');
  const may = { draft: manages, to_confirm: useMay('check.confirm'), to_approve: useMay('check.approve') };
  const s = route.useSearch();
  const navigate = useNavigate({ from: '/checks' });
  const { message } = App.useApp();
  const [drafting, setDrafting] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const page = s.page ?? 1;
  const list = useQuery({ ...query(checks.authorisations, { query: { q: s.q, system_id: s.system_id, state: s.state, page } }), placeholderData: keepPreviousData });
  const set = (change: Partial<typeof s>): void => { setChosen([]); void navigate({ search: (o) => ({ ...o, tab: 'authorisations' as const, ...change, page: undefined }) }); };
  const many = useSubmit(checks.move_authorisations, { onDone: (r) => { setChosen([]); message.success(t('moved_n', { n: r.moved })); } });
  const selectable = (a: AuthorisationRow): boolean => a.state in steps && may[a.state as keyof typeof steps];
  const picked = list.data?.items.filter((a) => chosen.includes(a.id)) ?? [];
  const add = manages && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setDrafting(true)}>{t('new_authorisation')}</Button>;
  const columns: Column<AuthorisationRow>[] = [
    { key: 'number', title: t('number'), card: 'title', render: (a) => <>{selectable(a) && <Checkbox aria-label={t('select', { name: a.system_name })} checked={chosen.includes(a.id)} onChange={(e) => setChosen((c) => (e.target.checked ? [...c, a.id] : c.filter((i) => i !== a.id)))} />} <Link to="/checks/authorisations/$id" params={{ id: a.id }} className="strong-link">{a.number}</Link> {a.system_name}</> },
    { key: 'state', title: t('state'), width: 160, render: (a) => <AuthorisationState a={a} /> },
    { key: 'unit', title: t('unit'), width: 170, render: (a) => a.unit_name },
    { key: 'valid', title: t('valid'), width: 210, render: (a) => `${a.valid_from} — ${a.valid_until}` },
    { key: 'confirmed', title: t('confirmed_by'), width: 110, render: (a) => a.confirmed_by_name },
    { key: 'approved', title: t('approved_by'), width: 110, render: (a) => a.approved_by_name },
  ];
  return <>
    <div className="toolbar">
      <SearchField label={t('search')} value={s.q} onSearch={(q) => set({ q })} />
      <Select aria-label={t('state')} className="filter" allowClear placeholder={t('all_states')} value={s.state} onChange={(state) => set({ state })} options={authorisationStates.map((k) => ({ value: k, label: t(`auth_state_${k}`) }))} />
      {(Object.keys(steps) as (keyof typeof steps)[]).map((state) => {
        const items = picked.filter((a) => a.state === state);
        return items.length > 0 && <Button key={state} loading={many.isPending} onClick={() => many.mutate({ body: { action: steps[state].action, items: items.map((a) => ({ id: a.id, version: a.version })) } })}>{t(steps[state].word, { n: items.length })}</Button>;
      })}
      {add}
    </div>
    <Loaded query={list}>{(d) => <>
      <DataTable caption={t('tab_authorisations')} columns={columns} rows={d.items} rowKey={(a) => a.id} empty={<Nothing text={manages ? t('no_authorisations') : t('no_authorisations_unit')} hint={manages ? t('no_authorisations_hint') : ''} action={add} />} />
      {d.total > 0 && <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (o) => ({ ...o, page: p }) })} />}
    </>}</Loaded>
    {drafting && <DraftAuthorisations onClose={() => setDrafting(false)} />}
  </>;
}
