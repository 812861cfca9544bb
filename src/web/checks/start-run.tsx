import { useNavigate } from '@tanstack/react-router';
import { App, Form, Modal, Select } from 'antd';
import { checks, profileIds } from '../../modules/checks/contract.ts';
import { SystemsSelect } from '../assets/system-select.tsx';
import { useLabels } from '../i18n.ts';
import { useSubmit } from '../ui/use-submit.ts';

interface Values { system_ids: string[]; profile: (typeof profileIds)[number] }
/** Books runs; those without an authorisation are named. */
export function StartRun({ system, onClose }: { system?: { id: string; name: string }; onClose: () => void }) {
  const t = useLabels('checks');
  const [form] = Form.useForm<Values>();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const book = useSubmit(checks.book_runs, { form, onDone: (r) => {
    if (r.booked) message.success([t('started_n', { n: r.booked }), r.already ? t('already_n', { n: r.already }) : ''].filter(Boolean).join('，'));
    if (r.without.length) message.warning(t('without', { names: r.without.slice(0, 5).join('、') }), 8);
    else if (!r.booked && r.already) message.info(t('already_n', { n: r.already }));
    onClose();
    if (r.booked) void navigate({ to: '/checks', search: { tab: 'runs', ...(system && { system_id: system.id }) } });
  } });
  return (
    <Modal open title={system ? `${t('start_title')}：${system.name}` : t('start_title')} onCancel={onClose} onOk={() => form.submit()} okText={t('start')} confirmLoading={book.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ profile: 'daily', system_ids: system ? [system.id] : [] }} onFinish={(v) => book.mutate({ body: { profile: v.profile, system_ids: system ? [system.id] : v.system_ids } })}>
        {!system && <Form.Item name="system_ids" label={t('systems')} rules={[{ required: true, message: t('choose_systems') }]}><SystemsSelect label={t('systems')} known={[]} /></Form.Item>}
        <Form.Item name="profile" label={t('profile')}><Select options={profileIds.filter((p) => p !== 'retest').map((p) => ({ value: p, label: t(`profile_${p}`) }))} /></Form.Item>
        <p className="muted small">{t('safety_hint')}</p>
      </Form>
    </Modal>
  );
}
