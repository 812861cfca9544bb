import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels, wordFor } from '../i18n.ts';
import { Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import type { Filing } from './marks.tsx';

/** Who did what, the newest first. */
export function Timeline({ events, states }: { events: Filing['timeline']; states: 'state_' | 'app_state_' }) {
  const t = useLabels('filings');
  return (
    <Panel title={t('timeline')}>
      <ol className="timeline">{[...events].reverse().map((e) => (
        <li key={e.id}><div><strong>{e.actor_name}</strong> {wordFor('filings', `event_${e.action}`, e.action)}{e.to_state && e.to_state !== e.from_state && <span className="muted"> → {wordFor('filings', `${states}${e.to_state}`, e.to_state)}</span>}</div><div className="muted small">{instantText(e.at)}</div>{e.note && <p className="pre timeline-note">{e.note}</p>}{e.files.length > 0 && <ul className="files">{e.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>}</li>
      ))}</ol>
    </Panel>
  );
}
