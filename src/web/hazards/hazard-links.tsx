import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { hazards } from '../../modules/hazards/contract.ts';
import { useLabels } from '../i18n.ts';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Hazard } from './hazard-page.tsx';
import { StateMark } from './marks.tsx';

/** 同一处: what is one hole with this one, each with its number and its own scanner's evidence. */
export function HazardLinks({ h }: { h: Hazard }) {
  const t = useLabels('hazards');
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ number: string; remember?: boolean }>();
  const link = useSubmit(hazards.link, { form, done: t('linked_done'), onDone: () => setOpen(false) });
  const unlink = useSubmit(hazards.unlink, { done: t('unlinked_done') });
  const decide = useSubmit(hazards.decide_links, { done: t('done') });
  if (h.same.length === 0 && !h.can_link) return null;
  return (
    <Panel title={t('same_hole')} extra={h.can_link && !h.lead_id && <Button onClick={() => setOpen(true)}>{t('link_by_hand')}</Button>}>
      <p className="muted">{t(h.lead_id ? 'same_follows' : h.same.length ? 'same_leads' : 'same_none')}</p>
      <ul className="plain-list">{h.same.map((s) => (
        <li key={s.id}>
          <Link to="/hazards/$id" params={{ id: s.id }} className="strong-link">{s.number} {s.title}</Link> <StateMark state={s.state} /> {s.relation === 'lead' && <Mark tone="info">{t('leads')}</Mark>}{s.relation === 'proposed' && <Mark tone="warn">{t('proposed')}</Mark>}
          <div className="muted small break">{s.scanner} · {s.place}{s.reason && ` · ${t(`link_${s.reason}`)}`}{s.decided_by_name && ` · ${s.decided_by_name}`}</div>
          {s.relation === 'proposed' && s.link_id && <div className="row-actions"><Button size="small" type="primary" onClick={() => decide.mutate({ body: { ids: [s.link_id!], accept: true } })}>{t('is_same')}</Button><Button size="small" onClick={() => decide.mutate({ body: { ids: [s.link_id!], accept: false } })}>{t('not_same')}</Button></div>}
        </li>
      ))}</ul>
      {h.lead_id && h.can_link && <Button loading={unlink.isPending} onClick={() => unlink.mutate({ params: { id: h.id } })}>{t('unlink')}</Button>}
      <Modal open={open} title={t('link_by_hand')} onCancel={() => setOpen(false)} okText={t('link_go')} confirmLoading={link.isPending} onOk={() => form.submit()} destroyOnHidden>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => link.mutate({ params: { id: h.id }, body: { number: v.number, remember: v.remember ?? false } })}>
          <Form.Item name="number" label={t('link_number')} extra={t('link_number_hint')} rules={[{ required: true, whitespace: true, message: t('link_number_needed') }]}><Input maxLength={20} placeholder="YH2026-000001" /></Form.Item>
          <Form.Item name="remember" valuePropName="checked"><Checkbox>{t('link_remember')}</Checkbox></Form.Item>
        </Form>
      </Modal>
    </Panel>
  );
}
