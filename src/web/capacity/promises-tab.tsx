import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { capacity, promiseKinds } from '../../modules/capacity/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { listText, useLabels } from '../i18n.ts';
import { PeopleSelect } from '../organisation/person-select.tsx';
import { UnitsSelect } from '../organisation/unit-select.tsx';
import { AddFiles } from '../ui/add-files.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

type Reading = Reply<typeof capacity.promises>;
type Promised = Reading['promises'][number];
type Kind = (typeof promiseKinds)[number];
const route = getRouteApi('/shell/capacity');

function Units({ id, value, onChange, label }: { id?: string; value?: string[]; onChange?: (v: string[]) => void; label: string }) {
  return <UnitsSelect {...(id ? { id } : {})} label={label} value={value ?? []} onChange={(v) => onChange?.(v)} />;
}

function Sign({ kind, missing, onClose }: { kind: Kind; missing: Reading['missing']; onClose: () => void }) {
  const t = useLabels('capacity');
  const shell = useLabels('shell');
  const { message } = App.useApp();
  const [form] = Form.useForm<{ ids: string[]; signed_on: string; valid_until?: string | null }>();
  const sign = useSubmit(capacity.sign_promises, { form, onDone: (r) => { message.success(t(r.already.length > 0 ? 'signed_but' : 'signed_done', { n: r.added, names: listText(r.already) }), r.already.length > 0 ? 6 : 3); onClose(); } });
  const label = t(kind === 'security' ? 'signing_units' : 'signers');
  return (
    <Modal open title={t('sign_title', { kind: t(`kind_${kind}`) })} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={sign.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ ids: [], signed_on: today() }} onFinish={(v) => sign.mutate({ body: { kind, ids: v.ids, signed_on: v.signed_on, valid_until: v.valid_until || null } })}>
        <Form.Item name="ids" label={label} rules={[{ required: true, type: 'array', min: 1, message: t('signer_needed') }]}>{kind === 'security' ? <Units label={label} /> : <PeopleSelect label={label} names={new Map(missing.map((m) => [m.id, `${m.name}（${m.unit_name}）`]))} />}</Form.Item>
        {missing.length > 0 && <Button type="link" className="inline-link" onClick={() => form.setFieldValue('ids', missing.map((m) => m.id))}>{t('choose_missing', { n: missing.length })}</Button>}
        <div className="form-pair">
          <Form.Item name="signed_on" label={t('signed_on')} rules={[{ required: true, message: t('date_needed') }]}><DateField max={today()} allowEmpty={false} /></Form.Item>
          <Form.Item name="valid_until" label={t('valid_until')} extra={t('valid_hint')}><DateField /></Form.Item>
        </div>
      </Form>
    </Modal>
  );
}

function Withdraw({ promise, onClose }: { promise: Promised; onClose: () => void }) {
  const t = useLabels('capacity');
  const [form] = Form.useForm<{ note: string }>();
  const withdraw = useSubmit(capacity.withdraw_promise, { form, done: t('withdrawn'), onDone: onClose });
  return (
    <Modal open title={t('withdraw_ask', { name: promise.person_name ?? promise.unit_name })} onCancel={onClose} onOk={() => form.submit()} okText={t('withdraw')} okButtonProps={{ danger: true }} confirmLoading={withdraw.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => withdraw.mutate({ params: { id: promise.id }, body: v })}>
        <Form.Item name="note" label={t('reason')} rules={[{ required: true, whitespace: true, message: t('reason_needed') }]}><Input.TextArea maxLength={300} autoSize={{ minRows: 2 }} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** Who has promised, who has not: by person for secrecy, by unit for network security. */
export function PromisesTab() {
  const t = useLabels('capacity');
  const writes = useMay('capacity.write');
  const { kind = 'confidentiality' } = route.useSearch();
  const navigate = useNavigate({ from: '/capacity' });
  const list = useQuery(query(capacity.promises, { query: { kind } }));
  const [signing, setSigning] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Promised>();
  const columns: Column<Promised>[] = [
    { key: 'who', title: t(kind === 'security' ? 'signing_units' : 'signers'), card: 'title', render: (p) => <><strong>{p.person_name ?? p.unit_name}</strong>{p.expired && <> <Mark tone="bad">{t('expired')}</Mark></>}</> },
    ...(kind === 'confidentiality' ? [{ key: 'unit', title: t('unit'), render: (p: Promised) => p.unit_name }] : []),
    { key: 'signed_on', title: t('signed_on'), width: 120, render: (p) => p.signed_on },
    { key: 'valid_until', title: t('valid_until'), width: 120, render: (p) => p.valid_until ?? '' },
    { key: 'files', title: t('scan'), render: (p) => p.files.length === 0 ? <Mark tone="warn">{t('no_file')}</Mark> : <ul className="files">{p.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul> },
    ...(writes ? [{ key: 'do', title: t('actions'), card: 'plain' as const, render: (p: Promised) => p.can_write && <div className="row-actions"><AddFiles to={capacity.attach_promise} id={p.id} name={p.person_name ?? p.unit_name} /><Button size="small" danger aria-label={`${t('withdraw')} ${p.person_name ?? p.unit_name}`} onClick={() => setWithdrawing(p)}>{t('withdraw')}</Button></div> }] : []),
  ];
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setSigning(true)}>{t('sign')}</Button>;
  return (
    <>
      <div className="toolbar">
        <Radio.Group aria-label={t('promise_kind')} optionType="button" value={kind} onChange={(e) => void navigate({ search: (s) => ({ ...s, kind: e.target.value as Kind }) })} options={promiseKinds.map((k) => ({ value: k, label: t(`kind_${k}`) }))} />
        {add}<a className="button-link plain" href={addressOf(capacity.export, { params: { list: 'promises' }, query: { kind } })} download><Icon name="download" size={16} />{t('export')}</a>
      </div>
      <Loaded query={list}>{(s) => (
        <>
          <p className={s.missing.length > 0 ? 'gap' : 'muted'}>{s.due === 0 ? t('nobody_due') : t('promise_rate', { share: Math.floor((s.signed * 100) / s.due), signed: s.signed, due: s.due })}</p>
          {s.missing.length > 0 && <Panel title={t('missing_n', { n: s.missing.length })}><p>{listText(s.missing.map((m) => (kind === 'security' ? m.name : `${m.name}（${m.unit_name}）`)))}</p></Panel>}
          <DataTable caption={t(`kind_${kind}`)} columns={columns} rows={s.promises} rowKey={(p) => p.id} empty={<Nothing text={t('no_promises')} hint={t('no_promises_hint')} action={add} />} />
          {signing && <Sign kind={kind} missing={s.missing} onClose={() => setSigning(false)} />}
        </>
      )}</Loaded>
      {withdrawing && <Withdraw promise={withdrawing} onClose={() => setWithdrawing(undefined)} />}
    </>
  );
}
