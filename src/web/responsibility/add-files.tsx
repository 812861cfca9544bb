import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import type { capacity } from '../../modules/capacity/contract.ts';
import type { protection } from '../../modules/protection/contract.ts';
import type { responsibility } from '../../modules/responsibility/contract.ts';
import { upload } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { errorText } from '../ui/error-text.ts';
import { Icon } from '../ui/icon.tsx';

type To = typeof responsibility.attach_record | typeof responsibility.attach_letter | typeof capacity.attach_certificate | typeof capacity.attach_promise | typeof capacity.attach_resource | typeof protection.attach_measure | typeof protection.attach_backup | typeof protection.attach_account | typeof protection.attach_policy;

/** Adds files to whatever takes them, one after the other. */
export function AddFiles({ to, id, name }: { to: To; id: string; name: string }) {
  const t = useLabels('responsibility');
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const send = async (list: FileList | null): Promise<void> => {
    setBusy(true);
    try {
      for (const file of list ?? []) await upload(to, { params: { id }, body: { file } });
    } catch (e) { message.error(errorText(e), 6); }
    setBusy(false);
    await cache.invalidateQueries({ queryKey: [to.id.split('.')[0]] });
  };
  return (
    <>
      <Button size="small" icon={<Icon name="upload" size={16} />} loading={busy} aria-label={`${t('add_file')} ${name}`} onClick={() => input.current?.click()}>{t('add_file')}</Button>
      <input ref={input} type="file" multiple hidden aria-label={`${t('add_file')} ${name}`} onChange={(e) => { void send(e.target.files).finally(() => { if (input.current) input.current.value = ''; }); }} />
    </>
  );
}
