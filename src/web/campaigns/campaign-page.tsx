import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import { Button, Input, Modal } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { query } from '../api.ts';
import type { CampaignTab } from '../filters.ts';
import { useLabels } from '../i18n.ts';
import { may, useMe } from '../session.ts';
import { Pending } from '../shell/pending.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { type Campaign, useLiveCampaign } from './campaign-data.ts';
import { CampaignMark } from './state-mark.tsx';
import { Overview } from './overview-tab.tsx';

const BoardTab = lazy(async () => ({ default: (await import('./board-tab.tsx')).BoardTab }));
const TasksTab = lazy(async () => ({ default: (await import('./tasks-tab.tsx')).TasksTab }));
const DocumentsTab = lazy(async () => ({ default: (await import('./documents-tab.tsx')).DocumentsTab }));
const RevisionTab = lazy(async () => ({ default: (await import('./revision-tab.tsx')).RevisionTab }));
const route = getRouteApi('/shell/campaigns/$id');

function Close({ campaign }: { campaign: Campaign }) {
  const t = useLabels('campaigns');
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const close = useSubmit(campaigns.close, { done: t('closed_done'), onDone: () => setOpen(false) });
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>{t('close_campaign')}</Button>
      <Modal open={open} title={t('close_ask')} okText={t('close_campaign')} okButtonProps={{ danger: true }} confirmLoading={close.isPending} onCancel={() => setOpen(false)}
        onOk={() => close.mutate({ params: { id: campaign.id }, body: { version: campaign.version, note } })}>
        <p>{t('close_note', { open: campaign.counts.total - campaign.counts.done })}</p>
        <label className="field-label" htmlFor="close-note">{t('note')}</label>
        <Input.TextArea id="close-note" maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
      </Modal>
    </>
  );
}

/** One campaign from all sides; what others do shows without a reload. */
export function CampaignPage() {
  const t = useLabels('campaigns');
  const me = useMe();
  const { id } = route.useParams();
  const { tab } = route.useSearch();
  const detail = useQuery(query(campaigns.get, { params: { id } }));
  useLiveCampaign(id);
  const campaign = detail.data?.campaign;
  if (campaign?.state === 'draft' && may(me, 'campaign.write')) return <Navigate to="/campaigns/$id/draft" params={{ id }} replace />;
  const writes = may(me, 'campaign.write') && campaign?.state === 'published';
  const tabs: { key: CampaignTab; label: string; shown: boolean }[] = [
    { key: 'overview', label: t('overview'), shown: true }, { key: 'board', label: t('board'), shown: true }, { key: 'tasks', label: t('tasks'), shown: true }, { key: 'text', label: t('document'), shown: true },
    { key: 'documents', label: t('documents'), shown: may(me, 'document.read') }, { key: 'revision', label: t('revision'), shown: Boolean(writes) },
  ];
  const open = tabs.find((one) => one.shown && one.key === tab)?.key ?? 'overview';
  return (
    <Page wide title={campaign?.title ?? t('campaign')} extra={writes && campaign && <Close campaign={campaign} />}
      note={campaign && <span className="campaign-note"><CampaignMark state={campaign.state} />{[campaign.number, campaign.issuer, campaign.start_on || campaign.end_on ? `${campaign.start_on ?? '…'} — ${campaign.end_on ?? '…'}` : null, t('version_n', { n: campaign.plan_version })].filter(Boolean).join(' · ')}</span>}>
      <Loaded query={detail} rows={8}>{(page) => (
        <>
          <nav className="tabs" aria-label={t('campaign')}>
            {tabs.filter((one) => one.shown).map(({ key, label }) => <Link key={key} to="/campaigns/$id" params={{ id }} search={{ tab: key }} aria-current={key === open ? 'page' : undefined} className={key === open ? 'tab tab-open' : 'tab'}>{label}</Link>)}
          </nav>
          <Suspense fallback={<Pending />}>
            {open === 'overview' && <Overview page={page} />}
            {open === 'board' && <BoardTab page={page} />}
            {open === 'tasks' && <TasksTab page={page} />}
            {open === 'text' && <TasksTab page={page} beside />}
            {open === 'documents' && <DocumentsTab page={page} />}
            {open === 'revision' && <RevisionTab campaign={page.campaign} />}
          </Suspense>
        </>
      )}</Loaded>
    </Page>
  );
}
