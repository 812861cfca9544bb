// Dark links on generated pages: precision, recall and F1 with 95 % Wilson intervals, beside two simple detectors on the same pages.
// `--browser` adds the check that draws each page in Chromium. Synthetic pages: what strangers' sites carry may not be fetched.
import { makeDictionary } from '../src/engines/site-checks/content/words.ts';
import { builtInWords } from '../src/engines/site-checks/content/dictionary.ts';
import { isDark, weighLinks } from '../src/engines/site-checks/content/weigh-links.ts';
import { nothingRegistered } from '../src/engines/site-checks/open-site.ts';
import { openRenderer } from '../src/engines/site-checks/context/render.ts';
import { isFailure } from '../src/engines/site-checks/context/context.ts';
import { labelledPages, type LabelledPage } from '../test/pages/make-pages.ts';
import { fetchedPage } from '../test/pages/fetched-page.ts';

const half = process.argv.includes('--dev') ? 'dev' : 'test';
const pairs = Number(process.argv.find((a) => /^\d+$/.test(a)) ?? 1000);
const dictionary = makeDictionary();
const context = { inScope: () => false, registered: nothingRegistered };
const renderer = process.argv.includes('--browser') ? await openRenderer() : undefined;
const alarm = async (html: string): Promise<boolean> => {
  const page = fetchedPage(html);
  const links = weighLinks(page, context, dictionary);
  if (links.some(isDark)) return true;
  if (!renderer) return false;
  const drawn = await renderer.render(page);
  if (isFailure(drawn)) throw new Error(drawn.detail);
  return weighLinks(page, context, dictionary, new Map(drawn.anchors.map((a) => [a.href, a]))).some(isDark);
};
const detectors: [string, (html: string) => boolean | Promise<boolean>][] = [
  ['this check', alarm],
  ['rival: any word', (html) => builtInWords.some((w) => html.includes(w.word))],
  ['rival: inline style', (html) => /<(?:div|p|span|a|ul|marquee)[^>]*style="[^"]*(?:display:\s*none|visibility:\s*hidden|left:\s*-\d{3,}|height:\s*[01](?:px)?)[^>]*>(?:(?!<\/div>)[\s\S]){0,400}?<a[^>]+href="https?:/i.test(html)],
];
const wilson = (k: number, n: number): string => {
  if (!n) return '-';
  const [p, z] = [k / n, 1.96];
  const [mid, half] = [(p + (z * z) / (2 * n)) / (1 + (z * z) / n), (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)];
  return `${p.toFixed(4)} [${(mid - half).toFixed(4)}, ${(mid + half).toFixed(4)}]`;
};
const pages: LabelledPage[] = [...labelledPages(half, pairs, 20260901)];
for (const [name, run] of detectors) {
  let [tp, fp, fn, tn] = [0, 0, 0, 0];
  const missed = new Map<string, number>();
  for (const p of pages) {
    const says = await run(p.html);
    if (p.dark) { if (says) tp++; else { fn++; missed.set(p.technique, (missed.get(p.technique) ?? 0) + 1); } } else if (says) { fp++; missed.set(`clean:${p.template}`, (missed.get(`clean:${p.template}`) ?? 0) + 1); } else tn++;
  }
  const [precision, recall] = [tp / (tp + fp || 1), tp / (tp + fn || 1)];
  const rare = (0.01 * recall) / (0.01 * recall + (0.99 * fp) / (fp + tn) || 1);
  process.stdout.write(`${half} half, ${pages.length} pages, ${name}: precision ${wilson(tp, tp + fp)} recall ${wilson(tp, tp + fn)} F1 ${((2 * precision * recall) / (precision + recall || 1)).toFixed(4)}; at 1 % prevalence precision ${rare.toFixed(3)}; false alarms per 1,000 clean pages ${((1000 * fp) / (fp + tn)).toFixed(1)}\n`);
  // what was missed is told for the development half alone: the other is not to be tuned on
  if (half === 'dev' && missed.size) process.stdout.write(`  ${[...missed].map(([k, n]) => `${k} ${n}`).join(', ')}\n`);
}
process.stdout.write(`bar: precision ≥ 0.97, recall ≥ ${renderer ? '0.97 with' : '0.92 without'} browser\n`);
await renderer?.close();
