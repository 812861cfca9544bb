import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { papers } from '../../modules/papers/contract.ts';
import { addressOf, query } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { BasisList } from './basis-list.tsx';
import { ClausesPanel } from './clauses-panel.tsx';
import { ReportForm } from './report-form.tsx';
import { SuperiorForm, type SuperiorPage } from './superior-form.tsx';

const route = getRouteApi('/shell/papers/superiors/$id');

export function SuperiorDocumentPage() {
  const { id } = route.useParams();
  const page = useQuery(query(papers.superior, { params: { id } }));
  return <Loaded query={page}>{(d) => <Shown d={d} />}</Loaded>;
}

function Shown({ d }: { d: SuperiorPage }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const writes = useMay('paper.write');
  const [edit, setEdit] = useState(false);
  const [reporting, setReporting] = useState(false);
  const remove = useSubmit(papers.remove_superior, { onDone: () => void navigate({ to: '/papers' }) });
  const facts = ([['kind', t(`kind_${d.kind}`)], ['issuer', d.issuer], ['number', d.number], ['issued_on', d.issued_on], ['received_on', d.received_on], ['contact', d.contact], ['note', d.note]] as const).filter(([, v]) => v);
  return (
    <Page title={d.title} note={<Link to="/papers">{shell('papers')}</Link>} wide extra={writes && (
      <div className="row-actions">
        <Button onClick={() => setEdit(true)}>{shell('edit')}</Button>
        <Button danger onClick={() => void modal.confirm({ title: t('remove_ask', { name: d.title }), content: t('remove_superior_note'), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: d.id } }).catch(() => undefined) })}>{shell('remove')}</Button>
      </div>
    )}>
      {d.text === '' && d.clauses.length === 0 && <div className="notice-box" role="status"><Icon name="warn" size={24} /><p>{t('not_read')}</p></div>}
      <Panel>
        <dl className="facts">
          {facts.map(([key, value]) => <div key={key}><dt>{t(key)}</dt><dd className="pre">{value}</dd></div>)}
          {d.reply_by && <div><dt>{t('reply_by')}</dt><dd>{d.reply_by} {d.reply_by < today() && d.reports.every((r) => r.standing !== 'reported') && <Mark tone="warn">{t('overdue_reply')}</Mark>}</dd></div>}
          <div><dt>{t('files')}</dt><dd><ul className="files">{d.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>{writes && <AddFiles to={papers.attach_superior} id={d.id} name={d.title} text={t('add_file')} />}</dd></div>
        </dl>
      </Panel>
      <ClausesPanel d={d} writes={writes} exportLink={<a className="button-link plain" href={addressOf(papers.export_clauses, { params: { id: d.id } })} download><Icon name="download" size={16} />{t('export_clauses')}</a>} />
      <Panel title={t('answer_reports')} extra={writes && <Button size="small" icon={<Icon name="plus" size={16} />} onClick={() => setReporting(true)}>{t('new_report')}</Button>}>
        {d.reports.length === 0 ? <p className="muted">{t('no_answer_reports')}</p> : <ul className="files">{d.reports.map((r) => <li key={r.id}><Link to="/papers/reports/$id" params={{ id: r.id }}>{r.title}</Link> <span className="muted small">{r.due_on}</span> <Mark tone={r.standing === 'overdue' ? 'bad' : r.standing === 'reported' ? 'good' : 'info'}>{t(`figure_${r.standing}`)}</Mark></li>)}</ul>}
      </Panel>
      <Panel title={t('rests')}><BasisList rows={d.rests} on={{ superior_document_id: d.id }} writes={writes} /></Panel>
      {reporting && <ReportForm from={{ superior_document_id: d.id, title: d.title, ...(d.issuer ? { recipient: d.issuer } : {}) }} onClose={() => setReporting(false)} />}
      {edit && <SuperiorForm page={d} onClose={() => setEdit(false)} />}
    </Page>
  );
}
