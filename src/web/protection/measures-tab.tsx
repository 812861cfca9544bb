import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { functions, measures, measureStates, protection, type Measure } from '../../modules/protection/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels, useLanguage } from '../i18n.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { MeasuresForm, nameOf, type Standing } from './measures-form.tsx';
import { ScopeBar } from './scope-bar.tsx';

type Reading = Reply<typeof protection.measures>;
type System = Reading['items'][number];
type Cover = Reading['cover'][number];
const route = getRouteApi('/shell/protection');
const tones: Record<Standing['state'], Tone> = { yes: 'good', partly: 'warn', no: 'bad', na: 'grey' };
const ofSystems = measures.filter((m) => m.scope === 'system');
const measureOf = (key: string): Measure | undefined => measures.find((m) => m.key === key);

/** How one measure stands, its note and its evidence. */
function Stands({ s, writes }: { s: Standing; writes: boolean }) {
  const t = useLabels('protection');
  const english = useLanguage() === 'en';
  const m = measureOf(s.measure);
  return (
    <li>
      <Mark tone={tones[s.state]}>{t(`state_${s.state}`)}</Mark> {m ? nameOf(m, english) : s.measure}{s.note && <span className="muted">：{s.note}</span>} {s.stale && <Mark tone="warn">{t('stale')}</Mark>} <span className="muted small">{t('by', { date: s.checked_on, name: s.by_name })}</span>
      {s.files.length > 0 && <ul className="files">{s.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>}
      {writes && <AddFiles to={protection.attach_measure} id={s.id} name={m ? nameOf(m, english) : s.measure} />}
    </li>
  );
}
function CoverTable({ cover }: { cover: Cover[] }) {
  const { unit_id, system_id } = route.useSearch();
  const t = useLabels('protection');
  const english = useLanguage() === 'en';
  const of = new Map(cover.map((c) => [c.measure, c]));
  const rows = functions.flatMap((f) => ofSystems.filter((m) => m.function === f)) as readonly Measure[];
  const columns: Column<Measure>[] = [
    { key: 'measure', title: t('measure'), card: 'title', render: (m) => <><strong>{nameOf(m, english)}</strong> <span className="muted small">{t(`function_${m.function}`)} · {t(`quality_${m.quality}`)}</span>{m.gate && <> <Mark tone="info">{t('gate')}</Mark></>}</> },
    ...([...measureStates, 'unknown'] as const).map((state): Column<Measure> => ({ key: state, title: t(`state_${state}`), align: 'right', width: 90, render: (m) => { const n = of.get(m.key)?.[state] ?? 0; return n > 0 ? <Link to="/protection" search={{ tab: 'measures', unit_id, system_id, measure: m.key, state }} aria-label={`${nameOf(m, english)} ${t(`state_${state}`)} ${n}`} className={state === 'no' ? 'tone-bad' : undefined}>{n}</Link> : 0; } })),
  ];
  return <><p className="muted small">{t('cover_hint')}</p><DataTable caption={t('cover')} columns={columns} rows={rows} rowKey={(m) => m.key} empty={null} /></>;
}

export function MeasuresTab() {
  const t = useLabels('protection');
  const english = useLanguage() === 'en';
  const manages = useMay('protection.manage');
  const { unit_id, system_id, measure, state, q, page = 1 } = route.useSearch();
  const navigate = useNavigate({ from: '/protection' });
  const list = useQuery({ ...query(protection.measures, { query: { unit_id, system_id, measure, state, q, page, size: 20 } }), placeholderData: keepPreviousData });
  const [filling, setFilling] = useState<{ id: string | null; name: string; states: readonly Standing[] }>();
  const one = measure ? measureOf(measure) : undefined;
  const columns: Column<System>[] = [
    { key: 'name', title: t('system'), card: 'title', render: (s) => <><Link to="/systems/$id" params={{ id: s.id }} className="strong-link">{s.name}</Link><div className="muted small">{t('filled', { n: s.states.length, total: ofSystems.length, yes: s.states.filter((x) => x.state === 'yes').length })}</div></> },
    { key: 'unit', title: t('unit'), width: 160, render: (s) => s.unit_name },
    { key: 'states', title: t('measures'), render: (s) => s.states.length > 0 && <details className="fold"><summary>{(['no', 'partly', 'yes', 'na'] as const).flatMap((k) => { const n = s.states.filter((x) => x.state === k).length; return n > 0 ? [<Mark key={k} tone={tones[k]}>{t(`state_${k}`)} {n}</Mark>] : []; })}</summary><ul className="plain-list">{s.states.map((x) => <Stands key={x.id} s={x} writes={s.can_write} />)}</ul></details> },
    { key: 'do', title: t('actions'), width: 90, card: 'plain', render: (s) => s.can_write && <Button size="small" aria-label={`${t('fill')} ${s.name}`} onClick={() => setFilling(s)}>{t('fill')}</Button> },
  ];
  return (
    <>
      <ScopeBar>
        <SearchField label={t('search')} value={q} onSearch={(word) => void navigate({ search: (s) => ({ ...s, q: word, page: undefined }) })} />
        <a className="button-link plain" href={addressOf(protection.export, { params: { list: 'measures' }, query: { unit_id, system_id } })} download><Icon name="download" size={16} />{t('export')}</a>
      </ScopeBar>
      <Loaded query={list}>{(d) => (
        <>
          <Panel title={t('of_systems')}>
            {one && state && <p>{t('filtered_by', { measure: nameOf(one, english), state: t(`state_${state}`) })} <Link to="/protection" search={{ tab: 'measures', unit_id, system_id, q }}>{t('clear_filter')}</Link></p>}
            <DataTable caption={t('of_systems')} columns={columns} rows={d.items} rowKey={(s) => s.id} empty={<Nothing text={t('no_system')} hint={t('no_system_hint')} />} />
            {d.total > d.size && <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (s) => ({ ...s, page: p }) })} />}
          </Panel>
          <Panel title={t('cover')}><CoverTable cover={d.cover} /></Panel>
          <Panel title={t('of_whole')} extra={manages && <Button size="small" aria-label={`${t('fill')} ${t('of_whole')}`} onClick={() => setFilling({ id: null, name: t('of_whole'), states: d.organisation })}>{t('fill')}</Button>}>
            <p className="muted small">{t('of_whole_hint')}</p>
            <ul className="plain-list">{d.organisation.map((x) => <Stands key={x.id} s={x} writes={manages} />)}</ul>
          </Panel>
        </>
      )}</Loaded>
      {filling && <MeasuresForm {...filling} onClose={() => setFilling(undefined)} />}
    </>
  );
}
