import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Radio } from 'antd';
import { mlps } from '../../modules/mlps/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { referenceQuery } from './controls-tab.tsx';
import type { MlpsObject } from './marks.tsx';

type Reference = Reply<typeof mlps.reference>;
type Who = Reference['harmed'][number]['key'];
type Degree = Reference['degrees'][number]['key'];
type Harm = Partial<Record<Who, Degree>>;
const route = getRouteApi('/shell/mlps/$id/grade');

/** For each of the three, how much it would suffer: the standard's words, with what a school would recognise. */
function HarmField({ r, value = {}, onChange, name }: { r: Reference; value?: Harm; onChange?: (harm: Harm) => void; name: string }) {
  const t = useLabels('mlps');
  const set = (who: Who, degree: Degree | 'none'): void => { const { [who]: _old, ...rest } = value; onChange?.(degree === 'none' ? rest : { ...rest, [who]: degree }); };
  return <>{r.harmed.map((h) => (
    <fieldset key={h.key} className="harm">
      <legend><strong>{h.name}</strong></legend>
      <p className="small muted">{h.covers}。{t('for_example', { text: h.examples })}</p>
      <Radio.Group name={`${name}-${h.key}`} aria-label={h.name} value={value[h.key] ?? 'none'} onChange={(e) => set(h.key, e.target.value as Degree | 'none')} options={[{ value: 'none', label: t('harm_none') }, ...r.degrees.map((d) => ({ value: d.key, label: `${d.name} · ${t('level_n', { n: r.matrix[h.key][d.key] })}` }))]} />
    </fieldset>
  ))}<details className="fold"><summary>{t('degree_help')}</summary><dl className="facts">{r.degrees.map((d) => <div key={d.key}><dt>{d.name}</dt><dd>{d.means}。<span className="muted">{t('for_example', { text: d.examples })}</span></dd></div>)}</dl><p className="muted small">{r.matrix_source.source}。{t('source_unverified')}</p></details></>;
}
const levelOf = (r: Reference, harm: Harm | undefined): number => Math.max(0, ...Object.entries(harm ?? {}).map(([who, degree]) => r.matrix[who as Who][degree]));

type Values = Pick<MlpsObject, 'responsible_body' | 'composition' | 'business' | 'boundary' | 's_data' | 's_reason' | 'a_service' | 'a_reason' | 'differs_reason'> & { s_harm: Harm; a_harm: Harm };
function Wizard({ o, r }: { o: MlpsObject; r: Reference }) {
  const t = useLabels('mlps');
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const s = levelOf(r, Form.useWatch('s_harm', form) ?? o.s_harm);
  const a = levelOf(r, Form.useWatch('a_harm', form) ?? o.a_harm);
  const level = s && a ? Math.max(s, a) : 0;
  const save = useSubmit(mlps.grade, { form, done: t('graded'), refresh: [['mlps'], ['assets']], onDone: () => void navigate({ to: '/mlps/$id', params: { id: o.id } }) });
  const text = (name: keyof Values, hint?: string, rows = 1) => <Form.Item name={name} label={t(name as 'composition')} extra={hint}><Input.TextArea maxLength={name === 'composition' || name === 'business' ? 4000 : 1000} autoSize={{ minRows: rows, maxRows: 8 }} /></Form.Item>;
  const some = { validator: (_: unknown, v: Harm | undefined) => Object.keys(v ?? {}).length > 0 ? Promise.resolve() : Promise.reject(new Error(t('harm_empty'))) };
  return (
    <Page title={`${t('wizard')} ${o.name}`} note={<><Link to="/mlps/$id" params={{ id: o.id }} className="strong-link">{o.name}</Link> · {o.unit_name}{o.suggestion && ` · ${t('suggested_n', { n: o.suggestion.level, example: o.suggestion.example })}`}</>}>
      <Form form={form} layout="vertical" requiredMark={false} scrollToFirstError initialValues={o} onFinish={(v) => save.mutate({ params: { id: o.id }, body: { version: o.version, ...v, differs_reason: v.differs_reason ?? o.differs_reason } })}>
        <Panel title={t('wizard_1')}>{text('responsible_body', t('responsible_hint'))}{text('composition', t('composition_hint'))}{text('business', t('business_hint'))}{text('boundary', t('boundary_hint'))}</Panel>
        <Panel title={t('wizard_2')}>{text('s_data', t('s_data_hint'))}<p><strong>{t('s_question')}</strong></p><Form.Item name="s_harm" rules={[some]}><HarmField r={r} name="s" /></Form.Item>
          <Form.Item name="s_reason" label={t('reason_more')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 1, maxRows: 6 }} /></Form.Item></Panel>
        <Panel title={t('wizard_3')}>{text('a_service', t('a_service_hint'))}<p><strong>{t('a_question')}</strong></p><Form.Item name="a_harm" rules={[some]}><HarmField r={r} name="a" /></Form.Item>
          <Form.Item name="a_reason" label={t('reason_more')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 1, maxRows: 6 }} /></Form.Item></Panel>
        <Panel title={t('wizard_4')}>
          <p role="status">{level ? <>{t('result_is', { s, a })} <Mark tone="info">{t('level_n', { n: level })}</Mark></> : <span className="muted">{t('result_wait')}</span>}</p>
          {level > 0 && o.suggestion && o.suggestion.level !== level && <><p className="gap"><Icon name="warn" size={16} />{t('differs_ask', { n: o.suggestion.level })}</p><Form.Item name="differs_reason" label={t('differs_reason')}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item></>}
          <Button type="primary" htmlType="submit" loading={save.isPending}>{t('save_grading')}</Button>
        </Panel>
      </Form>
    </Page>
  );
}
export function GradingPage() {
  const { id } = route.useParams();
  const page = useQuery(query(mlps.object, { params: { id } }));
  const reference = useQuery(referenceQuery);
  return <Loaded query={page}>{(o) => <Loaded query={reference}>{(r) => <Wizard o={o} r={r} />}</Loaded>}</Loaded>;
}
