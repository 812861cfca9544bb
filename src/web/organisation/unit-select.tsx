import { useQuery } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import { type ReactElement, useId, useMemo } from 'react';
import { organisation } from '../../modules/organisation/contract.ts';
import { query, type Reply } from '../api.ts';

export type Unit = Reply<typeof organisation.units>[number];
export interface UnitNode { value: string; title: string; children: UnitNode[] }

/** The flat list as a tree in its own order; a unit whose parent is not visible to us stands at the top. */
export function treeOf(units: readonly Unit[]): UnitNode[] {
  const nodes = new Map(units.map((u) => [u.id, { value: u.id, title: u.name, children: [] as UnitNode[] }]));
  const top: UnitNode[] = [];
  for (const u of [...units].sort((a, b) => a.sort - b.sort || a.name.localeCompare(b.name, 'zh-CN'))) {
    const parent = u.parent_id ? nodes.get(u.parent_id) : undefined;
    (parent?.children ?? top).push(nodes.get(u.id)!);
  }
  return top;
}

export const unitsQuery = query(organisation.units, {});
export const useUnits = () => useQuery({ ...unitsQuery, staleTime: 60_000 });
/** Names by id, for places that hold only ids. */
export function useUnitNames(): Map<string, string> {
  const { data } = useUnits();
  return useMemo(() => new Map((data ?? []).map((u) => [u.id, u.name])), [data]);
}

/** The tree's own list has no id, and the field points to it: without this a screen reader is sent nowhere. */
const listOf = (id: string) => (menu: ReactElement): ReactElement => <div id={`${id}_list`}>{menu}</div>;

interface Props { id?: string; label: string; placeholder?: string; disabled?: boolean; exclude?: string; allowClear?: boolean }

export function UnitSelect({ id, label, value, onChange, placeholder, disabled, exclude, allowClear = true }: Props & { value?: string | null; onChange?: (value: string | null) => void }) {
  const units = useUnits();
  const own = useId();
  const tree = useMemo(() => treeOf((units.data ?? []).filter((u) => u.id !== exclude)), [units.data, exclude]);
  return (
    <TreeSelect id={id ?? own} popupRender={listOf(id ?? own)} aria-label={label} value={value ?? undefined} onChange={(v?: string) => onChange?.(v ?? null)} treeData={tree} loading={units.isPending} placeholder={placeholder ?? label} disabled={disabled}
      showSearch={{ treeNodeFilterProp: 'title' }} treeDefaultExpandAll allowClear={allowClear} className="full" popupMatchSelectWidth={320} />
  );
}

/** Several units, each for itself: choosing a college does not choose what is below it. */
export function UnitsSelect({ id, label, value, onChange, placeholder, disabled }: Props & { value: string[]; onChange: (value: string[]) => void }) {
  const units = useUnits();
  const own = useId();
  const tree = useMemo(() => treeOf(units.data ?? []), [units.data]);
  return (
    <TreeSelect<{ value: string }[]> id={id ?? own} popupRender={listOf(id ?? own)} aria-label={label} multiple treeCheckable treeCheckStrictly value={value.map((one) => ({ value: one }))} onChange={(chosen) => onChange(chosen.map((one) => one.value))} treeData={tree} loading={units.isPending}
      placeholder={placeholder ?? label} disabled={disabled} showSearch={{ treeNodeFilterProp: 'title' }} treeDefaultExpandAll allowClear maxTagCount={6} className="full" popupMatchSelectWidth={360} />
  );
}
