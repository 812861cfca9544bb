import { zipSync, strToU8 } from 'fflate';
import { passesLuhn } from '../../src/engines/site-checks/content/find-personal.ts';
import type { Seeded } from './templates.ts';

/** Numbers that are valid and of nobody: regions are real, the rest is drawn. */
export interface Planted { kind: 'id' | 'mobile' | 'card'; value: string }
const regions = ['110101', '310115', '500106', '440305', '320102', '510107', '610113', '420106', '330106', '230103', '370202', '530102'];
const digits = (r: Seeded, n: number): string => Array.from({ length: n }, () => r.int(0, 9)).join('');
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
export function idNumber(r: Seeded): string {
  const head = `${r.pick(regions)}${r.int(1950, 2008)}${String(r.int(1, 12)).padStart(2, '0')}${String(r.int(1, 28)).padStart(2, '0')}${digits(r, 3)}`;
  return head + '10X98765432'[[...head].reduce((sum, d, i) => sum + Number(d) * weights[i]!, 0) % 11];
}
const mobile = (r: Seeded): string => `1${r.pick(['38', '39', '50', '86', '77', '89', '91', '99'])}${digits(r, 8)}`;
function card(r: Seeded): string { for (;;) { const n = r.pick(['622202', '621700', '621661', '622848', '621483']) + digits(r, 13); if (passesLuhn(n)) return n; } }
const person = (r: Seeded): string => r.pick([...'张王李赵陈刘杨黄周吴']) + r.pick(['伟', '芳', '秀英', '敏', '静怡', '建国', '晓东']);
/** What looks like one and is none. */
const decoys: readonly ((r: Seeded) => string)[] = [
  (r) => `订单号：${digits(r, 18).replace(/^0/, '2')}`, (r) => `交易流水号 2026${digits(r, 14)}`, (r) => `统一社会信用代码：12${r.pick(regions)}${digits(r, 9)}X`, (r) => `时间戳 17${digits(r, 11)}`, (r) => `时间 2026${digits(r, 10)}`, (r) => `ISBN 978-7-${digits(r, 3)}-${digits(r, 5)}-${digits(r, 1)}`, (r) => `md5: ${Array.from({ length: 32 }, () => r.pick([...'0123456789abcdef'])).join('')}`,
  (r) => `身份证号：${idNumber(r).slice(0, 6)}********${digits(r, 4)}`, (r) => `手机：${mobile(r).slice(0, 3)}****${digits(r, 4)}`, (r) => `${digits(r, 8)}-1${digits(r, 3)}-4${digits(r, 3)}-8${digits(r, 3)}-${digits(r, 12)}`, (r) => `学号：1${digits(r, 10)}`, (r) => `准考证号：${digits(r, 14).replace(/^0/, '1')}`, (r) => `产品编号 1${r.int(3, 9)}${digits(r, 9)}`, (r) => `https://www.example.edu.cn/info/1${r.int(3, 9)}${digits(r, 9)}.htm`, (r) => `电话：0${r.int(10, 99)}-${digits(r, 8).replace(/^[01]/, '6')}`, (r) => { const id = idNumber(r); return `证件号 ${id.slice(0, 17)}${(Number(id[17]) + 1 || 1) % 10}`; }, (r) => `物流单号 62${digits(r, 15)}`,
];
const wide = (s: string): string => s.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
const entity = (s: string): string => s.replace(/\d/g, (d) => `&#${d.charCodeAt(0)};`);
const shape = (r: Seeded, n: string, html: boolean): string => { const k = r.int(0, 11); return k === 0 ? wide(n) : k === 1 ? `${n.slice(0, 6)}\u200b${n.slice(6)}` : k === 2 && n.length === 18 ? `${n.slice(0, 6)} ${n.slice(6, 14)} ${n.slice(14)}` : k === 3 && n.length === 11 ? `${n.slice(0, 3)} ${n.slice(3, 7)} ${n.slice(7)}` : k === 4 && n.length === 19 ? n.replace(/(.{4})(?=.)/g, '$1 ') : k === 5 && html ? entity(n) : k === 6 && n.endsWith('X') ? n.toLowerCase() : n; };

function plant(r: Seeded): Planted { return r.pick([(): Planted => ({ kind: 'id', value: idNumber(r) }), (): Planted => ({ kind: 'mobile', value: mobile(r) }), (): Planted => ({ kind: 'card', value: card(r) })])(); }
const label = { id: ['身份证号', '身份证号码', '证件号码'], mobile: ['手机', '联系电话', '手机号码'], card: ['银行卡号', '卡号', '工资卡'] } as const;

