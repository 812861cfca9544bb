import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { severities } from '../../modules/hazards/contract.ts';
import { warningLevels, warnings } from '../../modules/notices/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Rule = Reply<typeof warnings.rules>[number];
function RulesForm({ rules }: { rules: Rule[] }) {
  const t = useLabels('letters');
  const h = useLabels('hazards');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ rules: (Omit<Rule, 'id'> & { id: string | null })[] }>();
  const save = useSubmit(warnings.save_rules, { form, done: shell('saved') });
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ rules }} onFinish={(v) => save.mutate({ body: v.rules.map((r) => ({ ...r, id: r.id ?? null, active: r.active ?? false })) })}>
      <Form.List name="rules">{(fields, { add, remove }) => <>
        {fields.map((f) => <fieldset key={f.key} className="rule-row"><legend className="visually-hidden">{t('warning_rules')} {f.name + 1}</legend>
          <Form.Item name={[f.name, 'id']} hidden><Input /></Form.Item>
          <Form.Item name={[f.name, 'name']} label={t('rule_name')} rules={[{ required: true, whitespace: true, message: t('needed') }]}><Input maxLength={80} /></Form.Item>
          <Form.Item name={[f.name, 'severity']} label={h('severity')}><Select options={severities.map((s) => ({ value: s, label: h(`severity_${s}`) }))} /></Form.Item>
          <Form.Item name={[f.name, 'units']} label={t('rule_units')}><InputNumber min={1} max={1000} precision={0} /></Form.Item>
          <Form.Item name={[f.name, 'days']} label={t('rule_days')}><InputNumber min={1} max={365} precision={0} /></Form.Item>
          <Form.Item name={[f.name, 'level']} label={t('level')}><Select options={warningLevels.map((l) => ({ value: l, label: t(`level_${l}`) }))} /></Form.Item>
          <Form.Item name={[f.name, 'active']} valuePropName="checked"><Checkbox>{t('rule_active')}</Checkbox></Form.Item>
          <Button type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${f.name + 1}`} onClick={() => remove(f.name)} />
        </fieldset>)}
        <div className="row-actions"><Button icon={<Icon name="plus" />} onClick={() => add({ id: null, name: '', severity: 'high', units: 3, days: 30, level: 'yellow', active: true })}>{t('add_rule')}</Button><Button type="primary" htmlType="submit" loading={save.isPending}>{shell('save')}</Button></div>
      </>}</Form.List>
    </Form>
  );
}
/** 预警规则: what turns findings into intelligence to be judged. */
export function WarningRules() {
  const t = useLabels('letters');
  const rules = useQuery(query(warnings.rules, {}));
  return <Panel title={t('warning_rules')}><p className="muted">{t('warning_rules_hint')}</p><Loaded query={rules}>{(d) => <RulesForm key={d.map((r) => r.id).join()} rules={d} />}</Loaded></Panel>;
}
