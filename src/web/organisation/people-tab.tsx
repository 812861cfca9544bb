import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useCallback, useState } from 'react';
import { organisation } from '../../modules/organisation/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { HandOver } from './hand-over.tsx';
import { PersonForm } from './person-form.tsx';
import { UnitSelect } from './unit-select.tsx';

export type Person = Reply<typeof organisation.people>['items'][number];
const route = getRouteApi('/shell/organisation');

export function Tel({ number, name }: { number: string | null; name?: string }) {
  return number ? <a href={`tel:${number.replace(/[^0-9+]/g, '')}`} aria-label={name ? `${name} ${number}` : undefined} className="tel">{number}</a> : null;
}

export function PeopleTab() {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const writes = useMay('person.write');
  const { unit, q, page = 1 } = route.useSearch();
  const navigate = useNavigate({ from: '/organisation' });
  const people = useQuery(query(organisation.people, { query: { unit_id: unit, q, page, size: 100 } }));
  const [open, setOpen] = useState<{ what: 'new' } | { what: 'edit' | 'hand_over'; person: Person }>();
  const onSearch = useCallback((text: string | undefined) => void navigate({ search: (s) => ({ ...s, q: text, page: undefined }), replace: true }), [navigate]);
  const columns: Column<Person>[] = [
    { key: 'name', title: t('person_name'), card: 'title', render: (p) => <><strong>{p.name}</strong>{p.status === 'left' && <> <Mark tone="grey">{t('left')}</Mark></>}</> },
    { key: 'unit', title: t('unit'), render: (p) => p.unit_name },
    { key: 'posts', title: t('posts'), render: (p) => p.posts.map((post) => <Mark key={post.post_id} tone="info">{t(`duty_${post.duty}`)}{post.unit_name === p.unit_name ? '' : `·${post.unit_name}`}</Mark>) },
    { key: 'phone', title: t('phone'), render: (p) => p.phone ? <Tel number={p.phone} name={p.name} /> : '' },
    { key: 'email', title: t('email'), render: (p) => p.email ?? '' },
    { key: 'no', title: t('employee_no'), render: (p) => p.employee_no ?? '' },
    ...(writes ? [{ key: 'do', title: t('actions'), card: 'plain' as const, render: (p: Person) => <div className="row-actions"><Button size="small" onClick={() => setOpen({ what: 'edit', person: p })}>{shell('edit')}</Button><Button size="small" onClick={() => setOpen({ what: 'hand_over', person: p })}>{t('hand_over')}</Button></div> }] : []),
  ];
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({ what: 'new' })}>{t('new_person')}</Button>;
  return (
    <>
      <div className="toolbar">
        <SearchField label={t('search_people')} value={q} onSearch={onSearch} />
        <div className="filter"><UnitSelect label={t('filter_unit')} value={unit ?? null} onChange={(id) => void navigate({ search: (s) => ({ ...s, unit: id ?? undefined, page: undefined }) })} /></div>
        {add}<a className="button-link plain" href={addressOf(organisation.export)} download><Icon name="download" size={16} />{t('export')}</a>
      </div>
      <Loaded query={people}>{(list) => <><DataTable caption={t('people')} columns={columns} rows={list.items} rowKey={(p) => p.id} empty={<Nothing text={t('no_people')} hint={t('no_people_hint')} action={add} />} /><Pager page={list.page} size={list.size} total={list.total} onPage={(n) => void navigate({ search: (s) => ({ ...s, page: n }) })} /></>}</Loaded>
      {open?.what === 'new' && <PersonForm unitId={unit} onClose={() => setOpen(undefined)} />}
      {open?.what === 'edit' && <PersonForm person={open.person} onClose={() => setOpen(undefined)} />}
      {open?.what === 'hand_over' && <HandOver person={open.person} onClose={() => setOpen(undefined)} />}
    </>
  );
}
