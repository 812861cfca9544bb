import { auditCommand } from './audit.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { checkCommand } from './check.ts';
import { doctorCommand } from './doctor.ts';
import { readPlanCommand } from './read-plan.ts';
import { readReportCommand } from './read-report.ts';
import { resetPasswordCommand } from './reset-password.ts';

const commands: Record<string, { run: (args: string[]) => Promise<number>; text: string }> = {
  serve: { run: async () => { await import('../main.ts'); return -1; }, text: '启动服务（环境变量见 docs/operate/settings.md）' },
  'read-plan': { run: readPlanCommand, text: 'FILE... --out DIR [--pretty]  识读公文，写出 JSON' },
  'read-report': { run: readReportCommand, text: 'FILE [--json] [--rows]  读取扫描器报告' },
  check: { run: checkCommand, text: '目标 --scope 授权书.json [--only 编号] [--json]  技术检测；--list 列出检测项' },
  audit: { run: auditCommand, text: 'verify  校验审计链' },
  'reset-password': { run: resetPasswordCommand, text: 'USER  在服务器上重置口令（从标准输入读新口令）' },
  backup: { run: backupCommand, text: '--out DIR  不停机备份；--verify DIR  校验一份备份' },
  restore: { run: restoreCommand, text: '--from 备份 --data 新目录  恢复到新的数据目录并核对' },
  doctor: { run: doctorCommand, text: '检查运行环境，说明问题和办法' },
};

const [name, ...args] = process.argv.slice(2);
const command = name ? commands[name] : undefined;
if (!command) {
  process.stdout.write(`用法：shoutu 命令\n${Object.entries(commands).map(([n, c]) => `  ${n.padEnd(16)}${c.text}`).join('\n')}\n`);
  process.exit(name === undefined || name === '--help' ? 0 : 2);
}
try {
  const code = await command.run(args);
  if (code >= 0) process.exit(code);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
