import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { accountability } from '../../modules/accountability/contract.ts';
import { query, type Reply } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { listText, useLabels, wordFor } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { ClueMark } from './clues-tab.tsx';
import { ClueStep, type Step } from './clue-step.tsx';

const route = getRouteApi('/shell/accountability/clues/$id');
export type CluePage = Reply<typeof accountability.clue>;

export function CluePage() {
  const { id } = route.useParams();
  const page = useQuery(query(accountability.clue, { params: { id } }));
  return <Loaded query={page}>{(c) => <Shown c={c} />}</Loaded>;
}

function Shown({ c }: { c: CluePage }) {
  const t = useLabels('accountability');
  const answers = useMay('accountability.answer');
  const [step, setStep] = useState<Step>();
  const steps = c.can.filter((a): a is Step => a !== 'attach' && a !== 'attach_answer');
  const files = (list: CluePage['files'], empty: string) => list.length === 0 ? <p className="muted">{empty}</p> : <ul className="files">{list.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>;
  return (
    <Page title={c.ground_text} note={<Link to="/accountability" search={{ tab: 'clues' }}>{t(answers ? 'clues_unit' : 'clues')}</Link>}
      extra={steps.length > 0 && <div className="row-actions">{steps.map((a, i) => <Button key={a} type={i === 0 ? 'primary' : 'default'} onClick={() => setStep(a)}>{t(`do_${a}`)}</Button>)}</div>}>
      <Panel>
        <dl className="facts">
          <div><dt>{t('state')}</dt><dd><ClueMark clue={c} /></dd></div>
          <div><dt>{t('unit')}</dt><dd>{c.unit_name}</dd></div>
          <div><dt>{t('basis')}</dt><dd>{c.ground_source}</dd></div>
          {c.facts && <div><dt>{t('facts')}</dt><dd className="pre">{c.facts}</dd></div>}
          {c.object_link && (c.by_rule || !answers) && <div><dt /><dd><a href={c.object_link}>{t('to_source')}</a></dd></div>}
          {c.informant && <div><dt>{t('informant')}</dt><dd>{c.informant}</dd></div>}
          {c.answer_by && <div><dt>{t('answer_by')}</dt><dd>{c.answer_by}</dd></div>}
        </dl>
      </Panel>
      {!answers && <Panel title={t('evidence')}>{files(c.files, t('no_evidence'))}{c.can.includes('attach') && <AddFiles to={accountability.attach_clue} id={c.id} name={c.ground_text} text={t('add_file')} />}</Panel>}
      {c.asked_note && <Panel title={t('asked')}><p className="pre">{c.asked_note}</p></Panel>}
      {c.asked_note && <Panel title={t('answer')}>
        {c.answer ? <p className="pre">{c.answer}</p> : <p className="muted">{t('no_answer')}</p>}
        {files(c.answer_files, t('no_answer_files'))}
        {c.can.includes('attach_answer') && <AddFiles to={accountability.attach_answer} id={c.id} name={c.ground_text} text={t('add_file')} />}
      </Panel>}
      {c.finding && <Panel title={t('proposal')}>
        <dl className="facts">
          <div><dt>{t('responsible')}</dt><dd>{c.responsible}</dd></div>
          <div><dt>{t('finding')}</dt><dd className="pre">{c.finding}</dd></div>
          <div><dt>{t('measures')}</dt><dd>{listText(c.measures.map((m) => t(`measure_${m}`)))}</dd></div>
          {c.correct_by && <div><dt>{t('correct_by')}</dt><dd>{c.correct_by}{c.corrected_on && `（${t('corrected_on')} ${c.corrected_on}）`}</dd></div>}
          {c.decided_on && <div><dt>{t('decided_on')}</dt><dd>{c.decided_on}</dd></div>}
          {c.transferred_on && <div><dt>{t('transfer')}</dt><dd>{c.transferred_on} {c.transfer_to} {c.transfer_receipt}</dd></div>}
        </dl>
      </Panel>}
      <Panel title={t('history')}>
        <ul className="timeline">{c.timeline.map((e) => <li key={e.id}><span className="muted small">{instantText(e.at)}</span> {e.actor} <strong>{wordFor('accountability', `event_${e.action}`, e.action)}</strong>{e.note && <p className="pre small">{e.note}</p>}</li>)}</ul>
      </Panel>
      {step && <ClueStep c={c} step={step} onClose={() => setStep(undefined)} />}
    </Page>
  );
}
