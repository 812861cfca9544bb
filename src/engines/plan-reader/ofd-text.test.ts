import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentText } from './document-text.ts';
import { readPlan } from './read-plan.ts';

type Files = Record<string, string | Uint8Array>;
const pack = (files: Files): Uint8Array => zipSync(Object.fromEntries(Object.entries(files).map(([name, body]) => [name, typeof body === 'string' ? strToU8(body) : body])));
const escape = (s: string): string => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
/** One printed line: 5 mm characters from x, the baseline at y. */
const line = (text: string, y: number, x = 30, p = 'ofd:'): string =>
  `<${p}TextObject ID="1" Boundary="${x} ${y} 150 6" Size="5"><${p}TextCode X="0" Y="4.5" DeltaX="g ${[...text].length - 1} 5">${escape(text)}</${p}TextCode></${p}TextObject>`;
const page = (content: string, p = 'ofd:', head = ''): string => `<?xml version="1.0" encoding="UTF-8"?><${p}Page xmlns:ofd="http://www.ofdspec.org/2016">${head}<${p}Content><${p}Layer ID="2">${content}</${p}Layer></${p}Content></${p}Page>`;
function ofd(pages: readonly string[], more: Files = {}, p = 'ofd:', common = ''): Files {
  return {
    'OFD.xml': `<${p}OFD DocType="OFD"><${p}DocBody><${p}DocInfo/><${p}DocRoot>Doc_0/Document.xml</${p}DocRoot></${p}DocBody></${p}OFD>`,
    'Doc_0/Document.xml': `<${p}Document><${p}CommonData>${common}</${p}CommonData><${p}Pages>${pages.map((_, i) => `<${p}Page ID="${i + 10}" BaseLoc="Pages/Page_${i}/Content.xml"/>`).join('')}</${p}Pages></${p}Document>`,
    ...Object.fromEntries(pages.map((body, i) => [`Doc_0/Pages/Page_${i}/Content.xml`, body])), ...more,
  };
}
const read = async (files: Files): Promise<string[]> => {
  const found = await documentText(pack(files), 'a.ofd');
  return found.ok ? found.text.split('\n').map((l) => l.trim()) : [found.reason];
};

