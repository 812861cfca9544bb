import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { mlps, verdicts } from '../../modules/mlps/contract.ts';
import { addressOf, query, type Reply, upload } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Bar } from '../ui/numbers.tsx';
import { Page } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { AddFile } from './add-file.tsx';

type Check = Reply<typeof mlps.check>;
type Class = Check['classes'][number];
type Point = Class['points'][number];
type Answer = Check['answers'][number];
const route = getRouteApi('/shell/mlps/checks/$id');

/** One control point: a tap is kept at once; a gap asks what is missing. */
function PointRow({ k, point, answer, save }: { k: Check; point: Point; answer: Answer | undefined; save: (answers: { point: string; verdict: Answer['verdict']; note?: string }[]) => void }) {
  const t = useLabels('mlps');
  const [note, setNote] = useState(answer?.note ?? '');
  const verdict = answer?.verdict ?? null;
  const asks = verdict !== null && verdict !== 'yes';
  return (
    <li className="card" id={`point-${point.key}`}>
      <div className="card-title">{point.name} <span className="muted small">{t('point_items', { n: point.items })}</span></div>
      <p className="small">{point.asks}</p>
      {k.can_write ? <Segmented block className="verdict" aria-label={t('verdict_of', { point: point.name })} name={point.key} value={verdict ?? ''} onChange={(v) => save([{ point: point.key, verdict: v as Answer['verdict'] }])} options={verdicts.map((v) => ({ value: v, label: t(`verdict_${v}`) }))} /> : verdict && <Mark tone={verdict === 'yes' ? 'good' : verdict === 'no' ? 'bad' : verdict === 'part' ? 'warn' : 'grey'}>{t(`verdict_${verdict}`)}</Mark>}
      {k.can_write && (asks || note) && <Input.TextArea aria-label={t('note_of', { point: point.name })} className="gap-top" placeholder={t(verdict === 'na' ? 'note_na' : 'note_gap')} maxLength={1000} autoSize={{ minRows: 1, maxRows: 6 }} value={note} onChange={(e) => setNote(e.target.value)} onBlur={() => { if (note !== (answer?.note ?? '')) save([{ point: point.key, verdict, note }]); }} />}
      {!k.can_write && answer?.note && <p className="pre small">{answer.note}</p>}
      {answer && answer.files.length > 0 && <ul className="files">{answer.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>}
      {k.can_write && verdict !== null && <AddFile small label={t('proof')} name={point.name} send={(file, on) => upload(mlps.attach_answer, { params: { id: k.id, point: point.key }, body: { file } }, on)} />}
    </li>
  );
}
function Finish({ k, onClose }: { k: Check; onClose: () => void }) {
  const t = useLabels('mlps');
  const navigate = useNavigate();
  const [due, setDue] = useState<string | null>(null);
  const [who, setWho] = useState('');
  const finish = useSubmit(mlps.finish_check, { done: t('finished'), onDone: () => { onClose(); void navigate({ to: '/mlps/$id', params: { id: k.object_id } }); } });
  const gaps = k.no + k.part;
  return (
    <Modal open title={t('finish_check')} onCancel={onClose} okText={t('finish_check')} confirmLoading={finish.isPending} onOk={() => finish.mutate({ params: { id: k.id }, body: { ...(due && { due_on: due }), responsible: who.trim() } })}>
      <p>{k.score !== null && `${t('check_score', { n: k.score })} · `}{gaps > 0 ? t('finish_hint', { n: gaps }) : t('finish_none')}</p>
      {gaps > 0 && <><div className="field-label">{t('item_due')}</div><DateField label={t('item_due')} min={today()} value={due} onChange={setDue} /><div className="muted small">{t('due_hint')}</div>
        <label className="field-label" htmlFor="check-who">{t('responsible')}</label><Input id="check-who" maxLength={60} value={who} onChange={(e) => setWho(e.target.value)} /></>}
    </Modal>
  );
}
function Shown({ k }: { k: Check }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [finishing, setFinishing] = useState(false);
  const key = query(mlps.check, { params: { id: k.id } }).queryKey;
  const put = useSubmit(mlps.answer, { refresh: [], onDone: (next) => cache.setQueryData(key, next) });
  const remove = useSubmit(mlps.remove_check, { done: t('deleted'), onDone: () => void navigate({ to: '/mlps/$id', params: { id: k.object_id } }) });
  const answers = new Map(k.answers.map((a) => [a.point, a]));
  const answered = (p: Point): boolean => Boolean(answers.get(p.key)?.verdict);
  const save = (list: { point: string; verdict: Answer['verdict']; note?: string }[]): void => put.mutate({ params: { id: k.id }, body: { answers: list } });
  const next = k.classes.flatMap((c) => c.points).find((p) => !answered(p));
  const go = (): void => { const card = next && document.getElementById(`point-${next.key}`); const fold = card?.closest('details'); if (fold) fold.open = true; card?.scrollIntoView({ block: 'center' }); card?.querySelector('input')?.focus(); };
  return (
    <Page title={t('check_of', { name: k.object_name })} note={<><Link to="/mlps/$id" params={{ id: k.object_id }} className="strong-link">{t('back_to_objects')}</Link> · {t('check_level', { n: k.level, points: k.points })} · {k.started_on} {k.started_by_name}</>}
      extra={<div className="row-actions">{k.can_write && (next ? <Button type="primary" onClick={go}>{t('next_unanswered')}</Button> : <Button type="primary" onClick={() => setFinishing(true)}>{t('finish_check')}</Button>)}<a className="button-link plain" href={addressOf(mlps.export_check, { params: { id: k.id } })} download><Icon name="download" size={16} />{t('export')}</a>{k.can_write && <Button danger type="text" onClick={() => { void modal.confirm({ title: t('remove_check_ask'), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: k.id } }) }); }}>{t('remove_check')}</Button>}</div>}>
      <div className="panel" role="status"><Bar done={k.answered} total={k.points} label={t('check_progress', { answered: k.answered, points: k.points })} /><span className="small">{t('check_progress', { answered: k.answered, points: k.points })} · {t('verdict_yes')} {k.yes} · {t('verdict_part')} {k.part} · {t('verdict_no')} {k.no} · {t('verdict_na')} {k.na}{k.score !== null && ` · ${t('check_score', { n: k.score })}`}</span></div>
      {k.classes.map((c, i) => { const done = c.points.filter(answered).length; const left = c.points.filter((p) => !answered(p)); return (
        <details key={c.key} className="fold panel" open={k.can_write ? i === 0 || (done > 0 && left.length > 0) : undefined}>
          <summary><strong>{c.name}</strong> <span className="muted small">{t('class_progress', { done, total: c.points.length })}</span> {left.length === 0 && <Icon name="check" size={16} />}</summary>
          {k.can_write && left.length > 0 && <div className="row-actions"><Button size="small" aria-label={`${c.name} ${t('rest_yes')}`} loading={put.isPending} onClick={() => save(left.map((p) => ({ point: p.key, verdict: 'yes' as const })))}>{t('rest_yes')}</Button></div>}
          <ul className="cards">{c.points.map((p) => <PointRow key={p.key} k={k} point={p} answer={answers.get(p.key)} save={save} />)}</ul>
        </details>); })}
      {k.can_write && <p className="muted" role="status">{next ? t('finish_left', { n: k.points - k.answered }) : ''}</p>}
      {finishing && <Finish k={k} onClose={() => setFinishing(false)} />}
    </Page>
  );
}
export function CheckPage() {
  const { id } = route.useParams();
  const page = useQuery(query(mlps.check, { params: { id } }));
  return <Loaded query={page}>{(k) => <Shown k={k} />}</Loaded>;
}
