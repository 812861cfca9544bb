import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { papers } from '../../modules/papers/contract.ts';
import { query } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { BasisList } from './basis-list.tsx';
import { Chapters } from './chapters.tsx';
import { MilestonesPanel } from './milestones-panel.tsx';
import { OwnForm, type OwnPage } from './own-form.tsx';
import { Completeness } from './own-tab.tsx';

const route = getRouteApi('/shell/papers/own/$id');

export function OwnDocumentPage() {
  const { id } = route.useParams();
  const page = useQuery(query(papers.own, { params: { id } }));
  return <Loaded query={page}>{(d) => <Shown d={d} />}</Loaded>;
}

function Shown({ d }: { d: OwnPage }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const writes = useMay('paper.write');
  const [edit, setEdit] = useState(false);
  const remove = useSubmit(papers.remove_own, { onDone: () => void navigate({ to: '/papers', search: { tab: 'own' } }) });
  return (
    <Page title={d.title} note={<Link to="/papers" search={{ tab: 'own' }}>{t('own')}</Link>} wide extra={writes && (
      <div className="row-actions">
        <Button onClick={() => setEdit(true)}>{shell('edit')}</Button>
        <Button danger onClick={() => void modal.confirm({ title: t('remove_ask', { name: d.title }), content: t('remove_own_note'), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: d.id } }).catch(() => undefined) })}>{shell('remove')}</Button>
      </div>
    )}>
      <Panel>
        <dl className="facts">
          <div><dt>{t('kind')}</dt><dd>{t(`own_${d.kind}`)}</dd></div>
          {d.number && <div><dt>{t('number')}</dt><dd>{d.number}</dd></div>}
          {(d.valid_from ?? d.valid_until) && <div><dt>{t('valid')}</dt><dd>{d.valid_from ?? ''} — {d.valid_until ?? ''} {d.expired && <Mark tone="warn">{t('expired')}</Mark>}</dd></div>}
          {d.note && <div><dt>{t('remark')}</dt><dd className="pre">{d.note}</dd></div>}
        </dl>
      </Panel>
      <Panel title={t('editions')} extra={writes && <AddFiles to={papers.add_edition} id={d.id} name={d.title} text={t('add_edition')} />}>
        {d.editions.length === 0 ? <p className="muted">{t('no_editions')}</p> : <ul className="files">{d.editions.map((v) => <li key={v.id}><strong>{t('edition_n', { n: v.edition })}</strong> <FileLink file={v.file} /> <span className="muted small">{v.created_by_name} {instantText(v.created_at)}</span></li>)}</ul>}
      </Panel>
      {d.edition > 0 && <Panel title={t('check')} extra={<Completeness d={d} />}>{d.chapters ? <Chapters chapters={d.chapters} /> : <p className="muted">{t('not_readable_note')}</p>}</Panel>}
      <MilestonesPanel d={d} writes={writes} />
      <Panel title={t('basis')}><BasisList rows={d.bases} of={{ own_document_id: d.id }} writes={writes} /></Panel>
      <Panel title={t('rests')}><BasisList rows={d.rests} on={{ plan_id: d.id }} writes={writes} /></Panel>
      {edit && <OwnForm page={d} onClose={() => setEdit(false)} />}
    </Page>
  );
}
