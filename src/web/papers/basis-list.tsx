import { Link } from '@tanstack/react-router';
import { Button, Form, Modal } from 'antd';
import { useState } from 'react';
import { papers } from '../../modules/papers/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { TargetFields, targetOf, type TargetValues } from './target-select.tsx';

type Basis = Reply<typeof papers.campaign_basis>[number];
type On = { superior_document_id: string } | { plan_id: string };

export function BasisLink({ b }: { b: Basis }) {
  return b.kind === 'campaign' ? <Link to="/campaigns/$id" params={{ id: b.target_id }}>{b.title}</Link> : b.kind === 'superior' ? <Link to="/papers/superiors/$id" params={{ id: b.target_id }}>{b.title}</Link> : <span>{b.title}</span>;
}

/** What rests on a document, and a way to say so. */
export function BasisList({ rows, on, writes }: { rows: Basis[]; on: On; writes: boolean }) {
  const t = useLabels('papers');
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<TargetValues>();
  const add = useSubmit(papers.add_basis, { form, onDone: () => setOpen(false) });
  const remove = useSubmit(papers.remove_basis);
  return (
    <>
      {rows.length === 0 ? <p className="muted">{t('no_rests')}</p> : <ul className="files">{rows.map((b) => <li key={b.id}><BasisLink b={b} />{writes && <Button size="small" type="text" icon={<Icon name="close" size={16} />} aria-label={`${t('remove_basis')} ${b.title}`} onClick={() => remove.mutate({ params: { id: b.id } })} />}</li>)}</ul>}
      {writes && <Button size="small" icon={<Icon name="plus" size={16} />} onClick={() => setOpen(true)}>{t('add_rest')}</Button>}
      {open && (
        <Modal open title={t('basis_title')} onCancel={() => setOpen(false)} onOk={() => form.submit()} okText={t('add_rest')} confirmLoading={add.isPending} destroyOnHidden>
          <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'campaign' }} onFinish={(v) => add.mutate({ body: { ...targetOf(v), ...on } })}><TargetFields kinds={['campaign']} /></Form>
        </Modal>
      )}
    </>
  );
}
