import { App, Form, Input, Modal, Radio } from 'antd';
import { hazards } from '../../modules/hazards/contract.ts';
import { useLabels } from '../i18n.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { HazardRow } from './marks.tsx';

const from = { retest: ['reported', 'absent'], pass: ['retesting', 'absent'] } as const;
export const retestable: ReadonlySet<string> = new Set([...from.retest, ...from.pass]);
interface Values { action: 'retest' | 'pass'; note?: string }

/** The retest of many at once: begun, or passed with what was done and found. */
export function RetestMany({ rows, onClose }: { rows: HazardRow[]; onClose: (moved: boolean) => void }) {
  const t = useLabels('hazards');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const action = Form.useWatch('action', form) ?? 'retest';
  const fit = rows.filter((r) => (from[action] as readonly string[]).includes(r.state));
  const move = useSubmit(hazards.move_many, { form, onDone: (r) => { message.success(t('moved_n', { n: r.moved })); onClose(true); } });
  return (
    <Modal open title={t('retest_many')} onCancel={() => onClose(false)} okText={t(`do_${action}`)} okButtonProps={{ disabled: fit.length === 0 }} confirmLoading={move.isPending} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ action: 'retest' }} onFinish={(v) => move.mutate({ body: { action: v.action, note: v.note ?? '', moves: fit.map(({ id, version }) => ({ id, version })) } })}>
        <Form.Item name="action" label={t('actions')}><Radio.Group options={(['retest', 'pass'] as const).map((a) => ({ value: a, label: t(`do_${a}`) }))} /></Form.Item>
        <p role="status">{t('retest_fit', { n: fit.length, all: rows.length })}</p>
        <Form.Item name="note" label={t(action === 'pass' ? 'note_pass' : 'note')} rules={action === 'pass' ? [{ required: true, whitespace: true, message: t('note_needed') }] : []}><Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
