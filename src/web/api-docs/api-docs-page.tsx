import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { type Label, useLabels, wordFor } from '../i18n.ts';
import { Gate } from '../shell/gate.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { type Operation, OperationLine, type Route } from './operation.tsx';
import type { Schemas } from './schema-view.tsx';

interface Document { paths: Record<string, Record<string, Operation>>; components: { schemas: Schemas } }
const steps: Label<'apiDocs'>[] = ['how_token', 'how_language', 'how_limit', 'errors'];

function Groups({ document: { paths, components }, q }: { document: Document; q: string }) {
  const t = useLabels('apiDocs');
  const groups = useMemo(() => {
    const needle = q.toLowerCase();
    const routes = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]): Route => ({ path, method: method.toUpperCase(), operation })));
    const found = routes.filter(({ path, operation }) => `${path} ${operation.summary} ${operation.operationId}`.toLowerCase().includes(needle));
    return [...new Set(found.map((r) => r.operation.tags[0] ?? ''))].map((name) => [name, found.filter((r) => r.operation.tags[0] === name)] as const);
  }, [paths, q]);
  if (groups.length === 0) return <Nothing text={t('nothing')} hint={t('nothing_hint')} />;
  return groups.map(([name, routes]) => (
    <section key={name} className="operations" id={name}>
      <h2>{wordFor('apiDocs', `group_${name}`, name)} <span className="muted small">{t('count_n', { n: routes.length })}</span></h2>
      {routes.map((r) => <OperationLine key={`${r.method} ${r.path}`} route={r} schemas={components.schemas} />)}
    </section>
  ));
}

/** The interface for programs, read from the document that the server writes of itself. */
export function ApiDocsPage() {
  const t = useLabels('apiDocs');
  const [q, setQ] = useState<string>();
  const onSearch = useCallback((typed: string | undefined) => setQ(typed), []);
  const document = useQuery({ queryKey: ['openapi'], staleTime: Infinity, queryFn: async ({ signal }): Promise<Document> => (await fetch('/openapi.json', { signal })).json() as Promise<Document> });
  return (
    <Gate title={t('title')} note={t('note')} wide>
      <ul className="plain-list gap-below">{steps.map((s) => <li key={s}>{t(s)}</li>)}</ul>
      <div className="toolbar"><SearchField label={t('search')} value={q} onSearch={onSearch} /><a className="button-link" href="/me"><Icon name="key" />{t('make_token')}</a><a className="button-link" href="/openapi.json" download="shoutu-openapi.json"><Icon name="download" />{t('document')}</a></div>
      <Loaded query={document} rows={10}>{(d) => <Groups document={d} q={q ?? ''} />}</Loaded>
    </Gate>
  );
}
