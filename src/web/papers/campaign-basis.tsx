import { useQuery } from '@tanstack/react-query';
import { papers } from '../../modules/papers/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Panel } from '../ui/page.tsx';
import { BasisList } from './basis-list.tsx';

/** What a campaign rests on; for those who may read the papers. */
export function CampaignBasis({ id }: { id: string }) {
  const t = useLabels('papers');
  const reads = useMay('paper.read');
  const writes = useMay('paper.write');
  const list = useQuery({ ...query(papers.campaign_basis, { params: { id } }), enabled: reads });
  if (!list.data || (!writes && list.data.length === 0)) return null;
  return <Panel title={t('basis')}><BasisList rows={list.data} of={{ campaign_id: id }} writes={writes} /></Panel>;
}
