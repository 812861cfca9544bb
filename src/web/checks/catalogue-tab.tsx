import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { areas, checks } from '../../modules/checks/contract.ts';
import { query } from '../api.ts';
import { useLabels, useLanguage, wordFor } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { SearchField } from '../ui/search-field.tsx';
import type { Reply } from '../api.ts';
import { Severity } from './marks.tsx';

const route = getRouteApi('/shell/checks');
type Check = Reply<typeof checks.catalogue>[number];
/** Every check there is: what it looks at, how gently, what it means and how to mend it. */
export function CatalogueTab() {
  const t = useLabels('checks');
  const language = useLanguage();
  const s = route.useSearch();
  const navigate = useNavigate({ from: '/checks' });
  const list = useQuery({ ...query(checks.catalogue, {}), staleTime: Infinity });
  const set = (change: Partial<typeof s>): void => { void navigate({ search: (o) => ({ ...o, tab: 'catalogue' as const, ...change }) }); };
  const word = s.q?.toLowerCase() ?? '';
  const columns: Column<Check>[] = [
    { key: 'title', title: t('check'), card: 'title', render: (c) => <><strong>{language === 'en' ? c.title_en : c.title}</strong><div className="muted small">{c.id}</div></> },
    { key: 'area', title: t('all_areas'), width: 120, render: (c) => t(`area_${c.area}`) },
    { key: 'severity', title: t('result'), width: 90, render: (c) => <Severity severity={c.severity} /> },
    { key: 'intrusive', title: t('intrusiveness'), width: 170, render: (c) => <>{t(`intrusiveness_${c.intrusiveness as 0}`)}{c.needs.length > 0 && <div className="muted small">{t('needs')} {c.needs.join('、')}</div>}</> },
    { key: 'control', title: t('control'), width: 190, render: (c) => <>{c.control}<div className="muted small">{[c.cwe && `CWE-${c.cwe}`, c.owasp && `OWASP ${c.owasp}`].filter(Boolean).join(' ')}</div></> },
    { key: 'more', title: t('meaning'), render: (c) => <>{c.meaning}<details className="fold"><summary aria-label={`${t('remedy')}：${c.title}`}>{t('remedy')}</summary><dl className="facts">
      <div><dt>{t('harm')}</dt><dd>{c.harm}</dd></div>
      {Object.entries(c.remedy).map(([k, v]) => <div key={k}><dt>{wordFor('checks', `remedy_${k}`, k)}</dt><dd className="pre break">{v}</dd></div>)}
      {c.references.length > 0 && <div><dt>{t('references')}</dt><dd className="break">{c.references.join('；')}</dd></div>}
    </dl></details></> },
  ];
  return <>
    <div className="toolbar">
      <SearchField label={t('search_check')} value={s.q} onSearch={(q) => set({ q })} />
      <Select aria-label={t('all_areas')} className="filter" allowClear placeholder={t('all_areas')} value={s.area} onChange={(area) => set({ area })} options={areas.map((a) => ({ value: a, label: t(`area_${a}`) }))} />
    </div>
    <Loaded query={list}>{(all) => {
      const rows = all.filter((c) => (!s.area || c.area === s.area) && (!word || `${c.id} ${c.title} ${c.title_en}`.toLowerCase().includes(word)));
      return <><p className="muted">{t('catalogue_n', { n: rows.length })}　{t('safety_hint')}</p><DataTable caption={t('tab_catalogue')} columns={columns} rows={rows} rowKey={(c) => c.id} empty={<Nothing text={t('no_results')} />} /></>;
    }}</Loaded>
  </>;
}
