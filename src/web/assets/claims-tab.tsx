import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { assets, claimStates } from '../../modules/assets/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay, useMe } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { dayText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { SystemSelect } from './system-select.tsx';

type Claim = Reply<typeof assets.claims>[number];
const route = getRouteApi('/shell/systems');
const tones: Record<Claim['state'], Tone> = { open: 'warn', claimed: 'good', to_block: 'bad', blocked: 'grey', dropped: 'grey' };
const both = [['assets'], ['hazards']];

function Take({ c, onClose }: { c: Claim; onClose: () => void }) {
  const t = useLabels('assets');
  const me = useMe();
  const own = me.roles.find((r) => r.unit_id)?.unit_id ?? null;
  const [unit, setUnit] = useState<string | null>(c.unit_id ?? own);
  const [system, setSystem] = useState<string | null>(null);
  const [name, setName] = useState('');
  const take = useSubmit(assets.claim, { done: t('claimed'), refresh: both, onDone: onClose });
  return (
    <Modal open title={t('claim_title', { host: c.host })} onCancel={onClose} okText={t('claim')} okButtonProps={{ disabled: !unit || (!system && !name.trim()) }} confirmLoading={take.isPending} onOk={() => unit && take.mutate({ params: { id: c.id }, body: { version: c.version, unit_id: unit, system_id: system, new_name: name.trim() } })}>
      <div className="field-label">{t('unit')}</div><UnitSelect label={t('unit')} value={unit} onChange={(u) => { setUnit(u); setSystem(null); }} />
      <div className="field-label">{t('claim_into')}</div><SystemSelect label={t('claim_into')} unitId={unit ?? undefined} value={system} onChange={setSystem} />
      <label className="field-label" htmlFor="claim-name">{t('claim_new')}</label><Input id="claim-name" maxLength={120} value={name} disabled={system !== null} onChange={(e) => setName(e.target.value)} />
    </Modal>
  );
}
function Offer({ c, onClose }: { c: Claim; onClose: () => void }) {
  const t = useLabels('assets');
  const [unit, setUnit] = useState<string | null>(null);
  const settle = useSubmit(assets.settle_claim, { done: t('settled'), refresh: both, onDone: onClose });
  return <Modal open title={t('offer_title', { host: c.host })} onCancel={onClose} okText={t('offer')} okButtonProps={{ disabled: !unit }} confirmLoading={settle.isPending} onOk={() => settle.mutate({ params: { id: c.id }, body: { version: c.version, action: 'offer', unit_id: unit } })}><UnitSelect label={t('unit')} value={unit} onChange={setUnit} /></Modal>;
}

/** Addresses that something found and nobody has in his ledger. */
export function ClaimsTab() {
  const t = useLabels('assets');
  const manages = useMay('asset.manage');
  const me = useMe();
  const own = me.roles.find((r) => r.unit_id)?.unit_id;
  const { claim: state } = route.useSearch();
  const navigate = useNavigate({ from: '/systems' });
  const list = useQuery(query(assets.claims, { query: { state } }));
  const [taking, setTaking] = useState<Claim>();
  const [offering, setOffering] = useState<Claim>();
  const settle = useSubmit(assets.settle_claim, { done: t('settled'), refresh: both });
  const decline = useSubmit(assets.decline_claim, { done: t('declined'), refresh: both });
  const columns: Column<Claim>[] = [
    { key: 'host', title: t('claim_host'), card: 'title', render: (c) => <><strong className="break">{c.host}</strong>{c.ip && c.ip !== c.host && <span className="muted small"> {c.ip}</span>}{c.note && <div className="muted small">{c.note}</div>}</> },
    { key: 'found', title: t('claim_found'), width: 150, render: (c) => <>{c.found_by} <span className="muted small">{dayText(c.found_at)}</span></> },
    { key: 'state', title: t('claim_state'), width: 110, render: (c) => <Mark tone={tones[c.state]}>{t(`claim_${c.state}`)}</Mark> },
    { key: 'unit', title: t('offered_to'), width: 180, render: (c) => <>{c.system_name ?? c.unit_name ?? t('offered_all')}{c.declined > 0 && <div className="muted small">{t('declined_n', { n: c.declined })}</div>}</> },
    { key: 'do', title: t('actions'), card: 'plain', render: (c) => c.state === 'open' || c.state === 'to_block' ? <div className="row-actions">
      {c.can_claim && <Button type="primary" aria-label={`${t('claim')} ${c.host}`} onClick={() => setTaking(c)}>{t('claim')}</Button>}
      {!manages && own && c.state === 'open' && <Button aria-label={`${t('decline')} ${c.host}`} onClick={() => decline.mutate({ params: { id: c.id }, body: { version: c.version, unit_id: own } })}>{t('decline')}</Button>}
      {manages && <><Button size="small" onClick={() => setOffering(c)}>{t('offer')}</Button>{c.state === 'open' && <Button size="small" onClick={() => settle.mutate({ params: { id: c.id }, body: { version: c.version, action: 'to_block' } })}>{t('to_block')}</Button>}<Button size="small" danger onClick={() => settle.mutate({ params: { id: c.id }, body: { version: c.version, action: 'blocked' } })}>{t('blocked')}</Button><Button size="small" onClick={() => settle.mutate({ params: { id: c.id }, body: { version: c.version, action: 'drop' } })}>{t('drop')}</Button></>}
    </div> : null },
  ];
  return <>
    <div className="toolbar"><Select aria-label={t('claim_state')} className="filter" allowClear placeholder={t('all_claims')} value={state} onChange={(claim) => void navigate({ search: (s) => ({ ...s, claim }) })} options={claimStates.map((s) => ({ value: s, label: t(`claim_${s}`) }))} /></div>
    <Loaded query={list}>{(rows) => <DataTable caption={t('claims')} columns={columns} rows={rows} rowKey={(c) => c.id} empty={<Nothing text={t('no_claims')} hint={t('no_claims_hint')} />} />}</Loaded>
    {taking && <Take c={taking} onClose={() => setTaking(undefined)} />}
    {offering && <Offer c={offering} onClose={() => setOffering(undefined)} />}
  </>;
}
