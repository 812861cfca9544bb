import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Bar } from '../ui/numbers.tsx';
import { Page } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Campaign } from './campaign-data.ts';
import { CampaignMark } from './state-mark.tsx';

export function CampaignsPage() {
  const t = useLabels('campaigns');
  const shell = useLabels('shell');
  const writes = useMay('campaign.write');
  const { modal } = App.useApp();
  const list = useQuery(query(campaigns.list));
  const remove = useSubmit(campaigns.remove_draft, { done: t('draft_removed') });
  const add = writes && <Link to="/campaigns/new" className="button-link primary"><Icon name="plus" size={16} />{t('new_campaign')}</Link>;
  const columns: Column<Campaign>[] = [
    { key: 'title', title: t('title'), card: 'title', render: (c) => <div>{c.state === 'draft' ? <Link to="/campaigns/$id/draft" params={{ id: c.id }} className="strong-link">{c.title || t('untitled')}</Link> : <Link to="/campaigns/$id" params={{ id: c.id }} className="strong-link">{c.title}</Link>}<div className="muted small">{[c.number, c.issuer].filter(Boolean).join(' · ')}</div></div> },
    { key: 'state', title: t('status'), width: 110, render: (c) => <CampaignMark state={c.state} /> },
    { key: 'time', title: t('period'), width: 200, render: (c) => c.start_on || c.end_on ? `${c.start_on ?? '…'} — ${c.end_on ?? '…'}` : '' },
    { key: 'progress', title: t('progress'), width: 220, render: (c) => c.state === 'draft' ? '' : <Bar done={c.counts.done} total={c.counts.total} label={t('progress_of', { name: c.title })} /> },
    { key: 'overdue', title: t('overdue'), width: 90, render: (c) => c.counts.overdue > 0 ? <Link to="/assignments" search={{ campaign_id: c.id, overdue: 'true' }} className="gap">{t('overdue_n', { n: c.counts.overdue })}</Link> : '' },
    ...(writes ? [{ key: 'do', title: t('actions'), card: 'plain' as const, width: 100, render: (c: Campaign) => c.state !== 'draft' ? null : (
      <Button size="small" danger aria-label={`${shell('remove')} ${c.title}`} onClick={() => void modal.confirm({ title: t('remove_draft_ask', { name: c.title }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: c.id } }).catch(() => undefined) })}>{shell('remove')}</Button>
    ) }] : []),
  ];
  return (
    <Page title={shell('campaigns')} extra={add}>
      <Loaded query={list}>{(rows) => <DataTable caption={shell('campaigns')} columns={columns} rows={rows} rowKey={(c) => c.id} empty={<Nothing text={t('no_campaigns')} hint={t(writes ? 'no_campaigns_hint' : 'no_campaigns_wait')} action={add} />} />}</Loaded>
    </Page>
  );
}
