import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, memo, type MouseEvent, useEffect, useRef, useState } from 'react';
import { type Translate, useLabels } from '../i18n.ts';
import type { Board, Square } from './board-data.ts';

const size = { head: 76, side: 190, row: 40, column: 92, group: 4 };
interface Props { campaignId: string; units: Board['units']; tasks: Board['tasks']; squares: Map<string, Square> }
interface Window { top: number; left: number; width: number; height: number }

/** The part of a line of `count` things that is in view, in whole groups, so that most steps of a scroll draw nothing new. */
const inView = (offset: number, length: number, step: number, count: number): [number, number] => [
  Math.max(0, Math.floor(offset / step / size.group) * size.group), Math.min(count, Math.ceil((offset + length) / step / size.group) * size.group),
];

const rowsHref = (campaignId: string, part: Record<string, string>): string => `/assignments?${new URLSearchParams({ campaign_id: campaignId, ...part })}`;
const hrefOf = (campaignId: string, unit: { id: string }, task: { id: string }, square: Square): string => square.n > 1 ? rowsHref(campaignId, { unit_id: unit.id, task_id: task.id }) : `/assignments/${square.id}`;

/** A plain link: hundreds of the router's own, each listening to it, would cost the scrolling. The grid catches their clicks. */
function Cell({ campaignId, unit, task, square, t }: { campaignId: string; unit: Board['units'][number]; task: Board['tasks'][number]; square: Square; t: Translate<'campaigns'> }) {
  const words = `${unit.name}，${task.title}：${t(`state_${square.state}`)}${square.overdue ? `，${t('overdue')}` : ''}${square.due ? `，${square.due}` : ''}${square.urged ? `，${t('urged_until', { date: square.urged })}` : ''}`;
  const inside = <>{square.overdue && <><b aria-hidden="true">!</b><span className="visually-hidden">{t('overdue')} </span></>}{t(`short_${square.state}`)}{square.n > 1 && <small>×{square.n}</small>}{square.lead && <small>{t('lead_short')}</small>}</>;
  const look = `square square-${square.overdue ? 'late' : square.state}`;
  return <a href={hrefOf(campaignId, unit, task, square)} tabIndex={-1} className={look} title={words}>{inside}</a>;
}

interface RowProps extends Omit<Props, 'units'> { unit: Board['units'][number]; index: number; from: number; to: number; active: number; width: number; id: string; t: Translate<'campaigns'> }
const Row = memo(function Row({ campaignId, unit, tasks, squares, index, from, to, active, width, id, t }: RowProps) {
  return (
    <div role="row" aria-rowindex={index + 2} className="grid-row" style={{ top: size.head + index * size.row, width, height: size.row }}>
      <div role="rowheader" id={`${id}-${index}-0`} aria-colindex={1} className={active === 0 ? 'grid-side grid-focus' : 'grid-side'} style={{ width: size.side }}>
        <a href={rowsHref(campaignId, { unit_id: unit.id })} tabIndex={-1} title={unit.name}>{unit.name}</a><span className="muted small">{unit.counts.done}/{unit.counts.total}</span>
      </div>
      {tasks.slice(from, to).map((task, i) => {
        const column = from + i;
        const square = squares.get(`${unit.id} ${task.id}`);
        return <div key={task.id} role="gridcell" id={`${id}-${index}-${column + 1}`} aria-colindex={column + 2} className={active === column + 1 ? 'grid-cell grid-focus' : 'grid-cell'} style={{ left: size.side + column * size.column, width: size.column }}>{square && <Cell campaignId={campaignId} unit={unit} task={task} square={square} t={t} />}</div>;
      })}
    </div>
  );
});

