import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Select } from 'antd';
import { useCallback, useMemo } from 'react';
import { allRoutes } from '../../contract.ts';
import { audit } from '../../kernel/audit/contract.ts';
import { addressOf, mutation, query, type Reply } from '../api.ts';
import { type Language, useLabels, useLanguage } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { errorText } from '../ui/error-text.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { secondText } from '../ui/time-text.ts';

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

/** What stood before and what stands now, field by field in words. */
function Detail({ row }: { row: Row }) {
  const t = useLabels('audit');
  return (
    <div className="audit-detail">
      {row.changes.length > 0 && <table><thead><tr><th scope="col">{t('field')}</th>{row.before !== null && <th scope="col">{t('before')}</th>}{row.after !== null && <th scope="col">{t('after')}</th>}</tr></thead>
        <tbody>{row.changes.map((c) => <tr key={c.field}><th scope="row">{c.field}</th>{row.before !== null && <td>{c.before}</td>}{row.after !== null && <td>{c.after}</td>}</tr>)}</tbody></table>}
      <p className="muted small">{row.object_id && <>{t('object_id')} <code className="break">{row.object_id}</code><br /></>}{t('hash')} <code className="break">{row.hash}</code></p>
    </div>
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
    { key: 'at', title: t('at'), width: 170, render: (r) => secondText(r.at) },
    { key: 'who', title: t('actor'), width: 130, card: 'title', render: (r) => <strong>{r.actor_name}</strong> },
    { key: 'ip', title: t('ip'), width: 130, render: (r) => r.ip },
    { key: 'action', title: t('action'), render: (r) => <span title={r.action}>{actionText(r.action, language)}</span> },
    { key: 'result', title: t('result'), width: 90, render: (r) => <Mark tone={r.result === 'ok' ? 'good' : 'bad'}>{t(`result_${r.result}`)}</Mark> },
    { key: 'what', title: t('object'), card: 'plain', render: (r) => <details><summary title={r.object_id ?? undefined}>{r.object_word && <span className="muted">{r.object_word} </span>}{r.object_name ?? (r.object_word ? '' : t('detail'))}</summary><Detail row={r} /></details> },
  ];
  return (
    <Page wide title={shell('audit')} note={t('note')} extra={<><a className="button-link plain" href={addressOf(audit.export, { query: filters })} download><Icon name="download" size={16} />{t('export')}</a><Verify /></>}>
      <div className="toolbar"><SearchField label={t('search')} value={search.q} onSearch={onSearch} />
        <Select aria-label={t('action')} placeholder={t('all_actions')} allowClear className="filter" value={search.action ?? null} showSearch={{ optionFilterProp: 'label' }} options={actions} onChange={(action?: string | null) => void navigate({ search: (s) => ({ ...s, action: action ?? undefined, page: undefined }) })} />
        <Select aria-label={t('result')} placeholder={t('all_results')} allowClear className="filter" value={search.result ?? null} options={(['ok', 'refused', 'failed', 'denied'] as const).map((value) => ({ value, label: t(`result_${value}`) }))} onChange={(result?: 'ok' | 'denied' | 'failed' | 'refused' | null) => void navigate({ search: (s) => ({ ...s, result: result ?? undefined, page: undefined }) })} />
        {search.what && <Button size="small" onClick={() => void navigate({ search: (s) => ({ ...s, what: undefined, page: undefined }) })}>{t('only_exports')} ×</Button>}
        <DateField label={t('from')} value={search.from ?? null} onChange={(from) => void navigate({ search: (s) => ({ ...s, from: from ?? undefined, page: undefined }) })} /><span aria-hidden="true">—</span>
        <DateField label={t('to')} value={search.to ?? null} onChange={(to) => void navigate({ search: (s) => ({ ...s, to: to ?? undefined, page: undefined }) })} /></div>
      <Loaded query={list}>{(data) => <>
        <DataTable caption={shell('audit')} columns={columns} rows={data.items} rowKey={(r) => r.seq} empty={<Nothing text={t('empty')} hint={t('empty_hint')} />} />
        <Pager page={data.page} size={data.size} total={data.total} onPage={(page) => void navigate({ search: (s) => ({ ...s, page }) })} />
      </>}</Loaded>
    </Page>
  );
}