describe('ofd', () => {
  test('pages give their lines from top to bottom, whatever the order of the objects', async () => {
    expect(await read(ofd([page(line('一、任务安排', 60) + line('关于开展自查的通知', 40)), page(line('（一）各单位要于2024年3月20日前完成自查。', 40))])))
      .toEqual(['关于开展自查的通知', '一、任务安排', '（一）各单位要于2024年3月20日前完成自查。']);
  });
  test('a whole notice reads into its tasks', async () => {
    const text = ['示例大学关于开展网络安全自查的通知', '各单位：', '一、各单位要于2024年3月20日前完成自查。', '二、信息中心每季度组织一次演练。', '示例大学', '2024年3月1日'];
    const found = await documentText(pack(ofd([page(text.map((t, i) => line(t, 30 + i * 10, i === 0 ? 60 : 30)).join(''))])), 'a.ofd');
    expect(found).toMatchObject({ ok: true, kind: 'ofd' });
    const plan = readPlan(found.ok ? found.text : '');
    expect(plan.document).toMatchObject({ title: '示例大学关于开展网络安全自查的通知', issuer: '示例大学', issuedOn: '2024-03-01' });
    expect(plan.tasks.map((t) => [t.units, t.due, t.recurrence])).toEqual([[['各单位'], '2024-03-20', null], [['信息中心'], null, 'quarterly']]);
  });
  test('other prefixes, none at all, absolute paths and single quotes', async () => {
    expect(await read(ofd([page(line('各单位要备份', 40, 30, ''), '')], {}, ''))).toEqual(['各单位要备份']);
    const files = ofd([page(line('各单位要备份', 40))]);
    files['OFD.xml'] = "<x:OFD xmlns:x='a'><x:DocBody><x:DocRoot>/Doc_0/./Document.xml</x:DocRoot></x:DocBody></x:OFD>";
    files['Doc_0/Document.xml'] = "<x:Document><x:Pages><x:Page ID='1' BaseLoc='/Doc_0\\Pages\\Page_0\\Content.xml' /></x:Pages></x:Document>";
    expect(await read(files)).toEqual(['各单位要备份']);
  });
  test('steps one by one, counted steps, and a gap between columns', async () => {
    const row = '<ofd:TextObject Boundary="30 40 150 6" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="5 g 2 5 40 5">资产清查信息中</ofd:TextCode></ofd:TextObject>';
    expect(await read(ofd([page(row)]))).toEqual(['资产清查    信息中']);
    expect(await read(ofd([page(line('序号', 40, 20) + line('完成时限', 40, 120) + line('任务', 40.8, 60))]))).toEqual(['序号    任务    完成时限']);
  });
  test('a page printed sideways reads along its lines; a slanted watermark is left out', async () => {
    const turned = (text: string, x: number): string => `<ofd:TextObject Boundary="${x} 20 6 150" Size="5" CTM="0 1 -1 0 0 0"><ofd:TextCode X="0" Y="0" DeltaX="g ${text.length - 1} 5">${text}</ofd:TextCode></ofd:TextObject>`;
    const mark = '<ofd:TextObject Boundary="50 80 80 80" Size="20" CTM="0.707 0.707 -0.707 0.707 0 0"><ofd:TextCode X="0" Y="10" DeltaX="20 20 20">内部资料</ofd:TextCode></ofd:TextObject>';
    expect(await read(ofd([page(turned('第二行的文字在左边', 80) + turned('第一行的文字在右边', 100) + mark)]))).toEqual(['第一行的文字在右边', '第二行的文字在左边']);
  });
  test('scaled text keeps its place; text written downwards stays one', async () => {
    const scaled = '<ofd:TextObject Boundary="30 40 150 6" Size="1" CTM="5 0 0 5 0 0"><ofd:TextCode X="0" Y="1" DeltaX="1 1 1">各单位要</ofd:TextCode></ofd:TextObject>';
    expect(await read(ofd([page(scaled + line('备份', 40.6, 50))]))).toEqual(['各单位要备份']);
    const down = '<ofd:TextObject Boundary="10 40 6 50" Size="5"><ofd:TextCode X="0" Y="4" DeltaY="g 2 6">装订线</ofd:TextCode></ofd:TextObject>';
    expect(await read(ofd([page(down)]))).toEqual(['装订线']);
  });
  test('a template is read once, however many pages use it', async () => {
    const head = '<ofd:Template TemplateID="7" ZOrder="Background"/>';
    const common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>';
    expect(await read(ofd([page(line('第一页', 60), 'ofd:', head), page(line('第二页', 60), 'ofd:', head)], { 'Doc_0/Tpls/Tpl_0/Content.xml': page(line('示例大学文件', 20)) }, 'ofd:', common)))
      .toEqual(['示例大学文件', '第一页', '第二页']);
  });
  test('hidden objects are not read; CDATA and escaped signs are', async () => {
    const hidden = line('不可见', 30).replace('Size=', 'Visible="false" Size=');
    const cdata = '<ofd:TextObject Boundary="30 40 150 6" Size="5"><ofd:TextCode X="0" Y="4"><![CDATA[甲<乙>&丙]]></ofd:TextCode></ofd:TextObject>';
    expect(await read(ofd([page(hidden + cdata + line('丁&戊', 60))]))).toEqual(['甲<乙>&丙', '丁&戊']);
  });
  test('Chinese names of parts, also those that old programs wrote in GBK', async () => {
    const files = ofd([page(line('各单位要备份', 40))]);
    files['Doc_0/Document.xml'] = '<ofd:Document><ofd:Pages><ofd:Page ID="1" BaseLoc="页/C.xml"/></ofd:Pages></ofd:Document>';
    files['Doc_0/页/C.xml'] = page(line('各单位要备份', 40));
    expect(await read(files)).toEqual(['各单位要备份']);
    const gbk = Buffer.from(pack({ ...files, 'Doc_0/QQ/C.xml': page(line('各单位要归档', 40)), 'Doc_0/页/C.xml': '' }));
    const whole = gbk.toString('latin1').replaceAll('Doc_0/QQ/C.xml', 'Doc_0/\u00d2\u00b3/C.xml').replaceAll(Buffer.from('Doc_0/页/C.xml').toString('latin1'), 'Doc_0/aaa/C.xml');
    const found = await documentText(Buffer.from(whole, 'latin1'), 'a.ofd');
    expect(found).toEqual({ ok: true, kind: 'ofd', text: '各单位要归档' });
  });
  test.each<[string, Files, string]>([
    ['encrypted', ofd([page(line('各单位', 40))], { 'Encryptions.xml': '<a/>' }), 'encrypted'],
    ['without its document', { 'OFD.xml': ofd([])['OFD.xml'] ?? '' }, 'damaged'],
    ['without a root', { 'OFD.xml': '<a/>' }, 'damaged'],
    ['with a page that is not there', { ...ofd([page('')]), 'Doc_0/Pages/Page_0/Content.xml': new Uint8Array(0), 'Doc_0/Document.xml': '<ofd:Document><ofd:Pages><ofd:Page BaseLoc="Pages/none.xml"/></ofd:Pages></ofd:Document>' }, 'damaged'],
    ['of pictures alone', ofd([page('<ofd:ImageObject ID="3" ResourceID="4"/>')]), 'no-text'],
    ['with a DTD', { ...ofd([page('')]), 'Doc_0/Pages/Page_0/Content.xml': `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${page(line('&x;', 40))}` }, 'unsupported'],
    ['of more pages than anybody reads', { ...ofd([]), 'Doc_0/Document.xml': `<ofd:Document><ofd:Pages>${'<ofd:Page BaseLoc="Pages/Page_0/Content.xml"/>'.repeat(501)}</ofd:Pages></ofd:Document>` }, 'too-large'],
    ['that inflates beyond measure', { ...ofd([page('')]), 'Doc_0/Pages/Page_0/Content.xml': new Uint8Array(60 << 20) }, 'zip-bomb'],
  ])('one %s gives its reason', async (_, files, reason) => {
    expect(await read(files)).toEqual([reason]);
  });
  test('steps without end and paths out of the package harm nothing', async () => {
    const endless = '<ofd:TextObject Boundary="30 40 150 6" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="g 999999999 5 g 999999999 5">各单位要</ofd:TextCode></ofd:TextObject>';
    expect(await read(ofd([page(endless)]))).toEqual(['各单位要']);
    const files = ofd([page('')]);
    files['Doc_0/Document.xml'] = '<ofd:Document><ofd:Pages><ofd:Page BaseLoc="../../../../etc/passwd"/></ofd:Pages></ofd:Document>';
    expect(await read(files)).toEqual(['damaged']);
  });
  test('changed bytes and odd attributes never throw', async () => {
    const whole = pack(ofd([page(line('一、各单位要自查。', 40))]));
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), async (edits) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, value] of edits) bytes[at] = value;
      expect(typeof (await documentText(bytes, 'a.ofd')).ok).toBe('boolean');
    }), { numRuns: 200 });
    await fc.assert(fc.asyncProperty(fc.string(), fc.string(), fc.string(), async (ctm, delta, box) => {
      const object = `<ofd:TextObject Boundary="${escape(box).replaceAll('"', '')}" CTM="${escape(ctm).replaceAll('"', '')}" Size="5"><ofd:TextCode X="a" DeltaX="${escape(delta).replaceAll('"', '')}">各单位</ofd:TextCode></ofd:TextObject>`;
      expect(typeof (await documentText(pack(ofd([page(object)])), 'a.ofd')).ok).toBe('boolean');
    }), { numRuns: 100 });
  });
});

test('a Kingsoft Writer file is read by what it is: an old Word file or a package', async () => {
  const { readFileSync } = await import('node:fs');
  const old = await documentText(readFileSync(new URL('./fixtures/emergency-notice.doc', import.meta.url)), '通知.wps');
  expect(old).toMatchObject({ ok: true, kind: 'doc' });
  const packed = pack({ 'word/document.xml': '<w:document><w:body><w:p><w:r><w:t>各单位要自查。</w:t></w:r></w:p></w:body></w:document>' });
  expect(await documentText(packed, '通知.wps')).toEqual({ ok: true, kind: 'docx', text: '各单位要自查。' });
});
