import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { responsibility } from '../../modules/responsibility/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';

type Rule = Reply<typeof responsibility.standing>['rules'][number];
type Period = Rule['periods'][number];
const tones = { met: 'good', due: 'info', missed: 'bad' } as const;

/** Rule by rule and period by period: held, still to be held, or missed. */
export function StandingTab({ year }: { year: number }) {
  const t = useLabels('responsibility');
  const standing = useQuery(query(responsibility.standing, { query: { year } }));
  const columns = (rule: Rule): Column<Period>[] => [
    { key: 'period', title: t('period'), card: 'title', width: 160, render: (p) => rule.per === 'year' ? t('year_n', { year: p.label }) : t('quarter_n', { n: p.label }) },
    { key: 'state', title: t('state'), width: 120, render: (p) => <Mark tone={tones[p.state]}>{t(`state_${p.state}`)}</Mark> },
    { key: 'records', title: t('records'), render: (p) => p.records.length === 0 ? '' : (
      <ul className="plain-list">{p.records.map((r) => <li key={r.id}><Link to="/responsibility" search={{ tab: 'records', year, kind: rule.kind }}>{r.held_on} {r.title}</Link>{r.files === 0 && <> <Mark tone="warn">{t('no_minutes')}</Mark></>}</li>)}</ul>
    ) },
  ];
  return (
    <Loaded query={standing}>{(s) => s.rules.map((rule) => (
      <Panel key={rule.key} title={t(`kind_${rule.kind}`)}>
        <p className="muted">{t(rule.per === 'year' ? 'least_year' : 'least_quarter', { n: rule.least })} · {t('source', { source: rule.source })}</p>
        <DataTable caption={t(`kind_${rule.kind}`)} columns={columns(rule)} rows={rule.periods} rowKey={(p) => p.from} empty={<Nothing text={t('no_records')} />} />
      </Panel>
    ))}</Loaded>
  );
}
