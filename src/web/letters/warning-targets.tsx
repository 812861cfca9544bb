import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { warnings } from '../../modules/notices/contract.ts';
import { useLabels } from '../i18n.ts';
import { UnitsSelect } from '../organisation/unit-select.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Warning } from './warning-form.tsx';

/** Who may have it: found by the ledger and by findings, put right by the office. */
export function Targets({ w }: { w: Warning }) {
  const t = useLabels('letters');
  const [units, setUnits] = useState<string[]>([]);
  const match = useSubmit(warnings.match, { done: t('matched') });
  const save = useSubmit(warnings.targets, { onDone: () => setUnits([]) });
  const put = (targets: { unit_id: string; system_id: string | null; chosen: boolean }[]): void => save.mutate({ params: { id: w.id }, body: { version: w.version, targets } });
  const now = w.targets.map(({ unit_id, system_id, chosen }) => ({ unit_id, system_id, chosen }));
  return (
    <Panel title={t('targets')} extra={w.can_edit && <Button icon={<Icon name="search" size={16} />} loading={match.isPending} onClick={() => match.mutate({ params: { id: w.id } })}>{t('match')}</Button>}>
      {w.can_edit && <p className="muted">{t('targets_hint')}</p>}
      <DataTable caption={t('targets')} rows={w.targets} rowKey={(x) => x.id} empty={<p className="muted">{t('no_targets')}</p>} columns={[
        ...(w.can_edit ? [{ key: 'pick', title: t('choose'), width: 60, card: 'plain' as const, render: (x: Warning['targets'][number]) => <Checkbox aria-label={`${t('choose')} ${x.unit_name} ${x.system_name ?? ''}`} disabled={save.isPending} checked={x.chosen} onChange={(e) => put(w.targets.map((y) => ({ unit_id: y.unit_id, system_id: y.system_id, chosen: y.id === x.id ? e.target.checked : y.chosen })))} /> }] : []),
        { key: 'unit', title: t('unit'), card: 'title', render: (x) => x.unit_name }, { key: 'system', title: t('system'), render: (x) => x.system_name ?? t('whole_unit') }, { key: 'reasons', title: t('reasons'), render: (x) => x.reasons.join('；') },
      ]} />
      {w.can_edit && <div className="row-actions gap-above"><div className="filter"><UnitsSelect label={t('add_units')} value={units} onChange={setUnits} /></div><Button disabled={units.length === 0} loading={save.isPending} onClick={() => put([...now, ...units.filter((u) => !now.some((x) => x.unit_id === u && x.system_id === null)).map((unit_id) => ({ unit_id, system_id: null, chosen: true }))])}>{t('add_units')}</Button></div>}
    </Panel>
  );
}
