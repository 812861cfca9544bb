import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { applications, filings } from '../../modules/filings/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Panel } from '../ui/page.tsx';
import { ApplicationState, Due, FilingNumber, FilingState } from './marks.tsx';
import { kindsFor, NewApplication } from './new-application.tsx';

/** On the page of a system: its filings, its applications, and the way to the next one. */
export function SystemFilings({ system }: { system: { id: string; state: 'planned' | 'online' | 'shut' | 'cancelled'; can_write: boolean } }) {
  const t = useLabels('filings');
  const reads = useMay('filing.read');
  const [applying, setApplying] = useState(false);
  const list = useQuery({ ...query(filings.list, { query: { system_id: system.id } }), enabled: reads });
  const asked = useQuery({ ...query(applications.list, { query: { system_id: system.id, size: 20 } }), enabled: reads });
  if (!reads) return null;
  const open = asked.data?.items.some((a) => !['approved', 'withdrawn'].includes(a.state));
  return (
    <Panel title={t('of_system')} extra={system.can_write && !open && kindsFor[system.state].length > 0 && asked.data && <Button size="small" type={system.state === 'planned' || system.state === 'shut' ? 'primary' : 'default'} onClick={() => setApplying(true)}>{t(system.state === 'planned' ? 'apply_go_live' : system.state === 'shut' ? 'apply_restore' : 'apply_change')}</Button>}>
      {(list.data?.items.length ?? 0) + (asked.data?.items.length ?? 0) === 0 ? <p className="muted">{t('nothing_of_system')}</p> : <ul className="plain-list lined">
        {list.data?.items.map((f) => <li key={f.id} className="line-item"><Link to="/filings/$id" params={{ id: f.id }} className="strong-link">{f.kind_name}</Link> <span><FilingState state={f.state} /> <FilingNumber f={f} /> <Due f={f} /></span></li>)}
        {asked.data?.items.map((a) => <li key={a.id} className="line-item"><Link to="/filings/applications/$id" params={{ id: a.id }} className="strong-link">{t('application_of', { kind: t(`kind_${a.kind}`) })}</Link> <span><ApplicationState state={a.state} /> <span className="muted small">{a.number}</span></span></li>)}
      </ul>}
      {applying && <NewApplication systemId={system.id} onClose={() => setApplying(false)} />}
    </Panel>
  );
}
