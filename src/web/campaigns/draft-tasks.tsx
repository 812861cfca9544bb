import { Button, Switch } from 'antd';
import { memo, useEffect, useRef, useState } from 'react';
import { listText, useLabels } from '../i18n.ts';
import { useUnitNames } from '../organisation/unit-select.tsx';
import { Icon } from '../ui/icon.tsx';
import { Mark } from '../ui/mark.tsx';
import type { CampaignDraft, Draft, DraftTask } from './campaign-data.ts';
import { addTask, dueIn, mergeWithNext, removeTask, replaceTask, splitTask } from './draft-edits.ts';
import { DraftTaskForm } from './draft-task-form.tsx';

interface Props { draft: Draft; matches: CampaignDraft['matches']; active: string | undefined; onActive: (key: string | undefined) => void; onShow: ((key: string) => void) | undefined; onChange: (next: (draft: Draft) => Draft) => void }

const Summary = memo(function Summary({ task, due, names }: { task: DraftTask; due: string | null; names: Map<string, string> }) {
  const t = useLabels('campaigns');
  const units = task.unit_ids ?? [];
  return (
    <span className="task-summary">
      {task.skip ? <Mark tone="grey">{t('skipped')}</Mark> : <>
        {units.length === 0 ? <Mark tone="bad">{t('no_units')}</Mark> : <Mark tone="info">{units.length <= 2 ? listText(units.map((u) => names.get(u) ?? t('unknown_unit'))) : t('units_n', { n: units.length })}</Mark>}
        {task.due ? <Mark>{task.due}</Mark> : task.recurrence ? null : due ? <Mark tone="grey">{t('due_of_phase', { date: due })}</Mark> : <Mark tone="warn">{t('no_due')}</Mark>}
        {task.recurrence && <Mark>{t(`every_${task.recurrence}`)}</Mark>}
        {task.sign_off && <Mark>{t('sign_off_short')}</Mark>}
      </>}
    </span>
  );
});

/** The tasks of the draft; one is open at a time, its sentence is marked in the document. */
export function DraftTasks({ draft, matches, active, onActive, onShow, onChange }: Props) {
  const t = useLabels('campaigns');
  const names = useUnitNames();
  const list = useRef<HTMLOListElement>(null);
  const [onlyOpen, setOnlyOpen] = useState(false);
  useEffect(() => { if (active) list.current?.querySelector(`[data-task="${CSS.escape(active)}"]`)?.scrollIntoView({ block: 'nearest' }); }, [active]);
  const lacking = (task: DraftTask): boolean => !task.skip && ((task.unit_ids ?? []).length === 0 || (!dueIn(draft, task) && !task.recurrence));
  const live = draft.tasks.filter((task) => !task.skip);
  const shown = onlyOpen ? draft.tasks.filter((task) => lacking(task) || task.key === active) : draft.tasks;
  return (
    <section className="panel" aria-label={t('tasks')}>
      <div className="panel-head"><h2>{t('tasks_n', { n: live.length })}</h2>
        <div className="panel-extra"><label className="switch-label"><Switch size="small" checked={onlyOpen} onChange={setOnlyOpen} />{t('only_lacking', { n: draft.tasks.filter(lacking).length })}</label>
          <Button size="small" icon={<Icon name="plus" size={16} />} onClick={() => { const made = addTask(draft); onChange(() => made.draft); onActive(made.key); }}>{t('add_task')}</Button></div></div>
      {draft.tasks.length === 0 ? <p className="gap"><Icon name="warn" size={16} />{t('no_tasks_read')}</p> : <p className="muted">{t('tasks_hint')}</p>}
      <ol className="draft-tasks" ref={list}>
        {shown.map((task) => {
          const open = task.key === active;
          const last = draft.tasks.at(-1)?.key === task.key;
          return (
            <li key={task.key} data-task={task.key} className={`draft-task${open ? ' draft-task-open' : ''}${task.skip ? ' draft-task-skip' : ''}`}>
              <button type="button" className="draft-task-head" aria-expanded={open} onClick={() => onActive(open ? undefined : task.key)}>
                <span className="draft-task-title"><span className="muted">{task.path}</span> {task.title || t('untitled')}</span><Summary task={task} due={dueIn(draft, task)} names={names} />
              </button>
              {open && <DraftTaskForm task={task} phases={draft.phases} matches={matches} isLast={last} onShow={onShow && task.span ? () => onShow(task.key) : undefined}
                onChange={(part) => onChange((d) => replaceTask(d, task.key, part))} onSplit={(at) => onChange((d) => splitTask(d, task.key, at))}
                onMerge={() => onChange((d) => mergeWithNext(d, task.key))} onRemove={() => { onChange((d) => removeTask(d, task.key)); onActive(undefined); }} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
