import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { letters } from '../../modules/notices/contract.ts';
import { call } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { PaperView } from '../letters/paper-view.tsx';
import { UnitsSelect } from '../organisation/unit-select.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

interface Values { kind: 'circular' | 'order' | 'opinion'; source?: string; note?: string; contact?: string; phone?: string; report_units?: string[]; inspection?: { inspected_on: string; method: string; inspectors: string; received: string; basis?: string; content?: string; opinion?: string } }
const inspectionFields = ['method', 'inspectors', 'received'] as const;
/** What will go out, to whom; then it goes out. */
export function IssueLetters({ ids, onClose }: { ids: string[]; onClose: (sent: boolean) => void }) {
  const t = useLabels('hazards');
  const d = useLabels('letters');
  const [shown, setShown] = useState<{ unit: string; values: Values }>();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const preview = useQuery({ queryKey: ['letters', 'preview', ids], queryFn: () => call(letters.preview, { body: { ids } }) });
  const issue = useSubmit(letters.issue, { form, refresh: [['hazards'], ['letters']], onDone: (r) => { message.success(t('issued_n', { n: r.issued })); onClose(true); } });
  const kind = Form.useWatch('kind', form);
  const units = preview.data ?? [];
  const bodyOf = (v: Values) => ({ kind: v.kind, source: v.source ?? '', note: v.note ?? '', contact: v.contact ?? '', phone: v.phone ?? '', ...(v.report_units?.length && { report_units: v.report_units }), ...(v.kind === 'opinion' && v.inspection && { inspection: { ...v.inspection, basis: v.inspection.basis ?? '', content: v.inspection.content ?? '', opinion: v.inspection.opinion ?? '' } }) });
  const look = (unit: string): void => { void form.validateFields().then((values) => setShown({ unit, values }), () => undefined); };
  const n = units.reduce((sum, u) => sum + u.hazards, 0);
  const deaf = units.filter((u) => u.reachable === 0);
  return (
    <Modal open width={760} title={t('issue_title')} onCancel={() => onClose(false)} okText={t('issue_go', { n: units.length })} okButtonProps={{ disabled: units.length === 0 }} confirmLoading={issue.isPending} onOk={() => form.submit()}>
      <Loaded query={preview} rows={2}>{() => units.length === 0 ? <p className="gap" role="status"><Icon name="warn" size={16} />{t('issue_none')}</p> : <>
        <p role="status">{t('issue_sum', { units: units.length, n })}</p>
        <p className="muted">{t('issue_hint')}</p>
        {deaf.length > 0 && <p className="gap"><Icon name="warn" size={16} />{t('issue_unreachable', { names: listText(deaf.slice(0, 6).map((u) => u.unit_name)) })}</p>}
        <DataTable caption={t('issue_title')} rows={units.slice(0, 50)} rowKey={(u) => u.unit_id} empty={null} columns={[{ key: 'unit', title: t('unit'), card: 'title', render: (u) => u.unit_name }, { key: 'n', title: t('hazard'), align: 'right', render: (u) => t('hazards_n', { n: u.hazards }) }, { key: 'critical', title: t('severity_critical'), align: 'right', render: (u) => u.critical }, { key: 'high', title: t('severity_high'), align: 'right', render: (u) => u.high }, { key: 'look', title: d('preview'), card: 'plain', render: (u) => <Button size="small" aria-label={`${d('preview')} ${u.unit_name}`} onClick={() => look(u.unit_id)}>{d('preview')}</Button> }]} />
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'order', report_units: [], inspection: { inspected_on: today() } }} onFinish={(v) => issue.mutate({ body: { ids: units.flatMap((u) => u.ids), ...bodyOf(v) } })}>
          <div className="form-pair">
            <Form.Item name="kind" label={t('issue_kind')}><Select options={(['order', 'circular', 'opinion'] as const).map((k) => ({ value: k, label: t(`kind_${k}`) }))} /></Form.Item>
            <Form.Item name="source" label={t('issue_source')} extra={t('issue_source_hint')}><Input maxLength={60} /></Form.Item>
          </div>
          {kind === 'opinion' && <>
            <Form.Item name={['inspection', 'inspected_on']} label={t('inspected_on')} rules={[{ required: true, message: d('needed') }]}><DateField max={today()} /></Form.Item>
            {inspectionFields.map((f) => <Form.Item key={f} name={['inspection', f]} label={t(`inspection_${f}`)} rules={[{ required: true, whitespace: true, message: d('needed') }]}><Input maxLength={200} /></Form.Item>)}
            <Form.Item name={['inspection', 'basis']} label={t('inspection_basis')}><Input maxLength={200} /></Form.Item>
            <Form.Item name={['inspection', 'content']} label={t('inspection_content')}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 5 }} /></Form.Item>
            <Form.Item name={['inspection', 'opinion']} label={t('inspection_opinion')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
          </>}
          <Form.Item name="note" label={t('issue_note')}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
          <div className="form-pair">
            <Form.Item name="contact" label={t('contact')}><Input maxLength={60} /></Form.Item>
            <Form.Item name="phone" label={t('phone')}><Input maxLength={40} inputMode="tel" /></Form.Item>
          </div>
          <Form.Item name="report_units" label={d('report_units')} extra={d('report_units_hint')}><UnitsSelect label={d('report_units')} value={[]} onChange={() => undefined} /></Form.Item>
        </Form>
        {shown && <PaperView name={shown.unit} note={d('preview_note')} load={() => call(letters.render, { body: { ids, unit_id: shown.unit, ...bodyOf(shown.values) } })} onClose={() => setShown(undefined)} />}
      </>}</Loaded>
    </Modal>
  );
}
