import { Button, Form, Input, InputNumber, Select } from 'antd';
import { checks } from '../../modules/checks/contract.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Authorisation } from './marks.tsx';

export const portsText = (ports: Authorisation['ports']): string => ports.map(([f, t]) => (f === t ? String(f) : `${f}-${t}`)).join(', ');
/** `80, 443, 8000-9000` → ranges; undefined where it is none. */
export function portsOf(text: string): [number, number][] | undefined {
  const parts = text.split(/[,，、;\s]+/).filter(Boolean).map((p) => /^(\d{1,5})(?:[-–—~](\d{1,5}))?$/.exec(p));
  const ranges = parts.map((m): [number, number] => (m ? [Number(m[1]), Number(m[2] ?? m[1])] : [0, 0]));
  return ranges.length && ranges.every(([f, t]) => f >= 1 && t <= 65_535 && f <= t) ? ranges : undefined;
}
const lines = (text: string): string[] => text.split(/[\s,，、;；]+/).filter(Boolean);
interface Values { purpose: string; hosts: string; networks: string; ports: string; valid_from: string; valid_until: string; windows?: { days: number[]; from: string; to: string }[]; requests_per_second: number; connections_per_second: number }

/** What the unit is asked to agree to. */
export function ScopeForm({ a }: { a: Authorisation }) {
  const t = useLabels('checks');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const save = useSubmit(checks.update_authorisation, { form, done: shell('saved'), rename: { 'rates.requests_per_second': 'requests_per_second', 'rates.connections_per_second': 'connections_per_second' } });
  const hour = [{ required: true, pattern: /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, message: 'HH:MM' }];
  const finish = ({ hosts, networks, ports, requests_per_second, connections_per_second, windows = [], ...v }: Values): void => save.mutate({ params: { id: a.id }, body: { ...v, hosts: lines(hosts), networks: lines(networks), ports: portsOf(ports)!, windows, rates: { requests_per_second, connections_per_second }, version: a.version } });
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ ...a, hosts: a.hosts.join('\n'), networks: a.networks.join('\n'), ports: portsText(a.ports), ...a.rates }}>
      <Form.Item name="purpose" label={t('purpose')} extra={t('purpose_hint')}><Input maxLength={500} /></Form.Item>
      <div className="form-pair">
        <Form.Item name="hosts" label={t('hosts')} extra={t('hosts_hint')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} /></Form.Item>
        <Form.Item name="networks" label={t('networks')} extra={t('networks_hint')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} /></Form.Item>
      </div>
      <Form.Item name="ports" label={t('ports')} extra={t('ports_hint')} rules={[{ validator: (_, v: string) => (portsOf(v ?? '') ? Promise.resolve() : Promise.reject(new Error(t('bad_ports')))) }]}><Input maxLength={500} /></Form.Item>
      <div className="form-pair">
        <Form.Item name="valid_from" label={t('valid_from')}><DateField allowEmpty={false} /></Form.Item>
        <Form.Item name="valid_until" label={t('valid_until')}><DateField allowEmpty={false} /></Form.Item>
      </div>
      <div className="form-pair">
        <Form.Item name="requests_per_second" label={t('requests_per_second')}><InputNumber min={0.1} max={50} className="full" /></Form.Item>
        <Form.Item name="connections_per_second" label={t('connections_per_second')}><InputNumber min={1} max={1000} className="full" /></Form.Item>
      </div>
      <Form.List name="windows">{(fields, { add, remove }) => <>
        <p className="field-label">{t('windows')}{fields.length === 0 && `：${t('any_hour')}`}</p>
        {fields.map((f, i) => <div key={f.key} className="form-pair">
          <Form.Item name={[f.name, 'days']} label={t('window_days')} rules={[{ required: true, message: t('window_days') }]}><Select mode="multiple" aria-label={`${t('window_days')} ${i + 1}`} options={([1, 2, 3, 4, 5, 6, 7] as const).map((d) => ({ value: d, label: t(`day_${d}`) }))} /></Form.Item>
          <Form.Item name={[f.name, 'from']} label={t('window_from')} rules={hour}><Input placeholder="22:00" maxLength={5} /></Form.Item>
          <Form.Item name={[f.name, 'to']} label={t('window_to')} rules={hour}><Input placeholder="06:00" maxLength={5} /></Form.Item>
          <Button onClick={() => remove(f.name)}>{t('remove_window')}</Button>
        </div>)}
        <Button onClick={() => add({ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' })}>{t('add_window')}</Button>
      </>}</Form.List>
      <p><Button htmlType="submit" type="primary" loading={save.isPending}>{shell('save')}</Button></p>
    </Form>
  );
}
