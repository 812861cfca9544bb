import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { checks } from '../../modules/checks/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { RetestList } from './retest-list.tsx';

/** On the page of a hazard that a technical check found: the same check again, by itself or when asked. */
export function HazardRetests({ id }: { id: string }) {
  const t = useLabels('checks');
  const reads = useMay('check.read');
  const may = useMay('check.retest');
  const list = useQuery({ ...query(checks.retests, { params: { id } }), enabled: reads });
  const ask = useSubmit(checks.retest, { done: t('retest_started'), refresh: [['checks'], ['hazards']] });
  if (!list.data || (!list.data.can && list.data.items.length === 0)) return null;
  const busy = list.data.items.some((r) => r.finished_at === null);
  return (
    <Panel title={t('retests')} extra={may && list.data.can && !busy && <Button loading={ask.isPending} onClick={() => ask.mutate({ params: { id } })}>{t('retest_now')}</Button>}>
      <p className="muted small">{t('retest_hint')}</p>
      <RetestList list={list.data.items} />
    </Panel>
  );
}
