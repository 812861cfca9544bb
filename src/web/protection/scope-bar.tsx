import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SystemSelect } from '../assets/system-select.tsx';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';

const route = getRouteApi('/shell/protection');

/** Of which unit and which system; the same on every tab, kept in the address. */
export function ScopeBar({ systems = true, children }: { systems?: boolean; children?: ReactNode }) {
  const t = useLabels('protection');
  const { unit_id, system_id } = route.useSearch();
  const navigate = useNavigate({ from: '/protection' });
  return (
    <div className="toolbar">
      <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={unit_id ?? null} onChange={(u) => void navigate({ search: (s) => ({ ...s, unit_id: u ?? undefined, system_id: undefined, page: undefined }) })} /></div>
      {systems && <div className="filter"><SystemSelect label={t('system')} unitId={unit_id} value={system_id ?? null} onChange={(one) => void navigate({ search: (s) => ({ ...s, system_id: one ?? undefined, page: undefined }) })} /></div>}
      {children}
    </div>
  );
}
