import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import { hazards } from '../../modules/hazards/contract.ts';
import { upload } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { errorText } from '../ui/error-text.ts';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Hazard } from './hazard-page.tsx';

/** What the unit's own check showed; more may be added until the office has verified it. */
export function Findings({ h }: { h: Hazard }) {
  const t = useLabels('hazards');
  if (!h.can_add_finding && h.findings.length === 0) return null;
  return (
    <Panel title={t('findings')} extra={h.can_add_finding && <AddFiles to={hazards.add_finding} id={h.id} name={t('findings')} text={t('add_file')} />}>
      {h.findings.length === 0 ? <p className="muted">{t('findings_none')}</p> : <ul className="files">{h.findings.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>}
    </Panel>
  );
}

/** Pictures and papers that show the repair: from the camera, on a phone. */
export function Proof({ h }: { h: Hazard }) {
  const t = useLabels('hazards');
  const shell = useLabels('shell');
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [share, setShare] = useState<number>();
  const file = useRef<HTMLInputElement>(null);
  const photo = useRef<HTMLInputElement>(null);
  const detach = useSubmit(hazards.detach, { done: t('removed') });
  if (!h.can_attach && h.files.length === 0) return null;
  const send = async (list: FileList | null): Promise<void> => {
    try { for (const one of list ?? []) { setShare(0); await upload(hazards.attach, { params: { id: h.id }, body: { file: one } }, setShare); } } catch (e) { message.error(errorText(e), 6); }
    setShare(undefined);
    await cache.invalidateQueries({ queryKey: ['hazards', 'get'] });
  };
  return (
    <Panel title={t('handling')}>
      {h.files.length === 0 ? <p className="muted">{t('no_proof')}</p> : <ul className="files">{h.files.map((f) => <li key={f.id}><FileLink file={f} />{h.can_attach && !f.handed_in && <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${f.name}`} onClick={() => detach.mutate({ params: { id: h.id, file_id: f.id } })} />}</li>)}</ul>}
      {h.can_attach && <div className="row-actions">
        <Button icon={<Icon name="upload" />} disabled={share !== undefined} onClick={() => file.current?.click()}>{t('add_file')}</Button>
        <Button icon={<Icon name="camera" />} disabled={share !== undefined} className="phone-only" onClick={() => photo.current?.click()}>{t('take_photo')}</Button>
      </div>}
      <input ref={file} type="file" multiple hidden aria-label={t('add_file')} onChange={(e) => { void send(e.target.files).finally(() => { e.target.value = ''; }); }} />
      <input ref={photo} type="file" accept="image/*" capture="environment" hidden aria-label={t('take_photo')} onChange={(e) => { void send(e.target.files).finally(() => { e.target.value = ''; }); }} />
      {share !== undefined && <Progress percent={Math.round(share * 100)} size="small" aria-label={t('add_file')} />}
    </Panel>
  );
}
