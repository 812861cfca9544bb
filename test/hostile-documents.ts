import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';

/** A document that somebody might send by mistake or malice. */
export interface Hostile { what: string; name: string; bytes: Uint8Array }

const fixtures = join(import.meta.dirname, '../src/engines/plan-reader/fixtures');
const plan = readFileSync(join(fixtures, 'school-campaign.txt'), 'utf8');
const oldWord = new Uint8Array(readFileSync(join(fixtures, 'emergency-notice.doc')));
const escape = (s: string): string => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const zip = (parts: Zippable): Uint8Array => zipSync(parts, { mtime: '2026-01-01' });

const wordXml = (lines: readonly string[], head = ''): string => `<?xml version="1.0"?>${head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${lines.map((l) => `<w:p><w:r><w:t>${l}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`;
const word = (xml: string, more: Zippable = {}): Uint8Array => zip({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8(xml), ...more });
const ofdPage = (lines: readonly string[], head = ''): string => `${head}<ofd:Page><ofd:Content><ofd:Layer>${lines.map((l, i) => `<ofd:TextObject Boundary="20 ${20 + i * 8} 170 6" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="g ${l.length} 5">${l}</ofd:TextCode></ofd:TextObject>`).join('')}</ofd:Layer></ofd:Content></ofd:Page>`;
const ofd = (page: string, more: Zippable = {}, pages = 1): Uint8Array => zip({
  'OFD.xml': strToU8('<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'),
  'Doc_0/Document.xml': strToU8(`<ofd:Document><ofd:Pages>${'<ofd:Page ID="1" BaseLoc="P.xml"/>'.repeat(pages)}</ofd:Pages></ofd:Document>`), 'Doc_0/P.xml': strToU8(page), ...more,
});

/** Pages of ASCII: what is wrong with a PDF does not depend on its letters. */
function pdf(pages: number, trailer = '', line = '2024 plan: every office shall report'): Uint8Array {
  const content = `BT /F1 12 Tf 50 700 Td (${line}) Tj ET`;
  const objects = [`<< /Type /Catalog /Pages 2 0 R >>`, `<< /Type /Pages /Kids [${Array.from({ length: pages }, (_, i) => `${i + 5} 0 R`).join(' ')}] /Count ${pages} >>`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>', `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ...Array.from({ length: pages }, () => '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>')];
  let out = '%PDF-1.4\n';
  const at = objects.map((o, i) => { const here = out.length; out += `${i + 1} 0 obj\n${o}\nendobj\n`; return here; });
  const xref = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${xref}\n%%EOF`;
  return Buffer.from(out, 'latin1');
}

/** The same numbers in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13; state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5; state >>>= 0;
    return state % below;
  };
}
function changed(bytes: Uint8Array, seed: number): Uint8Array {
  const roll = dice(seed);
  const out = Uint8Array.from(bytes);
  for (let k = 0; k < 1 + roll(60); k++) out[roll(out.length)] = roll(256);
  return out;
}
const flagged = (bytes: Uint8Array): Uint8Array => {
  const out = Uint8Array.from(bytes);
  const view = new DataView(out.buffer);
  for (let i = 0; i < out.length - 30; i++) {
    if (view.getUint32(i, true) === 0x02014b50) view.setUint16(i + 8, 1, true);
    if (view.getUint32(i, true) === 0x04034b50) view.setUint16(i + 6, 1, true);
  }
  return out;
};
const ole = (word: string): Uint8Array => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(1024), Buffer.from(word, 'utf16le'), Buffer.alloc(1024)]);
const wide = (text: string, big = false): Uint8Array => { const b = Buffer.from(`\ufeff${text}`, 'utf16le'); return big ? b.swap16() : b; };
const rsa = '00'.repeat(32);

/** At least two hundred documents, the same in every run. */
export function hostileDocuments(): Hostile[] {
  const lines = plan.split('\n').filter(Boolean).map(escape);
  const sound: [string, Uint8Array][] = [['docx', word(wordXml(lines))], ['ofd', ofd(ofdPage(lines.slice(0, 30)))], ['pdf', pdf(3)], ['doc', oldWord], ['txt', Buffer.from(plan)]];
  const dtd = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY e SYSTEM "file:///etc/passwd">]>';
  const items = (n: number, item: (i: number) => string): string => `示例大学工作方案\n\n一、工作任务\n${Array.from({ length: n }, (_, i) => item(i)).join('\n')}\n`;
  const single: [string, string, Uint8Array | string][] = [
    ['nothing', 'a.docx', ''], ['blanks', 'a.txt', ' \n\u3000\n\t'], ['nulls', 'a.txt', new Uint8Array(5_000)], ['control characters', 'a.txt', plan.replaceAll('。', '。\u0000\u0007\u001b[31m\u0008')],
    ['a mark alone', 'a.txt', '\ufeff'], ['UTF-8 with a mark', 'a.txt', `\ufeff${plan}`], ['UTF-16LE', 'a.txt', wide(plan)], ['UTF-16BE', 'a.txt', wide(plan, true)], ['UTF-16 with half a character', 'a.txt', Buffer.concat([wide(plan), Buffer.from([0x41])])],
    ['UTF-16 with lone surrogates', 'a.txt', wide(plan.replaceAll('各', '\ud842各\udfb7'))], ['GBK', 'a.txt', new Uint8Array([0xd2, 0xbb, 0xa1, 0xa2, 0xb8, 0xf7, 0xb5, 0xa5, 0xce, 0xbb, 0xd2, 0xaa, 0xb1, 0xb8, 0xb7, 0xdd, 0xa1, 0xa3])],
    ['right-to-left override', 'a.txt', plan.replaceAll('各', '\u202e各\u202c')], ['a name turned round', '方案\u202etxt.exe', plan], ['a name that climbs', '../../../etc/方案.txt', plan], ['a very long name', `${'长'.repeat(300)}.txt`, plan], ['no name', '.', plan],
    ['100,000 lines', 'a.txt', '各单位要备份。\n'.repeat(100_000)], ['100,000 items', 'a.txt', items(100_000, (i) => `${i + 1}. 各单位要备份。`)], ['1,500 items', 'a.txt', items(1_500, (i) => `${(i % 99) + 1}. 信息中心要在3月${(i % 28) + 1}日前完成备份。`)],
    ['one line of a million signs', 'a.txt', '各单位要备份，'.repeat(150_000)], ['five million signs', 'a.txt', '各单位要备份。\n'.repeat(650_000)], ['more than may be sent', 'a.txt', new Uint8Array(31 << 20).fill(0x41)],
    ['one leaf of 60,000 signs', 'a.txt', items(1, () => `（一）加强管理。各单位要${'备份数据，'.repeat(12_000)}。`)], ['2,000 units', 'a.txt', items(1, () => `（一）各单位要备份。（责任单位：${Array.from({ length: 2_000 }, (_, i) => `第${i}学院`).join('、')}）`)],
    ['300 phases', 'a.txt', `示例方案\n一、实施步骤\n${Array.from({ length: 300 }, (_, i) => `（${i + 1}）阶段${i}（2024年${(i % 12) + 1}月1日至${(i % 12) + 1}月20日）。各单位要备份。`).join('\n')}`],
    ['a deep ladder', 'a.txt', Array.from({ length: 3_000 }, (_, i) => ['一、', '（一）', '1.', '（1）', '①'][i % 5]! + '任务').join('\n')], ['a title without end', 'a.txt', `关于${'加强'.repeat(400)}的通知\n\n一、各单位要备份。`],
    ['a letter of rare characters', 'a.txt', plan.replaceAll('各', '𠮷')], ['rare characters at the cut', 'a.txt', items(20, (i) => `${i + 1}. ${'𠮷'.repeat(19)}${'a'.repeat(i % 3)}${'𠮷'.repeat(60)}要各单位要在30年前完成`)], ['years that are none', 'a.txt', items(6, (i) => `${i + 1}. 各单位要于${['0000', '0001', '9999', '1024', '0000', '5000'][i]}年2月30日前完成备份。`)],
    ['figures that are none', 'a.txt', items(3, () => '1. 各单位备份率不低于9999999%，不少于1,000,000,000次，达到99999999999999999999%以上。')], ['brackets', 'a.txt', '（'.repeat(50_000)], ['tables without end', 'a.txt', '| a '.repeat(50_000)], ['a script', 'a.html', '<html><script>alert(1)</script>一、各单位要备份。</html>'], ['SQL', 'a.txt', "一、各单位要备份'); drop table campaign; --"],
    ['a program', 'a.docx', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500, 0x90)])], ['a picture', 'a.pdf', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')], ['rtf', 'a.rtf', '{\\rtf1\\ansi x}'],
    ['a zip bomb in docx', 'a.docx', word('', { 'word/document.xml': new Uint8Array(200 << 20) })], ['a zip bomb in ofd', 'a.ofd', ofd('', { 'Doc_0/P.xml': new Uint8Array(200 << 20) })], ['a bomb of text in docx', 'a.docx', word(wordXml(['各单位要备份。'.repeat(3_000_000)]))],
    ['4,500 parts', 'a.docx', word(wordXml(lines), Object.fromEntries(Array.from({ length: 4_500 }, (_, i) => [`x/${i}`, new Uint8Array()])))], ['a path that climbs', 'a.docx', word(wordXml(lines), { '../../etc/cron.d/x': strToU8('* * * * * root id') })],
    ['a macro in docx', 'a.docm', word(wordXml(lines), { 'word/vbaProject.bin': strToU8('Sub AutoOpen()') })], ['a macro in doc', 'a.doc', Buffer.concat([oldWord, Buffer.from('VBA_PROJECT Macros', 'utf16le')])], ['an entity in docx', 'a.docx', word(wordXml(['&e;&b;'], dtd))], ['an entity in ofd', 'a.ofd', ofd(ofdPage(['&e;&b;'], dtd))],
    ['a lone surrogate in docx', 'a.docx', word(wordXml(['一、各单位要备份&#xD842;。']))], ['a null in docx', 'a.docx', word(wordXml(['一、各单位要备份&#0;。&#x110000;']))], ['10,000 tables in one another', 'a.docx', word(wordXml(['<w:tbl><w:tr><w:tc>'.repeat(10_000)]))],
    ['locked docx', 'a.docx', flagged(word(wordXml(lines)))], ['locked by Office', 'a.docx', ole('EncryptedPackage')], ['locked ofd', 'a.ofd', ofd(ofdPage(lines), { 'Encryptions.xml': strToU8('<a/>') })], ['locked pdf', 'a.pdf', pdf(2, `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${rsa}> /U <${'5a'.repeat(32)}> /P -4 >> /ID [<00><00>]`)],
    ['a workbook', 'a.docx', zip({ 'xl/workbook.xml': strToU8('<a/>') })], ['an empty zip', 'a.docx', zip({})], ['a mere zip', 'a.docx', zip({ 'a.txt': strToU8(plan) })], ['an old WPS file', 'a.wps', ole('Something')], ['an old Word head', 'a.doc', ole('WordDocument')],
    ['500 pages of pdf', 'a.pdf', pdf(500)], ['501 pages of pdf', 'a.pdf', pdf(501)], ['a pdf head', 'a.pdf', '%PDF-1.7'], ['a circle of pages', 'a.pdf', `%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 100000/Kids[${'2 0 R '.repeat(2_000)}]>>endobj\ntrailer<</Root 1 0 R>>`],
    ['a pdf with a script', 'a.pdf', pdf(1, '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>')], ['400 pages of ofd', 'a.ofd', ofd(ofdPage(lines.slice(0, 20)), {}, 400)], ['steps without end in ofd', 'a.ofd', ofd(ofdPage(['各单位要备份']).replace('g 6 5', 'g 999999999 5'))], ['co-ordinates that are none', 'a.ofd', ofd(ofdPage(['各单位要备份']).replace('20 20 170 6', 'NaN 1e999 x').replace('Size="5"', 'Size="-1e308"'))], ['an ofd without pages', 'a.ofd', ofd('', {}, 0)],
    ...sound.flatMap(([kind, bytes]) => sound.filter(([other]) => other !== kind).map(([other]): [string, string, Uint8Array] => [`${kind} that calls itself ${other}`, `a.${other}`, bytes])),
  ];
  return [
    ...single.map(([what, name, body]) => ({ what, name, bytes: typeof body === 'string' ? Buffer.from(body) : body })),
    ...sound.flatMap(([kind, bytes]) => [0.02, 0.2, 0.4, 0.6, 0.8, 0.95, 0.999].map((share) => ({ what: `${kind} cut at ${share}`, name: `a.${kind}`, bytes: bytes.subarray(0, Math.floor(bytes.length * share)) }))),
    ...sound.flatMap(([kind, bytes], k) => Array.from({ length: 20 }, (_, i) => ({ what: `${kind} changed ${i}`, name: `a.${kind}`, bytes: changed(bytes, k * 1_000 + i * 7 + 1) }))),
  ];
}
