import { App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { severities } from '../../modules/hazards/contract.ts';
import { superiors } from '../../modules/notices/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Row = Reply<typeof superiors.read_rows>['rows'][number];
const blank = (): Row => ({ mark: '', title: '', severity: 'high', where: '', system: '', unit: '', unit_id: null, system_id: null, description: '', remedy: '' });

/** Pasted table or rows by hand; each finds its owner, a person puts right what it did not. */
export function SuperiorSplit({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useLabels('letters');
  const h = useLabels('hazards');
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const [rows, setRows] = useState<(Row & { key: number })[]>([]);
  const [missed, setMissed] = useState<Reply<typeof superiors.read_rows>['missed']>([]);
  const [next, setNext] = useState(1);
  const add = (more: Row[]): void => { setRows([...rows, ...more.map((r, i) => ({ ...r, key: next + i }))]); setNext(next + more.length); };
  const set = (key: number, change: Partial<Row>): void => setRows(rows.map((r) => r.key === key ? { ...r, ...change } : r));
  const read = useSubmit(superiors.read_rows, { refresh: [], onDone: (r) => { add(r.rows); setMissed(r.missed); setText(''); } });
  const split = useSubmit(superiors.split, { refresh: [['superiors'], ['hazards']], onDone: (r) => { message.success(t('split_done', { n: r.added, unowned: r.unowned })); onClose(); } });
  const ready = rows.filter((r) => r.title.trim());
  return (
    <Modal open width={1000} title={t('split')} onCancel={onClose} okText={t('split_go', { n: ready.length })} okButtonProps={{ disabled: ready.length === 0 }} confirmLoading={split.isPending} onOk={() => split.mutate({ params: { id }, body: { rows: ready.map(({ key: _, ...r }) => r) } })}>
      <label className="field-label" htmlFor="split-text">{t('paste_table')}</label>
      <Input.TextArea id="split-text" rows={4} value={text} onChange={(e) => setText(e.target.value)} maxLength={500_000} />
      <p className="muted small">{t('paste_table_hint')}</p>
      <div className="row-actions"><Button disabled={!text.trim()} loading={read.isPending} onClick={() => read.mutate({ params: { id }, body: { text } })}>{t('read_table')}</Button><Button icon={<Icon name="plus" />} onClick={() => add([blank()])}>{t('add_row')}</Button></div>
      {missed.length > 0 && <ul className="plain-list" role="status">{missed.map((m) => <li key={m.line} className="gap"><Icon name="warn" size={16} />{t('missed_line', { line: m.line, why: m.why })}</li>)}</ul>}
      {rows.length > 0 && <DataTable caption={t('split')} rows={rows} rowKey={(r) => r.key} empty={null} columns={[
        { key: 'title', title: t('hazard'), card: 'title', render: (r) => <Input aria-label={`${t('hazard')} ${r.key}`} value={r.title} maxLength={300} onChange={(e) => set(r.key, { title: e.target.value })} /> },
        { key: 'severity', title: t('severity'), width: 100, render: (r) => <Select aria-label={`${t('severity')} ${r.key}`} value={r.severity} onChange={(severity) => set(r.key, { severity })} options={severities.map((s) => ({ value: s, label: h(`severity_${s}`) }))} /> },
        { key: 'where', title: t('where'), width: 220, render: (r) => <Input aria-label={`${t('where')} ${r.key}`} value={r.where} maxLength={500} onChange={(e) => set(r.key, { where: e.target.value })} /> },
        { key: 'unit', title: t('unit'), width: 220, render: (r) => <><UnitSelect label={`${t('unit')} ${r.key}`} placeholder={t('find_owner')} value={r.unit_id} onChange={(unit_id) => set(r.key, { unit_id, system_id: null })} />{r.unit && !r.unit_id && <div className="muted small">{r.unit}</div>}</> },
        { key: 'do', title: t('actions'), width: 60, card: 'plain', render: (r) => <Button type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${t('remove_row')} ${r.key}`} onClick={() => setRows(rows.filter((x) => x.key !== r.key))} /> },
      ]} />}
    </Modal>
  );
}
