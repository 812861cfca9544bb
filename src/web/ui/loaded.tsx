import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useLabels } from '../i18n.ts';
import { errorText } from './error-text.ts';
import { Icon } from './icon.tsx';

/** A skeleton while it loads, the reason and a way to try again when it fails, else its children. */
export function Loaded<T>({ query, rows = 4, children }: { query: UseQueryResult<T>; rows?: number; children: (data: T) => ReactNode }) {
  const t = useLabels('shell');
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return (
      <div className="notice-box" role="alert">
        <Icon name="warn" size={28} /><p>{errorText(query.error)}</p>
        <Button onClick={() => void query.refetch()} loading={query.isFetching}>{t('retry')}</Button>
      </div>
    );
  }
  return <div className="loading" role="status" aria-label={t('loading')}><Skeleton active title={false} paragraph={{ rows }} /></div>;
}

/** Nothing here, and what to do next. */
export function Nothing({ text, hint, action }: { text: string; hint?: string; action?: ReactNode }) {
  return <div className="nothing"><Icon name="file" size={36} /><p className="nothing-text">{text}</p>{hint && <p className="muted">{hint}</p>}{action}</div>;
}
