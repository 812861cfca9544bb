import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { accountKinds, accountLayers, protection } from '../../modules/protection/contract.ts';
import type { Reply } from '../api.ts';
import { SystemSelect } from '../assets/system-select.tsx';
import { useLabels } from '../i18n.ts';
import { PersonSelect } from '../organisation/person-select.tsx';
import { DateField } from '../ui/date-field.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

export type Account = Reply<typeof protection.accounts>['accounts'][number];
interface Values { system_id: string; layer: Account['layer']; kind: Account['kind']; name: string; person_id?: string | null; holder?: string; firm?: string; rights?: string; valid_until?: string | null; password_changed_on?: string | null; shared: boolean }

export function AccountForm({ account, systemId, onClose }: { account?: Account | undefined; systemId: string | undefined; onClose: () => void }) {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form);
  const create = useSubmit(protection.create_account, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(protection.update_account, { form, done: shell('saved'), onDone: onClose });
  const finish = ({ system_id, ...v }: Values): void => {
    const body = { ...v, person_id: v.person_id ?? null, holder: v.person_id ? '' : v.holder ?? '', firm: v.firm ?? '', rights: v.rights ?? '', valid_until: v.valid_until || null, password_changed_on: v.password_changed_on || null };
    if (account) update.mutate({ params: { id: account.id }, body: { ...body, version: account.version } });
    else create.mutate({ body: { system_id, ...body } });
  };
  const outside = kind === 'vendor';
  return (
    <Modal open width={640} title={account ? t('edit_account') : t('new_account')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={account ? { ...account, holder: account.person_id ? '' : account.holder } : { system_id: systemId, layer: 'application', kind: 'admin', shared: false }}>
        {!account && <Form.Item name="system_id" label={t('system')} rules={[{ required: true, message: t('system_needed') }]}><SystemSelect label={t('system')} /></Form.Item>}
        <div className="form-pair">
          <Form.Item name="layer" label={t('layer')}><Select options={accountLayers.map((k) => ({ value: k, label: t(`layer_${k}`) }))} /></Form.Item>
          <Form.Item name="kind" label={t('account_kind')}><Select options={accountKinds.map((k) => ({ value: k, label: t(`account_${k}`) }))} /></Form.Item>
        </div>
        <Form.Item name="name" label={t('account_name')} rules={[{ required: true, whitespace: true, message: t('name_needed') }]}><Input maxLength={120} autoComplete="off" /></Form.Item>
        {!outside && <Form.Item name="person_id" label={t('holder_person')}><PersonSelect label={t('holder_person')} /></Form.Item>}
        <div className="form-pair">
          <Form.Item name="holder" label={t('holder_other')}><Input maxLength={60} /></Form.Item>
          <Form.Item name="firm" label={t('firm')}><Input maxLength={120} /></Form.Item>
        </div>
        <Form.Item name="rights" label={t('rights')}><Input maxLength={500} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="password_changed_on" label={t('password_changed_on')} extra={t('password_hint')}><DateField max={today()} /></Form.Item>
          <Form.Item name="valid_until" label={t('valid_until')} extra={outside ? t('valid_hint') : undefined}><DateField /></Form.Item>
        </div>
        <Form.Item name="shared" valuePropName="checked"><Checkbox>{t('shared')}</Checkbox></Form.Item>
      </Form>
    </Modal>
  );
}
