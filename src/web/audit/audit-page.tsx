import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Select } from 'antd';
import { useCallback, useMemo } from 'react';
import { allRoutes } from '../../contract.ts';
import { audit } from '../../kernel/audit/contract.ts';
import { addressOf, mutation, query, type Reply } from '../api.ts';
import { type Language, useLabels, useLanguage, wordFor } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { errorText } from '../ui/error-text.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { instantText } from '../ui/time-text.ts';

type Row = Reply<typeof audit.list>['items'][number];
const route = getRouteApi('/shell/audit');
/** An action is named after its route; the route says in Chinese what it does. */
const summaries = new Map(allRoutes.map((r) => [r.id, r.summary]));
/** English says the route's name: `identity.sign_in` is identity: sign in. */
const actionText = (id: string, language: Language): string => language === 'en' ? id.replace('.', ': ').replaceAll('_', ' ') : summaries.get(id) ?? id;

function Verify() {
  const t = useLabels('audit');
  const verify = useMutation(mutation(audit.verify));
  const r = verify.data;
  return (
    <>
      <Button icon={<Icon name="shield" />} loading={verify.isPending} onClick={() => verify.mutate({})}>{t('verify')}</Button>
      {r && <Alert className="audit-verdict" role="status" showIcon type={r.ok ? 'success' : 'error'} title={r.ok ? t('verified', { n: r.rows }) : t('broken', { seq: r.first_bad_seq ?? '?' })} description={r.reason} />}
      {verify.isError && <Alert className="audit-verdict" type="error" showIcon role="alert" title={errorText(verify.error)} />}
    </>
  );
}

/** Who did what, from where, with which outcome; each row is chained to the one before. */
export function AuditPage() {
  const t = useLabels('audit');
  const shell = useLabels('shell');
  const language = useLanguage();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/audit' });
  const { page = 1, ...filters } = search;
  const list = useQuery(query(audit.list, { query: { page, size: 50, ...filters } }));
  const onSearch = useCallback((q: string | undefined) => void navigate({ search: (s) => ({ ...s, q, page: undefined }), replace: true }), [navigate]);
  const actions = useMemo(() => [...summaries.keys()].map((id) => ({ value: id, label: actionText(id, language) })), [language]);
  const columns: Column<Row>[] = [
    { key: 'seq', title: t('seq'), width: 80, render: (r) => r.seq },
    { key: 'at', title: t('at'), width: 150, render: (r) => instantText(r.at) },
    { key: 'who', title: t('actor'), width: 130, card: 'title', render: (r) => <strong>{r.actor_name}</strong> },
    { key: 'ip', title: t('ip'), width: 130, render: (r) => r.ip },
    { key: 'action', title: t('action'), render: (r) => <span title={r.action}>{actionText(r.action, language)}</span> },
    { key: 'result', title: t('result'), width: 90, render: (r) => <Mark tone={r.result === 'ok' ? 'good' : 'bad'}>{t(`result_${r.result}`)}</Mark> },
    { key: 'what', title: t('detail'), card: 'plain', render: (r) => <details><summary>{r.object_type ? `${wordFor('audit', `object_${r.object_type}`, r.object_type)} ${r.object_id?.slice(0, 8) ?? ''}` : t('detail')}</summary><dl className="audit-detail">
      {r.before !== null && <div><dt>{t('before')}</dt><dd><pre>{JSON.stringify(r.before, null, 1)}</pre></dd></div>}{r.after !== null && <div><dt>{t('after')}</dt><dd><pre>{JSON.stringify(r.after, null, 1)}</pre></dd></div>}<div><dt>{t('hash')}</dt><dd><code className="break">{r.hash}</code></dd></div></dl></details> },
  ];
  return (
    <Page wide title={shell('audit')} note={t('note')} extra={<><a className="button-link plain" href={addressOf(audit.export, { query: filters })} download><Icon name="download" size={16} />{t('export')}</a><Verify /></>}>
      <div className="toolbar"><SearchField label={t('search')} value={search.q} onSearch={onSearch} />
        <Select aria-label={t('action')} placeholder={t('all_actions')} allowClear className="filter" value={search.action ?? null} showSearch={{ optionFilterProp: 'label' }} options={actions} onChange={(action?: string | null) => void navigate({ search: (s) => ({ ...s, action: action ?? undefined, page: undefined }) })} />
        <DateField label={t('from')} value={search.from ?? null} onChange={(from) => void navigate({ search: (s) => ({ ...s, from: from ?? undefined, page: undefined }) })} /><span aria-hidden="true">—</span>
        <DateField label={t('to')} value={search.to ?? null} onChange={(to) => void navigate({ search: (s) => ({ ...s, to: to ?? undefined, page: undefined }) })} /></div>
      <Loaded query={list}>{(data) => <>
        <DataTable caption={shell('audit')} columns={columns} rows={data.items} rowKey={(r) => r.seq} empty={<Nothing text={t('empty')} hint={t('empty_hint')} />} />
        <Pager page={data.page} size={data.size} total={data.total} onPage={(page) => void navigate({ search: (s) => ({ ...s, page }) })} />
      </>}</Loaded>
    </Page>
  );
}
