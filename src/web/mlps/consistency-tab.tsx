import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { mlps } from '../../modules/mlps/contract.ts';
import { query, type Reply } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { ObjectLink } from './marks.tsx';

type Consistency = Reply<typeof mlps.consistency>;
function Stated({ c }: { c: Consistency }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const manages = useMay('mlps.manage');
  const [n, setN] = useState<number | null>(c.stated);
  const [note, setNote] = useState(c.stated_note);
  const save = useSubmit(mlps.state_filed, { done: shell('saved') });
  return (
    <Panel title={t('stated')}>
      {manages ? <div className="toolbar">
        <InputNumber aria-label={t('stated')} min={0} max={100_000} precision={0} value={n} onChange={setN} />
        <Input aria-label={t('stated_note')} placeholder={t('stated_note')} maxLength={300} value={note} onChange={(e) => setNote(e.target.value)} style={{ maxWidth: 320 }} />
        <Button type="primary" loading={save.isPending} onClick={() => save.mutate({ body: { stated: n, note } })}>{shell('save')}</Button>
      </div> : c.stated !== null && <p>{c.stated} <span className="muted">{c.stated_note}</span></p>}
      <p>{t('filed_n', { n: c.filed })}{c.by_level.length > 0 && <span className="muted">（{listText(c.by_level.map((l) => t('filed_level', { level: l.level, n: l.n })))}）</span>} <Link to="/mlps" search={{ tab: 'objects', standing: 'filed' }} className="strong-link">{t('objects')}</Link></p>
      <p role="status">{c.stated === null ? <span className="muted">{t('stated_none')}</span> : c.stated === c.filed ? <><Icon name="check" size={16} /> {t('stated_same')}</> : <span className="gap"><Icon name="warn" size={16} />{t('stated_differs', { n: Math.abs(c.stated - c.filed) })}</span>}</p>
    </Panel>
  );
}
/** What was told to others against what is there, and filed systems that do not run. */
export function ConsistencyTab() {
  const t = useLabels('mlps');
  const consistency = useQuery(query(mlps.consistency, {}));
  const columns: Column<Consistency['mismatches'][number]>[] = [
    { key: 'object', title: t('name'), card: 'title', render: (m) => <ObjectLink id={m.object_id} name={m.object_name} /> },
    { key: 'unit', title: t('unit'), width: 180, render: (m) => m.unit_name },
    { key: 'kind', title: t('mismatch'), width: 240, render: (m) => t(`mismatch_${m.kind}`) },
    { key: 'detail', title: t('detail'), render: (m) => m.detail },
  ];
  return <Loaded query={consistency}>{(c) => <>
    <Stated key={JSON.stringify([c.stated, c.stated_note])} c={c} />
    <Panel title={t('mismatches')}><DataTable caption={t('mismatches')} columns={columns} rows={c.mismatches} rowKey={(m) => `${m.object_id} ${m.kind} ${m.detail}`} empty={<Nothing text={t('no_mismatches')} />} /></Panel>
  </>}</Loaded>;
}
