import { Button } from 'antd';
import { mlps } from '../../modules/mlps/contract.ts';
import { upload } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { AddFile } from './add-file.tsx';
import type { MlpsObject } from './marks.tsx';

/** What is handed in with the steps: opinions, replies, the certificate. */
export function Papers({ o }: { o: MlpsObject }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const detach = useSubmit(mlps.detach, { done: t('removed') });
  const writes = o.can_write && o.state !== 'cancelled';
  if (!writes && o.files.length === 0) return null;
  return (
    <Panel title={t('files')}>
      {o.files.length === 0 ? <p className="muted">{t('no_files')} {t('no_files_hint')}</p> : <ul className="files">{o.files.map((f) => <li key={f.id}><FileLink file={f} />{writes && !f.handed_in && <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${f.name}`} onClick={() => detach.mutate({ params: { id: o.id, file_id: f.id } })} />}</li>)}</ul>}
      {writes && <AddFile send={(file, on) => upload(mlps.attach, { params: { id: o.id }, body: { file } }, on)} />}
    </Panel>
  );
}
