import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal, Select } from 'antd';
import { itemStates, ledgerOf, ledgers, optionsOf, type LedgerField, type LedgerKey } from '../../modules/assets/ledger-contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { PersonSelect } from '../organisation/person-select.tsx';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { DateField } from '../ui/date-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { useLedgerWords } from './ledger-words.ts';
import { SystemsSelect } from './system-select.tsx';

type Item = Reply<typeof ledgers.item>;
interface Values { name: string; unit_id: string; operating_unit_id?: string | null; using_unit_id?: string | null; person_id?: string | null; state: Item['state']; fields?: Record<string, string | null | undefined>; note?: string; systems?: string[] }

/** One form for every ledger: its own fields between what all have. */
export function ItemForm({ ledger, item, unitId, onClose }: { ledger: LedgerKey; item?: Item; unitId?: string | undefined; onClose: () => void }) {
  const t = useLabels('assets');
  const shell = useLabels('shell');
  const { word, ledgerName } = useLedgerWords();
  const navigate = useNavigate();
  const l = ledgerOf(ledger);
  const [form] = Form.useForm<Values>();
  const create = useSubmit(ledgers.create, { form, done: shell('saved'), refresh: [['ledgers'], ['assets']], onDone: (i) => { onClose(); void navigate({ to: '/ledger-items/$id', params: { id: i.id } }); } });
  const update = useSubmit(ledgers.update, { form, done: shell('saved'), refresh: [['ledgers'], ['assets']], onDone: onClose });
  const finish = (v: Values): void => {
    const fields = Object.fromEntries(l.fields.map((f) => [f.key, v.fields?.[f.key] ?? '']));
    const body = { name: v.name, unit_id: v.unit_id, person_id: v.person_id ?? null, state: v.state, note: v.note ?? '', systems: v.systems ?? [], fields, ...(l.three && { operating_unit_id: v.operating_unit_id ?? null, using_unit_id: v.using_unit_id ?? null }) };
    if (item) update.mutate({ params: { id: item.id }, body: { ...body, version: item.version } }); else create.mutate({ params: { ledger }, body });
  };
  const control = (f: LedgerField) => (f.type === 'date' ? <DateField label={word(f)} /> : f.type === 'long' ? <Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} /> : f.type === 'text' ? <Input maxLength={1000} /> : <Select allowClear aria-label={word(f)} options={optionsOf(f).map((o) => ({ value: o.key, label: word(o) }))} />);
  return (
    <Modal open width={760} title={item ? `${t('edit_system')} ${item.name}` : t('new_item', { ledger: ledgerName(ledger) })} onCancel={onClose} okText={shell('save')} onOk={() => form.submit()} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={item ? { ...item, systems: item.systems.map((s) => s.id) } : { state: 'in_use', unit_id: unitId }}>
        <div className="form-pair">
          <Form.Item name="name" label={word(l.name)} rules={[{ required: true, whitespace: true, message: t('fill_in') }]}><Input maxLength={120} /></Form.Item>
          <Form.Item name="state" label={t('state')}><Select options={itemStates.map((s) => ({ value: s, label: t(`item_${s}`) }))} /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><UnitSelect label={t('unit')} allowClear={false} /></Form.Item>
          <Form.Item name="person_id" label={t('person')}><PersonSelect label={t('person')} /></Form.Item>
        </div>
        {l.three && <div className="form-pair">
          <Form.Item name="operating_unit_id" label={t('operating_unit')}><UnitSelect label={t('operating_unit')} /></Form.Item>
          <Form.Item name="using_unit_id" label={t('using_unit')}><UnitSelect label={t('using_unit')} /></Form.Item>
        </div>}
        <div className="form-grid">{l.fields.map((f) => <Form.Item key={f.key} name={['fields', f.key]} label={word(f)} className={f.type === 'long' ? 'form-wide' : undefined} rules={f.required ? [{ required: true, message: t('fill_in') }] : []}>{control(f)}</Form.Item>)}</div>
        <Form.Item name="systems" label={t('systems_linked')}><SystemsSelect label={t('systems_linked')} known={item?.systems ?? []} /></Form.Item>
        <Form.Item name="note" label={t('note')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 1, maxRows: 5 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
