import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { organisation } from '../../modules/organisation/contract.ts';
import { query } from '../api.ts';

/** One person among all that may be seen, found by name or unit. */
export function PersonSelect({ id, label, value, onChange, exclude }: { id?: string; label: string; value?: string | null; onChange?: (value: string | null) => void; exclude?: string }) {
  const people = useQuery({ ...query(organisation.people, {}), staleTime: 60_000 });
  const options = (people.data ?? []).filter((p) => p.status === 'active' && p.id !== exclude).map((p) => ({ value: p.id, label: `${p.name}（${p.unit_name}）` }));
  return <Select id={id} aria-label={label} placeholder={label} className="full" allowClear showSearch={{ optionFilterProp: 'label' }} loading={people.isPending} options={options} value={value ?? undefined} onChange={(v?: string) => onChange?.(v ?? null)} />;
}
