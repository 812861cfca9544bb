import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { Alert, Button, Segmented } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { useNarrow } from '../ui/use-phone.ts';
import { AskUnits } from './ask-units.tsx';
import type { CampaignDraft, Draft } from './campaign-data.ts';
import { DocumentPane } from './document-pane.tsx';
import { DraftFacts } from './draft-facts.tsx';
import { DraftTasks } from './draft-tasks.tsx';
import { Publish } from './publish.tsx';
import { type SaveState, useDraft } from './use-draft.ts';

const route = getRouteApi('/shell/campaigns/$id/draft');

function Saving({ state, problem, onSave, onReload }: { state: SaveState; problem: string; onSave: () => void; onReload: () => void }) {
  const t = useLabels('campaigns');
  const shell = useLabels('shell');
  if (state === 'conflict') return <Alert type="error" showIcon role="alert" title={t('draft_conflict')} action={<Button size="small" danger onClick={onReload}>{t('draft_reload')}</Button>} />;
  if (state === 'failed') return <Alert type="warning" showIcon role="alert" title={problem} action={<Button size="small" onClick={onSave}>{shell('retry')}</Button>} />;
  return null;
}

/** Document on the left, what was understood of it on the right; nothing is published until an officer says so. */
export function DraftPage() {
  const t = useLabels('campaigns');
  const cache = useQueryClient();
  const { id } = route.useParams();
  const narrow = useNarrow();
  const edit = useDraft(id);
  const [active, setActive] = useState<string>();
  const [quote, setQuote] = useState<string>();
  const [pane, setPane] = useState<'text' | 'plan'>('plan');
  const [publishing, setPublishing] = useState(false);
  const { draft, undo } = edit;
  useEffect(() => {
    const onKey = (e: KeyboardEvent): void => {
      if (!(e.ctrlKey || e.metaKey) || e.shiftKey || e.key.toLowerCase() !== 'z' || publishing) return;
      // a field takes back its own letters
      if (e.target instanceof HTMLElement && e.target.closest('input:not([type=checkbox]), textarea, [contenteditable=true], [role=dialog]')) return;
      e.preventDefault();
      undo();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [undo, publishing]);
  const sentences = useMemo(() => (draft?.tasks ?? []).flatMap((task) => task.span && !task.skip ? [{ key: task.key, span: task.span, title: task.title }] : []), [draft?.tasks]);
  const data = edit.loaded.data;
  if (data && data.campaign.state !== 'draft') return <Navigate to="/campaigns/$id" params={{ id }} replace />;

  const pick = (key: string): void => { setActive(key); if (narrow) setPane('plan'); };
  const settle = (name: string, unitIds: string[], next: (old: Draft) => Draft): void => {
    edit.change(next);
    cache.setQueryData<CampaignDraft>(query(campaigns.draft, { params: { id } }).queryKey, (old) => old && { ...old, matches: old.matches.map((m) => (m.name === name ? { ...m, unit_ids: unitIds, how: 'alias' as const } : m)) });
  };
  const publish = async (): Promise<void> => { if (edit.state === 'saved' || await edit.save()) setPublishing(true); };
  return (
    <Page wide title={draft?.title || t('untitled')} note={<span role="status" aria-live="polite" className={`save-state save-${edit.state}`}>{t(`save_${edit.state}`)}</span>}
      extra={<><Button icon={<Icon name="undo" />} disabled={edit.undoable === 0} title={t('undo_hint')} onClick={undo}>{t('undo')}</Button><Button type="primary" icon={<Icon name="check" />} disabled={!draft || edit.state === 'conflict'} loading={edit.state === 'saving'} onClick={() => void publish()}>{t('publish')}</Button></>}
      alert={<Saving state={edit.state} problem={edit.problem} onSave={() => void edit.save()} onReload={() => void edit.reload()} />}>
      <Loaded query={edit.loaded} rows={10}>{(loaded) => draft && (
        <>
          {narrow && <Segmented block className="gap-below" value={pane} onChange={setPane} options={[{ value: 'plan', label: t('plan') }, { value: 'text', label: t('document') }]} />}
          <div className="side-by-side">
            {(!narrow || pane === 'text') && <section className="document-side" aria-label={t('document')}><DocumentPane text={loaded.text} sentences={sentences} active={active} quote={quote} onPick={pick} /></section>}
            {(!narrow || pane === 'plan') && (
              <div className="plan-side">
                <AskUnits draft={draft} matches={loaded.matches} onSettle={settle} />
                <DraftFacts draft={draft} issues={loaded.issues} onChange={edit.change} onQuote={(q) => { setQuote(undefined); setTimeout(() => setQuote(q)); if (narrow) setPane('text'); }} />
                <DraftTasks draft={draft} matches={loaded.matches} active={active} onActive={setActive} onShow={narrow ? (key) => { setActive(key); setPane('text'); } : undefined} onChange={edit.change} />
              </div>
            )}
          </div>
          {publishing && <Publish id={id} version={edit.version()} draft={draft} onClose={() => setPublishing(false)} onTask={(key) => { setPublishing(false); pick(key); }} />}
        </>
      )}</Loaded>
    </Page>
  );
}
