import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { papers } from '../../modules/papers/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { TargetFields, type TargetValues } from './target-select.tsx';

type Basis = Reply<typeof papers.campaign_basis>[number];
type Of = { own_document_id: string } | { campaign_id: string };
type On = { superior_document_id: string } | { plan_id: string };

function BasisLink({ b }: { b: Basis }) {
  return b.kind === 'campaign' ? <Link to="/campaigns/$id" params={{ id: b.target_id }}>{b.title}</Link> : b.kind === 'superior' ? <Link to="/papers/superiors/$id" params={{ id: b.target_id }}>{b.title}</Link> : <Link to="/papers/own/$id" params={{ id: b.target_id }}>{b.title}</Link>;
}

/** Which superior's document or long plan something rests on. */
function AddBasis({ of, onClose }: { of: Of; onClose: () => void }) {
  const t = useLabels('papers');
  const [form] = Form.useForm<{ on: string }>();
  const superiors = useQuery(query(papers.superiors, { query: {} }));
  const owns = useQuery(query(papers.owns, { query: {} }));
  const add = useSubmit(papers.add_basis, { form, onDone: onClose });
  const options = [...(superiors.data ?? []).map((s) => ({ value: `superior ${s.id}`, label: [s.title, s.number].filter(Boolean).join(' ') })), ...(owns.data ?? []).filter((o) => !('own_document_id' in of) || o.id !== of.own_document_id).map((o) => ({ value: `own ${o.id}`, label: o.title }))];
  return (
    <Modal open title={t('add_basis')} onCancel={onClose} onOk={() => form.submit()} okText={t('add_basis')} confirmLoading={add.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ on }) => { const [kind, id] = on.split(' '); add.mutate({ body: { ...of, ...(kind === 'own' ? { plan_id: id! } : { superior_document_id: id! }) } }); }}>
        <Form.Item name="on" label={t('basis')} rules={[{ required: true, message: t('choose_needed') }]}><Select showSearch={{ optionFilterProp: 'label' }} loading={superiors.isPending || owns.isPending} placeholder={t('choose')} options={options} /></Form.Item>
      </Form>
    </Modal>
  );
}
function AddRest({ on, onClose }: { on: On; onClose: () => void }) {
  const t = useLabels('papers');
  const [form] = Form.useForm<TargetValues>();
  const add = useSubmit(papers.add_basis, { form, onDone: onClose });
  return (
    <Modal open title={t('basis_title')} onCancel={onClose} onOk={() => form.submit()} okText={t('add_rest')} confirmLoading={add.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'campaign' }} onFinish={(v) => add.mutate({ body: { ...(v.kind === 'own' ? { own_document_id: v.own_document_id! } : { campaign_id: v.campaign_id! }), ...on } })}><TargetFields kinds={['campaign', 'own']} /></Form>
    </Modal>
  );
}

/** What rests on a document (`on`), or what a campaign or document of one's own rests on (`of`); and a way to say so. */
export function BasisList({ rows, writes, ...side }: { rows: Basis[]; writes: boolean } & ({ on: On } | { of: Of })) {
  const t = useLabels('papers');
  const [open, setOpen] = useState(false);
  const remove = useSubmit(papers.remove_basis);
  const close = (): void => setOpen(false);
  return (
    <>
      {rows.length === 0 ? <p className="muted">{t('on' in side ? 'no_rests' : 'no_basis')}</p> : <ul className="files">{rows.map((b) => <li key={b.id}><BasisLink b={b} />{writes && <Button size="small" type="text" icon={<Icon name="close" size={16} />} aria-label={`${t('remove_basis')} ${b.title}`} onClick={() => remove.mutate({ params: { id: b.id } })} />}</li>)}</ul>}
      {writes && <Button size="small" icon={<Icon name="plus" size={16} />} onClick={() => setOpen(true)}>{t('on' in side ? 'add_rest' : 'add_basis')}</Button>}
      {open && ('on' in side ? <AddRest on={side.on} onClose={close} /> : <AddBasis of={side.of} onClose={close} />)}
    </>
  );
}
