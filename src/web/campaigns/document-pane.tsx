import { memo, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useLabels } from '../i18n.ts';

export interface Sentence { key: string; span: readonly [number, number]; title: string }
interface Piece { start: number; end: number; key?: string; title?: string; quoted: boolean }

/** Cuts one paragraph where a sentence or the quote begins or ends. */
function piecesOf(start: number, end: number, sentences: readonly Sentence[], quote: readonly [number, number] | undefined): Piece[] {
  const cuts = new Set([start, end]);
  for (const [a, b] of [...sentences.map((s) => s.span), ...(quote ? [quote] : [])]) for (const c of [a, b]) if (c > start && c < end) cuts.add(c);
  const at = [...cuts].sort((a, b) => a - b);
  return at.slice(0, -1).map((from, i) => {
    const to = at[i + 1]!;
    const sentence = sentences.find((s) => s.span[0] <= from && s.span[1] >= to);
    return { start: from, end: to, quoted: Boolean(quote && quote[0] <= from && quote[1] >= to), ...(sentence ? { key: sentence.key, title: sentence.title } : {}) };
  });
}

interface LineProps { line: string; start: number; sentences: Sentence[]; active: string | undefined; quote: readonly [number, number] | undefined; onPick: ((key: string) => void) | undefined }
const Line = memo(function Line({ line, start, sentences, active, quote, onPick }: LineProps) {
  if (sentences.length === 0 && !quote) return <p>{line || '\u00a0'}</p>;
  return (
    <p>{piecesOf(start, start + line.length, sentences, quote).map((p): ReactNode => {
      const text = line.slice(p.start - start, p.end - start);
      const quoted = p.quoted ? ' quoted' : '';
      if (!p.key) return p.quoted ? <mark key={p.start} className="quoted" data-quote="">{text}</mark> : text;
      const { key } = p;
      return <mark key={p.start} data-sentence={key} data-quote={p.quoted ? '' : undefined} title={p.title} className={`${active === key ? 'sentence sentence-active' : 'sentence'}${quoted}`} onClick={() => onPick?.(key)}>{text}</mark>;
    })}</p>
  );
}, (a, b) => a.line === b.line && a.start === b.start && a.quote === b.quote && a.onPick === b.onPick && a.sentences.length === b.sentences.length
  && a.sentences.every((s, i) => s.key === b.sentences[i]!.key && s.span[0] === b.sentences[i]!.span[0] && s.span[1] === b.sentences[i]!.span[1])
  && (a.active === b.active || !a.sentences.some((s) => s.key === a.active || s.key === b.active)));

/** The document as it was read: the sentences that became tasks are marked, one of them or a quote can be brought into view. */
export function DocumentPane({ text, sentences, active, quote, onPick }: { text: string; sentences: readonly Sentence[]; active?: string | undefined; quote?: string | undefined; onPick?: ((key: string) => void) | undefined }) {
  const t = useLabels('campaigns');
  const pane = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => {
    const list: { line: string; start: number }[] = [];
    for (let start = 0; start <= text.length;) {
      const end = text.indexOf('\n', start);
      const line = text.slice(start, end < 0 ? text.length : end);
      list.push({ line, start });
      start += line.length + 1;
    }
    return list;
  }, [text]);
  const quoteSpan = useMemo((): readonly [number, number] | undefined => {
    const at = quote ? text.indexOf(quote) : -1;
    return at < 0 || !quote ? undefined : [at, at + quote.length];
  }, [text, quote]);
  const sorted = useMemo(() => [...sentences].sort((a, b) => a.span[0] - b.span[0]), [sentences]);
  const bring = (selector: string): void => {
    const box = pane.current;
    const mark = box?.querySelector<HTMLElement>(selector);
    if (box && mark) box.scrollTo({ top: mark.offsetTop - box.clientHeight / 3, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  };
  useEffect(() => { if (active) bring(`[data-sentence="${CSS.escape(active)}"]`); }, [active]);
  useEffect(() => { if (quoteSpan) bring('[data-quote]'); }, [quoteSpan]);
  return (
    <div ref={pane} className="document" tabIndex={0} role="region" aria-label={t('document_text')}>
      {lines.map(({ line, start }) => {
        const end = start + line.length;
        return <Line key={start} line={line} start={start} active={active} onPick={onPick} sentences={sorted.filter((s) => s.span[0] < end && s.span[1] > start)} quote={quoteSpan && quoteSpan[0] < end && quoteSpan[1] > start ? quoteSpan : undefined} />;
      })}
    </div>
  );
}
