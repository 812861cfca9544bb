import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { assets } from '../../modules/assets/contract.ts';
import { query } from '../api.ts';

/** One system, of a unit where one is given. */
export function SystemSelect({ id, label, unitId, value, onChange }: { id?: string; label: string; unitId?: string | undefined; value?: string | null; onChange?: (value: string | null) => void }) {
  const [word, setWord] = useState('');
  const list = useQuery({ ...query(assets.systems, { query: { size: 50, unit_id: unitId, q: word || undefined } }), staleTime: 30_000 });
  return <Select id={id} aria-label={label} className="full" allowClear placeholder={label} showSearch={{ filterOption: false, onSearch: setWord }} loading={list.isFetching} value={value ?? undefined} onChange={(v?: string) => onChange?.(v ?? null)} options={(list.data?.items ?? []).map((s) => ({ value: s.id, label: unitId ? s.name : `${s.name}（${s.unit_name}）` }))} />;
}
