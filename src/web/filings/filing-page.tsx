import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { filings } from '../../modules/filings/contract.ts';
import { addressOf, query } from '../api.ts';
import { SystemState } from '../assets/systems-tab.tsx';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { Checklist } from './checklist.tsx';
import { type FilingAction, FilingEdit, FilingStep } from './filing-step.tsx';
import { Due, FilingNumber, FilingState, type Filing } from './marks.tsx';
import { PaperFiles } from './paper-files.tsx';
import { Timeline } from './timeline.tsx';

const route = getRouteApi('/shell/filings/$id');
/** What a person most likely does next comes first. */
const order: readonly FilingAction[] = ['record', 'close', 'submit', 'send_back', 'no_change', 'reopen', 'begin_change', 'begin_cancel', 'exempt'];

function Shown({ f }: { f: Filing }) {
  const t = useLabels('filings');
  const shell = useLabels('shell');
  const cache = useQueryClient();
  const [step, setStep] = useState<FilingAction | 'edit'>();
  const answer = useSubmit(filings.answer_closing, { refresh: [], onDone: (reply) => cache.setQueryData(query(filings.get, { params: { id: f.id } }).queryKey, reply) });
  const can = order.filter((a) => f.can.includes(a));
  const due = f.state !== 'filed' && f.state !== 'cancelled' && f.state !== 'void';
  const close = (): void => setStep(undefined);
  return (
    <Page title={`${f.kind_name}：${f.system_name}`} note={<><Link to="/filings" search={{ tab: 'list' }} className="strong-link">{t('list')}</Link> · <FilingState state={f.state} /> {f.unit_name}</>}
      extra={<div className="row-actions">{can.map((a, i) => <Button key={a} type={i === 0 && due ? 'primary' : 'default'} onClick={() => setStep(a)}>{t(`do_${a}`)}</Button>)}<a className="button-link plain" href={addressOf(filings.form, { params: { id: f.id } })} download><Icon name="download" size={16} />{t(f.state.startsWith('cancel') ? 'form_cancel' : f.state.startsWith('change') ? 'form_change' : 'form_new')}</a></div>}>
      {f.duty && <Panel title={t('duty')}><p className="pre">{f.duty}</p>{f.due_on && <p><Due f={f} /></p>}</Panel>}
      <Panel title={t('basics')} extra={f.can_write && <Button size="small" onClick={() => setStep('edit')}>{shell('edit')}</Button>}>
        <dl className="facts">
          <div><dt>{t('system')}</dt><dd><Link to="/systems/$id" params={{ id: f.system_id }} className="strong-link">{f.system_name}</Link> <SystemState state={f.system_state} /></dd></div>
          <div><dt>{t('places')}</dt><dd className="break">{f.places.join('、') || shell('none')}</dd></div>
          <div><dt>{t('number')}</dt><dd><FilingNumber f={f} />{!f.number && shell('none')}{f.number_odd && <div className="muted small">{t('number_odd_hint', { example: f.number_example })}</div>}</dd></div>
          <div><dt>{t('subject')}</dt><dd>{f.subject || shell('none')}</dd></div>
          {f.authority && <div><dt>{t('authority')}</dt><dd>{f.authority}</dd></div>}
          {due && !f.duty && <div><dt>{t('due_on')}</dt><dd><Due f={f} /></dd></div>}
          <div><dt>{t('filed_on')}</dt><dd>{f.filed_on ?? shell('none')}</dd></div>
          <div><dt>{t('approved_on')}</dt><dd>{f.approved_on ?? shell('none')}</dd></div>
          {f.expires_on && <div><dt>{t('expires_on')}</dt><dd>{f.expires_on}</dd></div>}
          {f.cancelled_on && <div><dt>{t('cancelled_on')}</dt><dd>{f.cancelled_on}</dd></div>}
          {f.basis && <div><dt>{t('basis')}</dt><dd>{f.basis}</dd></div>}
          {f.note && <div><dt>{t('remark')}</dt><dd className="pre">{f.note}</dd></div>}
        </dl>
      </Panel>
      {f.closing.length > 0 && <Panel title={t('list_closing')}><p className="muted">{t('closing_note')}</p><Checklist checks={f.closing} onAnswer={f.can_write && f.state !== 'cancelled' ? (given) => answer.mutate({ params: { id: f.id }, body: { answers: [given] } }) : undefined} /></Panel>}
      <PaperFiles of="filing" id={f.id} list={f.attachments} canAttach={f.can_write} title={t('proof')} hint={t('no_proof')} />
      <Timeline events={f.timeline} states="state_" />
      {step === 'edit' && <FilingEdit f={f} onClose={close} />}
      {step && step !== 'edit' && <FilingStep f={f} step={step} onClose={close} />}
    </Page>
  );
}
export function FilingPage() {
  const { id } = route.useParams();
  const page = useQuery(query(filings.get, { params: { id } }));
  return <Loaded query={page}>{(f) => <Shown f={f} />}</Loaded>;
}
