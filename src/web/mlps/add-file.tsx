import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import { useLabels } from '../i18n.ts';
import { errorText } from '../ui/error-text.ts';
import { Icon } from '../ui/icon.tsx';

/** A button for files, and on a phone one for the camera. */
export function AddFile({ label, name, send, small }: { label?: string; /** What it belongs to, for who hears the page. */ name?: string; send: (file: File, onProgress: (share: number) => void) => Promise<unknown>; small?: boolean }) {
  const t = useLabels('mlps');
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [share, setShare] = useState<number>();
  const file = useRef<HTMLInputElement>(null);
  const photo = useRef<HTMLInputElement>(null);
  const words = label ?? t('add_file');
  const hear = name ? `${words} ${name}` : words;
  const take = async (list: FileList | null): Promise<void> => {
    try { for (const one of list ?? []) { setShare(0); await send(one, setShare); } } catch (e) { message.error(errorText(e), 6); }
    setShare(undefined);
    await cache.invalidateQueries({ queryKey: ['mlps'] });
  };
  return <>
    <span className="row-actions">
      <Button size={small ? 'small' : 'middle'} icon={<Icon name="upload" size={16} />} aria-label={hear} disabled={share !== undefined} onClick={() => file.current?.click()}>{words}</Button>
      <Button size={small ? 'small' : 'middle'} icon={<Icon name="camera" size={16} />} aria-label={name ? `${t('take_photo')} ${name}` : t('take_photo')} className="phone-only" disabled={share !== undefined} onClick={() => photo.current?.click()}>{t('take_photo')}</Button>
    </span>
    <input ref={file} type="file" multiple hidden aria-label={hear} onChange={(e) => { void take(e.target.files).finally(() => { e.target.value = ''; }); }} />
    <input ref={photo} type="file" accept="image/*" capture="environment" hidden aria-label={hear} onChange={(e) => { void take(e.target.files).finally(() => { e.target.value = ''; }); }} />
    {share !== undefined && <Progress percent={Math.round(share * 100)} size="small" aria-label={words} />}
  </>;
}
