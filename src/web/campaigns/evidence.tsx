import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { files } from '../../kernel/files/contract.ts';
import { addressOf, upload } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { errorText } from '../ui/error-text.ts';
import { StructureCheck } from '../papers/structure-check.tsx';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { sizeText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { Assignment } from './assignment-page.tsx';

export function FileLink({ file }: { file: { id: string; name: string; size_bytes: number } }) {
  return <a href={addressOf(files.get, { params: { id: file.id } })} download className="file-link"><Icon name="file" size={16} /><span>{file.name}</span> <span className="muted small">{sizeText(file.size_bytes)}</span></a>;
}

const limit = 50 << 20;

function Add({ a }: { a: Assignment }) {
  const t = useLabels('campaigns');
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [sending, setSending] = useState<{ name: string; share: number }>();
  const file = useRef<HTMLInputElement>(null);
  const photo = useRef<HTMLInputElement>(null);
  const send = async (list: FileList | null): Promise<void> => {
    try {
      for (const one of list ?? []) {
        if (one.size > limit) { message.error(t('file_too_large', { name: one.name }), 6); continue; }
        setSending({ name: one.name, share: 0 });
        await upload(campaigns.attach, { params: { id: a.id }, body: { file: one } }, (share) => setSending({ name: one.name, share }));
      }
    } catch (e) {
      message.error(errorText(e), 6);
    }
    setSending(undefined);
    await cache.invalidateQueries({ queryKey: ['campaigns', 'assignment'] });
  };
  return (
    <>
      <div className="row-actions">
        <Button icon={<Icon name="upload" />} disabled={Boolean(sending)} onClick={() => file.current?.click()}>{t('add_file')}</Button>
        <StructureCheck />
        <Button icon={<Icon name="camera" />} disabled={Boolean(sending)} className="phone-only" onClick={() => photo.current?.click()}>{t('take_photo')}</Button>
      </div>
      <input ref={file} type="file" multiple hidden aria-label={t('add_file')} onChange={(e) => { void send(e.target.files).finally(() => { e.target.value = ''; }); }} />
      <input ref={photo} type="file" accept="image/*" capture="environment" hidden aria-label={t('take_photo')} onChange={(e) => { void send(e.target.files).finally(() => { e.target.value = ''; }); }} />
      {sending && <div role="status"><span className="small">{t('sending', { name: sending.name })}</span><Progress percent={Math.round(sending.share * 100)} size="small" aria-label={t('uploading')} /></div>}
    </>
  );
}

/** The files that prove it. */
export function Evidence({ a, inside }: { a: Assignment; inside?: boolean }) {
  const t = useLabels('campaigns');
  const shell = useLabels('shell');
  const adds = a.can.includes('attach');
  const detach = useSubmit(campaigns.detach, { done: t('file_removed'), refresh: [['campaigns', 'assignment']] });
  const handedIn = new Set(a.timeline.flatMap((e) => e.files.map((f) => f.id)));
  if (!adds && a.evidence.length === 0) return null;
  const body = (
    <>
      {a.evidence.length === 0 ? <p className="muted small">{t('no_evidence')}</p> : (
        <ul className="files">{a.evidence.map((f) => <li key={f.id}><FileLink file={f} />{adds && !handedIn.has(f.id) && <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${f.name}`} loading={detach.isPending && detach.variables.params.file_id === f.id} onClick={() => detach.mutate({ params: { id: a.id, file_id: f.id } })} />}</li>)}</ul>
      )}
      {adds && <Add a={a} />}
    </>
  );
  return inside ? <div className="inside"><h3>{t('evidence')}</h3>{body}</div> : <Panel title={t('evidence')}>{body}</Panel>;
}
