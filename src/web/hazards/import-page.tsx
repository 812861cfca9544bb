import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Progress } from 'antd';
import { hazards } from '../../modules/hazards/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText, sizeText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { formatName, ImportMark, type ScanImport } from './imports-tab.tsx';
import { MapColumns } from './map-columns.tsx';

const route = getRouteApi('/shell/hazards/imports/$id');
/** Every record of the report is one of these. */
const parts = ['kept', 'merged', 'below', 'suppressed'] as const;
const figures = ['added', 'seen_again', 'reopened', 'absent', 'linked', 'unowned', 'claims'] as const;

/** What the scan covered, and so what its silence means. */
function Covered({ i }: { i: ScanImport }) {
  const t = useLabels('hazards');
  const s = i.scope;
  return (
    <Panel title={t('scope')}>
      <p className="muted">{t(!i.close_absent ? 'scope_not_asked' : s.whole === 0 ? 'scope_silent' : 'scope_speaks', { n: s.whole })}</p>
      <dl className="facts">
        <div><dt>{t('hosts')}</dt><dd>{s.hosts}</dd></div>
        <div><dt>{t('scope_whole')}</dt><dd>{s.whole}</dd></div>
        <div><dt>{t('scope_ports')}</dt><dd className="break">{s.ports || t('untold')}</dd></div>
        <div><dt>{t('scope_signed_in')}</dt><dd>{s.credentialed === null ? t('untold') : t(s.credentialed ? 'signed_in' : 'not_signed_in')}</dd></div>
        <div><dt>{t('scope_least')}</dt><dd>{s.least ?? t('untold')}</dd></div>
        <div><dt>{t('least')}</dt><dd>{t(`severity_${i.least}`)}</dd></div>
        <div><dt>{t('scope_policy')}</dt><dd className="break">{s.policy || t('untold')}</dd></div>
        {s.target && <div><dt>{t('scope_target')}</dt><dd className="break">{s.target}</dd></div>}
      </dl>
      {s.some_hosts.length > 0 && <details className="fold"><summary>{t('scope_hosts', { n: s.hosts })}</summary><p className="break">{s.some_hosts.join('、')}{s.hosts > s.some_hosts.length && '……'}</p></details>}
    </Panel>
  );
}

function Result({ i }: { i: ScanImport }) {
  const t = useLabels('hazards');
  const cancel = useSubmit(hazards.cancel_import, { done: t('cancelled') });
  const share = i.size_bytes ? Math.min(99, Math.round((i.read_bytes / i.size_bytes) * 100)) : 0;
  const busy = i.state === 'waiting' || i.state === 'reading';
  const same = i.same_as !== null;
  return (
    <Page title={i.name} note={<Link to="/hazards" search={{ tab: 'imports' }} className="strong-link">{t('imports')}</Link>} extra={busy || i.state === 'mapping' ? <Button danger loading={cancel.isPending} onClick={() => cancel.mutate({ params: { id: i.id } })}>{t('cancel_import')}</Button> : <Link className="button-link" to="/hazards" search={{ tab: 'imports' }}>{t('import_again')}</Link>}>
      <Panel>
        <dl className="facts">
          <div><dt>{t('state')}</dt><dd><ImportMark state={i.state} /></dd></div>
          <div><dt>{t('file')}</dt><dd>{sizeText(i.size_bytes)}</dd></div>
          {i.format && <div><dt>{t('format')}</dt><dd>{formatName(i.format)}</dd></div>}
          {i.scanned && <div><dt>{t('scanned')}</dt><dd>{i.scanned_at ? instantText(i.scanned_at) : i.scanned}</dd></div>}
          <div><dt>{t('by')}</dt><dd>{i.created_by_name} {instantText(i.created_at)}</dd></div>
          {i.state === 'done' && <><div><dt>{t('observations')}</dt><dd>{i.counts.observations}</dd></div><div><dt>{t('hosts')}</dt><dd>{i.counts.hosts}</dd></div></>}
        </dl>
        {busy && <div role="status"><Progress percent={share} aria-label={t('read_n', { n: share })} /></div>}
        {i.error && <p className="gap" role="alert"><Icon name="warn" size={16} />{i.error}</p>}
        {same && <p role="status">{t('nothing_new')}</p>}
      </Panel>
      {i.state === 'mapping' && <MapColumns i={i} />}
      {i.state === 'done' && <Panel title={t('result')} extra={<Link to="/hazards" search={{ tab: 'list', import_id: i.id }}>{t('see_rows')}</Link>}>
        <p className="muted">{t('read_sum', { n: i.counts.observations ?? 0 })}</p>
        <dl className="facts">{parts.map((f) => <div key={f}><dt>{t(f)}</dt><dd>{i.counts[f] ?? 0}</dd></div>)}</dl>
        <dl className="facts">{figures.map((f) => <div key={f}><dt>{t(f)}</dt><dd><strong>{i.counts[f] ?? 0}</strong>{f === 'claims' && (i.counts.claims ?? 0) > 0 && <> <Link to="/systems" search={{ tab: 'claims' }}>{t('go_claims')}</Link></>}{f === 'unowned' && (i.counts.unowned ?? 0) > 0 && <> <Link to="/hazards" search={{ tab: 'list', owned: 'false' }}>{t('see_rows')}</Link></>}</dd></div>)}</dl>
      </Panel>}
      {i.state === 'done' && <Covered i={i} />}
      {i.refused.length > 0 && <Panel title={t('refused')}>
        <DataTable caption={t('refused')} rows={i.refused} rowKey={(r) => `${r.place} ${r.why}`} empty={null} columns={[{ key: 'place', title: t('place'), card: 'title', render: (r) => r.place }, { key: 'why', title: t('why'), render: (r) => r.why }]} />
        {(i.counts.refusals ?? 0) > i.refused.length && <p className="muted">{t('refused_more', { n: (i.counts.refusals ?? 0) - i.refused.length })}</p>}
      </Panel>}
    </Page>
  );
}
export function ImportPage() {
  const { id } = route.useParams();
  const page = useQuery({ ...query(hazards.import, { params: { id } }), refetchInterval: (q) => (q.state.data && !['waiting', 'reading'].includes(q.state.data.state) ? false : 1000) });
  return <Loaded query={page}>{(i) => <Result i={i} />}</Loaded>;
}
