import { allowWords, builtInWords, offered, talkedAbout, wordClasses, type Word, type WordClass } from './dictionary.ts';

/** Aho and Corasick, Communications of the ACM 18 (1975): all words in one pass. Edges stand in one map, keyed by state and unit. */
export class Automaton {
  readonly #edges = new Map<number, number>();
  readonly #fail: number[] = [0];
  /** Number of the word that ends here, or -1; `#next` leads to the next shorter one that ends here too. */
  readonly #word: number[] = [-1];
  readonly #next: number[] = [0];
  readonly #lengths: number[];
  constructor(words: readonly string[]) {
    this.#lengths = words.map((w) => w.length);
    const children: [number, number][][] = [[]];
    for (const [n, word] of words.entries()) {
      let state = 0;
      for (let i = 0; i < word.length; i++) {
        const unit = word.charCodeAt(i);
        let to = this.#edges.get(state * 65536 + unit);
        if (to === undefined) {
          to = this.#fail.length;
          this.#edges.set(state * 65536 + unit, to);
          this.#fail.push(0); this.#word.push(-1); this.#next.push(0); children.push([]);
          children[state]!.push([unit, to]);
        }
        state = to;
      }
      if (state) this.#word[state] = n;
    }
    const queue = children[0]!.map(([, to]) => to);
    for (const state of queue) {
      for (const [unit, to] of children[state]!) {
        let back = this.#fail[state]!;
        while (back && !this.#edges.has(back * 65536 + unit)) back = this.#fail[back]!;
        this.#fail[to] = this.#edges.get(back * 65536 + unit) ?? 0;
        queue.push(to);
      }
      const f = this.#fail[state]!;
      this.#next[state] = this.#word[f]! >= 0 ? f : this.#next[f]!;
    }
  }
  /** Every place of every word, ends in rising order. */
  *find(text: string): Generator<{ word: number; from: number; to: number }> {
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      let to = this.#edges.get(state * 65536 + unit);
      while (to === undefined && state) { state = this.#fail[state]!; to = this.#edges.get(state * 65536 + unit); }
      state = to ?? 0;
      for (let s = this.#word[state]! >= 0 ? state : this.#next[state]!; s; s = this.#next[s]!) yield { word: this.#word[s]!, from: i + 1 - this.#lengths[this.#word[s]!]!, to: i + 1 };
    }
  }
}

export interface WordHit { word: string; class: WordClass; from: number; to: number; bare: boolean }
export interface Dictionary { find(text: string): WordHit[] }
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** The built-in words and the office's. Throws for a word of one character: it would be found everywhere. */
export function makeDictionary(own: readonly { word: string; class: string; allow?: boolean }[] = []): Dictionary {
  for (const { word } of own) if (word.trim().length < 2) throw new RangeError(`词太短：${word}`);
  const allowed = [...allowWords, ...own.filter((w) => w.allow).map((w) => w.word)].map(folded);
  const silenced = new Set(allowed);
  const words: Word[] = [...builtInWords, ...own.filter((w) => !w.allow).map((w) => ({ word: w.word, class: (w.class in wordClasses ? w.class : 'unlawful') as WordClass, bare: true }))].filter((w) => !silenced.has(folded(w.word)));
  const automaton = new Automaton([...allowed, ...words.map((w) => folded(w.word))]);
  return {
    find(text) {
      const even = folded(text);
      const all = [...automaton.find(even)].sort((a, b) => a.from - b.from || b.to - a.to);
      const shelters = all.filter((h) => h.word < allowed.length);
      const hits: WordHit[] = [];
      let reached = 0;
      for (const h of all) {
        if (h.word < allowed.length || h.from < reached) continue;
        if (shelters.some((s) => s.to - s.from > h.to - h.from && s.from < h.to && h.from < s.to)) continue;
        const word = words[h.word - allowed.length]!;
        if (word.word.length <= 2 && !standsAlone(even, h.from, h.to)) continue;
        reached = h.to;
        hits.push({ word: word.word, class: word.class, from: h.from, to: h.to, bare: word.bare });
      }
      return hits;
    },
  };
}
/** Of the same length, so that places stay: full-width letters, capitals. */
const folded = (text: string): string => text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[A-Z]+/g, (c) => c.toLowerCase());
/** No word of the language lies across its edges. A window only: the segmenter takes long strings apart at the cost of gigabytes. */
function standsAlone(text: string, from: number, to: number): boolean {
  const start = Math.max(0, from - 12);
  for (const { index, segment } of segmenter.segment(text.slice(start, to + 12))) {
    const [a, b] = [start + index, start + index + segment.length];
    if ((a < from && b > from) || (a < to && b > to)) return false;
  }
  return true;
}

/** Words that offer something: a bare one where it is not talked about, or a weak one beside a word of sale. */
export function offers(text: string, dictionary: Dictionary): WordHit[] {
  const hits = dictionary.find(text);
  return hits.filter((h) => {
    const around = text.slice(Math.max(0, h.from - 40), h.to + 40);
    if (talkedAbout.test(around)) return false;
    return h.bare || offered.test(around.replace(h.word, '')) || hits.some((o) => o !== h && o.word !== h.word && o.class === h.class && Math.abs(o.from - h.from) < 40);
  });
}
