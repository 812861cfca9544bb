import { readConfig } from './config.ts';
import { start } from './serve.ts';

try {
  const running = await start(readConfig(process.env, process.cwd()));
  process.stdout.write(`\n守土已启动：${running.address}\n按 Ctrl+C 停止。\n`);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void running.stop().then(() => process.exit(0), () => process.exit(1));
  });
} catch (error) {
  process.stderr.write(`\n守土没有启动：${(error as Error).message}\n`);
  process.exit(1);
}
