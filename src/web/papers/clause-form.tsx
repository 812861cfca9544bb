import { Form, Input, Modal, Select } from 'antd';
import { clauseStates, papers } from '../../modules/papers/contract.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Clause } from './clauses-panel.tsx';

interface Values { path?: string; title: string; text?: string; measure?: string; unit_id?: string | null; state: Clause['state'] }

export function ClauseForm({ documentId, clause, onClose }: { documentId: string; clause?: Clause | undefined; onClose: () => void }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const add = useSubmit(papers.add_clause, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(papers.update_clause, { form, done: shell('saved'), onDone: onClose });
  const finish = (v: Values): void => {
    const body = { path: v.path ?? '', title: v.title, text: v.text || v.title, measure: v.measure ?? '', unit_id: v.unit_id ?? null, ...(clause?.computed ? {} : { state: v.state }) };
    if (clause) update.mutate({ params: { id: clause.id }, body: { ...body, version: clause.version } });
    else add.mutate({ params: { id: documentId }, body });
  };
  return (
    <Modal open width={640} title={clause ? t('edit_clause') : t('add_clause')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={add.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={clause ?? { state: 'open' }}>
        <Form.Item name="measure" label={t('measure')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
        <Form.Item name="unit_id" label={t('unit')}><UnitSelect label={t('unit')} placeholder={shell('none')} /></Form.Item>
        <Form.Item name="state" label={t('state')} extra={clause?.computed ? t('computed') : undefined}><Select disabled={clause?.computed ?? false} options={clauseStates.map((s) => ({ value: s, label: t(`state_${s}`) }))} /></Form.Item>
        <Form.Item name="path" label={t('clause_path')}><Input maxLength={60} /></Form.Item>
        <Form.Item name="title" label={t('clause_title')} rules={[{ required: true, message: t('title_needed') }]}><Input maxLength={300} /></Form.Item>
        <Form.Item name="text" label={t('clause_text')}><Input.TextArea maxLength={20_000} autoSize={{ minRows: 2, maxRows: 10 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
