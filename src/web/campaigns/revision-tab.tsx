import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { call, upload } from '../api.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { errorText } from '../ui/error-text.ts';
import { FileDrop } from '../ui/file-drop.tsx';
import { Panel } from '../ui/page.tsx';
import type { Campaign } from './campaign-data.ts';

/** A newer version of the same document, by file or by paste: first what it would change, then the change. */
export function RevisionTab({ campaign }: { campaign: Campaign }) {
  const t = useLabels('campaigns');
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [file, setFile] = useState<File>();
  const compare = useMutation({ mutationFn: (from: File | string) => (typeof from === 'string' ? call(campaigns.revise, { params: { id: campaign.id }, body: { text: from } }) : upload(campaigns.revise_by_file, { params: { id: campaign.id }, body: { file: from } })), onError: (e) => void message.error(errorText(e), 8) });
  const cache = useQueryClient();
  const apply = useMutation({
    mutationFn: () => (file ? upload(campaigns.apply_revision_by_file, { params: { id: campaign.id }, query: { version: campaign.version }, body: { file } }) : call(campaigns.apply_revision, { params: { id: campaign.id }, body: { version: campaign.version, text } })),
    onSuccess: async () => {
      message.success(t('revision_applied'));
      await cache.invalidateQueries({ queryKey: ['campaigns'] });
      void navigate({ to: '/campaigns/$id', params: { id: campaign.id }, search: { tab: 'tasks' } });
    },
    onError: (e) => void message.error(errorText(e), 8),
  });
  const diff = compare.data;
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => { if (diff) shown.current?.scrollIntoView({ block: 'start' }); }, [diff]);
  const changed = diff?.kept.filter((k) => k.changes.length > 0) ?? [];
  return (
    <>
      <Panel title={t('revision_title')}>
        <p className="muted">{t('revision_note')}</p>
        <FileDrop title={t('drop_document')} hint={t('drop_document_hint')} accept=".docx,.doc,.pdf,.wps,.ofd,.txt,.md" busy={compare.isPending ? t('reading') : undefined} onFile={(chosen) => { setFile(chosen); setText(''); compare.mutate(chosen); }} />
        {file && diff && <p role="status">{t('revision_file', { name: file.name })}</p>}
        <label className="field-label gap-above" htmlFor="revised">{t('revision_label')}</label>
        <Input.TextArea id="revised" rows={10} value={text} maxLength={1_000_000} onChange={(e) => { setText(e.target.value); setFile(undefined); compare.reset(); }} />
        <Button type="primary" className="gap-above" disabled={text.trim() === ''} loading={compare.isPending} onClick={() => compare.mutate(text)}>{t('compare')}</Button>
      </Panel>
      <div ref={shown} />
      {diff && <Panel title={t('difference')}>
        <p>{t('difference_sum', { added: diff.added.length, removed: diff.removed.length, changed: changed.length, same: diff.kept.length - changed.length })}</p>
        {diff.added.length > 0 && <><h3>{t('added_tasks')}</h3><ul className="diff diff-add">{diff.added.map((x) => <li key={x.key}><ins>{x.path} {x.title}</ins></li>)}</ul></>}
        {diff.removed.length > 0 && <><h3>{t('removed_tasks')}</h3><ul className="diff diff-remove">{diff.removed.map((x) => <li key={x.task_id}><del>{x.title}</del> <span className="muted small">{t('done_of', { done: x.done, total: x.total })}</span></li>)}</ul></>}
        {changed.length > 0 && <><h3>{t('changed_tasks')}</h3><ul className="diff">{changed.map((x) => <li key={x.key}><strong>{x.title}</strong>{x.changes.map((c, i) => <div key={i} className="change"><span className="muted">{wordFor('campaigns', `field_${c.field}`, c.field)}</span> <del>{c.before || '∅'}</del> → <ins>{c.after || '∅'}</ins></div>)}</li>)}</ul></>}
        <Button type="primary" className="gap-above" loading={apply.isPending} disabled={diff.added.length + diff.removed.length + changed.length === 0}
          onClick={() => void modal.confirm({ title: t('apply_ask'), content: t('apply_note'), okText: t('apply'), onOk: () => apply.mutateAsync().catch(() => undefined) })}>{t('apply')}</Button>
      </Panel>}
    </>
  );
}
