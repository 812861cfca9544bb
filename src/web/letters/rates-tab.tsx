import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { letters } from '../../modules/notices/contract.ts';
import { addressOf, query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';

const route = getRouteApi('/shell/letters');
const Share = ({ rate }: { rate: number | null }) => rate === null ? <>—</> : <Mark tone={rate >= 95 ? 'good' : rate >= 80 ? 'warn' : 'bad'}>{rate}%</Mark>;

/** 处置反馈率, upward and of each unit, of any days. */
export function RatesTab() {
  const t = useLabels('letters');
  const manages = useMay('hazard.manage');
  const reads = useMay('paper.read');
  const { from, to } = route.useSearch();
  const navigate = useNavigate({ from: '/letters' });
  const rates = useQuery(query(letters.rates, { query: { from, to } }));
  return (
    <Loaded query={rates}>{(d) => <>
      <div className="toolbar">
        <label className="inline-row">{t('from')}<DateField label={t('from')} value={d.from} onChange={(v) => void navigate({ search: (s) => ({ ...s, tab: 'rates', from: v ?? undefined }) })} /></label>
        <label className="inline-row">{t('to')}<DateField label={t('to')} value={d.to} onChange={(v) => void navigate({ search: (s) => ({ ...s, tab: 'rates', to: v ?? undefined }) })} /></label>
        {manages && <a className="button-link plain" href={addressOf(letters.rates_export, { query: { from: d.from, to: d.to } })} download><Icon name="download" size={16} />{t('export')}</a>}
      </div>
      <p className="muted">{t('rates_hint')}</p>
      {reads && <Panel title={t('rates_superiors')}><DataTable caption={t('rates_superiors')} rows={d.superiors} rowKey={(s) => s.issuer} empty={<p className="muted">{t('rates_superiors_none')}</p>} columns={[
        { key: 'issuer', title: t('issuer'), card: 'title', render: (s) => s.issuer }, { key: 'notices', title: t('notices_n'), align: 'right', render: (s) => s.notices }, { key: 'hazards', title: t('hazards'), align: 'right', render: (s) => s.hazards }, { key: 'answered', title: t('reported_up'), align: 'right', render: (s) => s.answered },
        { key: 'rate', title: t('feedback_rate'), align: 'right', render: (s) => <Share rate={s.rate} /> }, { key: 'on_time', title: t('on_time_rate'), align: 'right', render: (s) => <Share rate={s.on_time_rate} /> },
      ]} /></Panel>}
      <Panel title={t('rates_warnings')}><p>{t('warning_rate_line', { published: d.warnings.published, units: d.warnings.units, answered: d.warnings.answered })} <Share rate={d.warnings.rate} /></p></Panel>
      <Panel title={t('rates_units')}><DataTable caption={t('rates_units')} rows={d.units} rowKey={(u) => u.unit_id} empty={<Nothing text={t('letters_none')} />} columns={[
        { key: 'unit', title: t('unit'), card: 'title', render: (u) => <Link to="/letters" search={{ tab: 'sent', unit_id: u.unit_id, from: d.from, to: d.to }} className="strong-link">{u.unit_name}</Link> }, { key: 'letters', title: t('letters_n'), align: 'right', render: (u) => u.letters }, { key: 'signed', title: t('signed'), align: 'right', render: (u) => u.signed },
        { key: 'hazards', title: t('hazards'), align: 'right', render: (u) => u.notified }, { key: 'answered', title: t('answered'), align: 'right', render: (u) => u.answered }, { key: 'rate', title: t('feedback_rate'), align: 'right', render: (u) => <Share rate={u.rate} /> }, { key: 'on_time', title: t('on_time'), align: 'right', render: (u) => u.on_time },
      ]} /></Panel>
    </>}</Loaded>
  );
}
