import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { assets } from '../../modules/assets/contract.ts';
import { mlps } from '../../modules/mlps/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMe } from '../session.ts';
import { DateField } from '../ui/date-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { MlpsObject } from './marks.tsx';

interface Named { id: string; name: string }
/** Several systems of the ledger; what was chosen stays named while another word is looked for. */
function Systems({ id, value = [], onChange, known }: { id?: string; value?: string[]; onChange?: (ids: string[]) => void; known: readonly Named[] }) {
  const t = useLabels('mlps');
  const [word, setWord] = useState('');
  const list = useQuery({ ...query(assets.systems, { query: { size: 50, q: word || undefined } }), staleTime: 30_000 });
  const [seen, setSeen] = useState<Map<string, string>>(new Map(known.map((s) => [s.id, s.name])));
  const found = (list.data?.items ?? []).map((s) => ({ value: s.id, label: `${s.name}（${s.unit_name}）` }));
  const options = [...found, ...value.filter((v) => !found.some((f) => f.value === v)).map((v) => ({ value: v, label: seen.get(v) ?? v }))];
  return <Select id={id} mode="multiple" aria-label={t('systems')} className="full" placeholder={t('system_search')} showSearch={{ filterOption: false, onSearch: setWord }} loading={list.isFetching} value={value} options={options}
    onChange={(ids: string[]) => { setSeen(new Map([...seen, ...found.map((f) => [f.value, f.label] as const)])); onChange?.(ids); }} />;
}

interface Values { name?: string; unit_id: string; system_ids: string[]; online_on?: string | null }
/** A new object, of systems chosen here or given; or one that is there. */
export function NewObject({ object, system, onClose }: { object?: MlpsObject; system?: Named & { unit_id: string }; onClose: () => void }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const me = useMe();
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const known = object?.systems ?? (system ? [system] : []);
  const create = useSubmit(mlps.create, { form, refresh: [['mlps'], ['assets']], onDone: (o) => { onClose(); void navigate({ to: '/mlps/$id/grade', params: { id: o.id } }); } });
  const update = useSubmit(mlps.update, { form, done: shell('saved'), refresh: [['mlps'], ['assets']], onDone: onClose });
  const all = useQuery({ ...query(assets.systems, { query: { size: 500 } }), staleTime: 30_000 });
  const finish = (v: Values): void => {
    if (object) return update.mutate({ params: { id: object.id }, body: { version: object.version, name: v.name?.trim() || object.name, system_ids: v.system_ids, online_on: v.online_on ?? null } });
    const name = v.name?.trim() || (known.find((s) => s.id === v.system_ids[0]) ?? all.data?.items.find((s) => s.id === v.system_ids[0]))?.name || '';
    create.mutate({ body: { name, unit_id: v.unit_id, system_ids: v.system_ids } });
  };
  return (
    <Modal open title={object ? t('edit_object') : t('new_object')} onCancel={onClose} okText={object ? shell('save') : t('new_object')} onOk={() => form.submit()} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={object ? { name: object.name, unit_id: object.unit_id, system_ids: object.systems.map((s) => s.id), online_on: object.online_on } : { unit_id: system?.unit_id ?? me.roles.find((r) => r.unit_id)?.unit_id ?? undefined, system_ids: system ? [system.id] : [] }}>
        <Form.Item name="system_ids" label={t('systems')} rules={[{ required: true, message: t('systems_needed') }]}><Systems known={known} /></Form.Item>
        {!object && <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><UnitSelect label={t('unit')} allowClear={false} /></Form.Item>}
        <Form.Item name="name" label={t('name')} extra={object ? undefined : t('name_hint')}><Input maxLength={120} /></Form.Item>
        {object && <Form.Item name="online_on" label={t('online_on')} extra={t('online_hint')}><DateField /></Form.Item>}
      </Form>
    </Modal>
  );
}
