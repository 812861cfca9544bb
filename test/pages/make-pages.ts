import { benign, families, techniques } from './techniques.ts';
import { seeded, templates, vendor, type Slots } from './templates.ts';

export interface LabelledPage { html: string; dark: boolean; template: string; technique: string; places: string }
const places = ['top', 'middle', 'end', 'after'] as const;

/** As many clean pages as dark ones, of the templates and techniques of one half. */
export function* labelledPages(half: 'dev' | 'test', pairs: number, seed: number): Generator<LabelledPage> {
  const r = seeded(seed);
  const [own, ways] = [templates.filter((t) => t.half === half), techniques.filter((t) => t.half === half)];
  for (let i = 0; i < pairs * 2; i++) {
    const dark = i % 2 === 0;
    const template = own[Math.floor(i / 2) % own.length]!;
    const slots: Slots = { head: '', top: '', middle: '', end: '', after: '' };
    for (let n = r.int(1, 3); n > 0; n--) slots[r.pick(['middle', 'end', 'top'] as const)] += r.pick(benign)(r, vendor(r));
    if (!dark) { yield { html: template.page(r, slots), dark, template: template.name, technique: '', places: '' }; continue; }
    const way = ways[Math.floor(i / 2 / own.length + i / 2) % ways.length]!;
    const made = way.make(r, families[r.pick(Object.keys(families) as (keyof typeof families)[])]);
    const place = made.only ?? r.pick(places);
    slots[place as keyof Slots] += made.html;
    slots.head += made.head ?? '';
    yield { html: template.page(r, slots), dark, template: template.name, technique: way.name, places: place };
  }
}
