import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { App, Button, Checkbox, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { capacity, certifiedShare, staffKinds } from '../../modules/capacity/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { PersonSelect } from '../organisation/person-select.tsx';
import { AddFiles } from '../ui/add-files.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

type Staff = Reply<typeof capacity.staff>[number];
type Certificate = Staff['certificates'][number];
type Rate = Reply<typeof capacity.rates>[number];
const route = getRouteApi('/shell/capacity');
const tones: Record<Rate['verdict'], Tone> = { met: 'good', rising: 'good', not_met: 'bad', unknown: 'grey' };
const states: Record<Certificate['state'], Tone> = { valid: 'good', ending: 'warn', ended: 'bad' };

function AddStaff({ onClose }: { onClose: () => void }) {
  const t = useLabels('capacity');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ person_id: string; kind: Staff['kind']; work: string; since: string }>();
  const add = useSubmit(capacity.add_staff, { form, done: shell('saved'), onDone: onClose });
  return (
    <Modal open title={t('add_staff')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={add.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'full_time', since: today() }} onFinish={(body) => add.mutate({ body })}>
        <Form.Item name="person_id" label={t('person')} rules={[{ required: true, message: t('person_needed') }]}><PersonSelect label={t('person')} /></Form.Item>
        <Form.Item name="kind" label={t('staff_kind')}><Radio.Group options={staffKinds.map((k) => ({ value: k, label: t(`staff_${k}`) }))} /></Form.Item>
        <Form.Item name="work" label={t('work')} rules={[{ required: true, whitespace: true, message: t('work_needed') }]}><Input maxLength={200} /></Form.Item>
        <Form.Item name="since" label={t('since')} rules={[{ required: true, message: t('date_needed') }]}><DateField max={today()} allowEmpty={false} /></Form.Item>
      </Form>
    </Modal>
  );
}
function EndStaff({ staff, onClose }: { staff: Staff; onClose: () => void }) {
  const t = useLabels('capacity');
  const [form] = Form.useForm<{ until: string }>();
  const end = useSubmit(capacity.end_staff, { form, done: t('ended'), onDone: onClose });
  return (
    <Modal open title={t('end_staff_title', { name: staff.person_name })} onCancel={onClose} onOk={() => form.submit()} okText={t('end_staff')} confirmLoading={end.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ until: today() }} onFinish={(v) => end.mutate({ params: { id: staff.id }, body: { ...v, version: staff.version } })}>
        <Form.Item name="until" label={t('until')} rules={[{ required: true, message: t('date_needed') }]}><DateField min={staff.since} max={today()} allowEmpty={false} /></Form.Item>
      </Form>
    </Modal>
  );
}
function AddCertificate({ staff, onClose }: { staff: Staff; onClose: () => void }) {
  const t = useLabels('capacity');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ name: string; level?: string; number?: string; issuer?: string; issued_on: string; expires_on?: string | null }>();
  const add = useSubmit(capacity.add_certificate, { form, done: shell('saved'), onDone: onClose });
  return (
    <Modal open title={t('certificate_of', { name: staff.person_name })} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={add.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => add.mutate({ body: { ...v, person_id: staff.person_id, expires_on: v.expires_on || null } })}>
        <Form.Item name="name" label={t('certificate_name')} rules={[{ required: true, whitespace: true, message: t('certificate_name_needed') }]}><Input maxLength={80} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="level" label={t('level')}><Input maxLength={40} /></Form.Item>
          <Form.Item name="number" label={t('number')}><Input maxLength={60} /></Form.Item>
        </div>
        <Form.Item name="issuer" label={t('issuer')}><Input maxLength={80} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="issued_on" label={t('issued_on')} rules={[{ required: true, message: t('date_needed') }]}><DateField max={today()} allowEmpty={false} /></Form.Item>
          <Form.Item name="expires_on" label={t('expires_on')} extra={t('expires_hint')}><DateField /></Form.Item>
        </div>
      </Form>
    </Modal>
  );
}

