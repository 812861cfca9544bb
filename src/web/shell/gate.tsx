import { type ReactNode, useEffect } from 'react';
import { useLabels } from '../i18n.ts';
import { LanguageButton } from './language-button.tsx';

/** The quiet page before one is inside: sign-in, set-up, a password that must be changed. */
export function Gate({ title, note, wide, children }: { title: string; note?: ReactNode; wide?: boolean; children: ReactNode }) {
  const t = useLabels('shell');
  useEffect(() => { document.title = `${title} - ${t('product')}`; });
  return (
    <div className="gate">
      <header className="gate-head"><span className="brand"><img src="/mark.svg" alt="" width={32} height={32} /><span className="brand-name">{t('product')}</span><span className="brand-place">{t('product_line')}</span></span><LanguageButton /></header>
      <main className={wide ? 'gate-box gate-wide' : 'gate-box'}><h1>{title}</h1>{note && <p className="gate-note">{note}</p>}{children}</main>
    </div>
  );
}