/** Units by tasks as a grid of which only what is in view exists: 20,000 squares scroll like 200. Arrow keys walk, Enter opens. */
export function BoardGrid({ campaignId, units, tasks, squares }: Props) {
  const t = useLabels('campaigns');
  const { history } = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<Window>({ top: 0, left: 0, width: 1200, height: 640 });
  const [at, setAt] = useState<{ row: number; column: number }>({ row: 0, column: 0 });
  const [focused, setFocused] = useState(false);
  const id = 'board';
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    const measure = (): void => {
      const [stepX, stepY] = [size.column * size.group, size.row * size.group];
      // rounded to groups: an equal view is the same state, and React stops there
      const next = { top: Math.floor(el.scrollTop / stepY) * stepY, left: Math.floor(el.scrollLeft / stepX) * stepX, width: el.clientWidth + stepX, height: el.clientHeight + stepY };
      setView((old) => (old.top === next.top && old.left === next.left && old.width === next.width && old.height === next.height ? old : next));
    };
    let frame = 0;
    const later = (): void => { frame ||= requestAnimationFrame(() => { frame = 0; measure(); }); };
    const seen = new ResizeObserver(later);
    measure();
    el.addEventListener('scroll', later, { passive: true });
    seen.observe(el);
    return () => { cancelAnimationFrame(frame); el.removeEventListener('scroll', later); seen.disconnect(); };
  }, []);
  const width = size.side + tasks.length * size.column;
  const [top, bottom] = inView(view.top, view.height - size.head, size.row, units.length);
  const [left, right] = inView(view.left, view.width - size.side, size.column, tasks.length);
  const row = Math.min(at.row, units.length - 1);
  const column = Math.min(at.column, tasks.length);

  const go = (r: number, c: number): void => {
    const next = { row: Math.max(0, Math.min(units.length - 1, r)), column: Math.max(0, Math.min(tasks.length, c)) };
    setAt(next);
    const el = box.current;
    if (!el) return;
    const y = next.row * size.row;
    const x = (next.column - 1) * size.column;
    if (y < el.scrollTop) el.scrollTop = y;
    else if (y + size.row > el.scrollTop + el.clientHeight - size.head) el.scrollTop = y + size.row - el.clientHeight + size.head;
    if (next.column === 0 || x < el.scrollLeft) el.scrollLeft = Math.max(0, x);
    else if (x + size.column > el.scrollLeft + el.clientWidth - size.side) el.scrollLeft = x + size.column - el.clientWidth + size.side;
  };
  const open = (): void => {
    const unit = units[row];
    const task = tasks[column - 1];
    if (!unit) return;
    const square = task && squares.get(`${unit.id} ${task.id}`);
    if (!task) history.push(rowsHref(campaignId, { unit_id: unit.id }));
    else if (square) history.push(hrefOf(campaignId, unit, task, square));
  };
  const onClick = (e: MouseEvent): void => {
    const href = (e.target as Element).closest('a')?.getAttribute('href');
    if (!href || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    history.push(href);
  };
  const page = Math.max(1, Math.floor((view.height - size.head) / size.row) - size.group - 1);
  const onKeyDown = (e: KeyboardEvent): void => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(row + 1, column), ArrowUp: () => go(row - 1, column), ArrowRight: () => go(row, column + 1), ArrowLeft: () => go(row, column - 1),
      Home: () => go(e.ctrlKey ? 0 : row, 0), End: () => go(e.ctrlKey ? units.length - 1 : row, tasks.length), PageDown: () => go(row + page, column), PageUp: () => go(row - page, column), Enter: open,
    };
    const move = moves[e.key];
    if (move) { e.preventDefault(); move(); }
  };
  const rows = Array.from({ length: bottom - top }, (_, i) => top + i);
  if (focused && (row < top || row >= bottom)) rows.push(row);
  return (
    <>
      <p className="muted small">{t('board_size', { units: units.length, tasks: tasks.length })}</p>
      <div ref={box} className="grid" role="grid" tabIndex={0} aria-label={t('board_label')} aria-rowcount={units.length + 1} aria-colcount={tasks.length + 1} aria-activedescendant={focused ? `${id}-${row}-${column}` : undefined}
        onKeyDown={onKeyDown} onClick={onClick} onFocus={() => setFocused(true)} onBlur={() => setFocused(false)}>
        <div role="rowgroup" className="grid-all" style={{ width, height: size.head + units.length * size.row }}>
          <div role="row" aria-rowindex={1} className="grid-head" style={{ width, height: size.head }}>
            <div role="columnheader" aria-colindex={1} className="grid-side grid-corner" style={{ width: size.side }}>{t('unit')}</div>
            {tasks.slice(left, right).map((task, i) => <div key={task.id} role="columnheader" aria-colindex={left + i + 2} className="grid-task" style={{ left: size.side + (left + i) * size.column, width: size.column }}><a href={rowsHref(campaignId, { task_id: task.id })} tabIndex={-1} title={`${task.path} ${task.title}`}><b>{task.path}</b> {task.title}</a></div>)}
          </div>
          {rows.map((r) => { const unit = units[r]; return unit && <Row key={unit.id} id={id} t={t} campaignId={campaignId} unit={unit} index={r} tasks={tasks} squares={squares} from={left} to={right} width={width} active={focused && r === row ? column : -1} />; })}
        </div>
      </div>
      <ul className="legend" aria-label={t('legend')}>{(['to_sign', 'doing', 'to_review', 'done', 'returned'] as const).map((s) => <li key={s}><span className={`square square-${s}`}>{t(`short_${s}`)}</span>{t(`state_${s}`)}</li>)}<li><span className="square square-late"><b>!</b></span>{t('overdue')}</li></ul>
    </>
  );
}
