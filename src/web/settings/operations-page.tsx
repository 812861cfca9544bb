import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { operations } from '../../kernel/operations/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText, sizeText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

type Status = Reply<typeof operations.status>;
type Job = Status['jobs'][number];
type Night = Status['nightly'][number];

/** What runs behind the pages, for whoever looks after the machine. */
export function OperationsPage() {
  const t = useLabels('settings');
  const writes = useMay('operation.write');
  const status = useQuery({ ...query(operations.status), refetchInterval: 30_000 });
  const resend = useSubmit(operations.resend_mail, { done: t('resent') });
  const jobs: Column<Job>[] = [
    { key: 'name', title: t('job'), card: 'title', render: (j) => <><strong>{wordFor('settings', `job_${j.name}`, j.name)}</strong> <span className="muted small">{j.name}</span></> },
    { key: 'cron', title: t('schedule'), render: (j) => j.cron ?? t('on_demand') },
    { key: 'waiting', title: t('waiting'), align: 'right', render: (j) => j.waiting },
    { key: 'active', title: t('active_jobs'), align: 'right', render: (j) => j.active },
    { key: 'failed', title: t('failed'), align: 'right', render: (j) => (j.failed > 0 ? <Mark tone="bad">{j.failed}</Mark> : 0) },
    { key: 'done', title: t('last_done'), render: (j) => instantText(j.completed_at) },
    { key: 'error', title: t('last_error'), render: (j) => (j.failed_at ? <>{instantText(j.failed_at)}{j.error && <p className="muted small">{j.error}</p>}</> : '') },
  ];
  const nights: Column<Night>[] = [
    { key: 'name', title: t('nightly'), card: 'title', render: (n) => <strong>{wordFor('settings', `nightly_${n.name}`, n.name)}</strong> },
    { key: 'at', title: t('last_run'), render: (n) => instantText(n.at) },
    { key: 'ok', title: t('result'), render: (n) => <Mark tone={n.ok ? 'good' : 'bad'}>{t(n.ok ? 'run_ok' : 'run_failed')}</Mark> },
    { key: 'detail', title: t('detail'), render: (n) => <span className="muted small wrap">{n.detail}</span> },
  ];
  return (
    <Page title={t('operations')} note={t('operations_note')} extra={<Button icon={<Icon name="clock" />} loading={status.isFetching} onClick={() => void status.refetch()}>{t('refresh')}</Button>}>
      <Loaded query={status}>{(s) => (
        <>
          <Panel title={t('jobs')}><DataTable caption={t('jobs')} columns={jobs} rows={s.jobs} rowKey={(j) => j.name} empty={<p className="muted">{t('no_jobs')}</p>} /></Panel>
          <Panel title={t('mail')} extra={writes && s.mail.failed > 0 && <Button loading={resend.isPending} onClick={() => resend.mutate({})}>{t('resend_n', { n: s.mail.failed })}</Button>}>
            <dl className="facts">
              {(['waiting', 'sending', 'sent', 'failed', 'unsure'] as const).map((state) => <div key={state}><dt>{t(`mail_${state}`)}</dt><dd>{s.mail[state] > 0 && (state === 'failed' || state === 'unsure') ? <Mark tone={state === 'failed' ? 'bad' : 'warn'}>{s.mail[state]}</Mark> : s.mail[state]}</dd></div>)}
            </dl>
          </Panel>
          <Panel title={t('nightly_title')}><DataTable caption={t('nightly_title')} columns={nights} rows={s.nightly} rowKey={(n) => n.name} empty={<p className="muted">{t('no_nightly')}</p>} /></Panel>
          <Panel title={t('storage')}>
            <dl className="facts">
              <div><dt>{t('database')}</dt><dd>{sizeText(s.storage.database_bytes)}</dd></div>
              <div><dt>{t('files')}</dt><dd>{t('files_n', { n: s.storage.files, size: sizeText(s.storage.file_bytes) })}</dd></div>
              <div><dt>{t('trail')}</dt><dd>{t('trail_n', { n: s.trail.rows, since: instantText(s.trail.oldest_at) })}</dd></div>
            </dl>
          </Panel>
        </>
      )}</Loaded>
    </Page>
  );
}
