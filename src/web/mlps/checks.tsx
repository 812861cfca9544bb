import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { mlps } from '../../modules/mlps/contract.ts';
import { useLabels } from '../i18n.ts';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { MlpsObject } from './marks.tsx';

export function Checks({ o }: { o: MlpsObject }) {
  const t = useLabels('mlps');
  const navigate = useNavigate();
  const start = useSubmit(mlps.start_check, { onDone: (k) => void navigate({ to: '/mlps/checks/$id', params: { id: k.id } }) });
  const open = o.checks.some((k) => k.finished_on === null);
  if (o.level === null) return null;
  return (
    <Panel title={t('checks')} extra={o.can_write && o.state !== 'cancelled' && !open && <Button loading={start.isPending} onClick={() => start.mutate({ params: { id: o.id } })}>{t('start_check')}</Button>}>
      {o.checks.length === 0 ? <p className="muted">{t('no_checks')}</p> : <ul className="plain-list">{o.checks.map((k) => <li key={k.id}>
        <Link to="/mlps/checks/$id" params={{ id: k.id }} className="strong-link">{k.finished_on ? t('check_finished', { on: k.finished_on }) : t('check_continue')}</Link> <span className="muted small">{t('check_progress', { answered: k.answered, points: k.points })}</span> {k.score !== null && k.finished_on && <Mark tone={k.no + k.part > 0 ? 'warn' : 'good'}>{t('check_score', { n: k.score })}</Mark>}
      </li>)}</ul>}
    </Panel>
  );
}
