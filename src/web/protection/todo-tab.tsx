import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Form, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { faultKinds, protection, rules, type RuleKey } from '../../modules/protection/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { ScopeBar } from './scope-bar.tsx';

type Fault = Reply<typeof protection.faults>['faults'][number];
type Kind = (typeof faultKinds)[number];
const route = getRouteApi('/shell/protection');
/** Where each fault is mended. */
const tabOf: Record<Kind, 'measures' | 'backups' | 'accounts' | 'logs' | 'policies'> = { measure_missing: 'measures', measure_unchecked: 'measures', no_backup: 'backups', backup_late: 'backups', backup_failed: 'backups', drill_late: 'backups', no_accounts: 'accounts', review_late: 'accounts', account_outside: 'accounts', account_shared: 'accounts', account_expired: 'accounts', account_endless: 'accounts', holder_left: 'accounts', password_old: 'accounts', no_logs: 'logs', logs_short: 'logs', policy_review_late: 'policies' };

function RulesForm({ now, onClose }: { now: Record<RuleKey, number>; onClose: () => void }) {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Record<RuleKey, number>>();
  const save = useSubmit(protection.save_rules, { form, done: shell('saved'), onDone: onClose });
  return (
    <Modal open title={t('rules')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={save.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={now} onFinish={(body) => save.mutate({ body })}>
        {(Object.entries(rules) as [RuleKey, readonly [number, number]][]).map(([k, [least, most]]) => <Form.Item key={k} name={k} label={t(`rule_${k}`)} rules={[{ required: true, message: `${least}–${most}` }]}><InputNumber min={least} max={most} precision={0} className="full" /></Form.Item>)}
      </Form>
    </Modal>
  );
}

/** Everything that is not as it should be, by unit, each a step from where it is mended. */
export function TodoTab() {
  const t = useLabels('protection');
  const manages = useMay('protection.manage');
  const { unit_id, system_id, kind } = route.useSearch();
  const navigate = useNavigate({ from: '/protection' });
  const list = useQuery(query(protection.faults, { query: { unit_id, system_id, kind } }));
  const now = useQuery(query(protection.rules, {}));
  const [editing, setEditing] = useState(false);
  const columns: Column<Fault>[] = [
    { key: 'what', title: t('what'), card: 'title', render: (f) => f.what },
    { key: 'kind', title: t('kind'), width: 210, render: (f) => <span className="gap">{t(`fault_${f.kind}`)}</span> },
    { key: 'unit', title: t('unit'), width: 180, render: (f) => f.unit_name },
    { key: 'do', title: t('actions'), width: 100, card: 'plain', render: (f) => <Link to="/protection" search={{ tab: tabOf[f.kind], unit_id: f.system_id ? unit_id : f.unit_id, system_id: f.system_id ?? undefined }} aria-label={`${t('mend')} ${f.what}`}>{t('mend')}</Link> },
  ];
  return (
    <>
      <ScopeBar>
        <Select aria-label={t('kind')} className="filter" allowClear placeholder={t('all_kinds')} value={kind} onChange={(k) => void navigate({ search: (s) => ({ ...s, kind: k }) })} options={faultKinds.map((k) => ({ value: k, label: t(`fault_${k}`) }))} />
        {manages && <Button disabled={!now.data} onClick={() => setEditing(true)}>{t('rules')}</Button>}
        <a className="button-link plain" href={addressOf(protection.export, { params: { list: 'faults' }, query: { unit_id, system_id } })} download><Icon name="download" size={16} />{t('export')}</a>
      </ScopeBar>
      <Loaded query={list}>{(d) => (
        <>
          <p className="muted">{t('whole_n', { systems: d.systems, whole: d.whole })}</p>
          {d.counts.length > 0 && <div className="figures">{d.counts.map((c) => <Link key={c.kind} to="/protection" search={{ tab: 'todo', unit_id, system_id, kind: c.kind }} className="figure" aria-current={kind === c.kind ? 'true' : undefined}><span className="figure-value tone-warn">{c.n}</span><span className="figure-name">{t(`fault_${c.kind}`)}</span></Link>)}</div>}
          {d.faults.length === 2000 && <p className="gap">{t('first_n')}</p>}
          <DataTable caption={t('todo')} columns={columns} rows={d.faults} rowKey={(f) => `${f.kind} ${f.what} ${f.unit_id}`} empty={<Nothing text={d.systems === 0 ? t('no_system') : t('no_faults')} hint={d.systems === 0 ? t('no_system_hint') : t('no_faults_hint')} />} />
        </>
      )}</Loaded>
      {editing && now.data && <RulesForm now={now.data} onClose={() => setEditing(false)} />}
    </>
  );
}
