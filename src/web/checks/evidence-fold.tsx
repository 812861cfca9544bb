import { useLabels } from '../i18n.ts';
import { instantText } from '../ui/time-text.ts';
import type { Run } from './marks.tsx';

/** What was seen, enough to show it to another person. */
export function EvidenceFold({ list, name }: { list: Run['results'][number]['evidence']; name: string }) {
  const t = useLabels('checks');
  if (list.length === 0) return null;
  return (
    <details className="fold"><summary aria-label={`${t('evidence')}：${name}`}>{t('evidence')}</summary>
      {list.map((e, i) => <dl key={i} className="facts">
        {e.at && <div><dt>{t('at')}</dt><dd>{instantText(e.at)}</dd></div>}
        {e.request && <div><dt>{t('request')}</dt><dd><pre className="pre break" tabIndex={0}>{e.request}</pre></dd></div>}
        {e.response_head && <div><dt>{t('response')}</dt><dd><pre className="pre break" tabIndex={0}>{e.response_head}</pre></dd></div>}
        {e.excerpt && <div><dt>{t('excerpt')}</dt><dd><pre className="pre break" tabIndex={0}>{e.excerpt}</pre></dd></div>}
        {e.body_sha256 && <div><dt>{t('body_hash')}</dt><dd className="break">{e.body_sha256}</dd></div>}
        {e.certificate_sha256 && <div><dt>{t('certificate_hash')}</dt><dd className="break">{e.certificate_sha256}</dd></div>}
      </dl>)}
    </details>
  );
}
