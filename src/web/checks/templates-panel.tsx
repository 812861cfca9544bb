import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { checks } from '../../modules/checks/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

/** Checks of one's own. */
export function TemplatesPanel() {
  const t = useLabels('checks');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ yaml: string }>();
  const list = useQuery(query(checks.templates, {}));
  const add = useSubmit(checks.add_template, { form, done: t('template_added'), onDone: () => form.resetFields() });
  const remove = useSubmit(checks.remove_template, {});
  return (
    <Panel title={t('templates')}>
      <p className="muted">{t('templates_hint')}</p>
      <Loaded query={list}>{(all) => (all.length === 0 ? <p className="muted">{t('no_templates')}</p> : <ul className="plain-list">{all.map((x) => <li key={x.id}><strong>{x.name}</strong> <span className="muted small">{x.check_id} · {x.created_by_name}</span> <Button size="small" aria-label={`${shell('remove')} ${x.name}`} onClick={() => remove.mutate({ params: { id: x.id } })}>{shell('remove')}</Button></li>)}</ul>)}</Loaded>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => add.mutate({ body: v })}>
        <Form.Item name="yaml" label={t('template_yaml')}><Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} spellCheck={false} /></Form.Item>
        <Button htmlType="submit" loading={add.isPending}>{t('add_template')}</Button>
      </Form>
    </Panel>
  );
}
