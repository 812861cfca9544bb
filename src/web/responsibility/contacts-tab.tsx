import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { confirmEveryDays, contactKinds, responsibility, verifyEveryDays } from '../../modules/responsibility/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { Tel } from '../organisation/people-tab.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { instantText, today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

type Contact = Reply<typeof responsibility.contacts>[number];
type Check = Reply<typeof responsibility.contact_checks>[number];
interface Values { kind: Contact['kind']; name: string; contact_person: string; phone: string; note?: string; verified_on?: string | null }

function ContactForm({ contact, onClose }: { contact?: Contact | undefined; onClose: () => void }) {
  const t = useLabels('responsibility');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const create = useSubmit(responsibility.create_contact, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(responsibility.update_contact, { form, done: shell('saved'), onDone: onClose });
  const finish = (v: Values): void => {
    const body = { kind: v.kind, name: v.name, contact_person: v.contact_person, phone: v.phone, note: v.note ?? '' };
    const date = v.verified_on ?? null;
    // a date that was not touched is not said again, so that another number counts as untried
    if (contact) update.mutate({ params: { id: contact.id }, body: { ...body, ...(date !== contact.verified_on && { verified_on: date }), version: contact.version } });
    else create.mutate({ body: { ...body, verified_on: date } });
  };
  return (
    <Modal open title={contact ? t('edit_contact') : t('new_contact')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={contact ?? { kind: 'telecom' }}>
        <Form.Item name="kind" label={t('contact_kind')}><Select options={contactKinds.map((k) => ({ value: k, label: t(`contact_${k}`) }))} /></Form.Item>
        <Form.Item name="name" label={t('contact_name')} rules={[{ required: true, message: t('name_needed') }]}><Input maxLength={80} /></Form.Item>
        <Form.Item name="contact_person" label={t('contact_person')} rules={[{ required: true, message: t('name_needed') }]}><Input maxLength={40} autoComplete="off" /></Form.Item>
        <Form.Item name="phone" label={t('phone')} rules={[{ required: true, pattern: /^[0-9+()\- ]{3,20}$/, message: t('phone_rule') }]}><Input type="tel" maxLength={20} autoComplete="off" /></Form.Item>
        <Form.Item name="verified_on" label={t('verified_on')}><DateField max={today()} /></Form.Item>
        <Form.Item name="note" label={t('note')}><Input maxLength={500} /></Form.Item>
      </Form>
    </Modal>
  );
}

function External() {
  const t = useLabels('responsibility');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('responsibility.write');
  const list = useQuery(query(responsibility.contacts));
  const verify = useSubmit(responsibility.update_contact, { done: shell('saved') });
  const remove = useSubmit(responsibility.remove_contact);
  const [open, setOpen] = useState<{ contact?: Contact }>();
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({})}>{t('new_contact')}</Button>;
  const columns: Column<Contact>[] = [
    { key: 'name', title: t('contact_name'), card: 'title', render: (c) => <strong>{c.name}</strong> },
    { key: 'kind', title: t('contact_kind'), render: (c) => t(`contact_${c.kind}`) },
    { key: 'person', title: t('contact_person'), render: (c) => c.contact_person },
    { key: 'phone', title: t('phone'), render: (c) => <Tel number={c.phone} name={c.contact_person} /> },
    { key: 'verified', title: t('verified_on'), render: (c) => <>{c.verified_on ?? ''} {c.stale && <span className="gap"><Icon name="warn" size={16} />{t(c.verified_on ? 'stale' : 'never_verified', { days: verifyEveryDays })}</span>}</> },
    { key: 'note', title: t('note'), render: (c) => c.note },
    ...(writes ? [{ key: 'do', title: t('actions'), card: 'plain' as const, render: (c: Contact) => (
      <div className="row-actions">
        <Button size="small" aria-label={`${t('verified_now')} ${c.name}`} loading={verify.isPending && verify.variables.params.id === c.id} onClick={() => verify.mutate({ params: { id: c.id }, body: { version: c.version, verified_on: today() } })}>{t('verified_now')}</Button>
        <Button size="small" aria-label={`${shell('edit')} ${c.name}`} onClick={() => setOpen({ contact: c })}>{shell('edit')}</Button>
        <Button size="small" danger aria-label={`${shell('remove')} ${c.name}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: c.name }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: c.id } }).catch(() => undefined) })}>{shell('remove')}</Button>
      </div>
    ) }] : []),
  ];
  return (
    <Panel title={t('external')} extra={add}>
      <Loaded query={list}>{(rows) => <DataTable caption={t('external')} columns={columns} rows={rows} rowKey={(c) => c.id} empty={<Nothing text={t('no_contacts')} hint={t('no_contacts_hint')} />} />}</Loaded>
      {open && <ContactForm contact={open.contact} onClose={() => setOpen(undefined)} />}
    </Panel>
  );
}

/** Whom to call, outside and inside, and since when we know that the number is right. */
export function ContactsTab() {
  const t = useLabels('responsibility');
  const checks = useQuery(query(responsibility.contact_checks));
  const confirm = useSubmit(responsibility.confirm_contacts, { done: t('confirmed') });
  const columns: Column<Check>[] = [
    { key: 'unit', title: t('unit'), card: 'title', render: (c) => <strong>{c.unit_name}</strong> },
    { key: 'contacts', title: t('unit_contacts'), render: (c) => c.contacts.length === 0 ? <span className="gap"><Icon name="warn" size={16} />{t('nobody')}</span> : <ul className="plain-list">{c.contacts.map((p) => <li key={`${p.duty} ${p.name}`} className="contact"><span><strong>{p.name}</strong> <span className="muted small">{wordFor('organisation', `duty_${p.duty}`, p.duty)}</span></span>{p.phone ? <Tel number={p.phone} name={p.name} /> : <span className="muted small">{t('no_phone')}</span>}</li>)}</ul> },
    { key: 'at', title: t('confirmed_at'), render: (c) => <>{c.confirmed_at && `${instantText(c.confirmed_at)} ${c.by_name}`} {c.stale && <Mark tone="warn">{t(c.confirmed_at ? 'stale' : 'never_confirmed', { days: confirmEveryDays })}</Mark>}</> },
    ...(checks.data?.some((c) => c.can_confirm) ? [{ key: 'do', title: t('actions'), card: 'plain' as const, render: (c: Check) => c.can_confirm && <Button size="small" aria-label={`${t('confirm')} ${c.unit_name}`} loading={confirm.isPending && confirm.variables.params.id === c.unit_id} onClick={() => confirm.mutate({ params: { id: c.unit_id } })}>{t('confirm')}</Button> }] : []),
  ];
  return (
    <>
      <div className="toolbar"><a className="button-link plain" href={addressOf(responsibility.network)} download><Icon name="download" size={16} />{t('network')}</a><span className="muted small">{t('network_note')}</span></div>
      <External />
      <Panel title={t('checks')}>
        <p className="muted">{t('checks_note', { days: confirmEveryDays })}</p>
        <Loaded query={checks}>{(rows) => <DataTable caption={t('checks')} columns={columns} rows={rows} rowKey={(c) => c.unit_id} empty={<Nothing text={t('no_units')} />} />}</Loaded>
      </Panel>
    </>
  );
}
