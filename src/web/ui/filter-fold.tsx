import type { ReactNode } from 'react';
import { useLabels } from '../i18n.ts';
import { usePhone } from './use-phone.ts';

/** The filters of a list: in its bar on a desk; on a phone behind one line, open where some are set, so that the first row is on the first screen. */
export function FilterFold({ active, children }: { active: boolean; children: ReactNode }) {
  const t = useLabels('shell');
  return usePhone() ? <details className="panel filter-fold" open={active}><summary>{t('filters')}</summary><div className="toolbar">{children}</div></details> : children;
}
