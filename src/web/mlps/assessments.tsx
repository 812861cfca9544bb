import { Link } from '@tanstack/react-router';
import { App, Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { conclusions, editions, mlps } from '../../modules/mlps/contract.ts';
import { upload } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { AddFile } from './add-file.tsx';
import { AddProblems } from './add-problems.tsx';
import type { MlpsObject } from './marks.tsx';

type Assessment = MlpsObject['assessments'][number];
type Edition = Assessment['edition'];
const wordsOf: Record<Edition, readonly (typeof conclusions)[number][]> = { 2019: ['conform', 'basic', 'not_conform'], 2021: ['excellent', 'good', 'medium', 'poor'], 2025: ['conform', 'basic', 'not_conform'] };
const byContract = (day: string | null | undefined): Edition => !day || day >= '2025-03-20' ? '2025' : day >= '2021-06-18' ? '2021' : '2019';
interface Values { agency: string; agency_number?: string; contract_on?: string | null; started_on?: string | null; finished_on?: string | null; edition?: Edition; conclusion?: Assessment['conclusion']; score?: number | null; rate?: number | null; high_risks?: number | null; major_hazards?: number | null; note?: string }

function AssessmentForm({ o, a, onClose }: { o: MlpsObject; a?: Assessment; onClose: () => void }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const contract = Form.useWatch('contract_on', form);
  const chosen = Form.useWatch('edition', form);
  const edition = chosen ?? byContract(contract);
  const add = useSubmit(mlps.add_assessment, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(mlps.update_assessment, { form, done: shell('saved'), onDone: onClose });
  const finish = (v: Values): void => {
    const body = { ...v, contract_on: v.contract_on ?? null, started_on: v.started_on ?? null, finished_on: v.finished_on ?? null, edition, conclusion: v.conclusion ?? null, score: edition === '2025' ? null : v.score ?? null, rate: edition === '2025' ? v.rate ?? null : null, high_risks: v.high_risks ?? 0, major_hazards: v.major_hazards ?? 0 };
    if (a) update.mutate({ params: { id: a.id }, body: { ...body, version: a.version } });
    else add.mutate({ params: { id: o.id }, body });
  };
  return (
    <Modal open width={680} title={t(a ? 'edit_assessment' : 'add_assessment')} onCancel={onClose} okText={shell('save')} onOk={() => form.submit()} confirmLoading={add.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={a ?? { high_risks: 0, major_hazards: 0 }}>
        <div className="form-pair">
          <Form.Item name="agency" label={t('agency')} rules={[{ required: true, whitespace: true, message: t('agency_needed') }]}><Input maxLength={120} /></Form.Item>
          <Form.Item name="agency_number" label={t('agency_number')}><Input maxLength={60} /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="contract_on" label={t('contract_on')} extra={t('contract_hint')}><DateField /></Form.Item>
          <Form.Item name="edition" label={t('edition')}><Select allowClear placeholder={`${t('edition_auto')}：${t('edition_n', { n: byContract(contract) })}`} options={editions.map((e) => ({ value: e, label: t('edition_n', { n: e }) }))} onChange={() => form.setFieldValue('conclusion', undefined)} /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="started_on" label={t('started_on')}><DateField /></Form.Item>
          <Form.Item name="finished_on" label={t('finished_on')}><DateField /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="conclusion" label={t('conclusion')}><Select allowClear placeholder={t('no_conclusion')} options={wordsOf[edition].map((c) => ({ value: c, label: t(`conclusion_${c}`) }))} /></Form.Item>
          {edition === '2025' ? <Form.Item name="rate" label={t('rate')}><InputNumber min={0} max={100} precision={2} className="full" /></Form.Item> : <Form.Item name="score" label={t('score')}><InputNumber min={0} max={100} precision={2} className="full" /></Form.Item>}
        </div>
        <div className="form-pair">
          <Form.Item name="high_risks" label={t('high_risks')}><InputNumber min={0} precision={0} className="full" /></Form.Item>
          <Form.Item name="major_hazards" label={t('major_hazards')}><InputNumber min={0} precision={0} className="full" /></Form.Item>
        </div>
        <Form.Item name="note" label={t('note')}><Input maxLength={1000} /></Form.Item>
      </Form>
    </Modal>
  );
}

function One({ o, a }: { o: MlpsObject; a: Assessment }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const [open, setOpen] = useState<'edit' | 'problems'>();
  const remove = useSubmit(mlps.remove_assessment, { done: t('deleted') });
  const writes = o.can_write && o.state !== 'cancelled';
  const bad = a.conclusion === 'not_conform' || a.conclusion === 'poor';
  return (
    <li className="card">
      <div className="card-title">{a.agency} <span className="muted small">{t('edition_n', { n: a.edition })}</span> {a.conclusion ? <Mark tone={bad ? 'bad' : 'good'}>{t(`conclusion_${a.conclusion}`)}</Mark> : <Mark tone="grey">{t('no_conclusion')}</Mark>}</div>
      <p className="small">{[a.contract_on && `${t('contract_on')} ${a.contract_on}`, a.finished_on && `${t('finished_on')} ${a.finished_on}`, a.score !== null && t('score_n', { n: a.score }), a.rate !== null && t('rate_n', { n: a.rate }), a.high_risks > 0 && t('high_risks_n', { n: a.high_risks }), a.major_hazards > 0 && t('major_hazards_n', { n: a.major_hazards })].filter(Boolean).join(' · ')}</p>
      {a.judged && a.conclusion && a.judged !== a.conclusion && <p className="gap"><Icon name="warn" size={16} />{t('judged', { word: t(`conclusion_${a.judged}`) })}</p>}
      {a.items > 0 && <p><Link to="/mlps" search={{ tab: 'items', object_id: o.id, source: 'assessment' }} className="strong-link">{t('problems')} {t('repaired_n', { done: a.items_done, total: a.items })}</Link></p>}
      {a.files.length > 0 && <ul className="files">{a.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>}
      {writes && <div className="row-actions">
        <Button aria-label={`${t('edit')} ${a.agency}`} onClick={() => setOpen('edit')}>{t('edit')}</Button>
        <Button aria-label={`${t('add_problems')} ${a.agency}`} onClick={() => setOpen('problems')}>{t('add_problems')}</Button>
        <AddFile label={t('report_file')} name={a.agency} send={(file, on) => upload(mlps.attach_assessment, { params: { id: a.id }, body: { file } }, on)} />
        {o.can_manage && a.items === 0 && <Button danger type="text" icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${a.agency}`} onClick={() => { void modal.confirm({ title: t('remove_assessment_ask', { agency: a.agency }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: a.id } }) }); }} />}
      </div>}
      {open === 'edit' && <AssessmentForm o={o} a={a} onClose={() => setOpen(undefined)} />}
      {open === 'problems' && <AddProblems a={a} onClose={() => setOpen(undefined)} />}
    </li>
  );
}
export function Assessments({ o }: { o: MlpsObject }) {
  const t = useLabels('mlps');
  const [adding, setAdding] = useState(false);
  const writes = o.can_write && o.state !== 'cancelled';
  return (
    <Panel title={t('assessments')} extra={writes && <Button onClick={() => setAdding(true)}>{t('add_assessment')}</Button>}>
      {o.assessments.length === 0 ? <p className="muted">{t('no_assessments')}</p> : <ul className="cards">{o.assessments.map((a) => <One key={a.id} o={o} a={a} />)}</ul>}
      {adding && <AssessmentForm o={o} onClose={() => setAdding(false)} />}
    </Panel>
  );
}
