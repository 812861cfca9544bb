import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useLabels } from '../i18n.ts';
import { errorText } from '../ui/error-text.ts';
import { Icon } from '../ui/icon.tsx';

export function Pending() {
  const t = useLabels('shell');
  return <div className="page" role="status" aria-label={t('loading')}><Skeleton active paragraph={{ rows: 5 }} /></div>;
}

/** A page that could not be shown, also when a newer version of the program took away its file. */
export function Failed({ error, reset }: ErrorComponentProps) {
  const t = useLabels('shell');
  return (
    <main className="notice-box" role="alert">
      <Icon name="warn" size={32} /><h1>{t('page_failed')}</h1><p>{errorText(error)}</p>
      <Button type="primary" onClick={() => { reset(); location.reload(); }}>{t('reload')}</Button>
    </main>
  );
}
