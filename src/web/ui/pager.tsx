import { Button } from 'antd';
import { useLabels } from '../i18n.ts';
import { Icon } from './icon.tsx';

/** Previous, next, and where one is: all that a list of pages needs. */
export function Pager({ page, size, total, onPage }: { page: number; size: number; total: number; onPage: (page: number) => void }) {
  const t = useLabels('shell');
  const last = Math.max(1, Math.ceil(total / size));
  return (
    <nav className="pager" aria-label={t('pages')}>
      <span className="muted">{t('total_n', { n: total })}</span>
      {last > 1 && <>
        <Button icon={<Icon name="left" size={16} />} aria-label={t('previous_page')} disabled={page <= 1} onClick={() => onPage(page - 1)} />
        <span aria-current="page">{page} / {last}</span>
        <Button icon={<Icon name="right" size={16} />} aria-label={t('next_page')} disabled={page >= last} onClick={() => onPage(page + 1)} />
      </>}
    </nav>
  );
}
