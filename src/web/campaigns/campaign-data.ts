import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { type Reply, subscribe } from '../api.ts';

export type Campaign = Reply<typeof campaigns.list>[number];
export type CampaignDetail = Reply<typeof campaigns.get>;
export type Counts = Campaign['counts'];
export type AssignmentRow = Reply<typeof campaigns.assignments>['items'][number];
export type AssignmentState = AssignmentRow['state'];
export type CampaignDraft = Reply<typeof campaigns.draft>;
export type Draft = CampaignDraft['draft'];
export type DraftTask = Draft['tasks'][number];

/** Reads everything about campaigns again when the server says that this one changed, at most once a second. */
export function useLiveCampaign(id: string): void {
  const cache = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = subscribe(campaigns.changes, { params: { id } }, () => {
      timer ??= setTimeout(() => { timer = undefined; void cache.invalidateQueries({ queryKey: ['campaigns'] }); }, 1000);
    });
    return () => { stop(); clearTimeout(timer); };
  }, [id, cache]);
}
