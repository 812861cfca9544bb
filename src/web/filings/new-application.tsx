import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Modal, Radio } from 'antd';
import { useState } from 'react';
import { assets } from '../../modules/assets/contract.ts';
import { applicationKinds, applications } from '../../modules/filings/contract.ts';
import { query } from '../api.ts';
import { SystemSelect } from '../assets/system-select.tsx';
import { useLabels } from '../i18n.ts';
import { useSubmit } from '../ui/use-submit.ts';

type Kind = (typeof applicationKinds)[number];
type State = 'planned' | 'online' | 'shut' | 'cancelled';
export const kindsFor: Record<State, readonly Kind[]> = { planned: ['go_live', 'retire'], shut: ['restore', 'change', 'retire'], online: ['change', 'retire'], cancelled: [] };

/** Which system, and what for: what cannot be applied for in its present state is not offered. */
export function NewApplication({ systemId, onClose }: { systemId?: string; onClose: () => void }) {
  const t = useLabels('filings');
  const navigate = useNavigate();
  const [system, setSystem] = useState<string | null>(systemId ?? null);
  const [chosen, setKind] = useState<Kind>();
  const found = useQuery({ ...query(assets.system, { params: { id: system ?? '' } }), enabled: system !== null });
  const kinds = system && found.data ? kindsFor[found.data.state] : [];
  const kind = chosen && kinds.includes(chosen) ? chosen : kinds[0];
  const create = useSubmit(applications.create, { refresh: [['applications'], ['filings']], onDone: (a) => { onClose(); void navigate({ to: '/filings/applications/$id', params: { id: a.id } }); } });
  return (
    <Modal open title={t('new_application')} onCancel={onClose} okText={t('begin')} okButtonProps={{ disabled: !system || !kind }} confirmLoading={create.isPending} onOk={() => system && kind && create.mutate({ body: { system_id: system, kind } })}>
      <div className="field-label">{t('system')}</div><SystemSelect label={t('choose_system')} value={system} onChange={setSystem} />
      {!systemId && <p className="muted small gap-above">{t('new_system_hint')}</p>}
      {system && found.data && (kinds.length === 0 ? <p className="gap">{t('no_kind')}</p> : <>
        <div className="field-label gap-above" id="application-kind">{t('what_for')}</div>
        <Radio.Group aria-labelledby="application-kind" className="radio-lines" value={kind} onChange={(e) => setKind(e.target.value as Kind)} options={kinds.map((k) => ({ value: k, label: <><strong>{t(`kind_${k}`)}</strong> <span className="muted small">{t(`kind_${k}_hint`)}</span></> }))} />
      </>)}
    </Modal>
  );
}
