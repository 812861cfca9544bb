import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { useLabels } from '../i18n.ts';
import { UnitsSelect } from '../organisation/unit-select.tsx';
import { Icon } from '../ui/icon.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { CampaignDraft, Draft } from './campaign-data.ts';

type Match = CampaignDraft['matches'][number];
const union = (...lists: (readonly string[] | null)[]): string[] => [...new Set(lists.flatMap((l) => l ?? []))];

/** The draft after a name of the document was said to mean these units. */
function settled(draft: Draft, name: string, unitIds: string[]): Draft {
  return { ...draft, tasks: draft.tasks.map((task) => ({
    ...task,
    unit_ids: task.units.includes(name) ? union(task.unit_ids, unitIds) : task.unit_ids,
    lead_unit_ids: task.leads.includes(name) ? union(task.lead_unit_ids, unitIds).slice(0, 200) : task.lead_unit_ids,
  })) };
}

function Ask({ name, count, onSettle }: { name: string; count: number; onSettle: (unitIds: string[]) => void }) {
  const t = useLabels('campaigns');
  const [ids, setIds] = useState<string[]>([]);
  const [remember, setRemember] = useState(true);
  const learn = useSubmit(campaigns.learn_alias, { refresh: [['organisation']], done: t('alias_learnt'), onDone: (_, input) => onSettle(input.body.unit_ids) });
  return (
    <li className="ask">
      <div><strong>“{name}”</strong> <span className="muted small">{t('in_tasks', { n: count })}</span></div>
      <UnitsSelect label={t('which_units', { name })} value={ids} onChange={setIds} />
      <div className="ask-end"><Checkbox checked={remember} onChange={(e) => setRemember(e.target.checked)}>{t('remember')}</Checkbox>
        <Button size="small" type="primary" disabled={ids.length === 0} loading={learn.isPending} aria-label={`${t('settle')} ${name}`} onClick={() => remember ? learn.mutate({ body: { name, unit_ids: ids } }) : onSettle(ids)}>{t('settle')}</Button></div>
    </li>
  );
}

/** Names that the tree does not know, to be asked about once. */
export function AskUnits({ draft, matches, onSettle }: { draft: Draft; matches: readonly Match[]; onSettle: (name: string, unitIds: string[], next: (old: Draft) => Draft) => void }) {
  const t = useLabels('campaigns');
  const live = draft.tasks.filter((task) => !task.skip);
  const unknown = matches.filter((m) => m.unit_ids === null).map((m) => ({ name: m.name, count: live.filter((task) => task.units.includes(m.name) || task.leads.includes(m.name)).length })).filter((m) => m.count > 0);
  if (unknown.length === 0) return null;
  return (
    <section className="panel panel-ask" aria-label={t('unknown_units')}>
      <div className="panel-head"><h2><Icon name="warn" />{t('unknown_units_n', { n: unknown.length })}</h2></div>
      <p className="muted">{t('unknown_units_note')}</p>
      <ul className="plain-list">{unknown.map((m) => <Ask key={m.name} name={m.name} count={m.count} onSettle={(ids) => onSettle(m.name, ids, (old) => settled(old, m.name, ids))} />)}</ul>
    </section>
  );
}
