import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { responsibility } from '../../modules/responsibility/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { listText, useLabels } from '../i18n.ts';
import { UnitsSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { AddFiles } from '../ui/add-files.tsx';

type Letter = Reply<typeof responsibility.letters>['letters'][number];
interface Values { unit_ids: string[]; signed_on: string; party_a: string; party_b?: string }

function Units({ id, value, onChange, label }: { id?: string; value?: string[]; onChange?: (v: string[]) => void; label: string }) {
  return <UnitsSelect {...(id ? { id } : {})} label={label} value={value ?? []} onChange={(v) => onChange?.(v)} />;
}

function Sign({ year, missing, onClose }: { year: number; missing: string[]; onClose: () => void }) {
  const t = useLabels('responsibility');
  const shell = useLabels('shell');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const sign = useSubmit(responsibility.sign_letters, { form, onDone: (r) => { message.success(t(r.already.length > 0 ? 'signed_but' : 'signed_done', { n: r.added, names: listText(r.already) }), r.already.length > 0 ? 6 : 3); onClose(); } });
  return (
    <Modal open title={t('sign_title', { year })} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={sign.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ unit_ids: [], signed_on: today() }} onFinish={(v) => sign.mutate({ body: { year, unit_ids: v.unit_ids, signed_on: v.signed_on, party_a: v.party_a, party_b: v.party_b || null } })}>
        <Form.Item name="unit_ids" label={t('sign_units')} rules={[{ required: true, type: 'array', min: 1, message: t('unit_needed') }]}><Units label={t('sign_units')} /></Form.Item>
        {missing.length > 0 && <Button type="link" className="inline-link" onClick={() => form.setFieldValue('unit_ids', missing)}>{t('choose_missing', { n: missing.length })}</Button>}
        <Form.Item name="signed_on" label={t('signed_on')} rules={[{ required: true, message: t('date_needed') }]}><DateField max={today()} allowEmpty={false} /></Form.Item>
        <Form.Item name="party_a" label={t('party_a')} rules={[{ required: true, message: t('party_a_needed') }]}><Input maxLength={80} /></Form.Item>
        <Form.Item name="party_b" label={t('party_b')} extra={t('party_b_hint')}><Input maxLength={80} /></Form.Item>
      </Form>
    </Modal>
  );
}

function Withdraw({ letter, onClose }: { letter: Letter; onClose: () => void }) {
  const t = useLabels('responsibility');
  const [form] = Form.useForm<{ note: string }>();
  const withdraw = useSubmit(responsibility.withdraw_letter, { form, done: t('withdrawn'), onDone: onClose });
  return (
    <Modal open title={t('withdraw_ask', { name: letter.unit_name })} onCancel={onClose} onOk={() => form.submit()} okText={t('withdraw')} okButtonProps={{ danger: true }} confirmLoading={withdraw.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => withdraw.mutate({ params: { id: letter.id }, body: v })}>
        <Form.Item name="note" label={t('reason')} rules={[{ required: true, whitespace: true, message: t('reason_needed') }]}><Input.TextArea maxLength={300} autoSize={{ minRows: 2 }} /></Form.Item>
      </Form>
    </Modal>
  );
}

export function LettersTab({ year }: { year: number }) {
  const t = useLabels('responsibility');
  const writes = useMay('responsibility.write');
  const letters = useQuery(query(responsibility.letters, { query: { year } }));
  const [signing, setSigning] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Letter>();
  const columns: Column<Letter>[] = [
    { key: 'unit', title: t('unit'), card: 'title', render: (l) => <strong>{l.unit_name}</strong> },
    { key: 'signed_on', title: t('signed_on'), width: 120, render: (l) => l.signed_on },
    { key: 'party_a', title: t('party_a'), render: (l) => l.party_a },
    { key: 'party_b', title: t('party_b'), render: (l) => l.party_b },
    { key: 'files', title: t('scan'), render: (l) => l.files.length === 0 ? <Mark tone="warn">{t('no_scan')}</Mark> : <ul className="files">{l.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul> },
    ...(writes ? [{ key: 'do', title: t('actions'), card: 'plain' as const, render: (l: Letter) => <div className="row-actions"><AddFiles to={responsibility.attach_letter} id={l.id} name={l.unit_name} /><Button size="small" danger aria-label={`${t('withdraw')} ${l.unit_name}`} onClick={() => setWithdrawing(l)}>{t('withdraw')}</Button></div> }] : []),
  ];
  return (
    <Loaded query={letters}>{(s) => (
      <>
        <div className="toolbar">
          {writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setSigning(true)}>{t('sign')}</Button>}
          <Button icon={<Icon name="download" />} href={addressOf(responsibility.export_letters, { query: { year } })}>{t('export')}</Button>
          {s.due > 0 && <span className={s.missing.length > 0 ? 'gap' : 'muted'}>{t('rate', { share: Math.floor((s.signed * 100) / s.due), signed: s.signed, due: s.due })}</span>}
        </div>
        {s.missing.length > 0 && <Panel title={t('missing_n', { n: s.missing.length })}><p>{listText(s.missing.map((u) => u.unit_name))}</p></Panel>}
        <DataTable caption={t('letters')} columns={columns} rows={s.letters} rowKey={(l) => l.id} empty={<Nothing text={t('no_letters')} hint={t('no_letters_hint')} />} />
        {signing && <Sign year={year} missing={s.missing.map((u) => u.unit_id)} onClose={() => setSigning(false)} />}
        {withdrawing && <Withdraw letter={withdrawing} onClose={() => setWithdrawing(undefined)} />}
      </>
    )}</Loaded>
  );
}
