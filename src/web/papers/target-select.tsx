import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { papers } from '../../modules/papers/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';

export type TargetKind = 'campaign' | 'task' | 'own';
export interface TargetValues { kind: TargetKind; campaign_id?: string; task_id?: string; own_document_id?: string }
const search = { showSearch: { optionFilterProp: 'label' } };

/** Fields to choose a campaign, one of its tasks, or a document of one's own. */
export function TargetFields({ kinds }: { kinds: readonly TargetKind[] }) {
  const t = useLabels('papers');
  const form = Form.useFormInstance<TargetValues>();
  const kind = Form.useWatch('kind', form) ?? kinds[0]!;
  const campaignId = Form.useWatch('campaign_id', form);
  const all = useQuery({ ...query(campaigns.list, {}), enabled: kind !== 'own' });
  const one = useQuery({ ...query(campaigns.get, { params: { id: campaignId ?? '' } }), enabled: kind === 'task' && Boolean(campaignId) });
  const owns = useQuery({ ...query(papers.owns, { query: {} }), enabled: kind === 'own' });
  const needed = [{ required: true, message: t('choose_needed') }];
  return (
    <>
      <Form.Item name="kind" label={t('link_kind')} hidden={kinds.length === 1}><Select options={kinds.map((k) => ({ value: k, label: t(`link_${k}`) }))} /></Form.Item>
      {kind !== 'own' && <Form.Item name="campaign_id" label={t('link_campaign')} rules={needed}><Select {...search} loading={all.isPending} placeholder={t('choose')} options={(all.data ?? []).filter((k) => k.state !== 'draft').map((k) => ({ value: k.id, label: k.title }))} onChange={() => form.setFieldValue('task_id', undefined)} /></Form.Item>}
      {kind === 'own' && <Form.Item name="own_document_id" label={t('link_own')} rules={needed}><Select {...search} loading={owns.isPending} placeholder={t('choose')} options={(owns.data ?? []).map((o) => ({ value: o.id, label: o.title }))} /></Form.Item>}
      {kind === 'task' && <Form.Item name="task_id" label={t('link_task')} rules={needed}><Select {...search} loading={one.isFetching} disabled={!campaignId} placeholder={t('choose')} options={(one.data?.tasks ?? []).filter((x) => !x.withdrawn).map((x) => ({ value: x.id, label: x.title }))} /></Form.Item>}
    </>
  );
}
/** What the API asks for: exactly one of the three. */
export const targetOf = (v: TargetValues) => v.kind === 'task' ? { task_id: v.task_id! } : v.kind === 'own' ? { own_document_id: v.own_document_id! } : { campaign_id: v.campaign_id! };
