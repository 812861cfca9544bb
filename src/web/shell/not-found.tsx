import { Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';

export function NotFound() {
  const t = useLabels('shell');
  return <main className="notice-box"><h1>{t('not_found')}</h1><p className="muted">{t('not_found_hint')}</p><Link to="/" className="button-link">{t('to_workbench')}</Link></main>;
}
