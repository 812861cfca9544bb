import { useNavigate } from '@tanstack/react-router';
import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { assets, importances, systemKinds } from '../../modules/assets/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { PersonSelect } from '../organisation/person-select.tsx';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type System = Reply<typeof assets.system>;
interface Values { name: string; kind: System['kind']; unit_id: string; operating_unit_id?: string | null; manager_id?: string | null; operator?: string; operator_contact?: string; operator_phone?: string; purpose?: string; users?: string; data_held?: string; location?: string; ports?: string; importance: System['importance']; mlps_level?: number | null; outside?: boolean; icp_number?: string; police_number?: string; places?: string; state?: 'planned' | 'online' }

export function SystemForm({ system, onClose }: { system?: System; onClose: () => void }) {
  const t = useLabels('assets');
  const shell = useLabels('shell');
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const create = useSubmit(assets.create_system, { form, done: shell('saved'), onDone: (s) => { onClose(); void navigate({ to: '/systems/$id', params: { id: s.id } }); } });
  const update = useSubmit(assets.update_system, { form, done: shell('saved'), refresh: [['assets'], ['hazards'], ['filings'], ['applications']], onDone: onClose });
  const finish = ({ state, ...v }: Values): void => {
    const body = { ...v, operating_unit_id: v.operating_unit_id ?? null, manager_id: v.manager_id ?? null, mlps_level: v.mlps_level ?? null, outside: v.outside ?? false, places: (v.places ?? '').split(/[\n,，、;；]+/).map((p) => p.trim()).filter(Boolean) };
    if (system) update.mutate({ params: { id: system.id }, body: { ...body, version: system.version } });
    else create.mutate({ body: { ...body, state } });
  };
  return (
    <Modal open width={760} title={system ? `${t('edit_system')} ${system.name}` : t('new_system')} onCancel={onClose} okText={shell('save')} onOk={() => form.submit()} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={system ? { ...system, places: system.places.join('\n') } : { kind: 'website', importance: 'general', state: 'online' }}>
        <div className="form-pair">
          <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('name_needed') }]}><Input maxLength={120} /></Form.Item>
          <Form.Item name="kind" label={t('kind')}><Select options={systemKinds.map((k) => ({ value: k, label: t(`kind_${k}`) }))} /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><UnitSelect label={t('unit')} allowClear={false} /></Form.Item>
          <Form.Item name="manager_id" label={t('manager')}><PersonSelect label={t('manager')} /></Form.Item>
        </div>
        <Form.Item name="places" label={t('places')} extra={t('places_hint')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="ports" label={t('ports')} extra={t('ports_hint')}><Input maxLength={500} /></Form.Item>
          <Form.Item name="importance" label={t('importance')}><Select options={importances.map((k) => ({ value: k, label: t(`importance_${k}`) }))} /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="mlps_level" label={t('mlps')} dependencies={['state']} rules={[({ getFieldValue }) => ({ required: !system && getFieldValue('state') === 'planned', message: t('level_needed') })]}><Select allowClear placeholder={t('mlps_none')} options={[1, 2, 3, 4, 5].map((n) => ({ value: n, label: t('mlps_level', { n }) }))} /></Form.Item>
          {system ? <Form.Item name="operating_unit_id" label={t('operating_unit')}><UnitSelect label={t('operating_unit')} /></Form.Item> : <Form.Item name="state" label={t('new_state')}><Select options={(['online', 'planned'] as const).map((k) => ({ value: k, label: t(`state_${k}`) }))} /></Form.Item>}
        </div>
        <div className="form-pair">
          <Form.Item name="icp_number" label={t('icp')}><Input maxLength={60} /></Form.Item>
          <Form.Item name="police_number" label={t('police')}><Input maxLength={60} /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="operator" label={t('operator')}><Input maxLength={120} /></Form.Item>
          <Form.Item name="operator_contact" label={t('operator_contact')}><Input maxLength={60} /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="operator_phone" label={t('operator_phone')}><Input maxLength={40} inputMode="tel" /></Form.Item>
          <Form.Item name="location" label={t('location')}><Input maxLength={300} /></Form.Item>
        </div>
        <Form.Item name="purpose" label={t('purpose')}><Input.TextArea maxLength={1000} autoSize={{ minRows: 1, maxRows: 5 }} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="users" label={t('users')}><Input maxLength={300} /></Form.Item>
          <Form.Item name="data_held" label={t('data_held')}><Input maxLength={1000} /></Form.Item>
        </div>
        <Form.Item name="outside" valuePropName="checked"><Checkbox>{t('outside')}</Checkbox></Form.Item>
      </Form>
    </Modal>
  );
}
