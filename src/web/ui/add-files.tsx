import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import type { Multipart, Route } from '../../kernel/http/route.ts';
import { type Input, upload } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { errorText } from './error-text.ts';
import { Icon } from './icon.tsx';

/** Adds files to whatever takes them by its id, one after the other, and reads its module again. */
export function AddFiles<R extends Route & { body: Multipart }>({ to, id, name, text }: { to: R; id: string; name: string; text?: string }) {
  const t = useLabels('shell');
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const label = text ?? t('add_file');
  const send = async (list: FileList | null): Promise<void> => {
    setBusy(true);
    try {
      for (const file of list ?? []) await upload(to, { params: { id }, body: { file } } as unknown as Input<R>);
    } catch (e) { message.error(errorText(e), 6); }
    setBusy(false);
    await cache.invalidateQueries({ queryKey: [to.id.split('.')[0]] });
  };
  return (
    <>
      <Button size="small" icon={<Icon name="upload" size={16} />} loading={busy} aria-label={`${label} ${name}`} onClick={() => input.current?.click()}>{label}</Button>
      <input ref={input} type="file" multiple hidden aria-label={`${label} ${name}`} onChange={(e) => { void send(e.target.files).finally(() => { if (input.current) input.current.value = ''; }); }} />
    </>
  );
}
