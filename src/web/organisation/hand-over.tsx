import { App, Checkbox, Form, Input, Modal } from 'antd';
import { organisation } from '../../modules/organisation/contract.ts';
import { useLabels } from '../i18n.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { Person } from './people-tab.tsx';
import { PersonSelect } from './person-select.tsx';

interface Values { successor_id?: string | null; left: boolean; note?: string }

/** Hands posts and unfinished tasks to somebody else, whether or not the person leaves. */
export function HandOver({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useLabels('organisation');
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const hand = useSubmit(organisation.hand_over, { form, refresh: [['organisation'], ['campaigns']], onDone: (r) => { message.success(t('handed_over', { posts: r.posts, tasks: r.tasks })); onClose(); } });
  return (
    <Modal open title={t('hand_over_title', { name: person.name })} onCancel={onClose} okText={t('hand_over')} onOk={() => form.submit()} confirmLoading={hand.isPending} destroyOnHidden>
      <p className="muted">{t('hand_over_note')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ left: true }} onFinish={(v) => hand.mutate({ params: { id: person.id }, body: { version: person.version, successor_id: v.successor_id ?? null, left: v.left, note: v.note ?? '' } })}>
        <Form.Item name="successor_id" label={t('successor')} extra={t('successor_hint')}><PersonSelect label={t('successor')} exclude={person.id} /></Form.Item>
        <Form.Item name="left" valuePropName="checked"><Checkbox>{t('left_office')}</Checkbox></Form.Item>
        <Form.Item name="note" label={t('note')}><Input.TextArea rows={2} maxLength={300} /></Form.Item>
      </Form>
    </Modal>
  );
}
