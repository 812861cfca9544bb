// A .nessus of 500 MB through the reader: time and memory; the rival is the bare XML parser that the reader stands on, in the same run.
import sax from 'sax';
import { nessusOf } from './nessus-file.ts';
import { readReport } from '../src/engines/scan-reports/index.ts';

const megabytes = Number(process.argv[2] ?? 500);
let peak = 0;
const watch = setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss); }, 50);
let t = performance.now();
let seen = 0;
const summary = await readReport(nessusOf(megabytes), { onBatch: ({ observations }) => { seen += observations.length; peak = Math.max(peak, process.memoryUsage().rss); } });
const ours = (performance.now() - t) / 1000;
t = performance.now();
const parser = sax.parser(true);
for await (const chunk of nessusOf(megabytes)) parser.write(chunk.toString());
const bare = (performance.now() - t) / 1000;
clearInterval(watch);
process.stdout.write(`${megabytes} MB, ${seen} observations, ${summary.hosts} hosts: ${ours.toFixed(1)} s (${(megabytes / ours).toFixed(0)} MB/s, ${Math.round(seen / ours)}/s), peak ${Math.round(peak / 1e6)} MB RSS; bare sax ${bare.toFixed(1)} s; ratio ${(ours / bare).toFixed(2)}\n`);
