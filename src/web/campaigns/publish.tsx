import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Modal } from 'antd';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { organisation } from '../../modules/organisation/contract.ts';
import { query } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { Draft, DraftTask } from './campaign-data.ts';
import { dueIn } from './draft-edits.ts';

function Lacking({ text, tasks, onTask }: { text: string; tasks: DraftTask[]; onTask: (key: string) => void }) {
  const t = useLabels('campaigns');
  if (tasks.length === 0) return null;
  return <div className="lacking"><p className="gap"><Icon name="warn" size={16} />{text}</p><ul>{tasks.slice(0, 20).map((task) => <li key={task.key}><button type="button" className="text-button" onClick={() => onTask(task.key)}>{task.path} {task.title || t('untitled')}</button></li>)}</ul></div>;
}

/** The last look before every unit is told: how much goes out, and what is still missing. */
export function Publish({ id, version, draft, onClose, onTask }: { id: string; version: number; draft: Draft; onClose: () => void; onTask: (key: string) => void }) {
  const t = useLabels('campaigns');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const live = draft.tasks.filter((task) => !task.skip);
  const rows = live.reduce((n, task) => n + (task.unit_ids?.length ?? 0), 0);
    const noUnits = live.filter((task) => (task.unit_ids ?? []).length === 0);
  const noDue = live.filter((task) => !dueIn(draft, task) && !task.recurrence);
  const past = live.filter((task) => !task.recurrence && (dueIn(draft, task) ?? '9999') < today());
  const duties = useQuery(query(organisation.duties, {}));
  const chosen = new Set(live.flatMap((task) => task.unit_ids ?? []));
  const deaf = duties.data?.filter((u) => chosen.has(u.unit_id) && u.missing.includes('liaison')).map((u) => u.unit_name) ?? [];
  const publish = useSubmit(campaigns.publish, { onDone: (r) => { message.success(t('published_n', { rows: r.assignments, units: r.units })); void navigate({ to: '/campaigns/$id', params: { id } }); } });
  return (
    <Modal open title={t('publish_title')} okText={t('publish_now')} okButtonProps={{ disabled: rows === 0 }} confirmLoading={publish.isPending} onCancel={onClose} onOk={() => publish.mutate({ params: { id }, body: { version } })}>
      <p className="publish-sum">{t('publish_sum', { tasks: live.length, units: chosen.size, rows })}</p>
      <Lacking text={t('lack_units', { n: noUnits.length })} tasks={noUnits} onTask={onTask} />
      <Lacking text={t('lack_due', { n: noDue.length })} tasks={noDue} onTask={onTask} />
      <Lacking text={t('lack_time', { n: past.length })} tasks={past} onTask={onTask} />
      {deaf.length > 0 && <p className="gap"><Icon name="warn" size={16} />{t('lack_liaison', { n: deaf.length, names: listText(deaf.slice(0, 12)) })}</p>}
      <p className="muted">{t('publish_note')}</p>
    </Modal>
  );
}
