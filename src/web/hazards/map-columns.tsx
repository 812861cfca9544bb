import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { columnFields, hazards, mappedSources } from '../../modules/hazards/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { ScanImport } from './imports-tab.tsx';
import { SeverityMark } from './marks.tsx';

type Field = (typeof columnFields)[number];
type Preview = Reply<typeof hazards.preview_columns>;
const shown = 3;

/** Tables that no reader knows: what each column is, as it seems; the person corrects, sees what comes of it, and takes it. */
export function MapColumns({ i }: { i: ScanImport }) {
  const t = useLabels('hazards');
  const [columns, setColumns] = useState<Record<string, (Field | null)[]>>(() => Object.fromEntries(i.tables.map((one) => [one.signature, one.columns])));
  const [source, setSource] = useState<(typeof mappedSources)[number]>('superior');
  const [remember, setRemember] = useState(true);
  const [seen, setSeen] = useState<Preview>();
  const preview = useSubmit(hazards.preview_columns, { refresh: [], onDone: setSeen });
  const take = useSubmit(hazards.map_columns);
  const tables = i.tables.map((one) => ({ signature: one.signature, columns: columns[one.signature]! }));
  // a column stands for one thing: who names another gives it up here
  const choose = (signature: string, at: number, field: Field | null): void => {
    setSeen(undefined);
    setColumns((all) => ({ ...all, [signature]: all[signature]!.map((f, n) => (n === at ? field : f === field ? null : f)) }));
  };
  return (
    <>
      <Panel title={t('map_title')}>
        <p>{t('map_hint')}</p>
        {i.tables.map((table) => {
          const rows = table.titles.map((title, at) => ({ at, title, cells: table.rows.slice(0, shown).map((r) => r.cells[at] ?? '').filter(Boolean) }));
          return (
            <div key={table.signature}>
              <h3>{t('map_table', { place: table.place, n: table.rows.length })}</h3>
              <DataTable caption={table.place} rows={rows} rowKey={(r) => r.at} empty={null} columns={[
                { key: 'title', title: t('map_column'), card: 'title', width: 200, render: (r) => <strong>{r.title || t('map_untitled', { n: r.at + 1 })}</strong> },
                { key: 'samples', title: t('map_samples'), render: (r) => <span className="muted">{r.cells.map((c) => c.slice(0, 80)).join('；')}</span> },
                { key: 'field', title: t('map_field'), width: 220, render: (r) => <Select aria-label={t('map_field_of', { title: r.title || t('map_untitled', { n: r.at + 1 }) })} value={columns[table.signature]![r.at] ?? ''} onChange={(f: Field | '') => choose(table.signature, r.at, f || null)} options={[{ value: '' as const, label: t('map_ignore') }, ...columnFields.map((f) => ({ value: f, label: t(`field_${f}`) }))]} style={{ width: '100%', minWidth: 180 }} /> },
              ]} />
            </div>
          );
        })}
        <div className="toolbar">
          <label className="field-label" htmlFor="map-source">{t('source')}</label>
          <Select id="map-source" aria-label={t('source')} value={source} onChange={setSource} options={mappedSources.map((s) => ({ value: s, label: t(`source_${s}`) }))} style={{ minWidth: 130 }} />
          <Checkbox checked={remember} onChange={(e) => setRemember(e.target.checked)}>{t('map_remember')}</Checkbox>
        </div>
        <div className="toolbar">
          <Button loading={preview.isPending} type={seen ? 'default' : 'primary'} onClick={() => preview.mutate({ params: { id: i.id }, body: { tables } })}>{t('map_preview')}</Button>
          {seen && <Button type="primary" loading={take.isPending} disabled={seen.rows.length === 0} onClick={() => take.mutate({ params: { id: i.id }, body: { tables, source, remember } })}>{t('map_take')}</Button>}
        </div>
      </Panel>
      {seen && (
        <Panel title={t('map_seen', { n: seen.rows.length })}>
          <p className="muted">{t('map_seen_hint')}</p>
          <DataTable caption={t('map_seen', { n: seen.rows.length })} rows={seen.rows} rowKey={(r) => r.place} empty={<p>{t('map_none')}</p>} columns={[
            { key: 'title', title: t('title'), card: 'title', render: (r) => r.title },
            { key: 'severity', title: t('severity'), width: 80, render: (r) => <SeverityMark severity={r.severity === 'info' ? 'low' : r.severity} /> },
            { key: 'where', title: t('where'), render: (r) => r.where },
            { key: 'system', title: t('system'), render: (r) => r.system },
            { key: 'unit', title: t('unit'), render: (r) => r.unit },
            { key: 'place', title: t('place'), width: 130, render: (r) => r.place },
          ]} />
          {seen.refused.length > 0 && <><h3>{t('refused')}</h3><ul>{seen.refused.map((r) => <li key={`${r.place} ${r.why}`}>{r.place}：{r.why}</li>)}</ul></>}
        </Panel>
      )}
    </>
  );
}
