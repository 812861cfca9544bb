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
import { Rules } from './rules-panel.tsx';

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
    const kinds = (['working', 'calendar'] as const).map((k) => ({ value: k, label: t(k) }));
    if (!manages) return <><td>{l.days} {t(l.kind)}</td><td>{l.protect_days === null ? t('as_usual') : `${l.protect_days} ${t(l.protect_kind)}`}</td><td>{l.remind_days || t('never')}</td></>;
    return <>
      <td><span className="row-actions"><InputNumber aria-label={`${name} ${t('days')}`} min={1} max={365} precision={0} value={l.days} onChange={(days) => change({ days: days ?? 1 })} /><Select aria-label={`${name} ${t('day_kind')}`} value={l.kind} onChange={(kind) => change({ kind })} options={kinds} style={{ minWidth: 100 }} /></span></td>
      <td><span className="row-actions"><InputNumber aria-label={`${name} ${t('limit_protect')}`} min={1} max={365} precision={0} value={l.protect_days} placeholder={t('as_usual')} onChange={(n) => change({ protect_days: n })} /><Select aria-label={`${name} ${t('limit_protect')} ${t('day_kind')}`} value={l.protect_kind} onChange={(protect_kind) => change({ protect_kind })} options={kinds} style={{ minWidth: 100 }} /></span></td>
      <td><InputNumber aria-label={`${name} ${t('remind_days')}`} min={0} max={90} precision={0} value={l.remind_days} onChange={(n) => change({ remind_days: n ?? 0 })} /></td>
    </>;
  };
  return (
    <Panel title={t('limits')} extra={manages && <Button type="primary" loading={save.isPending} onClick={() => save.mutate({ body: list })}>{shell('save')}</Button>}>
      <p className="muted">{t('limits_note')}</p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t('limits')}>
        <table className="table"><caption className="visually-hidden">{t('limits')}</caption><thead><tr><th scope="col">{t('severity')}</th><th scope="col">{t('system_kind')}</th><th scope="col">{t('limit')}</th><th scope="col">{t('limit_protect')}</th><th scope="col">{t('remind_days')}</th></tr></thead>
          <tbody>{severities.flatMap((s) => [false, true].map((important) => <tr key={`${s}${important}`}><th scope="row"><SeverityMark severity={s} /></th><td>{t(important ? 'important' : 'ordinary')}</td>{cell(s, important)}</tr>))}</tbody></table>
      </div>
    </Panel>
  );
}
export function LimitsTab() {
  const limits = useQuery(query(hazards.limits, {}));
  const rules = useQuery(query(hazards.rules, {}));
  return <><Loaded query={limits}>{(given) => <Limits key={JSON.stringify(given)} given={given} />}</Loaded><Loaded query={rules}>{(given) => <Rules key={JSON.stringify(given)} given={given} />}</Loaded></>;
}
