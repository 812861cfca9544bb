// A .nessus of 500 MB through the reader: time and memory; the rival is the bare XML parser that the reader stands on, in the same run.
import sax from 'sax';
import { readReport } from '../src/engines/scan-reports/index.ts';

const megabytes = Number(process.argv[2] ?? 500);
const items = `${['19506', '22964', '45590', '57582', '42873'].map((id, i) => `<ReportItem port="${[0, 22, 80, 443, 8443][i]}" svc_name="www" protocol="tcp" severity="${i % 5}" pluginID="${id}" pluginName="Example finding ${id}" pluginFamily="General">
<description>${'The remote service shows a weakness of the kind that scanners tell at length. '.repeat(12)}</description><solution>${'Change the setting. '.repeat(8)}</solution><cve>CVE-2020-${10000 + i}</cve><cwe>${200 + i}</cwe><risk_factor>Medium</risk_factor><plugin_output>${'line of output &lt;with&gt; entities\n'.repeat(20)}</plugin_output></ReportItem>`).join('\n')}\n`;
async function* file(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('<?xml version="1.0"?><NessusClientData_v2><Report name="bench">');
  let size = 0;
  for (let host = 0; size < megabytes * 1e6; host++) {
    const text = Buffer.from(`<ReportHost name="10.${host >> 16 & 255}.${host >> 8 & 255}.${host & 255}"><HostProperties><tag name="host-ip">10.${host >> 16 & 255}.${host >> 8 & 255}.${host & 255}</tag></HostProperties>${items.repeat(20)}</ReportHost>`);
    size += text.length;
    for (let i = 0; i < text.length; i += 65536) yield text.subarray(i, i + 65536);
  }
  yield Buffer.from('</Report></NessusClientData_v2>');
}
let peak = 0;
const watch = setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss); }, 50);
let t = performance.now();
let seen = 0;
const summary = await readReport(file(), { onBatch: ({ observations }) => { seen += observations.length; peak = Math.max(peak, process.memoryUsage().rss); } });
const ours = (performance.now() - t) / 1000;
t = performance.now();
const parser = sax.parser(true);
for await (const chunk of file()) parser.write(chunk.toString());
const bare = (performance.now() - t) / 1000;
clearInterval(watch);
process.stdout.write(`${megabytes} MB, ${seen} observations, ${summary.hosts} hosts: ${ours.toFixed(1)} s (${(megabytes / ours).toFixed(0)} MB/s, ${Math.round(seen / ours)}/s), peak ${Math.round(peak / 1e6)} MB RSS; bare sax ${bare.toFixed(1)} s; ratio ${(ours / bare).toFixed(2)}\n`);
