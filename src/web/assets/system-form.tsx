import { useNavigate } from '@tanstack/react-router';
import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { assets, importances, networkZones, systemKinds } from '../../modules/assets/contract.ts';
import type { Reply } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { PersonSelect } from '../organisation/person-select.tsx';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type System = Reply<typeof assets.system>;
interface Values { name: string; kind: System['kind']; unit_id: string; operating_unit_id?: string | null; manager_id?: string | null; operator?: string; operator_contact?: string; operator_phone?: string; purpose?: string; users?: string; data_held?: string; location?: string; ports?: string; importance: System['importance']; mlps_level?: number | null; ungraded_reason?: string; outside?: boolean; icp_number?: string; police_number?: string; using_unit_id?: string | null; network_zone?: System['network_zone']; special?: boolean; cii?: boolean; site_group?: 'yes' | 'no' | null; breach_effect?: string; middleware?: string; places?: string; state?: 'planned' | 'online' }

export function SystemForm({ system, onClose }: { system?: System; onClose: () => void }) {
  const t = useLabels('assets');
  const shell = useLabels('shell');
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const create = useSubmit(assets.create_system, { form, done: shell('saved'), onDone: (s) => { onClose(); void navigate({ to: '/systems/$id', params: { id: s.id } }); } });
  const update = useSubmit(assets.update_system, { form, done: shell('saved'), refresh: [['assets'], ['hazards'], ['filings'], ['applications']], onDone: onClose });
  const finish = ({ state, site_group, ...v }: Values): void => {
    const body = { ...v, operating_unit_id: v.operating_unit_id ?? null, using_unit_id: v.using_unit_id ?? null, network_zone: v.network_zone ?? '', special: v.special ?? false, cii: v.cii ?? false, site_group: site_group ? site_group === 'yes' : null, manager_id: v.manager_id ?? null, mlps_level: v.mlps_level ?? null, ungraded_reason: v.mlps_level ? '' : v.ungraded_reason ?? '', outside: v.outside ?? false, places: (v.places ?? '').split(/[\n,，、;；]+/).map((p) => p.trim()).filter(Boolean) };
    if (system) update.mutate({ params: { id: system.id }, body: { ...body, version: system.version } });
    else create.mutate({ body: { ...body, state } });
  };
  return (
    <Modal open width={760} title={system ? `${t('edit_system')} ${system.name}` : t('new_system')} onCancel={onClose} okText={shell('save')} onOk={() => form.submit()} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={system ? { ...system, network_zone: system.network_zone || undefined, site_group: system.site_group === null ? null : system.site_group ? 'yes' : 'no', places: system.places.join('\n') } : { kind: 'website', importance: 'general', state: 'online' }}>
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
          <Form.Item name="network_zone" label={t('network_zone')}><Select allowClear options={networkZones.map((k) => ({ value: k, label: t(`zone_${k}`) }))} /></Form.Item>
          <Form.Item name="mlps_level" label={t('mlps')} dependencies={['state', 'ungraded_reason']} rules={[({ getFieldValue }) => ({ required: !system && getFieldValue('state') === 'planned' && !getFieldValue('ungraded_reason'), message: t('level_needed') })]}><Select allowClear placeholder={t('mlps_none')} options={[1, 2, 3, 4, 5].map((n) => ({ value: n, label: t('mlps_level', { n }) }))} /></Form.Item>
        </div>
        <Form.Item noStyle dependencies={['mlps_level']}>{({ getFieldValue }) => !getFieldValue('mlps_level') && <Form.Item name="ungraded_reason" label={t('ungraded_reason')} extra={t('ungraded_hint')}><Input maxLength={300} /></Form.Item>}</Form.Item>
        <div className="form-pair">
          <Form.Item name="operating_unit_id" label={t('operating_unit')}><UnitSelect label={t('operating_unit')} /></Form.Item>
          <Form.Item name="using_unit_id" label={t('using_unit')}><UnitSelect label={t('using_unit')} /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="site_group" label={t('site_group')}><Select allowClear placeholder={t('unknown')} options={(['yes', 'no'] as const).map((k) => ({ value: k, label: t(k) }))} /></Form.Item>
          {!system && <Form.Item name="state" label={t('new_state')}><Select options={(['online', 'planned'] as const).map((k) => ({ value: k, label: t(`state_${k}`) }))} /></Form.Item>}
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
        <div className="form-pair">
          <Form.Item name="breach_effect" label={t('breach_effect')}><Input maxLength={1000} /></Form.Item>
          <Form.Item name="middleware" label={t('middleware')}><Input maxLength={300} /></Form.Item>
        </div>
        <Form.Item name="special" valuePropName="checked" className="form-tight"><Checkbox>{t('special')}</Checkbox></Form.Item>
        <Form.Item name="cii" valuePropName="checked" className="form-tight"><Checkbox>{t('cii')}</Checkbox></Form.Item>
        <Form.Item name="outside" valuePropName="checked" extra={system && system.outside_places.length > 0 && !system.outside ? t('outside_hint', { places: listText(system.outside_places) }) : undefined}><Checkbox>{t('outside')}</Checkbox></Form.Item>
      </Form>
    </Modal>
  );
}
