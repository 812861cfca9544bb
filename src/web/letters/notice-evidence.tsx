import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { letters } from '../../modules/notices/contract.ts';
import { query } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

/** Screenshots that go into the letter, so that the unit finds the place. */
export function NoticeEvidence({ hazardId }: { hazardId: string }) {
  const t = useLabels('letters');
  const shell = useLabels('shell');
  const manages = useMay('hazard.manage');
  const list = useQuery(query(letters.evidence, { params: { id: hazardId } }));
  const detach = useSubmit(letters.detach_evidence, { done: t('removed') });
  if (!manages && !list.data?.length) return null;
  return (
    <Panel title={t('evidence')} extra={manages && <AddFiles to={letters.attach_evidence} id={hazardId} name={t('evidence')} text={t('add_picture')} />}>
      {list.data?.length ? <ul className="files">{list.data.map((f) => <li key={f.id}><FileLink file={f} />{manages && <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${f.name}`} onClick={() => detach.mutate({ params: { id: hazardId, file_id: f.id } })} />}</li>)}</ul> : <p className="muted">{t('no_evidence')}</p>}
    </Panel>
  );
}
