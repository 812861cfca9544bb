/** How long 500 supervision notices take: `node bench/gongwen.ts`. Bar: 20 s. */
import { documentNumber, supervisionNotice, writeGongwen } from '../src/engines/gongwen/index.ts';

const COUNT = 500;
const BAR_MS = 20_000;

function notice(serial: number) {
  return supervisionNotice({
    letterhead: '示例大学网络安全和信息化领导小组办公室', number: documentNumber('示校网信', 2026, serial), unit: `第${serial}学院`,
    campaign: '2026年网络安全隐患排查整治专项行动', basis: '《关于开展2026年网络安全隐患排查整治专项行动的通知》（示校网信〔2026〕3号）',
    issuer: '示例大学网络安全和信息化领导小组办公室', issuedOn: '2026-11-20', newDueOn: '2026-11-30',
    overdue: Array.from({ length: 8 }, (_, i) => ({ task: `任务${i + 1}：排查并整改本单位信息系统存在的安全隐患`, requirement: '建立台账，逐项销号', dueOn: '2026-10-31', daysOverdue: 20 })),
    contact: { name: '张示例', phone: '000-00000000' }, cc: '校领导', printedBy: '示例大学网络安全和信息化领导小组办公室',
  });
}

await writeGongwen(notice(1)); // loads and warms what is loaded lazily
const times: number[] = [];
let bytes = 0;
const started = performance.now();
for (let i = 1; i <= COUNT; i += 1) {
  const from = performance.now();
  bytes += (await writeGongwen(notice(i))).length;
  times.push(performance.now() - from);
}
const total = performance.now() - started;
times.sort((a, b) => a - b);
const at = (share: number) => (times[Math.floor(share * (COUNT - 1))] ?? 0).toFixed(1);
process.stdout.write(`gongwen: ${COUNT} notices in ${(total / 1000).toFixed(2)} s (bar ${BAR_MS / 1000} s), ${(total / COUNT).toFixed(1)} ms each; median ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} ms; ${(bytes / COUNT / 1024).toFixed(1)} KB each; node ${process.version}\n`);
if (total > BAR_MS) process.exitCode = 1;
