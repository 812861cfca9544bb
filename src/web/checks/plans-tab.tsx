import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Switch } from 'antd';
import { checks } from '../../modules/checks/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

import { ListsPanel } from './lists-panel.tsx';
import { TemplatesPanel } from './templates-panel.tsx';

type Plan = Reply<typeof checks.plans>[number];
interface Values { plans: Pick<Plan, 'enabled' | 'every_days' | 'from_hour' | 'until_hour'>[] }
function Plans({ list }: { list: Plan[] }) {
  const t = useLabels('checks');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const planned = list.filter((p) => p.planned);
  const save = useSubmit(checks.save_plans, { form, done: shell('saved') });
  return <>
    <p className="muted">{t('plans_hint')}</p>
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ plans: planned }} onFinish={(v) => save.mutate({ body: planned.map((p, i) => ({ profile: p.profile, ...v.plans[i]! })) })}>
      {planned.map((p, i) => <Panel key={p.profile} title={p.name}>
        <p className="muted">{p.what}</p>
        <div className="form-pair">
          <Form.Item name={['plans', i, 'enabled']} label={t('enabled')} valuePropName="checked"><Switch aria-label={`${t('enabled')} ${p.name}`} /></Form.Item>
          <Form.Item name={['plans', i, 'every_days']} label={t('every_days')}><InputNumber min={1} max={366} className="full" /></Form.Item>
          <Form.Item name={['plans', i, 'from_hour']} label={t('from_hour')}><InputNumber min={0} max={23} className="full" /></Form.Item>
          <Form.Item name={['plans', i, 'until_hour']} label={t('until_hour')}><InputNumber min={1} max={24} className="full" /></Form.Item>
        </div>
      </Panel>)}
      <Button type="primary" htmlType="submit" loading={save.isPending}>{shell('save')}</Button>
    </Form>
    {list.filter((p) => !p.planned).map((p) => <Panel key={p.profile} title={p.name}><p className="muted">{p.what}，{t('plan_by_hand')}</p></Panel>)}
  </>;
}
export function PlansTab() {
  const list = useQuery(query(checks.plans, {}));
  return <Loaded query={list}>{(d) => <><Plans list={d} /><ListsPanel /><TemplatesPanel /></>}</Loaded>;
}
