import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { organisation } from '../../modules/organisation/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';

export type Found = Reply<typeof organisation.people>['items'][number];
const shown = (p: Found): string => `${p.name}（${p.unit_name}）`;
const most = 50;

/** The first of those found, by name, number, telephone or unit. */
function useFound(word: string) {
  const t = useLabels('organisation');
  const people = useQuery({ ...query(organisation.people, { query: { size: most, ...(word && { q: word }) } }), staleTime: 60_000, placeholderData: keepPreviousData });
  const items = people.data?.items ?? [];
  return { loading: people.isFetching, items, more: (people.data?.total ?? 0) > items.length ? t('type_to_find', { n: people.data!.total }) : undefined };
}
const hint = (more: string | undefined) => (menu: React.ReactElement) => <>{menu}{more && <p className="muted small select-hint">{more}</p>}</>;

/** One person among all that may be seen. */
export function PersonSelect({ id, label, value, onChange, onFound, exclude }: { id?: string; label: string; value?: string | null; onChange?: (value: string | null) => void; onFound?: (person: Found) => void; exclude?: string }) {
  const [word, setWord] = useState('');
  const { loading, items, more } = useFound(word);
  // who is chosen may not be among those found
  const chosen = useQuery({ ...query(organisation.people, { query: { id: value ?? '', all: 'true' } }), enabled: Boolean(value) && !items.some((p) => p.id === value), staleTime: 60_000 });
  const all = [...items.filter((p) => p.id !== exclude), ...(chosen.data?.items ?? []).filter((p) => !items.some((i) => i.id === p.id))];
  return (
    <Select id={id} aria-label={label} placeholder={label} className="full" allowClear showSearch={{ filterOption: false, onSearch: setWord }} loading={loading} popupRender={hint(more)} options={all.map((p) => ({ value: p.id, label: shown(p) }))} value={value ?? undefined}
      onChange={(v?: string) => { onChange?.(v ?? null); const person = all.find((p) => p.id === v); if (person) onFound?.(person); }} />
  );
}

/** Several people; those chosen before the list changed keep their names. */
export function PeopleSelect({ id, label, value = [], onChange, names }: { id?: string; label: string; value?: string[]; onChange?: (value: string[]) => void; names: ReadonlyMap<string, string> }) {
  const [word, setWord] = useState('');
  const [seen, setSeen] = useState(new Map<string, string>());
  const { loading, items, more } = useFound(word);
  const nameOf = (one: string): string => names.get(one) ?? seen.get(one) ?? one;
  return (
    <Select id={id} mode="multiple" labelInValue aria-label={label} placeholder={label} className="full" showSearch={{ filterOption: false, onSearch: setWord }} maxTagCount={8} loading={loading} popupRender={hint(more)} options={items.map((p) => ({ value: p.id, label: shown(p) }))}
      value={value.map((one) => ({ value: one, label: nameOf(one) }))} onChange={(list: { value: string }[]) => { setSeen((old) => new Map([...old, ...items.map((p): [string, string] => [p.id, shown(p)])])); onChange?.(list.map((o) => o.value)); }} />
  );
}
