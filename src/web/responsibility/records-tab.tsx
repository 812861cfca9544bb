import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { recordKinds, responsibility } from '../../modules/responsibility/contract.ts';
import { query } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { type DutyRecord, RecordForm } from './record-form.tsx';

const route = getRouteApi('/shell/responsibility');

export function RecordsTab({ year }: { year: number }) {
  const t = useLabels('responsibility');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('duty_record.write');
  const { kind, unit } = route.useSearch();
  const navigate = useNavigate({ from: '/responsibility' });
  const list = useQuery(query(responsibility.records, { query: { year, kind, unit_id: unit } }));
  const remove = useSubmit(responsibility.remove_record);
  const detach = useSubmit(responsibility.detach_record);
  const [open, setOpen] = useState<{ record?: DutyRecord }>();
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({})}>{t('new_record')}</Button>;
  const columns: Column<DutyRecord>[] = [
    { key: 'title', title: t('record_title'), card: 'title', render: (r) => <><strong>{r.title}</strong>{r.content && <p className="muted small pre">{r.content}</p>}{r.attendees && <p className="muted small pre">{t('attendees')}: {r.attendees}</p>}</> },
    { key: 'kind', title: t('kind'), render: (r) => t(`kind_${r.kind}`) },
    { key: 'held_on', title: t('held_on'), width: 120, render: (r) => r.held_on },
    { key: 'unit', title: t('unit'), render: (r) => r.unit_name ?? t('whole') },
    { key: 'chaired_by', title: t('chaired_by'), render: (r) => r.chaired_by },
    { key: 'files', title: t('files'), render: (r) => r.files.length === 0 ? <Mark tone="warn">{t('no_minutes')}</Mark> : (
      <ul className="files">{r.files.map((f) => <li key={f.id}><FileLink file={f} />{r.can_write && <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${f.name}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: f.name }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => detach.mutateAsync({ params: { id: r.id, file_id: f.id } }).catch(() => undefined) })} />}</li>)}</ul>
    ) },
    ...(writes ? [{ key: 'do', title: t('actions'), card: 'plain' as const, render: (r: DutyRecord) => r.can_write && (
      <div className="row-actions">
        <AddFiles to={responsibility.attach_record} id={r.id} name={r.title} />
        <Button size="small" aria-label={`${shell('edit')} ${r.title}`} onClick={() => setOpen({ record: r })}>{shell('edit')}</Button>
        <Button size="small" danger aria-label={`${shell('remove')} ${r.title}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: r.title }), content: t('remove_note'), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: r.id } }).catch(() => undefined) })}>{shell('remove')}</Button>
      </div>
    ) }] : []),
  ];
  return (
    <>
      <div className="toolbar">
        <Select aria-label={t('kind')} className="filter" allowClear placeholder={t('all_kinds')} value={kind} onChange={(k) => void navigate({ search: (s) => ({ ...s, kind: k }) })} options={recordKinds.map((k) => ({ value: k, label: t(`kind_${k}`) }))} />
        <div className="filter"><UnitSelect label={t('filter_unit')} value={unit ?? null} onChange={(u) => void navigate({ search: (s) => ({ ...s, unit: u ?? undefined }) })} /></div>
        {add}
      </div>
      <Loaded query={list}>{(rows) => <DataTable caption={t('records')} columns={columns} rows={rows} rowKey={(r) => r.id} empty={<Nothing text={t('no_records')} hint={t('no_records_hint')} action={add} />} />}</Loaded>
      {open && <RecordForm record={open.record} onClose={() => setOpen(undefined)} />}
    </>
  );
}
