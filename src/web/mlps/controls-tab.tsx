import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { mlps } from '../../modules/mlps/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';

export const referenceQuery = { ...query(mlps.reference, {}), staleTime: Infinity };
/** GB/T 22239, by level, class and point. */
export function ControlsTab() {
  const t = useLabels('mlps');
  const reference = useQuery(referenceQuery);
  const [level, setLevel] = useState(2);
  return (
    <Loaded query={reference}>{(r) => { const c = r.controls.find((x) => x.level === level)!; return <>
      <div className="toolbar"><Segmented aria-label={t('level')} value={level} onChange={setLevel} options={r.controls.map((x) => ({ value: x.level, label: t('level_n', { n: x.level }) }))} /></div>
      <p className="muted">{t('controls_note', { source: r.control_source, level, points: c.points, items: c.items })}</p>
      {!c.verified && <p className="gap"><Icon name="warn" size={16} />{t('controls_unverified')}</p>}
      {c.classes.map((k) => <section key={k.key} className="panel"><div className="panel-head"><h2>{k.name}</h2></div>
        <div className="table-scroll" tabIndex={0} role="region" aria-label={k.name}><table className="table"><caption className="visually-hidden">{k.name}</caption><thead><tr><th scope="col" style={{ width: 190 }}>{t('point')}</th><th scope="col" style={{ width: 80, textAlign: 'right' }}>{t('n_items_col')}</th><th scope="col">{t('asks')}</th></tr></thead>
          <tbody>{k.points.map((p) => <tr key={p.key}><th scope="row">{p.name}</th><td style={{ textAlign: 'right' }}>{p.items}</td><td>{p.asks}</td></tr>)}</tbody></table></div></section>)}
    </>; }}</Loaded>
  );
}