export interface PersonalPage { html: string; planted: Planted[] }
export function personalPage(r: Seeded): PersonalPage {
  const planted: Planted[] = [];
  const put = (p: Planted): Planted => { planted.push(p); return p; };
  const parts = Array.from({ length: r.int(4, 10) }, () => {
    if (r.next() < 0.5) return `<p>${r.pick(decoys)(r)}</p>`;
    const p = put(plant(r));
    const said = r.pick(label[p.kind]);
    switch (r.int(0, 5)) {
      case 0: return `<p>${person(r)}，${said}：${shape(r, p.value, true)}。</p>`;
      case 1: return `<table><tr><th>姓名</th><th>${said}</th><th>学号</th></tr><tr><td>${person(r)}</td><td>${shape(r, p.value, true)}</td><td>2026${digits(r, 7)}</td></tr></table>`;
      case 2: return `<input type="hidden" name="${{ id: 'idcard', mobile: 'mobile', card: 'bankcard' }[p.kind]}" value="${p.value}">`;
      case 3: return `<script>var d = {"name":"${person(r)}","${{ id: 'idcard', mobile: 'phone', card: 'bank_card' }[p.kind]}":"${p.value}"};</script>`;
      case 4: return `<!-- ${person(r)} ${said} ${p.value} -->`;
      default: return `<ul><li>${said}<b>${shape(r, p.value, true)}</b></li></ul>`;
    }
  });
  return { html: `<!DOCTYPE html><html><head><title>名单公示</title></head><body><table><tr><td>11010119900307</td><td>7571</td></tr></table>${parts.join('\n')}</body></html>`, planted };
}
export interface PersonalFile { name: string; bytes: Uint8Array; planted: Planted[] }
const columns = '<w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>身份证号</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>手机</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>银行卡号</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>订单号</w:t></w:r></w:p></w:tc></w:tr>';
/** A list of names as workbook, document, table of text, or PDF. */
export function personalFile(r: Seeded, kind: 'xlsx' | 'docx' | 'csv' | 'gbk.csv' | 'pdf'): PersonalFile {
  const rows = Array.from({ length: r.int(2, 8) }, () => [person(r), idNumber(r), mobile(r), card(r), digits(r, 18).replace(/^0/, '3')]);
  const planted = rows.flatMap(([, id, m, c]): Planted[] => [{ kind: 'id', value: id! }, { kind: 'mobile', value: m! }, { kind: 'card', value: c! }]);
  const name = `名单.${kind}`;
  const titles = ['姓名', '身份证号', '手机', '银行卡号', '订单号'];
  if (kind === 'csv') return { name, planted, bytes: strToU8([titles, ...rows].map((x) => x.join(',')).join('\r\n')) };
  // GBK of the few characters that are in it: digits and names; decoded by the same tables everywhere
  if (kind === 'gbk.csv') return { name, planted, bytes: Buffer.concat([Buffer.from('d0d5c3fb2cc9edb7ddd6a4bac52ccad6bbfa2cd2f8d0d0bfa8bac52cb6a9b5a5bac50d0a', 'hex'), Buffer.from(rows.map((x) => `A,${x.slice(1).join(',')}`).join('\r\n'))]) };
  if (kind === 'docx') return { name, planted, bytes: zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8(`<w:document><w:body><w:tbl>${columns}${rows.map((x) => `<w:tr>${x.map((c) => `<w:tc><w:p><w:r><w:t>${c.slice(0, 5)}</w:t></w:r><w:r><w:t>${c.slice(5)}</w:t></w:r></w:p></w:tc>`).join('')}</w:tr>`).join('')}</w:tbl></w:body></w:document>`) }) };
  if (kind === 'pdf') return { name, planted, bytes: pdf(['ID card  mobile  bank', ...rows.map((x) => `ID card ${x[1]} mobile ${x[2]} bank ${x[3]}`)]) };
  const cell = (c: string, at: string): string => `<c r="${at}" t="inlineStr"><is><t>${c}</t></is></c>`;
  return { name, planted, bytes: zipSync({
    '[Content_Types].xml': strToU8('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'),
    '_rels/.rels': strToU8('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
    'xl/workbook.xml': strToU8('<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="名单" sheetId="1" r:id="r1" state="hidden"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
    'xl/worksheets/sheet1.xml': strToU8(`<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${[titles, ...rows].map((x, i) => `<row r="${i + 1}">${x.map((c, n) => cell(c, `${'ABCDE'[n]}${i + 1}`)).join('')}</row>`).join('')}</sheetData></worksheet>`),
  }) };
}
/** One page of Helvetica, a line a line. */
function pdf(text: readonly string[]): Uint8Array {
  const stream = `BT /F1 11 Tf 50 780 Td 14 TL ${text.map((l) => `(${l}) Tj T*`).join(' ')} ET`;
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>', `<</Length ${stream.length}>>stream\n${stream}\nendstream`, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'];
  let out = '%PDF-1.4\n';
  const at = objects.map((o, i) => { const here = out.length; out += `${i + 1} 0 obj${o}endobj\n`; return here; });
  const start = out.length;
  return strToU8(`${out}xref\n0 6\n0000000000 65535 f \n${at.map((n) => `${String(n).padStart(10, '0')} 00000 n \n`).join('')}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`);
}
export interface Counts { right: number; planted: number; told: number }
/** Compares what was told with what was planted, number by number. */
export function score(planted: readonly Planted[], told: readonly { kind: string; value: string }[], counts: Map<string, Counts>): void {
  for (const kind of ['id', 'mobile', 'card']) {
    const c = counts.get(kind) ?? { right: 0, planted: 0, told: 0 };
    const truth = new Set(planted.filter((p) => p.kind === kind).map((p) => p.value));
    const said = new Set(told.filter((t) => t.kind === kind).map((t) => t.value));
    counts.set(kind, { right: c.right + [...said].filter((v) => truth.has(v)).length, planted: c.planted + truth.size, told: c.told + said.size });
  }
}
