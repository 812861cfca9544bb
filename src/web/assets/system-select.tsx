import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { assets } from '../../modules/assets/contract.ts';
import { query } from '../api.ts';

const useFound = (word: string, unitId?: string) => useQuery({ ...query(assets.systems, { query: { size: 50, unit_id: unitId, q: word || undefined } }), staleTime: 30_000 });

/** One system, of a unit where one is given. */
export function SystemSelect({ id, label, unitId, value, onChange }: { id?: string; label: string; unitId?: string | undefined; value?: string | null; onChange?: (value: string | null) => void }) {
  const [word, setWord] = useState('');
  const list = useFound(word, unitId);
  return <Select id={id} aria-label={label} className="full" allowClear placeholder={label} showSearch={{ filterOption: false, onSearch: setWord }} loading={list.isFetching} value={value ?? undefined} onChange={(v?: string) => onChange?.(v ?? null)} options={(list.data?.items ?? []).map((s) => ({ value: s.id, label: unitId ? s.name : `${s.name}（${s.unit_name}）` }))} />;
}

/** Several systems; those chosen before keep their names. */
export function SystemsSelect({ id, label, value = [], onChange, known }: { id?: string; label: string; value?: string[]; onChange?: (value: string[]) => void; known: readonly { id: string; name: string }[] }) {
  const [word, setWord] = useState('');
  const [seen, setSeen] = useState(new Map(known.map((k) => [k.id, k.name])));
  const list = useFound(word);
  const items = list.data?.items ?? [];
  return <Select id={id} mode="multiple" labelInValue aria-label={label} placeholder={label} className="full" showSearch={{ filterOption: false, onSearch: setWord }} maxTagCount={8} loading={list.isFetching} options={items.map((s) => ({ value: s.id, label: `${s.name}（${s.unit_name}）` }))}
    value={value.map((one) => ({ value: one, label: seen.get(one) ?? items.find((s) => s.id === one)?.name ?? one }))} onChange={(chosen: { value: string }[]) => { setSeen((old) => new Map([...old, ...items.map((s): [string, string] => [s.id, s.name])])); onChange?.(chosen.map((o) => o.value)); }} />;
}
