import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { assets, type stateMoves } from '../../modules/assets/contract.ts';
import type { LedgerKey } from '../../modules/assets/ledger-contract.ts';
import { letters } from '../../modules/notices/contract.ts';
import { query, type Reply } from '../api.ts';
import { SystemFilings } from '../filings/system-filings.tsx';
import { listText, useLabels, wordFor } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { useLedgerWords } from './ledger-words.ts';
import { SystemForm } from './system-form.tsx';
import { SystemState } from './systems-tab.tsx';

type System = Reply<typeof assets.system>;
type Move = (typeof stateMoves)[number];
const route = getRouteApi('/shell/systems/$id');
/** Going online and coming back are the effect of an approved application. */
const movesOf: Record<System['state'], readonly Move[]> = { planned: ['cancel'], online: ['shut', 'cancel'], shut: ['cancel'], cancelled: [] };

function StateMove({ s, action, onClose }: { s: System; action: Move; onClose: () => void }) {
  const t = useLabels('assets');
  const [form] = Form.useForm<{ reason: string; paper?: string }>();
  const move = useSubmit(assets.move_system, { form, done: t('moved'), refresh: [['assets'], ['hazards'], ['filings']], onDone: onClose });
  return (
    <Modal open title={`${t(`move_${action}`)} ${s.name}`} onCancel={onClose} okText={t(`move_${action}`)} okButtonProps={{ danger: action === 'shut' || action === 'cancel' }} confirmLoading={move.isPending} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => move.mutate({ params: { id: s.id }, body: { version: s.version, action, reason: v.reason, paper: v.paper ?? '' } })}>
        <Form.Item name="reason" label={t('move_reason')} rules={[{ required: true, whitespace: true, message: t('reason_needed') }]}><Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} /></Form.Item>
        <Form.Item name="paper" label={t('move_paper')} rules={[{ required: true, whitespace: true, message: t('paper_needed') }]}><Input maxLength={120} /></Form.Item>
      </Form>
    </Modal>
  );
}
function ShutOrder({ s, onClose }: { s: System; onClose: () => void }) {
  const t = useLabels('assets');
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const shut = useSubmit(letters.shut, { refresh: [['assets'], ['hazards'], ['letters']], onDone: (r) => { message.success(t('shut_sent', { number: r.number })); onClose(); } });
  return (
    <Modal open title={`${t('shut_order')} ${s.name}`} onCancel={onClose} okText={t('shut_order')} okButtonProps={{ danger: true, disabled: !reason.trim() }} confirmLoading={shut.isPending} onOk={() => shut.mutate({ body: { system_id: s.id, reason } })}>
      <p className="muted">{t('shut_order_note')}</p>
      <label className="field-label" htmlFor="shut-reason">{t('move_reason')}</label><Input.TextArea id="shut-reason" maxLength={500} rows={3} value={reason} onChange={(e) => setReason(e.target.value)} />
    </Modal>
  );
}

