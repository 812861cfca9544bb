import type { papers } from '../../modules/papers/contract.ts';
import type { Reply } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { Mark, type Tone } from '../ui/mark.tsx';

type Chapter = Reply<typeof papers.check_structure>['chapters'][number];
const tones: Record<Chapter['state'], Tone> = { heading: 'good', mentioned: 'warn', missing: 'bad' };

/** Chapter by chapter: where it is, or with which words it was looked for. */
export function Chapters({ chapters }: { chapters: Chapter[] }) {
  const t = useLabels('papers');
  return <ul className="files">{chapters.map((c) => <li key={c.name}><Mark tone={tones[c.state]}>{t(`chapter_${c.state}`)}</Mark> <span><strong>{c.name}</strong> <span className="muted small">{c.state === 'missing' ? t('looked_for', { words: listText(c.words) }) : c.quote}</span></span></li>)}</ul>;
}
