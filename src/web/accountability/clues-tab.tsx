import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { accountability, clueStates } from '../../modules/accountability/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { Figure } from '../ui/numbers.tsx';
import { useSubmit } from '../ui/use-submit.ts';

const route = getRouteApi('/shell/accountability');
export type Clue = Reply<typeof accountability.clues>['clues'][number];
const tones: Record<Clue['state'], Tone> = { to_check: 'warn', checking: 'info', answered: 'warn', to_approve: 'info', decided: 'bad', dropped: 'grey' };

export function ClueMark({ clue }: { clue: Clue }) {
  const t = useLabels('accountability');
  return <><Mark tone={tones[clue.state]}>{t(`state_${clue.state}`)}</Mark>{clue.answer_overdue && <> <Mark tone="bad">{t('answer_overdue')}</Mark></>}{clue.correct_overdue && <> <Mark tone="bad">{t('correct_overdue')}</Mark></>}</>;
}

/** A clue by hand: for a unit, or against what an assignment was answered with. */
function ClueForm({ assignment, onClose }: { assignment?: string | undefined; onClose: () => void }) {
  const t = useLabels('accountability');
  const shell = useLabels('shell');
  const navigate = useNavigate();
  const [form] = Form.useForm<{ unit_id?: string; ground: string; facts: string; informant?: string }>();
  const grounds = useQuery(query(accountability.grounds, {}));
  const create = useSubmit(accountability.create_clue, { form, done: shell('saved'), onDone: (c) => void navigate({ to: '/accountability/clues/$id', params: { id: c.id } }) });
  return (
    <Modal open width={640} title={t('new_clue')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={assignment ? { ground: 'falsified' } : {}} onFinish={(v) => create.mutate({ body: { ground: v.ground, facts: v.facts, informant: v.informant ?? '', ...(assignment ? { assignment_id: assignment } : { unit_id: v.unit_id! }) } })}>
        {assignment ? <p className="muted">{t('from_task')}</p> : <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><UnitSelect label={t('unit')} /></Form.Item>}
        <Form.Item name="ground" label={t('ground')} rules={[{ required: true, message: t('ground_needed') }]}><Select showSearch={{ optionFilterProp: 'label' }} loading={grounds.isPending} options={(grounds.data ?? []).map((g) => ({ value: g.key, label: g.text }))} /></Form.Item>
        <Form.Item name="facts" label={t('facts')} rules={[{ required: true, whitespace: true, message: t('facts_needed') }]}><Input.TextArea maxLength={3000} autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
        <Form.Item name="informant" label={t('informant')} extra={t('informant_hint')}><Input maxLength={100} /></Form.Item>
      </Form>
    </Modal>
  );
}

export function CluesTab() {
  const t = useLabels('accountability');
  const { message } = App.useApp();
  const writes = useMay('accountability.write');
  const answers = useMay('accountability.answer');
  const { state, unit_id, ground, year, assignment } = route.useSearch();
  const navigate = useNavigate({ from: '/accountability' });
  const filter = { state, unit_id, ground, year };
  const list = useQuery(query(accountability.clues, { query: filter }));
  const grounds = useQuery({ ...query(accountability.grounds, {}), enabled: writes });
  const [adding, setAdding] = useState(assignment !== undefined);
  const find = useSubmit(accountability.find_clues, { onDone: (r) => { message.success(r.added > 0 ? t('found_n', { n: r.added }) : t('found_none')); } });
  const columns: Column<Clue>[] = [
    { key: 'ground', title: t('ground'), card: 'title', render: (c) => <><Link to="/accountability/clues/$id" params={{ id: c.id }}><strong>{c.ground_text}</strong></Link>{c.facts && <p className="muted small pre">{c.facts}</p>}</> },
    { key: 'unit', title: t('unit'), width: 150, render: (c) => c.unit_name },
    { key: 'state', title: t('state'), width: 130, render: (c) => <ClueMark clue={c} /> },
    { key: 'found', title: t('found_on'), width: 120, render: (c) => <>{c.found_on}{!answers && <p className="muted small">{t(c.by_rule ? 'by_rule' : 'by_hand')}</p>}</> },
    { key: 'due', title: t('answer_by'), width: 120, render: (c) => c.answer_by },
    { key: 'measures', title: t('measures'), width: 180, render: (c) => c.measures.length === 0 ? null : <>{listText(c.measures.map((m) => t(`measure_${m}`)))}{c.correct_by && <p className="muted small">{t('correct_by')} {c.correct_by}</p>}</> },
  ];
  const close = () => { setAdding(false); if (assignment) void navigate({ search: { tab: 'clues' } }); };
  return (
    <Loaded query={list}>{(d) => <>
      <div className="figures">{clueStates.filter((s) => !answers || s !== 'to_check').map((s) => <Figure key={s} value={d.figures[s]} name={t(`state_${s}`)} tone={s === 'to_check' || s === 'answered' || (answers && s === 'checking') ? 'warn' : undefined} link={(inside) => <Link to="/accountability" search={{ tab: 'clues', state: state === s ? undefined : s, unit_id, ground, year }} className="figure" aria-current={state === s ? 'true' : undefined}>{inside}</Link>} />)}</div>
      {writes && <div className="toolbar">
        <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={unit_id ?? null} onChange={(u) => void navigate({ search: (s) => ({ ...s, unit_id: u ?? undefined }) })} /></div>
        <Select aria-label={t('ground')} className="filter" allowClear placeholder={t('all_grounds')} showSearch={{ optionFilterProp: 'label' }} value={ground} loading={grounds.isFetching} onChange={(g) => void navigate({ search: (s) => ({ ...s, ground: g }) })} options={(grounds.data ?? []).map((g) => ({ value: g.key, label: g.text }))} />
        <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('new_clue')}</Button>
        <Button icon={<Icon name="search" />} loading={find.isPending} onClick={() => find.mutate({})}>{t('find')}</Button>
        <a className="button-link plain" href={addressOf(accountability.export_clues, { query: filter })} download><Icon name="download" size={16} />{t('export_clues')}</a>
      </div>}
      <DataTable caption={t('clues')} columns={columns} rows={d.clues} rowKey={(c) => c.id} empty={<Nothing text={t(answers ? 'no_clues_unit' : 'no_clues')} hint={writes ? t('no_clues_hint') : ''} />} />
      {adding && writes && <ClueForm assignment={assignment} onClose={close} />}
    </>}</Loaded>
  );
}