function Shown({ s }: { s: System }) {
  const t = useLabels('assets');
  const shell = useLabels('shell');
  const manages = useMay('hazard.manage');
  const hazards = useMay('hazard.read');
  const { ledgerName } = useLedgerWords();
  const checksIt = useMay('check.read');
  const protects = useMay('protection.read');
  const grades = useMay('mlps.read');
  const [open, setOpen] = useState<'edit' | 'order' | Move>();
  const close = (): void => setOpen(undefined);
  const facts: [Parameters<typeof t>[0], string | null | undefined][] = [['kind', t(`kind_${s.kind}`)], ['unit', s.unit_name], ['operating_unit', s.operating_unit_name], ['using_unit', s.using_unit_name], ['manager', [s.manager_name, s.manager_phone].filter(Boolean).join(' ')], ['operator', [s.operator, s.operator_contact, s.operator_phone].filter(Boolean).join(' ')], ['importance', t(`importance_${s.importance}`)], ['mlps', s.mlps_level ? t('mlps_level', { n: s.mlps_level }) : s.ungraded_reason ? t('mlps_excused_why', { reason: s.ungraded_reason }) : t('mlps_none')], ['icp', s.icp_number || (s.exempt.includes('icp_number') && t('number_exempt')) || ''], ['police', s.police_number || (s.exempt.includes('police_number') && t('number_exempt')) || ''], ['ports', s.ports], ['location', s.location], ['purpose', s.purpose], ['users', s.users], ['data_held', s.data_held], ['breach_effect', s.breach_effect], ['middleware', s.middleware], ['network_zone', s.network_zone && t(`zone_${s.network_zone}`)], ...(s.kind === 'website' ? [['site_group', s.site_group === null ? t('unknown') : t(s.site_group ? 'yes' : 'no')] as ['site_group', string]] : []), ['mark', listText([s.special && t('mark_special'), s.cii && t('cii'), s.outside && t('mark_outside')].filter((m) => m !== false))]];
  return (
    <Page title={s.name} note={<><Link to="/systems" search={{ tab: 'systems' }} className="strong-link">{t('systems')}</Link> · <SystemState state={s.state} /> {s.state_on && <span className="small">{s.state_on} {s.state_reason} {s.state_reason.includes(s.state_paper) ? '' : s.state_paper}</span>}</>}
      extra={<div className="row-actions">{s.can_write && <Button type="primary" onClick={() => setOpen('edit')}>{t('edit_system')}</Button>}{s.can_manage && movesOf[s.state].map((m) => <Button key={m} danger={m === 'shut' || m === 'cancel'} onClick={() => setOpen(m)}>{t(`move_${m}`)}</Button>)}{manages && s.state === 'online' && <Button danger onClick={() => setOpen('order')}>{t('shut_order')}</Button>}</div>}>
      <Panel title={t('basics')} extra={<>{hazards && <Link to="/hazards" search={{ tab: 'list', system_id: s.id }}>{t('see_hazards')}</Link>}{checksIt && <Link to="/checks/systems/$id" params={{ id: s.id }}>{shell('checks')}</Link>}{protects && <><Link to="/protection" search={{ tab: 'accounts', system_id: s.id }}>{t('vendor_accounts')}</Link><Link to="/protection" search={{ tab: 'todo', system_id: s.id }}>{shell('protection')}</Link></>}{grades && <Link to="/mlps" search={{ tab: 'objects', q: s.name }}>{shell('mlps')}</Link>}</>}>
        <dl className="facts">{facts.map(([k, v]) => <div key={k}><dt>{t(k)}</dt><dd className="pre">{v || shell('none')}</dd></div>)}<div><dt>{t('places')}</dt><dd>{s.places.length ? <ul className="plain-list">{s.places.map((p) => <li key={p} className="break">{p}</li>)}</ul> : shell('none')}</dd></div>{s.gaps.length > 0 && s.state !== 'cancelled' && <div><dt>{t('gaps')}</dt><dd className="gap">{s.gaps.map((g) => wordFor('assets', `gap_${g}`, g)).join('、')}</dd></div>}{s.outside_places.length > 0 && !s.outside && <div><dt>{t('mark_outside_suspected')}</dt><dd className="gap">{t('outside_hint', { places: listText(s.outside_places) })}</dd></div>}{s.linked.length > 0 && <div><dt>{t('linked')}</dt><dd><ul className="plain-list">{s.linked.map((i) => <li key={i.id}><Link to="/ledger-items/$id" params={{ id: i.id }}>{i.name}</Link> <span className="muted small">{ledgerName(i.ledger as LedgerKey)}</span></li>)}</ul></dd></div>}</dl>
      </Panel>
      <SystemFilings system={s} />
      <Panel title={t('history')}>{s.history.length === 0 ? <p className="muted">{t('no_history')}</p> : <ol className="timeline">{s.history.map((c, i) => <li key={i}><span className="muted small">{instantText(c.at)} · {c.by_name}</span><div><strong>{wordFor('assets', c.field.replace(/_id$|_number$/, ''), c.field)}</strong> {t('from_to', { before: c.before || t('empty_value'), after: c.after || t('empty_value') })}</div></li>)}</ol>}</Panel>
      {open === 'edit' && <SystemForm system={s} onClose={close} />}
      {open === 'order' && <ShutOrder s={s} onClose={close} />}
      {open && open !== 'edit' && open !== 'order' && <StateMove s={s} action={open} onClose={close} />}
    </Page>
  );
}
export function SystemPage() {
  const { id } = route.useParams();
  const page = useQuery(query(assets.system, { params: { id } }));
  return <Loaded query={page}>{(s) => <Shown s={s} />}</Loaded>;
}
