import { useNavigate } from '@tanstack/react-router';
import { App, Form, Input, Modal } from 'antd';
import { checks } from '../../modules/checks/contract.ts';
import { SystemsSelect } from '../assets/system-select.tsx';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { addDays, today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

interface Values { system_ids: string[]; valid_from: string; valid_until: string; purpose?: string }
/** One a system, filled from the ledger; a single one is opened to be looked at. */
export function DraftAuthorisations({ system, onClose }: { system?: { id: string; name: string }; onClose: () => void }) {
  const t = useLabels('checks');
  const [form] = Form.useForm<Values>();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const draft = useSubmit(checks.draft_authorisations, { form, onDone: ({ ids }) => {
    message.success(t('drafted_n', { n: ids.length }));
    onClose();
    if (ids.length === 1) void navigate({ to: '/checks/authorisations/$id', params: { id: ids[0]! } });
    else void navigate({ to: '/checks', search: { tab: 'authorisations', state: 'draft' } });
  } });
  return (
    <Modal open title={system ? `${t('draft_title')}：${system.name}` : t('draft_title')} onCancel={onClose} onOk={() => form.submit()} okText={t('new_authorisation')} confirmLoading={draft.isPending} destroyOnHidden>
      <p className="muted">{t('draft_hint')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ system_ids: system ? [system.id] : [], valid_from: today(), valid_until: addDays(today(), 365) }} onFinish={(v) => draft.mutate({ body: { ...v, system_ids: system ? [system.id] : v.system_ids } })}>
        {!system && <Form.Item name="system_ids" label={t('systems')} rules={[{ required: true, message: t('choose_systems') }]}><SystemsSelect label={t('systems')} known={[]} /></Form.Item>}
        <div className="form-pair">
          <Form.Item name="valid_from" label={t('valid_from')}><DateField allowEmpty={false} /></Form.Item>
          <Form.Item name="valid_until" label={t('valid_until')}><DateField allowEmpty={false} /></Form.Item>
        </div>
        <Form.Item name="purpose" label={t('purpose')} extra={t('purpose_hint')}><Input maxLength={500} /></Form.Item>
      </Form>
    </Modal>
  );
}
