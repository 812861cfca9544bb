import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { ApiError, call, query } from '../api.ts';
import { errorText } from '../ui/error-text.ts';
import type { Draft } from './campaign-data.ts';
import { keepHistory, keptHistory, noHistory, remember } from './draft-history.ts';

export type SaveState = 'saved' | 'dirty' | 'saving' | 'failed' | 'conflict';
const pause = 1200;

/** A draft that saves itself a moment after the last change; a version of somebody else's stops it. */
export function useDraft(id: string) {
  const cache = useQueryClient();
  const options = query(campaigns.draft, { params: { id } });
  const loaded = useQuery({ ...options, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false });
  const [draft, setDraft] = useState<Draft>();
  const [state, setState] = useState<SaveState>('saved');
  const [problem, setProblem] = useState('');
  const [undoable, setUndoable] = useState(0);
  const history = useRef(noHistory);
  const latest = useRef<Draft>(undefined);
  const version = useRef(0);
  const running = useRef<Promise<boolean>>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const key = JSON.stringify(options.queryKey);

  useEffect(() => {
    if (!loaded.data || latest.current) return;
    latest.current = loaded.data.draft;
    version.current = loaded.data.campaign.version;
    history.current = keptHistory(id, version.current);
    setUndoable(history.current.past.length);
    setDraft(loaded.data.draft);
  }, [loaded.data, id]);

  /** Saves what is there now; true once the server has it. */
  const save = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (running.current) await running.current;
    const sent = latest.current;
    if (!sent) return false;
    const work = (async () => {
      setState('saving');
      try {
        const reply = await call(campaigns.save_draft, { params: { id }, body: { version: version.current, draft: sent } });
        version.current = reply.campaign.version;
        keepHistory(id, version.current, history.current);
        const clean = latest.current === sent;
        cache.setQueryData(JSON.parse(key) as readonly unknown[], { ...reply, draft: latest.current ?? reply.draft });
        void cache.invalidateQueries({ queryKey: ['campaigns', 'list'] });
        setState(clean ? 'saved' : 'dirty');
        return clean;
      } catch (e) {
        setProblem(errorText(e));
        setState(e instanceof ApiError && e.status === 409 ? 'conflict' : 'failed');
        return false;
      }
    })();
    running.current = work;
    const ok = await work;
    running.current = undefined;
    return ok;
  }, [id, cache, key]);

  const put = useCallback((next: Draft): void => {
    latest.current = next;
    setDraft(next);
    setUndoable(history.current.past.length);
    setState((s) => (s === 'conflict' ? s : 'dirty'));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), pause);
  }, [save]);
  const change = useCallback((next: (draft: Draft) => Draft): void => {
    const before = latest.current;
    if (!before) return;
    const after = next(before);
    if (after === before) return;
    history.current = remember(history.current, before, after, Date.now());
    put(after);
  }, [put]);
  /** Takes back the last step. */
  const undo = useCallback((): void => {
    const before = history.current.past.at(-1);
    if (!before) return;
    history.current = { past: history.current.past.slice(0, -1), at: 0 };
    put(before);
  }, [put]);

  /** Throws away what is here and takes what the server has. */
  const reload = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const { data } = await loaded.refetch();
    if (!data) return;
    latest.current = data.draft;
    version.current = data.campaign.version;
    history.current = noHistory;
    setUndoable(0);
    setDraft(data.draft);
    setState('saved');
  }, [loaded]);

  const unsaved = state === 'dirty' || state === 'saving' || state === 'failed';
  useEffect(() => {
    if (!unsaved) return;
    const warn = (e: BeforeUnloadEvent): void => e.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [unsaved]);
  useEffect(() => () => { if (timer.current) { clearTimeout(timer.current); void save(); } }, [save]);

  return { loaded, draft, change, undo, undoable, save, reload, state, problem, version: () => version.current };
}