function Rates() {
  const t = useLabels('capacity');
  const rates = useQuery(query(capacity.rates));
  const columns: Column<Rate>[] = [
    { key: 'year', title: t('year'), card: 'title', render: (r) => <Link to="/capacity" search={{ tab: 'staff', year: r.year }} aria-label={t('rate_year', { year: r.year })}>{t('year_n', { year: r.year })}</Link> },
    { key: 'staff', title: t('staff_n'), align: 'right', render: (r) => r.staff },
    { key: 'certified', title: t('certified_n'), align: 'right', render: (r) => r.certified },
    { key: 'share', title: t('share'), align: 'right', render: (r) => (r.share === null ? '—' : `${r.share}%`) },
    { key: 'verdict', title: t('verdict'), render: (r) => <Mark tone={tones[r.verdict]}>{t(`verdict_${r.verdict}`, { share: certifiedShare })}</Mark> },
  ];
  return <Panel title={t('rates')}><p className="muted">{t('rates_hint', { share: certifiedShare })}</p><Loaded query={rates}>{(rows) => <DataTable caption={t('rates')} columns={columns} rows={rows} rowKey={(r) => r.year} empty={null} />}</Loaded></Panel>;
}

/** Who does security work, with which certificates; the share of certified people year by year. */
export function StaffTab({ year }: { year: number }) {
  const t = useLabels('capacity');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('capacity.write');
  const { unit } = route.useSearch();
  const list = useQuery(query(capacity.staff, { query: { year } }));
  const [without, setWithout] = useState(false);
  const [open, setOpen] = useState<{ what: 'add' } | { what: 'end' | 'certificate'; staff: Staff }>();
  const remove = useSubmit(capacity.remove_certificate);
  const close = (): void => setOpen(undefined);
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({ what: 'add' })}>{t('add_staff')}</Button>;
  const columns: Column<Staff>[] = [
    { key: 'name', title: t('person'), card: 'title', render: (s) => <><strong>{s.person_name}</strong> <Mark tone={s.kind === 'full_time' ? 'info' : 'grey'}>{t(`staff_${s.kind}`)}</Mark></> },
    { key: 'unit', title: t('unit'), render: (s) => s.unit_name },
    { key: 'work', title: t('work'), render: (s) => s.work },
    { key: 'since', title: t('since'), width: 110, render: (s) => s.since },
    { key: 'certificates', title: t('certificates'), render: (s) => s.certificates.length === 0 ? <Mark tone="warn">{t('no_certificate')}</Mark> : (
      <ul className="plain-list">{s.certificates.map((c) => (
        <li key={c.id}>
          {c.name}{c.level && ` ${c.level}`} <Mark tone={states[c.state]}>{t(`state_${c.state}`, { date: c.expires_on ?? '' })}</Mark>
          {c.files.map((f) => <FileLink key={f.id} file={f} />)}
          {s.can_write && <span className="row-actions"><AddFiles to={capacity.attach_certificate} id={c.id} name={c.name} /><Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${s.person_name} ${c.name}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: c.name }), content: t('remove_note'), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: c.id } }).catch(() => undefined) })} /></span>}
        </li>
      ))}</ul>
    ) },
    ...(writes ? [{ key: 'do', title: t('actions'), card: 'plain' as const, render: (s: Staff) => s.can_write && (
      <div className="row-actions">
        <Button size="small" aria-label={`${t('add_certificate')} ${s.person_name}`} onClick={() => setOpen({ what: 'certificate', staff: s })}>{t('add_certificate')}</Button>
        {!s.until && <Button size="small" aria-label={`${t('end_staff')} ${s.person_name}`} onClick={() => setOpen({ what: 'end', staff: s })}>{t('end_staff')}</Button>}
      </div>
    ) }] : []),
  ];
  return (
    <>
      <Rates />
      <Loaded query={list}>{(all) => {
        const rows = all.filter((s) => (!unit || s.unit_id === unit) && (!without || !s.certified));
        const full = all.filter((s) => s.kind === 'full_time').length;
        return (
          <>
            <div className="toolbar">
              {add}<a className="button-link plain" href={addressOf(capacity.export, { params: { list: 'staff' }, query: { year } })} download><Icon name="download" size={16} />{t('export')}</a>
              <Checkbox checked={without} onChange={(e) => setWithout(e.target.checked)}>{t('only_uncertified')}</Checkbox>
              <span className="muted">{t('team_n', { n: all.length, full, part: all.length - full, certified: all.filter((s) => s.certified).length })}</span>
            </div>
            <DataTable caption={t('staff')} columns={columns} rows={rows} rowKey={(s) => s.id} empty={<Nothing text={t('no_staff')} hint={t('no_staff_hint')} action={add} />} />
          </>
        );
      }}</Loaded>
      {open?.what === 'add' && <AddStaff onClose={close} />}
      {open?.what === 'end' && <EndStaff staff={open.staff} onClose={close} />}
      {open?.what === 'certificate' && <AddCertificate staff={open.staff} onClose={close} />}
    </>
  );
}
