import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { capacity, parts, reviewResults } from '../../modules/capacity/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Duty = Reply<typeof capacity.duties>[number];
type Bearer = Duty['bearers'][number];
interface Values { title: string; content?: string; basis?: string; sort?: number | null; bearers?: { unit_id: string; part: Bearer['part']; post?: string }[] }
const route = getRouteApi('/shell/capacity');
const tones: Record<(typeof reviewResults)[number], Tone> = { good: 'good', met: 'good', partly: 'warn', failed: 'bad' };

function DutyForm({ duty, onClose }: { duty?: Duty | undefined; onClose: () => void }) {
  const t = useLabels('capacity');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const create = useSubmit(capacity.create_duty, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(capacity.update_duty, { form, done: shell('saved'), onDone: onClose });
  const finish = (v: Values): void => {
    const body = { title: v.title, content: v.content ?? '', basis: v.basis ?? '', sort: v.sort ?? 0, bearers: (v.bearers ?? []).map((b) => ({ unit_id: b.unit_id, part: b.part, post: b.post ?? '' })) };
    if (duty) update.mutate({ params: { id: duty.id }, body: { ...body, version: duty.version } });
    else create.mutate({ body });
  };
  return (
    <Modal open width={760} title={duty ? t('edit_duty') : t('new_duty')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={duty ?? { bearers: [{ part: 'lead' }] }}>
        <Form.Item name="title" label={t('duty_title')} rules={[{ required: true, whitespace: true, message: t('duty_title_needed') }]}><Input maxLength={120} /></Form.Item>
        <Form.Item name="content" label={t('content')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="basis" label={t('basis')} extra={t('basis_hint')}><Input maxLength={300} /></Form.Item>
          <Form.Item name="sort" label={t('sort')}><InputNumber min={0} max={9999} precision={0} className="full" /></Form.Item>
        </div>
        <h2 className="form-part">{t('bearers')}</h2>
        <Form.List name="bearers" rules={[{ validator: (_, list?: unknown[]) => (list?.length ? Promise.resolve() : Promise.reject(new Error(t('bearer_needed')))) }]}>{(fields, { add, remove }, { errors }) => <>
          {fields.map((f, i) => (
            <fieldset key={f.key} className="member-block" aria-label={t('bearer_n', { n: i + 1 })}>
              <div className="member-row">
                <Form.Item name={[f.name, 'part']} label={t('part')}><Select options={parts.map((p) => ({ value: p, label: t(`part_${p}`) }))} /></Form.Item>
                <Form.Item name={[f.name, 'unit_id']} label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><UnitSelect label={t('unit')} allowClear={false} /></Form.Item>
                <Form.Item name={[f.name, 'post']} label={t('post')}><Input maxLength={80} placeholder={t('post_hint')} /></Form.Item>
                <Button type="text" danger icon={<Icon name="trash" />} aria-label={`${shell('remove')} ${i + 1}`} onClick={() => remove(f.name)} />
              </div>
            </fieldset>
          ))}
          <Form.ErrorList errors={errors} />
          <Button icon={<Icon name="plus" />} onClick={() => add({ part: 'support' })}>{t('add_bearer')}</Button>
        </>}</Form.List>
      </Form>
    </Modal>
  );
}

function Review({ duty, bearer, year, onClose }: { duty: Duty; bearer: Bearer; year: number; onClose: () => void }) {
  const t = useLabels('capacity');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ result: (typeof reviewResults)[number] | 'none'; note?: string }>();
  const save = useSubmit(capacity.review_duty, { form, done: shell('saved'), onDone: onClose });
  return (
    <Modal open title={t('review_of', { year, unit: bearer.unit_name, title: duty.title })} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={save.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ result: bearer.review?.result ?? 'met', note: bearer.review?.note }} onFinish={(v) => save.mutate({ params: { id: duty.id }, body: { unit_id: bearer.unit_id, year, result: v.result === 'none' ? null : v.result, note: v.note ?? '' } })}>
        <Form.Item name="result" label={t('result')}><Radio.Group options={[...reviewResults.map((r) => ({ value: r as string, label: t(`result_${r}`) })), { value: 'none', label: t('result_none') }]} /></Form.Item>
        <Form.Item name="note" label={t('note')}><Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** One line a duty: who leads, who supports, on what paper, and how each was judged this year. */
export function DutiesTab({ year }: { year: number }) {
  const t = useLabels('capacity');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const manages = useMay('capacity.manage');
  const { unit } = route.useSearch();
  const navigate = useNavigate({ from: '/capacity' });
  const list = useQuery(query(capacity.duties, { query: { year, unit_id: unit } }));
  const [open, setOpen] = useState<{ duty?: Duty }>();
  const [judging, setJudging] = useState<{ duty: Duty; bearer: Bearer }>();
  const remove = useSubmit(capacity.remove_duty);
  const add = manages && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({})}>{t('new_duty')}</Button>;
  const bearers = (d: Duty, part: Bearer['part']) => {
    const mine = d.bearers.filter((b) => b.part === part);
    return mine.length === 0 ? null : (
      <ul className="plain-list">{mine.map((b) => (
        <li key={b.unit_id}>
          {b.unit_name}{b.post && <span className="muted"> · {b.post}</span>}
          {b.review && <> <Mark tone={tones[b.review.result]}>{t(`result_${b.review.result}`)}</Mark>{b.review.note && <span className="muted small"> {b.review.note}</span>}</>}
          {manages && <Button type="link" size="small" aria-label={`${t('review')} ${b.unit_name} ${d.title}`} onClick={() => setJudging({ duty: d, bearer: b })}>{t('review')}</Button>}
        </li>
      ))}</ul>
    );
  };
  const columns: Column<Duty>[] = [
    { key: 'title', title: t('duty_title'), card: 'title', render: (d) => <><strong>{d.title}</strong>{d.content && <div className="muted pre">{d.content}</div>}</> },
    { key: 'lead', title: t('part_lead'), render: (d) => bearers(d, 'lead') },
    { key: 'support', title: t('part_support'), render: (d) => bearers(d, 'support') },
    { key: 'basis', title: t('basis'), render: (d) => d.basis },
    ...(manages ? [{ key: 'do', title: t('actions'), card: 'plain' as const, render: (d: Duty) => (
      <div className="row-actions">
        <Button size="small" aria-label={`${shell('edit')} ${d.title}`} onClick={() => setOpen({ duty: d })}>{shell('edit')}</Button>
        <Button size="small" danger aria-label={`${shell('remove')} ${d.title}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: d.title }), content: t('remove_note'), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: d.id } }).catch(() => undefined) })}>{shell('remove')}</Button>
      </div>
    ) }] : []),
  ];
  return (
    <>
      <div className="toolbar">
        <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={unit ?? null} onChange={(u) => void navigate({ search: (s) => ({ ...s, unit: u ?? undefined }) })} /></div>
        {add}<a className="button-link plain" href={addressOf(capacity.export, { params: { list: 'duties' }, query: { year } })} download><Icon name="download" size={16} />{t('export')}</a>
      </div>
      <Loaded query={list}>{(rows) => <DataTable caption={t('duties')} columns={columns} rows={rows} rowKey={(d) => d.id} empty={<Nothing text={t('no_duties')} hint={t('no_duties_hint')} action={add} />} />}</Loaded>
      {open && <DutyForm duty={open.duty} onClose={() => setOpen(undefined)} />}
      {judging && <Review {...judging} year={year} onClose={() => setJudging(undefined)} />}
    </>
  );
}
