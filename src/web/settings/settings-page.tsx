import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useEffect } from 'react';
import { settings, type Settings } from '../../kernel/settings/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Key = keyof Settings;
interface Field { key: Key; kind: 'text' | 'number' | 'days' | 'choice'; min?: number; max?: number; choices?: readonly ('refuse' | 'accept')[] }
const groups: { name: 'group_office' | 'group_password' | 'group_reminders' | 'group_mail' | 'group_machine'; fields: Field[] }[] = [
  { name: 'group_office', fields: [{ key: 'organisation_name', kind: 'text', max: 100 }, { key: 'document_word', kind: 'text', max: 20 }] },
  { name: 'group_password', fields: [
    { key: 'password_min_length', kind: 'number', min: 8, max: 64 }, { key: 'password_kinds', kind: 'number', min: 2, max: 4 }, { key: 'password_max_age_days', kind: 'number', min: 0, max: 366 }, { key: 'password_history', kind: 'number', min: 0, max: 24 },
    { key: 'lockout_attempts', kind: 'number', min: 3, max: 20 }, { key: 'lockout_minutes', kind: 'number', min: 1, max: 1440 }, { key: 'session_idle_minutes', kind: 'number', min: 5, max: 1440 },
  ] },
  { name: 'group_reminders', fields: [{ key: 'reminder_days_before', kind: 'days', min: 0 }, { key: 'reminder_days_after', kind: 'days', min: 1 }, { key: 'digest_hour', kind: 'number', min: -1, max: 23 }, { key: 'quiet_from_hour', kind: 'number', min: 0, max: 24 }, { key: 'quiet_to_hour', kind: 'number', min: 0, max: 24 }] },
  { name: 'group_mail', fields: [{ key: 'smtp_url', kind: 'text', max: 300 }, { key: 'mail_from', kind: 'text', max: 200 }] },
  { name: 'group_machine', fields: [
    { key: 'backup_hour', kind: 'number', min: -1, max: 23 }, { key: 'backup_keep', kind: 'number', min: 1, max: 90 }, { key: 'scan_unreachable', kind: 'choice', choices: ['refuse', 'accept'] },
    { key: 'sign_in_per_account', kind: 'number', min: 3, max: 1000 }, { key: 'writes_per_minute', kind: 'number', min: 0, max: 10_000 },
  ] },
];
type Values = Omit<Settings, 'reminder_days_before' | 'reminder_days_after'> & { reminder_days_before: string[]; reminder_days_after: string[] };
const asForm = (s: Settings): Values => ({ ...s, reminder_days_before: s.reminder_days_before.map(String), reminder_days_after: s.reminder_days_after.map(String) });
const asDays = (list: string[]): number[] => [...new Set(list.map(Number).filter((n) => Number.isInteger(n) && n >= 0))].sort((a, b) => b - a);

function SettingsForm({ saved }: { saved: Settings }) {
  const t = useLabels('settings');
  const shell = useLabels('shell');
  const writes = useMay('setting.write');
  const [form] = Form.useForm<Values>();
  useEffect(() => form.setFieldsValue(asForm(saved)), [form, saved]);
  const save = useSubmit(settings.save, { form, done: shell('saved'), refresh: [['settings'], ['identity']] });
  return (
    <Form form={form} layout="vertical" requiredMark={false} disabled={!writes} initialValues={asForm(saved)} scrollToFirstError
      onFinish={(v) => save.mutate({ body: { ...v, reminder_days_before: asDays(v.reminder_days_before), reminder_days_after: asDays(v.reminder_days_after) } })}>
      {groups.map((g) => (
        <Panel key={g.name} title={t(g.name)}>
          <div className="setting-fields">{g.fields.map((f) => (
            <Form.Item key={f.key} name={f.key} label={t(f.key)} extra={t(`${f.key}_note`)} rules={f.key === 'organisation_name' ? [{ required: true, message: t('needed') }] : []}>
              {f.kind === 'number' ? <InputNumber {...(f.min === undefined ? {} : { min: f.min })} {...(f.max === undefined ? {} : { max: f.max })} precision={0} /> : f.kind === 'choice' ? <Select options={(f.choices ?? []).map((value) => ({ value, label: t(`scan_${value}`) }))} /> : f.kind === 'days' ? <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', '、', ' ']} /> : <Input maxLength={f.max} autoComplete="off" />}
            </Form.Item>
          ))}</div>
        </Panel>
      ))}
      {writes ? <Button type="primary" htmlType="submit" loading={save.isPending}>{shell('save')}</Button> : <p className="muted">{t('read_only')}</p>}
    </Form>
  );
}

export function SettingsPage() {
  const shell = useLabels('shell');
  const current = useQuery(query(settings.get));
  return <Page title={shell('settings')}><Loaded query={current} rows={8}>{(saved) => <SettingsForm saved={saved} />}</Loaded></Page>;
}
