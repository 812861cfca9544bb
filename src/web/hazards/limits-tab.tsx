import { useQuery } from '@tanstack/react-query';
import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { hazards, severities } from '../../modules/hazards/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { SeverityMark } from './marks.tsx';

type Limit = Reply<typeof hazards.limits>[number];
function Limits({ given }: { given: Limit[] }) {
  const t = useLabels('hazards');
  const shell = useLabels('shell');
  const manages = useMay('hazard.manage');
  const [list, setList] = useState(given);
  const save = useSubmit(hazards.save_limits, { done: t('limits_saved') });
  const cell = (severity: Limit['severity'], important: boolean) => {
    const l = list.find((x) => x.severity === severity && x.important === important)!;
    const change = (c: Partial<Limit>): void => setList((all) => all.map((x) => x === l ? { ...x, ...c } : x));
    const name = `${t(`severity_${severity}`)} ${t(important ? 'important' : 'ordinary')}`;
    if (!manages) return <>{l.days} {t(l.kind)}</>;
    return <span className="row-actions"><InputNumber aria-label={`${name} ${t('days')}`} min={1} max={365} precision={0} value={l.days} onChange={(days) => change({ days: days ?? 1 })} /><Select aria-label={`${name} ${t('day_kind')}`} value={l.kind} onChange={(kind) => change({ kind })} options={(['working', 'calendar'] as const).map((k) => ({ value: k, label: t(k) }))} style={{ minWidth: 130 }} /></span>;
  };
  return (
    <Panel title={t('limits')} extra={manages && <Button type="primary" loading={save.isPending} onClick={() => save.mutate({ body: list })}>{shell('save')}</Button>}>
      <p className="muted">{t('limits_note')}</p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t('limits')}>
        <table className="table"><caption className="visually-hidden">{t('limits')}</caption><thead><tr><th scope="col">{t('severity')}</th><th scope="col">{t('ordinary')}</th><th scope="col">{t('important')}</th></tr></thead>
          <tbody>{severities.map((s) => <tr key={s}><th scope="row"><SeverityMark severity={s} /></th><td>{cell(s, false)}</td><td>{cell(s, true)}</td></tr>)}</tbody></table>
      </div>
    </Panel>
  );
}
export function LimitsTab() {
  const limits = useQuery(query(hazards.limits, {}));
  return <Loaded query={limits}>{(given) => <Limits key={JSON.stringify(given)} given={given} />}</Loaded>;
}
