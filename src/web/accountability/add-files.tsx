import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import type { accountability } from '../../modules/accountability/contract.ts';
import { upload } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { errorText } from '../ui/error-text.ts';
import { Icon } from '../ui/icon.tsx';

type Target = typeof accountability.attach_clue | typeof accountability.attach_answer;
/** Adds files, one after the other. */
export function AddFiles({ to, id, name, text }: { to: Target; id: string; name: string; text?: string }) {
  const t = useLabels('accountability');
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const label = text ?? t('add_file');
  const send = async (list: FileList | null): Promise<void> => {
    setBusy(true);
    try {
      for (const file of list ?? []) await upload(to, { params: { id }, body: { file } });
    } catch (e) { message.error(errorText(e), 6); }
    setBusy(false);
    await cache.invalidateQueries({ queryKey: ['accountability'] });
  };
  return (
    <>
      <Button size="small" icon={<Icon name="upload" size={16} />} loading={busy} aria-label={`${label} ${name}`} onClick={() => input.current?.click()}>{label}</Button>
      <input ref={input} type="file" multiple hidden aria-label={`${label} ${name}`} onChange={(e) => { void send(e.target.files).finally(() => { if (input.current) input.current.value = ''; }); }} />
    </>
  );
}
