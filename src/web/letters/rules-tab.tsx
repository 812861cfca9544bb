import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber } from 'antd';
import { letters } from '../../modules/notices/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitsSelect } from '../organisation/unit-select.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { WarningRules } from './warning-rules.tsx';

type Rules = Reply<typeof letters.rules>;
function RulesForm({ rules }: { rules: Rules }) {
  const t = useLabels('letters');
  const h = useLabels('hazards');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Rules>();
  const save = useSubmit(letters.save_rules, { form, done: shell('saved') });
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={rules} onFinish={(v) => save.mutate({ body: { ...v, reminders: v.reminders.map((r, i) => ({ ...r, severity: rules.reminders[i]!.severity })) } })}>
      <Form.Item name="lead_days" label={t('lead_days')} extra={t('lead_days_hint')}><InputNumber min={0} max={30} precision={0} /></Form.Item>
      <Form.Item name="report_units" label={t('report_units')} extra={t('report_units_hint')}><UnitsSelect label={t('report_units')} value={[]} onChange={() => undefined} /></Form.Item>
      <h3>{t('reminders')}</h3><p className="muted">{t('reminders_hint')}</p>
      {rules.reminders.map((r, i) => <div key={r.severity} className="form-pair">
        <Form.Item name={['reminders', i, 'unsigned_days']} label={t('unsigned_days', { severity: h(`severity_${r.severity}`) })}><InputNumber min={1} max={30} precision={0} /></Form.Item>
        <Form.Item name={['reminders', i, 'unanswered_days']} label={t('unanswered_days', { severity: h(`severity_${r.severity}`) })}><InputNumber min={1} max={60} precision={0} /></Form.Item>
      </div>)}
      <Button type="primary" htmlType="submit" loading={save.isPending}>{shell('save')}</Button>
    </Form>
  );
}
export function RulesTab() {
  const t = useLabels('letters');
  const rules = useQuery(query(letters.rules, {}));
  return <><Panel title={t('rules')}><Loaded query={rules}>{(d) => <RulesForm rules={d} />}</Loaded></Panel><WarningRules /></>;
}
