import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { parseArgs } from 'node:util';
import { catalogue, faultsOf, NoAuthorisation, readTemplate, sign, survey, surveyProfiles, systemClock, type Authorisation, type Result } from '../engines/site-checks/index.ts';

const usage = `用法：shoutu check 目标 --scope 授权书.json [--only 编号,编号] [--profile 方案] [--pages 页数] [--json] [--log 文件]
      目标是域名、地址或网址；网址带路径时只检测这一页。方案：${surveyProfiles.map((p) => p.id).join('、')}
      加 --template 文件（可多次）：另加 nuclei 格式的检测模板，只接受只读的
      shoutu check --list [--json]           列出全部检测项
      shoutu check --sign 授权书.json --approver 姓名   签批授权书，写回文件
`;
/** `shoutu check TARGET --scope FILE [--only IDS] [--profile ID] [--pages N] [--json]`: runs the checks on one authorised target. 0 nothing failed, 1 something did, 2 could not run. */
export async function checkCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { scope: { type: 'string' }, only: { type: 'string' }, template: { type: 'string', multiple: true }, profile: { type: 'string', default: 'site' }, pages: { type: 'string' }, json: { type: 'boolean' }, list: { type: 'boolean' }, log: { type: 'string' }, sign: { type: 'string' }, approver: { type: 'string' } } });
  if (values.list) {
    const rows = catalogue.map(({ run: _, ...row }) => row);
    process.stdout.write(values.json ? rows.map((r) => `${JSON.stringify(r)}\n`).join('') : rows.map((r) => `${r.id.padEnd(34)}${r.title.zh}\n`).join(''));
    return 0;
  }
  if (values.sign) return signFile(values.sign, values.approver);
  const [target] = positionals;
  if (!target || positionals.length > 1 || !values.scope) return refuse(usage);
  const unknown = values.only?.split(',').filter((id) => !catalogue.some((c) => c.id === id)) ?? [];
  if (unknown.length) return refuse(`没有这些检测项：${unknown.join('、')}。用 shoutu check --list 查看。\n`);
  const profile = surveyProfiles.find((p) => p.id === values.profile);
  if (!profile) return refuse(`没有方案 ${values.profile}。可用：${surveyProfiles.map((p) => p.id).join('、')}\n`);
  if (values.pages !== undefined && !/^\d{1,5}$/.test(values.pages)) return refuse('--pages 应为 0 至 99999 的整数。\n');
  const at = addressOf(target);
  if (!at) return refuse(`不是域名、地址或网址：${target}\n`);
  const authorisation = await readAuthorisation(values.scope);
  if (typeof authorisation === 'string') return refuse(authorisation);
  const templates = [];
  for (const file of values.template ?? []) {
    const template = readTemplate(await readFile(file, 'utf8').catch((error: Error) => error.message));
    if ('faults' in template) return refuse(`不接受模板 ${file}：\n${template.faults.map((f) => `  ${f}\n`).join('')}`);
    templates.push(template.check);
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const results: Result[] = [];
  const keep = (row: object): void => { if (values.log) appendFileSync(values.log, `${JSON.stringify(row)}\n`); };
  try {
    await survey({
      authorisation, clock: systemClock, job: 'cli', signal: stop.signal, log: { sent: keep, answered: keep }, salt: randomBytes(16).toString('hex'),
      origins: [at.origin], templates, ...(`${at.pathname}${at.search}` !== '/' && { urls: [at.href] }), profile: { ...profile, ...(values.pages !== undefined && { pages: Number(values.pages) }) }, ...(values.only && { checks: values.only.split(',') }),
      onResult(result) { results.push(result); if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`); },
      onProgress({ stage, done, total, eta_ms }) { if (process.stderr.isTTY) process.stderr.write(`\r${stageNames[stage]} ${done}/${total}，约剩 ${Math.ceil(eta_ms / 1000)} 秒    `); },
    });
  } catch (error) {
    if (!(error instanceof NoAuthorisation)) throw error;
    return refuse(`${error.message}\n`);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  if (!values.json) process.stdout.write(results.map((r) => `${r.verdict.padEnd(15)}${r.check.padEnd(30)}${r.target}  ${r.note}\n`).join(''));
  return results.some((r) => r.verdict === 'fail') ? 1 : 0;
}

const stageNames = { resolve: '解析域名', ports: '端口', services: '服务', tls: '加密连接', site: '网站', pages: '页面', tamper: '页面变动' } as const;
/** A host, an address of IPv4 or IPv6, either with a port, or the address of a page. */
function addressOf(target: string): URL | undefined {
  const text = /^https?:\/\//i.test(target) ? target : isIPv6(target) ? `http://[${target}]` : `${/:443$/.test(target) ? 'https' : 'http'}://${target}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}

async function readAuthorisation(file: string): Promise<Authorisation | string> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Authorisation;
  } catch (error) {
    return `读不了授权书 ${file}：${(error as Error).message}\n`;
  }
}
/** The approver's name, the time and the signature are written into the file; everything else must be there already. */
async function signFile(file: string, approver: string | undefined): Promise<number> {
  if (!approver?.trim()) return refuse('请用 --approver 写明签批人姓名。\n');
  const read = await readAuthorisation(file);
  if (typeof read === 'string') return refuse(read);
  const unsigned = { ...read, approver: approver.trim(), approved_at: systemClock.now().toISOString() };
  const signed = { ...unsigned, signature: sign(unsigned) };
  const faults = faultsOf(signed);
  if (faults.length) return refuse(`不能签批：${faults.join('；')}\n`);
  await writeFile(file, `${JSON.stringify(signed, undefined, 2)}\n`);
  process.stdout.write(`已签批：${signed.system}，${signed.valid_from} 至 ${signed.valid_until}，签批人 ${signed.approver}\n`);
  return 0;
}
function refuse(text: string): number {
  process.stderr.write(text);
  return 2;
}
