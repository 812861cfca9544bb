import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { audit } from '../../kernel/audit/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Figure } from '../ui/numbers.tsx';
import { Panel } from '../ui/page.tsx';
import { secondText } from '../ui/time-text.ts';

/** What an auditor looks at first; each figure leads to its rows. */
export function AuditSummary() {
  const t = useLabels('audit');
  const summary = useQuery(query(audit.summary));
  return (
    <Loaded query={summary}>{(s) => (
      <>
        <nav className="figures" aria-label={t('summary')}>
          <Figure value={s.today} name={t('rows_today')} link={(inside) => <Link to="/audit" search={{ from: s.today_on }} className="figure">{inside}</Link>} />
          <Figure value={s.week} name={t('rows_week')} link={(inside) => <Link to="/audit" search={{ from: s.since }} className="figure">{inside}</Link>} />
          <Figure value={s.refused} name={t('refused_week')} tone="warn" link={(inside) => <Link to="/audit" search={{ result: 'refused', from: s.since }} className="figure">{inside}</Link>} />
          <Figure value={s.sign_ins_refused} name={t('sign_ins_refused')} tone="warn" link={(inside) => <Link to="/audit" search={{ action: 'identity.sign_in', result: 'refused', from: s.since }} className="figure">{inside}</Link>} />
          <Figure value={s.exports} name={t('exports_week')} link={(inside) => <Link to="/audit" search={{ what: 'exports', from: s.since }} className="figure">{inside}</Link>} />
        </nav>
        <Panel title={t('verify')} extra={<Link to="/audit">{t('all_rows')}</Link>}>
          {s.verified === null ? <p className="gap">{t('never_verified')}</p> : <p><Link to="/audit" search={{ action: 'audit.verify' }}>{t('last_verified', { at: secondText(s.verified.at), by: s.verified.by })}</Link> <Mark tone={s.verified.ok ? 'good' : s.verified.ok === false ? 'bad' : 'grey'}>{s.verified.ok ? t('verdict_ok', { n: s.verified.rows ?? 0 }) : t(s.verified.ok === false ? 'verdict_bad' : 'verdict_unknown')}</Mark></p>}
        </Panel>
      </>
    )}</Loaded>
  );
}
