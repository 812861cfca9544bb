import { App, Button } from 'antd';
import { useState } from 'react';
import type { Permission } from '../../kernel/permissions.ts';
import { useLabels, useLanguage } from '../i18n.ts';
import { Fields, resolved, type Schema, type Schemas, typeText } from './schema-view.tsx';

type Content = Record<string, { schema: Schema }>;
export interface Operation {
  operationId: string; summary: string; tags: string[]; 'x-permission': string;
  parameters?: { name: string; in: 'path' | 'query'; required: boolean; schema: Schema }[];
  requestBody?: { content: Content }; responses: Record<string, { content?: Content }>;
}
export interface Route { method: string; path: string; operation: Operation }

/** A value of the right shape, for the example; only what must be there. */
function sample(schema: Schema, schemas: Schemas, depth = 0): unknown {
  const s = resolved(schema, schemas);
  if (s.default !== undefined) return s.default;
  if (s.enum) return s.enum[0];
  if (s.const !== undefined) return s.const;
  const branch = (s.anyOf ?? s.oneOf ?? s.allOf)?.[0];
  if (branch) return sample(branch, schemas, depth);
  if (s.properties) return Object.fromEntries(Object.entries(s.properties).filter(([k]) => s.required?.includes(k)).map(([k, v]) => [k, depth > 3 ? null : sample(v, schemas, depth + 1)]));
  if (s.type === 'array') return s.minItems && s.items ? [sample(s.items, schemas, depth + 1)] : [];
  if (s.type === 'integer' || s.type === 'number') return Math.max(1, s.minimum ?? 1);
  if (s.type === 'boolean') return true;
  if (s.format === 'date') return '2027-03-01';
  return s.format === 'uuid' ? '00000000-0000-0000-0000-000000000000' : '…';
}

function curl({ method, path, operation }: Route, schemas: Schemas): string {
  const needed = (operation.parameters ?? []).filter((p) => p.in === 'query' && p.required && p.schema.default === undefined).map((p) => `${p.name}=${String(sample(p.schema, schemas))}`);
  const url = `${location.origin}${path}${needed.length > 0 ? `?${needed.join('&')}` : ''}`;
  const lines = [`curl${method === 'GET' ? '' : ` -X ${method}`} '${url}'`];
  if (operation['x-permission'] !== 'public') lines.push("-H 'Authorization: Bearer st_…'");
  else if (method !== 'GET') lines.push("-H 'x-shoutu: 1'");
  const content = operation.requestBody?.content;
  if (content?.['multipart/form-data']) lines.push("-F 'file=@…'");
  else if (content?.['application/json']) lines.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(sample(content['application/json'].schema, schemas))}'`);
  if (Object.keys(operation.responses['200']?.content ?? {}).some((type) => !/json|event/.test(type))) lines.push('-OJ');
  return lines.join(' \\\n  ');
}

function Reply({ operation, schemas }: { operation: Operation; schemas: Schemas }) {
  const t = useLabels('apiDocs');
  const [status, good] = Object.entries(operation.responses).find(([code]) => code.startsWith('2')) ?? ['200', {}];
  const [type, content] = Object.entries(good.content ?? {})[0] ?? [];
  return <><h3>{t('reply')} <code>{status}</code></h3>{type === 'application/json' && content ? <Fields schema={content.schema} schemas={schemas} /> : <p>{type === 'text/event-stream' ? t('reply_events') : t('reply_file')} <code className="muted">{type}</code></p>}</>;
}

function Details({ route, schemas }: { route: Route; schemas: Schemas }) {
  const t = useLabels('apiDocs');
  const rights = useLabels('rights');
  const { message } = App.useApp();
  const { operation } = route;
  const permission = operation['x-permission'];
  const body = operation.requestBody?.content;
  const example = curl(route, schemas);
  return (
    <div className="operation-body">
      <p><span className="muted">{t('permission')}</span> {permission === 'public' ? t('anybody') : permission === 'signed-in' ? t('anybody_signed_in') : <>{rights(permission as Permission)} <code className="muted">{permission}</code></>} · <code className="muted">{operation.operationId}</code></p>
      {operation.parameters && <><h3>{t('parameters')}</h3><ul className="schema">{operation.parameters.map((p) => <li key={p.name}><code><strong>{p.name}</strong></code> <code className="muted">{typeText(p.schema)}</code> <span className="small muted">{t(p.in === 'path' ? 'path_parameter' : 'query_parameter')}</span> {p.required && p.schema.default === undefined && <span className="small gap">{t('required')}</span>}</li>)}</ul></>}
      {body && <><h3>{t('body')}</h3>{body['application/json'] ? <Fields sent schema={body['application/json'].schema} schemas={schemas} /> : <p><code><strong>file</strong></code> {t('file')} <code className="muted">multipart/form-data</code></p>}</>}
      <Reply operation={operation} schemas={schemas} />
      <div className="ask-end"><h3>{t('example')}</h3>{isSecureContext && <Button size="small" onClick={() => void navigator.clipboard.writeText(example).then(() => message.success(t('copied')), () => undefined)}>{t('copy')}</Button>}</div>
      <pre className="example" tabIndex={0} aria-label={t('example')}>{example}</pre>
    </div>
  );
}

/** One route: closed it is a line, open it is everything a program needs. */
export function OperationLine({ route, schemas }: { route: Route; schemas: Schemas }) {
  const [open, setOpen] = useState(false);
  const language = useLanguage();
  return (
    <details className="operation" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><span className={`method method-${route.method.toLowerCase()}`}>{route.method}</span><code className="break">{route.path}</code><span className="muted">{language === 'en' ? route.operation.operationId : route.operation.summary}</span></summary>
      {open && <Details route={route} schemas={schemas} />}
    </details>
  );
}
