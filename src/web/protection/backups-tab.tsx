import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { App, Button, Checkbox, Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { type backupEvents, frequencies, protection } from '../../modules/protection/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { SystemSelect } from '../assets/system-select.tsx';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { ScopeBar } from './scope-bar.tsx';

type Backup = Reply<typeof protection.backups>[number];
type Kind = (typeof backupEvents)[number];
interface Values { system_id: string; what: string; frequency: Backup['frequency']; medium: string; place: string; offsite: boolean; keep_days: number; responsible: string }
const route = getRouteApi('/shell/protection');

function BackupForm({ backup, systemId, onClose }: { backup?: Backup | undefined; systemId: string | undefined; onClose: () => void }) {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const create = useSubmit(protection.create_backup, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(protection.update_backup, { form, done: shell('saved'), onDone: onClose });
  const finish = ({ system_id, ...v }: Values): void => { if (backup) update.mutate({ params: { id: backup.id }, body: { ...v, version: backup.version } }); else create.mutate({ body: { system_id, ...v } }); };
  return (
    <Modal open width={640} title={backup ? t('edit_backup') : t('new_backup')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={backup ?? { system_id: systemId, frequency: 'daily', keep_days: 30, offsite: false, medium: '', place: '', responsible: '' }}>
        {!backup && <Form.Item name="system_id" label={t('system')} rules={[{ required: true, message: t('system_needed') }]}><SystemSelect label={t('system')} /></Form.Item>}
        <Form.Item name="what" label={t('backup_what')} rules={[{ required: true, whitespace: true, message: t('what_needed') }]}><Input maxLength={200} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="frequency" label={t('frequency')}><Select options={frequencies.map((f) => ({ value: f, label: t(`every_${f}`) }))} /></Form.Item>
          <Form.Item name="keep_days" label={t('keep_days')} rules={[{ required: true, message: t('days_needed') }]}><InputNumber min={1} max={36500} precision={0} className="full" /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="medium" label={t('medium')}><Input maxLength={120} /></Form.Item>
          <Form.Item name="place" label={t('place')}><Input maxLength={200} /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="responsible" label={t('responsible')}><Input maxLength={60} /></Form.Item>
          <Form.Item name="offsite" valuePropName="checked" label={t('offsite')}><Checkbox>{t('offsite')}</Checkbox></Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
function NoteForm({ backup, kind, onClose }: { backup: Backup; kind: Kind; onClose: () => void }) {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ on_day: string; ok: boolean; note?: string }>();
  const note = useSubmit(protection.note_backup, { form, done: shell('saved'), onDone: onClose });
  return (
    <Modal open title={`${t(`event_${kind}`)}：${backup.system_name} ${backup.what}`} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={note.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ on_day: today(), ok: true }} onFinish={(v) => note.mutate({ params: { id: backup.id }, body: { kind, ...v } })}>
        <Form.Item name="on_day" label={t('date')} rules={[{ required: true, message: t('date_needed') }]}><DateField max={today()} allowEmpty={false} /></Form.Item>
        <Form.Item name="ok" label={t('went')}><Radio.Group options={[{ value: true, label: t('went_ok') }, { value: false, label: t('went_bad') }]} /></Form.Item>
        <Form.Item name="note" label={t('note')}><Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} /></Form.Item>
      </Form>
    </Modal>
  );
}

export function BackupsTab() {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('protection.write');
  const { unit_id, system_id } = route.useSearch();
  const list = useQuery(query(protection.backups, { query: { unit_id, system_id } }));
  const remove = useSubmit(protection.remove_backup);
  const [open, setOpen] = useState<{ backup?: Backup; note?: Kind }>();
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({})}>{t('new_backup')}</Button>;
  const columns: Column<Backup>[] = [
    { key: 'system', title: t('system'), card: 'title', render: (b) => <><strong>{b.system_name}</strong> <span className="muted">{b.what}</span><div className="muted small">{b.unit_name}</div></> },
    { key: 'how', title: t('frequency'), width: 200, render: (b) => <>{t(`every_${b.frequency}`)} · {t('days_n', { n: b.keep_days })}{b.offsite && <> <Mark tone="good">{t('offsite')}</Mark></>}<div className="muted small">{[b.medium, b.place, b.responsible].filter(Boolean).join(' · ')}</div></> },
    { key: 'ok', title: t('last_ok'), width: 150, render: (b) => <>{b.last_ok_on ?? t('never')} {b.late && <Mark tone="bad">{t('late')}</Mark>}</> },
    { key: 'drill', title: t('last_drill'), width: 150, render: (b) => <>{b.last_drill_on ?? t('never')} {b.drill_late && <Mark tone="bad">{t('late')}</Mark>}</> },
    { key: 'events', title: t('events'), render: (b) => (b.events.length > 0 || b.files.length > 0) && <details className="fold"><summary>{t('events')} {b.events.length}</summary><ul className="plain-list">{b.events.map((e, i) => <li key={i}>{e.on_day} {t(`event_${e.kind}`)} <Mark tone={e.ok ? 'good' : 'bad'}>{t(e.ok ? 'went_ok' : 'went_bad')}</Mark> {e.note} <span className="muted small">{e.by_name}</span></li>)}</ul><ul className="files">{b.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul></details> },
    ...(writes ? [{ key: 'do', title: t('actions'), width: 330, card: 'plain' as const, render: (b: Backup) => b.can_write && (
      <div className="row-actions">
        <Button size="small" aria-label={`${t('note_run')} ${b.system_name} ${b.what}`} onClick={() => setOpen({ backup: b, note: 'run' })}>{t('note_run')}</Button>
        <Button size="small" aria-label={`${t('note_drill')} ${b.system_name} ${b.what}`} onClick={() => setOpen({ backup: b, note: 'drill' })}>{t('note_drill')}</Button>
        <AddFiles to={protection.attach_backup} id={b.id} name={`${b.system_name} ${b.what}`} />
        <Button size="small" aria-label={`${shell('edit')} ${b.system_name} ${b.what}`} onClick={() => setOpen({ backup: b })}>{shell('edit')}</Button>
        <Button size="small" danger aria-label={`${shell('remove')} ${b.system_name} ${b.what}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: `${b.system_name} ${b.what}` }), content: t('remove_note'), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: b.id } }).catch(() => undefined) })}>{shell('remove')}</Button>
      </div>
    ) }] : []),
  ];
  return (
    <>
      <ScopeBar>{add}<a className="button-link plain" href={addressOf(protection.export, { params: { list: 'backups' }, query: { unit_id, system_id } })} download><Icon name="download" size={16} />{t('export')}</a></ScopeBar>
      <Loaded query={list}>{(rows) => <DataTable caption={t('backups')} columns={columns} rows={rows} rowKey={(b) => b.id} empty={<Nothing text={t('no_backups')} hint={t('no_backups_hint')} action={add} />} />}</Loaded>
      {open && !open.note && <BackupForm backup={open.backup} systemId={system_id} onClose={() => setOpen(undefined)} />}
      {open?.note && <NoteForm backup={open.backup!} kind={open.note} onClose={() => setOpen(undefined)} />}
    </>
  );
}
