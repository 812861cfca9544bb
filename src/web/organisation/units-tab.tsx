import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { usePhone } from '../ui/use-phone.ts';
import { BulkUnits } from './bulk-units.tsx';
import { UnitDetail } from './unit-detail.tsx';
import { UnitForm } from './unit-form.tsx';
import { treeOf, type Unit, type UnitNode, useUnits } from './unit-select.tsx';

const route = getRouteApi('/shell/organisation');
interface BranchProps { nodes: UnitNode[]; chosen: string | undefined; closed: Set<string>; onToggle: (id: string) => void; onChoose: (id: string) => void }

function Branch({ nodes, chosen, closed, onToggle, onChoose }: BranchProps) {
  const t = useLabels('organisation');
  return (
    <ul className="tree">
      {nodes.map((n) => (
        <li key={n.value}>
          <div className="tree-row">
            {n.children.length > 0
              ? <button type="button" className="tree-toggle" aria-expanded={!closed.has(n.value)} aria-label={t('below', { name: n.title })} onClick={() => onToggle(n.value)}><Icon name={closed.has(n.value) ? 'right' : 'down'} size={14} /></button>
              : <span className="tree-toggle" />}
            <button type="button" className="tree-name" aria-current={chosen === n.value} onClick={() => onChoose(n.value)}>{n.title}</button>
          </div>
          {n.children.length > 0 && !closed.has(n.value) && <Branch nodes={n.children} chosen={chosen} closed={closed} onToggle={onToggle} onChoose={onChoose} />}
        </li>
      ))}
    </ul>
  );
}

const matches = (u: Unit, q: string): boolean => [u.name, u.short_name ?? '', ...u.aliases].some((name) => name.includes(q));

export function UnitsTab() {
  const t = useLabels('organisation');
  const units = useUnits();
  const writes = useMay('unit.write');
  const phone = usePhone();
  const { unit } = route.useSearch();
  const navigate = useNavigate({ from: '/organisation' });
  const [q, setQ] = useState<string>();
  const [closed, setClosed] = useState(new Set<string>());
  const [adding, setAdding] = useState<'one' | 'many'>();
  const shown = useMemo(() => (units.data ?? []).filter((u) => !q || matches(u, q)), [units.data, q]);
  const tree = useMemo(() => treeOf(shown), [shown]);
  const choose = (id: string | undefined): void => void navigate({ search: (s) => ({ ...s, unit: id }) });
  const chosen = units.data?.find((u) => u.id === unit);
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding('one')}>{t('new_unit')}</Button>;
  const addMany = writes && <Button onClick={() => setAdding('many')}>{t('bulk_units')}</Button>;
  return (
    <>
      <div className="toolbar"><SearchField label={t('search_units')} value={q} onSearch={setQ} />{units.data?.length !== 0 && <>{add}{addMany}</>}</div>
      <Loaded query={units}>{(all) => all.length === 0 ? <Nothing text={t('no_units')} hint={t('no_units_hint')} action={<div className="row-actions">{add}{addMany}</div>} /> : (
        <div className="split-view">
          {(!phone || !chosen) && <Panel title={t('units_n', { n: shown.length })} className="tree-panel">
            {tree.length === 0 ? <p className="muted">{t('no_match')}</p> : <Branch nodes={tree} chosen={unit} closed={closed} onChoose={choose} onToggle={(id) => setClosed((old) => { const next = new Set(old); if (!next.delete(id)) next.add(id); return next; })} />}
          </Panel>}
          {chosen ? <UnitDetail key={chosen.id} unit={chosen} onBack={phone ? () => choose(undefined) : undefined} /> : !phone && <Panel><p className="muted">{t('choose_unit')}</p></Panel>}
        </div>
      )}</Loaded>
      {adding === 'one' && <UnitForm parentId={unit ?? null} onClose={() => setAdding(undefined)} onSaved={choose} />}
      {adding === 'many' && <BulkUnits parentId={unit ?? null} onClose={() => setAdding(undefined)} />}
    </>
  );
}
