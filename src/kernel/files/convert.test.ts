import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { documentText } from '../../engines/plan-reader/index.ts';
import { convertDocument } from './convert.ts';

const node = (script: string): string => `"${process.execPath}" -e "${script}" {in} {out}`;
const copy = "const f=require('fs');f.writeFileSync(process.argv[2]+'/made.txt',f.readFileSync(process.argv[1]))";
const left = (): string[] => readdirSync(tmpdir()).filter((f) => f.startsWith('shoutu-convert-'));

test('what the program writes is handed back, and nothing is left behind', async () => {
  const before = left();
  expect(await convertDocument({ command: node(copy) }, Buffer.from('各单位要自查'), '通知.rtf')).toMatchObject({ ok: true, name: 'made.txt', bytes: new Uint8Array(Buffer.from('各单位要自查')) });
  expect(left()).toEqual(before);
});
test('a name is never a command', async () => {
  const made = await convertDocument({ command: node(copy) }, Buffer.from('x'), 'a; touch /tmp/owned.$(id)');
  expect(made.ok).toBe(true);
});
test.each([
  ['a program that is not there', { command: '/nowhere/soffice {in}' }, /ENOENT/],
  ['one that fails', { command: node('process.exit(3)') }, /exit 3/],
  ['one that writes nothing', { command: node('0') }, /no output/],
  ['one that never ends', { command: node('setInterval(()=>0,1000)'), timeoutMs: 400 }, /timeout/],
  ['one that writes without end', { command: node("setInterval(()=>require('fs').appendFileSync(process.argv[2]+'/x.txt',Buffer.alloc(1e6)),1)"), timeoutMs: 8_000, mostBytes: 2_000_000 }, /too large/],
])('%s gives a reason', async (_, program, reason) => {
  expect(await convertDocument(program, Buffer.from('x'), 'a.rtf')).toMatchObject({ ok: false, detail: expect.stringMatching(reason) });
});
test('what the program starts ends with it', async () => {
  const script = "require('child_process').spawn(process.execPath,['-e','setInterval(()=>0,1000)//orphan-of-convert'],{stdio:'ignore'});setInterval(()=>0,1000)";
  await convertDocument({ command: node(script.replaceAll('"', "'")), timeoutMs: 1_000 }, Buffer.from('x'), 'a.rtf');
  await new Promise((done) => { setTimeout(done, 300); });
  const running = execFileSync('ps', ['-eo', 'stat,args']).toString().split('\n').filter((l) => l.includes('orphan-of-convert') && !l.startsWith('Z'));
  expect(running).toEqual([]);
});

const office = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => { try { execFileSync(path, ['--version'], { stdio: 'ignore' }); return true; } catch { return false; } });
test.skipIf(!office)('LibreOffice turns an rtf into a docx that is read (only where soffice is installed)', async () => {
  const rtf = `{\\rtf1\\ansi\\deff0 ${[...'一、各单位要完成自查。'].map((c) => `\\u${c.charCodeAt(0)}?`).join('')}\\par}`;
  const made = await convertDocument({ command: `${office} --headless --convert-to docx --outdir {out} {in}` }, Buffer.from(rtf), 'a.rtf');
  expect(made).toMatchObject({ ok: true });
  if (made.ok) expect(await documentText(made.bytes, made.name)).toMatchObject({ ok: true, kind: 'docx', text: expect.stringContaining('各单位要完成自查') });
}, 90_000);
