import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { checks } from '../../modules/checks/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type List = Reply<typeof checks.lists>[number];
function One({ list }: { list: List }) {
  const t = useLabels('checks');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ values: string }>();
  const save = useSubmit(checks.save_list, { form, done: shell('saved') });
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ values: list.values.join('\n') }} onFinish={(v) => save.mutate({ params: { kind: list.kind }, body: { values: v.values.split(/\n+/).map((x) => x.trim()).filter(Boolean) } })}>
      <Form.Item name="values" label={`${t(`list_${list.kind}`)}（${list.values.length}）`}><Input.TextArea autoSize={{ minRows: 2, maxRows: 12 }} /></Form.Item>
      <Button htmlType="submit" size="small" loading={save.isPending} aria-label={`${shell('save')} ${t(`list_${list.kind}`)}`}>{shell('save')}</Button>
    </Form>
  );
}
/** Words, domains and numbers of one's own. */
export function ListsPanel() {
  const t = useLabels('checks');
  const lists = useQuery(query(checks.lists, {}));
  return <Panel title={t('lists')}><p className="muted">{t('lists_hint')}</p><Loaded query={lists}>{(all) => <>{all.map((l) => <One key={`${l.kind} ${l.values.length}`} list={l} />)}</>}</Loaded></Panel>;
}
