import { type ReactNode, useEffect } from 'react';
import { useLabels } from '../i18n.ts';

/** A page: one h1, what can be done beside it, the tab's title. */
export function Page({ title, note, extra, wide, alert, children }: { title: string; note?: ReactNode; extra?: ReactNode; wide?: boolean; /** Stays in view with the head of the page, which then stays too. */ alert?: ReactNode; children: ReactNode }) {
  const t = useLabels('shell');
  useEffect(() => { document.title = `${title} - ${t('product')}`; });
  return (
    <div className={wide ? 'page page-wide' : 'page'}>
      <div className={alert === undefined ? 'page-head' : 'page-head page-head-stays'}>
        <div className="page-title"><h1>{title}</h1>{note && <div className="muted">{note}</div>}</div>
        {extra && <div className="page-extra">{extra}</div>}
        {alert && <div className="page-alert">{alert}</div>}
      </div>
      {children}
    </div>
  );
}

/** A titled part of a page. */
export function Panel({ title, extra, children, className }: { title?: ReactNode; extra?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section className={className ? `panel ${className}` : 'panel'}>
      {(title || extra) && <div className="panel-head">{title && <h2>{title}</h2>}{extra && <div className="panel-extra">{extra}</div>}</div>}
      {children}
    </section>
  );
}
