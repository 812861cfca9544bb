import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { bulletinKinds, bulletins } from '../../modules/notices/contract.ts';
import { call, query, type Reply } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { dayText, today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { PaperView } from './paper-view.tsx';

type Bulletin = Reply<typeof bulletins.list>[number];
interface Values { kind: (typeof bulletinKinds)[number]; from: string; to: string; campaign_id?: string; title?: string; remarks?: string; requirements?: string }
function NewBulletin({ onClose }: { onClose: () => void }) {
  const t = useLabels('letters');
  const [form] = Form.useForm<Values>();
  const [shown, setShown] = useState<Values>();
  const kind = Form.useWatch('kind', form);
  const list = useQuery({ ...query(campaigns.list, {}), enabled: kind === 'campaign' });
  const issue = useSubmit(bulletins.issue, { form, done: t('bulletin_done'), onDone: onClose });
  const choose = (k: Values['kind']): void => { if (k === 'feedback') form.setFieldsValue({ from: `${today().slice(0, 4)}-01-01`, to: today() }); };
  const chooseCampaign = (id: string): void => { const c = list.data?.find((x) => x.id === id); if (c) form.setFieldsValue({ from: c.start_on ?? today(), to: c.end_on && c.end_on < today() ? c.end_on : today() }); };
  return (
    <Modal open width={720} title={t('new_bulletin')} onCancel={onClose} okText={t('issue_bulletin')} confirmLoading={issue.isPending} onOk={() => form.submit()}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'monthly', from: `${today().slice(0, 7)}-01`, to: today() }} onFinish={(body) => issue.mutate({ body })}>
        <Form.Item name="kind" label={t('kind')}><Select onChange={choose} options={bulletinKinds.map((k) => ({ value: k, label: t(`bulletin_${k}`) }))} /></Form.Item>
        {kind === 'campaign' && <Form.Item name="campaign_id" label={t('campaign')} rules={[{ required: true, message: t('needed') }]}><Select onChange={chooseCampaign} options={(list.data ?? []).map((c) => ({ value: c.id, label: c.title }))} /></Form.Item>}
        <div className="form-pair"><Form.Item name="from" label={t('from')} rules={[{ required: true, message: t('needed') }]}><DateField /></Form.Item><Form.Item name="to" label={t('to')} rules={[{ required: true, message: t('needed') }]}><DateField /></Form.Item></div>
        <Form.Item name="title" label={t('title_optional')}><Input maxLength={120} /></Form.Item>
        {kind !== 'feedback' && <><Form.Item name="remarks" label={t('remarks')}><Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
        <Form.Item name="requirements" label={t('requirements')} extra={t('requirements_hint')}><Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item></>}
        <Button icon={<Icon name="file" size={16} />} onClick={() => void form.validateFields().then(setShown, () => undefined)}>{t('preview')}</Button>
      </Form>
      {shown && <PaperView name="bulletin" note={t('preview_note')} load={() => call(bulletins.render, { body: shown })} onClose={() => setShown(undefined)} />}
    </Modal>
  );
}
/** 月报、隐患整改通报、反馈率报告: written from the dashboard's figures, kept as they went out. */
export function BulletinsTab() {
  const t = useLabels('letters');
  const manages = useMay('hazard.manage');
  const list = useQuery(query(bulletins.list, {}));
  const [open, setOpen] = useState(false);
  const [reading, setReading] = useState<Bulletin>();
  return (
    <>
      {manages && <div className="toolbar"><Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen(true)}>{t('new_bulletin')}</Button></div>}
      <Loaded query={list}>{(d) => <DataTable caption={t('bulletins')} rows={d} rowKey={(b) => b.id} empty={<Nothing text={t('no_bulletins')} hint={manages ? t('no_bulletins_hint') : ''} />} columns={[
        { key: 'title', title: t('title'), card: 'title', render: (b) => <><button type="button" className="link-button" onClick={() => setReading(b)}>{b.title}</button> <Mark>{t(`bulletin_${b.kind}`)}</Mark><div className="muted small">{b.number}</div></> },
        { key: 'days', title: t('period'), width: 220, render: (b) => `${b.from_on} — ${b.to_on}` }, { key: 'at', title: t('issued_at'), width: 120, render: (b) => dayText(b.created_at) }, { key: 'by', title: t('by'), width: 120, render: (b) => b.created_by_name },
        { key: 'file', title: t('download'), render: (b) => b.file && <FileLink file={b.file} /> },
      ]} />}</Loaded>
      {open && <NewBulletin onClose={() => setOpen(false)} />}
      {reading && <PaperView name={reading.id} load={() => call(bulletins.page, { params: { id: reading.id } })} onClose={() => setReading(undefined)} />}
    </>
  );
}
