import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import { applications, filings } from '../../modules/filings/contract.ts';
import { upload } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { errorText } from '../ui/error-text.ts';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

const groups = { filing: filings, application: applications } as const;
/** Certificates, reports, pictures: from the camera, on a phone. */
export function PaperFiles({ of, id, list, canAttach, title, hint }: { of: keyof typeof groups; id: string; list: readonly { id: string; name: string; size_bytes: number; handed_in: boolean }[]; canAttach: boolean; title: string; hint: string }) {
  const t = useLabels('filings');
  const shell = useLabels('shell');
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [share, setShare] = useState<number>();
  const file = useRef<HTMLInputElement>(null);
  const photo = useRef<HTMLInputElement>(null);
  const detach = useSubmit(groups[of].detach as typeof filings.detach, { done: t('removed') });
  if (!canAttach && list.length === 0) return null;
  const send = async (chosen: FileList | null): Promise<void> => {
    try { for (const one of chosen ?? []) { setShare(0); await upload(groups[of].attach as typeof filings.attach, { params: { id }, body: { file: one } }, setShare); } } catch (e) { message.error(errorText(e), 6); }
    setShare(undefined);
    await cache.invalidateQueries({ queryKey: [of === 'filing' ? 'filings' : 'applications'] });
  };
  return (
    <Panel title={title}>
      {list.length === 0 ? <p className="muted">{hint}</p> : <ul className="files">{list.map((f) => <li key={f.id}><FileLink file={f} />{canAttach && !f.handed_in && <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${f.name}`} onClick={() => detach.mutate({ params: { id, file_id: f.id } })} />}</li>)}</ul>}
      {canAttach && <div className="row-actions">
        <Button icon={<Icon name="upload" />} disabled={share !== undefined} onClick={() => file.current?.click()}>{t('add_file')}</Button>
        <Button icon={<Icon name="camera" />} disabled={share !== undefined} className="phone-only" onClick={() => photo.current?.click()}>{t('take_photo')}</Button>
      </div>}
      <input ref={file} type="file" multiple hidden aria-label={t('add_file')} onChange={(e) => { void send(e.target.files).finally(() => { e.target.value = ''; }); }} />
      <input ref={photo} type="file" accept="image/*" capture="environment" hidden aria-label={t('take_photo')} onChange={(e) => { void send(e.target.files).finally(() => { e.target.value = ''; }); }} />
      {share !== undefined && <Progress percent={Math.round(share * 100)} size="small" aria-label={t('add_file')} />}
    </Panel>
  );
}
