import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { matterKinds, matterLevels, papers } from '../../modules/papers/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { asInstant, InstantField, nowText, textOf } from './instant-field.tsx';
import type { Matter } from './matters-tab.tsx';

type Rules = Reply<typeof papers.matters>['rules'];
interface Values { title: string; kind: Matter['kind']; level: Matter['level']; happened_at: string; found_at: string; unit_id?: string | null; content: string; exempt_reason?: string; rule_keys?: string[] }

/** What happened, and to whom it must be reported by when: the rules propose, a person decides. */
export function MatterForm({ matter, rules, onClose }: { matter?: Matter | undefined; rules: Rules; onClose: () => void }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form) ?? 'incident';
  const level = Form.useWatch('level', form) ?? 'serious';
  const fitting = (k: Matter['kind'], l: Matter['level']) => rules.filter((r) => r.kind === k && r.levels.includes(l));
  const usual = (k: Matter['kind'], l: Matter['level']) => fitting(k, l).filter((r) => r.usual).map((r) => r.key);
  const create = useSubmit(papers.create_matter, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(papers.update_matter, { form, done: shell('saved'), onDone: onClose });
  const finish = ({ rule_keys, ...v }: Values): void => {
    const body = { ...v, happened_at: asInstant(v.happened_at), found_at: asInstant(v.found_at), unit_id: v.unit_id ?? null, exempt_reason: v.exempt_reason ?? '' };
    if (matter) update.mutate({ params: { id: matter.id }, body: { ...body, version: matter.version } });
    else create.mutate({ body: { ...body, rule_keys: rule_keys ?? [] } });
  };
  const now = nowText();
  const choices = fitting(kind, level);
  const needed = (message: string) => [{ required: true, message }];
  return (
    <Modal open width={660} title={matter ? t('edit_matter') : t('new_matter')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={matter ? { ...matter, happened_at: textOf(matter.happened_at), found_at: textOf(matter.found_at) } : { kind: 'incident', level: 'serious', happened_at: now, found_at: now, rule_keys: usual('incident', 'serious') }}
        onValuesChange={(changed) => { if (!matter && ('kind' in changed || 'level' in changed)) form.setFieldValue('rule_keys', usual(form.getFieldValue('kind'), form.getFieldValue('level'))); }}>
        <Form.Item name="title" label={t('matter_title')} rules={needed(t('title_needed'))}><Input maxLength={200} /></Form.Item>
        <Form.Item name="kind" label={t('kind')}><Select options={matterKinds.map((k) => ({ value: k, label: t(`matter_${k}`) }))} /></Form.Item>
        <Form.Item name="level" label={t('level')}><Select options={matterLevels.map((l) => ({ value: l, label: t(`level_${l}`) }))} /></Form.Item>
        <Form.Item name="happened_at" label={t('happened_at')} rules={needed(t('time_needed'))}><InstantField /></Form.Item>
        <Form.Item name="found_at" label={t('found_at')} rules={needed(t('time_needed'))}><InstantField /></Form.Item>
        <Form.Item name="unit_id" label={t('matter_unit')}><UnitSelect label={t('matter_unit')} placeholder={shell('none')} /></Form.Item>
        <Form.Item name="content" label={t('matter_content')} rules={needed(t('content_needed'))}><Input.TextArea maxLength={5000} autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
        {!matter && (choices.length === 0 ? <p className="muted">{t('no_rule')}</p> : <Form.Item name="rule_keys" label={t('report_to')} extra={t('report_to_hint')}><Checkbox.Group className="stack" options={choices.map((r) => ({ value: r.key, label: `${r.recipient}：${r.hours === null ? t('at_once') : t('within_hours', { n: r.hours })}（${r.source}）` }))} /></Form.Item>)}
        <Form.Item name="exempt_reason" label={t('exempt_reason')} extra={t('exempt_hint')}><Input maxLength={500} /></Form.Item>
      </Form>
    </Modal>
  );
}
