import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../test/app.ts';
import { desktop, everyWidth, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

const report = `<?xml version="1.0"?><NessusClientData_v2><Report name="r"><ReportHost name="10.20.1.5"><HostProperties><tag name="host-ip">10.20.1.5</tag><tag name="HOST_START">Mon Jan 5 10:00:00 2026</tag></HostProperties>
<ReportItem port="443" svc_name="www" protocol="tcp" severity="3" pluginID="57582" pluginName="SSL Self-Signed Certificate" pluginFamily="General"><description>The chain ends in a self-signed certificate.</description><solution>Purchase or generate a proper certificate.</solution><plugin_output>|-Subject : CN=xk</plugin_output><cvss3_base_score>6.5</cvss3_base_score></ReportItem>
<ReportItem port="3306" svc_name="mysql" protocol="tcp" severity="4" pluginID="104743" pluginName="Database Unsupported Version" pluginFamily="Databases"><description>No longer supported.</description><solution>Upgrade.</solution><cve>CVE-2020-14567</cve></ReportItem></ReportHost>
<ReportHost name="172.16.9.9"><HostProperties><tag name="host-ip">172.16.9.9</tag></HostProperties><ReportItem port="22" svc_name="ssh" protocol="tcp" severity="2" pluginID="70658" pluginName="SSH Server CBC Mode Ciphers Enabled" pluginFamily="Misc."/></ReportHost></Report></NessusClientData_v2>`;

describe.skipIf(missing !== undefined)('the hazard loop', () => {
  let world: World;
  let office: User;
  let second: User;
  let liaison: User;
  let college: string;
  beforeAll(async () => {
    world = await openWorld();
    const { t } = world;
    await t.setUp();
    const root = await t.makeUnit('示例大学');
    college = await t.makeUnit('计算机学院', root, 'college');
    office = await t.makeAccount('office');
    second = await t.makeAccount('office');
    liaison = await t.makeAccount('liaison', college);
  });
  afterAll(async () => { await world?.close(); });

  test('a system is registered with where it stands, and its gaps are named', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/systems`);
    await v.page.getByText('还没有登记系统').waitFor();
    await inspect(v.page, 'systems-empty-desktop');
    await v.page.getByRole('button', { name: '登记系统' }).first().click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByLabel('系统名称').fill('示例选课系统');
    await dialog.getByLabel('主管单位').click();
    await v.page.getByTitle('计算机学院').click();
    await dialog.getByLabel('域名和地址').fill('xk.example.edu.cn\n10.20.1.0/28');
    await inspect(v.page, 'system-form-desktop');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByRole('heading', { name: '示例选课系统' }).waitFor();
    await v.page.getByText('安全管理员、定级、ICP 备案、公安备案').waitFor();
    await inspect(v.page, 'system-desktop');
    await v.page.goto(`${world.base}/systems?q=slxk`);
    await v.page.getByRole('link', { name: '示例选课系统' }).waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('a scanner’s file is dropped in: owners are found, the stranger is to be claimed; notices go out', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/hazards?tab=imports`);
    await v.page.getByLabel('点这里选择扫描报告，或拖到这里').setInputFiles({ name: '全校扫描.nessus', mimeType: 'application/xml', buffer: Buffer.from(report) });
    await v.page.getByRole('heading', { name: '全校扫描.nessus' }).waitFor();
    await v.page.getByText('已完成').waitFor();
    await v.page.getByText('Nessus（.nessus）').waitFor();
    await v.page.getByText('2026-01-05 10:00', { exact: true }).waitFor();
    await inspect(v.page, 'import-result-desktop');
    await v.page.goto(`${world.base}/hazards?tab=list`);
    await v.page.getByText('共 3 处').waitFor();
    await v.page.getByText('没有找到责任单位').waitFor();
    await inspect(v.page, 'hazards-desktop');
    await v.page.getByLabel('选择本页全部').check();
    await v.page.getByRole('button', { name: '发通知书' }).click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByText('将向 1 个单位发出 1 份通知书，共 2 处隐患。').waitFor();
    await inspect(v.page, 'issue-notices-desktop');
    await dialog.getByRole('button', { name: '发出 1 份' }).click();
    await v.page.getByText('已发出 1 份通知书').waitFor();
    await v.page.goto(`${world.base}/hazards?tab=notices`);
    await v.page.getByText('未签收').first().waitFor();
    const [file] = await Promise.all([v.page.waitForEvent('download'), v.page.getByRole('link', { name: /^下载 / }).click()]);
    expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK');
    await inspect(v.page, 'notices-desktop');
    await v.page.goto(`${world.base}/systems?tab=claims`);
    await v.page.getByText('172.16.9.9').first().waitFor();
    await inspect(v.page, 'claims-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('a superior’s notice as a document: the columns are named once, on a desk or a phone, and what comes of them is seen before it is taken', async () => {
    const notice = (rows: string[][]): Promise<Buffer> => Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('关于网络安全隐患的通报'), new Table({ rows: [['序号', '网站', '漏洞名称', '危险等级', '归口部门', '整改建议'], ...rows].map((cells) => new TableRow({ children: cells.map((c) => new TableCell({ children: [new Paragraph(c)] })) })) })] }] }));
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/hazards?tab=imports`);
    await v.page.getByLabel('点这里选择扫描报告，或拖到这里').setInputFiles({ name: '上级通报.docx', mimeType: 'application/octet-stream', buffer: await notice([['1', 'http://xk.example.edu.cn/login', '弱口令', '高危', '计算机学院', '修改口令，启用双因素'], ['2', '', '目录浏览', '低危', '', '关闭']]) });
    await v.page.getByRole('heading', { name: '这些列分别是什么' }).waitFor();
    await v.page.getByLabel('“归口部门”这一列是').click();
    await v.page.getByTitle('责任单位').last().click();
    await v.page.getByLabel('“网站”这一列是').click();
    await v.page.getByTitle('网址', { exact: true }).last().click();
    await v.page.getByRole('button', { name: /^预\s*览$/ }).click();
    await v.page.getByRole('heading', { name: '预览：1 处隐患' }).waitFor();
    await v.page.getByText('表 1 第 3 行：没有地址，也没有系统名称').waitFor();
    await inspect(v.page, 'map-columns-desktop');
    await v.page.getByRole('button', { name: '按此导入' }).click();
    await v.page.getByText('已完成').waitFor();
    await inspect(v.page, 'map-result-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();

    const p = await visit(world, phone);
    await signIn(world, p, office);
    await p.page.goto(`${world.base}/hazards?tab=imports`);
    await p.page.getByRole('button', { name: '粘贴表格' }).click();
    await p.page.getByRole('dialog').getByLabel('粘贴表格').fill('事项\t在哪\t轻重\n弱口令\t10.20.1.6\t高\n目录浏览\t10.20.1.7\t低');
    await p.page.getByRole('dialog').getByRole('button', { name: /^导\s*入$/ }).click();
    await p.page.getByRole('heading', { name: '这些列分别是什么' }).waitFor();
    for (const [column, field] of [['事项', '隐患名称'], ['在哪', 'IP 地址'], ['轻重', '等级']] as const) {
      await p.page.getByLabel(`“${column}”这一列是`).click();
      await p.page.getByTitle(field, { exact: true }).last().click();
    }
    await inspect(p.page, 'map-columns-phone');
    await p.page.getByRole('button', { name: /^预\s*览$/ }).click();
    await p.page.getByRole('heading', { name: '预览：2 处隐患' }).waitFor();
    await p.page.getByRole('heading', { name: '预览：2 处隐患' }).scrollIntoViewIfNeeded();
    await inspect(p.page, 'map-preview-phone');
    expect(p.problems).toEqual([]);
    await p.context.close();
  });

  test('the liaison signs, repairs and reports on a phone; another retests; the zero is computed', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.goto(`${world.base}/hazards?tab=notices`);
    await v.page.getByRole('button', { name: /^签收/ }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: /^签\s*收$/ }).click();
    await v.page.getByText('已签收').first().waitFor();
    await inspect(v.page, 'notices-phone');
    await v.page.goto(`${world.base}/hazards`);
    await inspect(v.page, 'hazards-phone');
    await v.page.getByRole('link', { name: 'Database Unsupported Version' }).click();
    await v.page.getByText('还没有材料').waitFor();
    await v.page.locator('input[type=file]:not([capture])').setInputFiles({ name: '升级截图.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') });
    await v.page.getByText('升级截图.png').waitFor();
    await inspect(v.page, 'hazard-phone');
    await v.page.getByRole('button', { name: '反馈整改' }).click();
    await v.page.getByLabel('做了什么、结果如何').fill('已升级到受支持的版本，端口改为仅内网可达。');
    await inspect(v.page, 'hazard-report-phone');
    await v.page.getByRole('dialog').getByRole('button', { name: '反馈整改' }).click();
    await v.page.getByText('已反馈').first().waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();

    const o = await visit(world, desktop);
    await signIn(world, o, second);
    await o.page.goto(`${world.base}/hazards?tab=list&state=reported`);
    await o.page.getByRole('link', { name: 'Database Unsupported Version' }).click();
    await o.page.getByRole('button', { name: '开始复测' }).click();
    await o.page.getByRole('dialog').getByRole('button', { name: '开始复测' }).click();
    await o.page.getByRole('button', { name: '复测通过，清零' }).click();
    await o.page.getByLabel('复测方法和结果').fill('重新扫描 3306 端口，未再发现。');
    await o.page.getByRole('dialog').getByRole('button', { name: '复测通过，清零' }).click();
    await o.page.getByText('已清零').first().waitFor();
    await inspect(o.page, 'hazard-cleared-desktop');
    await o.page.goto(`${world.base}/hazards?tab=overview`);
    await o.page.getByText(/^1 \/ \d+ 已清零$/).waitFor();
    await inspect(o.page, 'hazard-overview-desktop');
    await o.page.goto(`${world.base}/hazards?tab=problems`);
    await o.page.getByText('1 / 1 处已清零').waitFor();
    await inspect(o.page, 'problems-desktop');
    await o.page.goto(`${world.base}/hazards?tab=limits`);
    await o.page.getByText('发出通知书当天起算').waitFor();
    await inspect(o.page, 'limits-desktop');
    expect(o.problems).toEqual([]);
    await o.context.close();
  });

  test('two scanners’ sightings are one hole; an exception is refused, more time is granted, the system is shut, repaired offline and retested', async () => {
    const { t } = world;
    const api = t.as(office);
    const line = (id: string, cve: string, port: number): string => JSON.stringify({ 'template-id': id, info: { name: `示例模板 ${id}`, severity: 'high', classification: { 'cve-id': [cve, ...(port === 8443 ? ['CVE-2023-0009'] : [])] } }, type: 'http', host: '10.20.1.5', 'matched-at': `https://10.20.1.5:${port}/`, ip: '10.20.1.5', timestamp: '2026-01-05T02:30:00Z' });
    const scan = report.replaceAll(/port="443"|pluginID="57582"/g, (m) => (m.startsWith('port') ? 'port="9443"' : 'pluginID="60001"')).replace('<plugin_output>|-Subject', '<cve>CVE-2023-0001</cve><plugin_output>|-Subject').replace('port="3306"', 'port="8443"').replace('CVE-2020-14567', 'CVE-2023-0002').replace('pluginID="104743"', 'pluginID="60002"');
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    for (const [name, text] of [['扫描甲.nessus', scan], ['扫描乙.jsonl', [line('one', 'CVE-2023-0001', 9443), line('two', 'CVE-2023-0002', 8443)].join('\n')]] as const) {
      await v.page.goto(`${world.base}/hazards?tab=imports`);
      await v.page.getByLabel('点这里选择扫描报告，或拖到这里').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
      await v.page.getByRole('heading', { name }).waitFor();
      await v.page.getByText('已完成').waitFor();
    }
    await v.page.getByText('这份文件没有说明哪些主机查全了').waitFor();
    await inspect(v.page, 'import-scope-desktop');
    await v.page.goto(`${world.base}/hazards?tab=links`);
    await v.page.getByText('CVE 编号相同').waitFor();
    await inspect(v.page, 'hazard-links-desktop');
    await v.page.getByRole('button', { name: /^是同一处/ }).click();
    await v.page.getByText('已处理 1 对').waitFor();
    await v.page.goto(`${world.base}/hazards?tab=list&q=10.20.1.5`);
    await v.page.getByText('另有 1 条同一处').first().waitFor();
    await inspect(v.page, 'hazards-linked-desktop');
    const rows = (await api.get('/api/hazards?once=true&size=200')).body.items as { id: string; twins: number; severity: string; title: string }[];
    const one = rows.find((r) => r.twins > 0 && r.severity === 'high')!;
    await v.page.goto(`${world.base}/hazards/${one.id}`);
    await v.page.getByRole('heading', { name: '同一处隐患' }).waitFor();
    await inspect(v.page, 'hazard-twins-desktop');
    await api.post('/api/hazard-notices', { kind: 'order', ids: [one.id] });

    const p = await visit(world, phone);
    await signIn(world, p, liaison);
    await p.page.goto(`${world.base}/hazards/${one.id}`);
    await p.page.getByRole('button', { name: '申请不整改' }).click();
    await p.page.getByLabel('类别').click();
    await p.page.getByTitle('风险接受').click();
    await p.page.getByLabel('有效期至').fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10));
    await p.page.getByLabel('说明').fill('旧系统即将下线');
    await inspect(p.page, 'hazard-dismiss-phone');
    await p.page.getByRole('dialog').getByRole('button', { name: '申请不整改' }).click();
    await p.page.getByText('待批准').first().waitFor();
    await v.page.reload();
    await v.page.getByRole('button', { name: '不批准' }).click();
    await v.page.getByLabel('说明').fill('须先整改');
    await v.page.getByRole('dialog').getByRole('button', { name: '不批准' }).click();
    await v.page.getByText('整改中').first().waitFor();

    await p.page.reload();
    await p.page.getByRole('button', { name: '申请延期' }).click();
    await p.page.getByLabel('延期至').fill('2099-01-01');
    await p.page.getByLabel('理由').fill('等待厂商补丁');
    await p.page.getByLabel('整改措施').fill('先关闭外网访问');
    await p.page.getByLabel('责任人').fill('张示例');
    await p.page.getByLabel('时间节点').fill('本月测试，下月上线');
    await inspect(p.page, 'hazard-extension-phone');
    await p.page.getByRole('dialog').getByRole('button', { name: '申请延期' }).click();
    await p.page.getByText('待审批').waitFor();
    await v.page.reload();
    await v.page.getByRole('button', { name: /^同\s*意$/ }).click();
    await v.page.getByText('2099-01-01').first().waitFor();

    // the date passes: the system is shut, and its hazards are repaired and retested while it is
    await t.db.updateTable('work_case').set({ due_on: '2026-01-05' }).where('id', '=', one.id).execute();
    const systemId = (await api.get(`/api/hazards/${one.id}`)).body.system_id;
    expect(await api.post('/api/hazard-notices/shut', { system_id: systemId, reason: '逾期未整改' })).toMatchObject({ status: 201 });
    await p.page.reload();
    await p.page.getByText('系统已关停').first().waitFor();
    await p.page.locator('input[type=file]:not([capture])').setInputFiles({ name: '线下修复.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64') });
    await p.page.getByText('线下修复.png').first().waitFor();
    await inspect(p.page, 'hazard-shut-phone');
    await p.page.getByRole('button', { name: '反馈整改' }).click();
    await p.page.getByLabel('做了什么、结果如何').fill('线下升级完成。');
    await p.page.getByRole('dialog').getByRole('button', { name: '反馈整改' }).click();
    await p.page.getByText('已反馈').first().waitFor();
    expect(p.problems).toEqual([]);
    await p.context.close();

    await v.page.goto(`${world.base}/hazards?tab=list&state=reported`);
    await v.page.getByLabel('选择本页全部').check();
    await v.page.getByRole('button', { name: '批量复测' }).click();
    await v.page.getByText('所选 1 处中有 1 处可以这样办理').waitFor();
    await inspect(v.page, 'hazards-retest-desktop');
    await v.page.getByRole('dialog').getByRole('button', { name: '开始复测' }).click();
    await v.page.getByText('已办理 1 处').waitFor();
    expect((await t.as(second).post(`/api/hazards/${one.id}/move`, { version: (await api.get(`/api/hazards/${one.id}`)).body.version, action: 'pass', note: '复测通过' })).body).toMatchObject({ state: 'cleared', system_shut: true, same: [{ state: 'cleared' }] });
    await v.page.goto(`${world.base}/hazards?tab=overview`);
    await v.page.getByText('处置反馈率').first().waitFor();
    await v.page.getByText('隐患清除率').first().waitFor();
    await inspect(v.page, 'hazard-overview-rates-desktop');
    const [paper] = await Promise.all([v.page.waitForEvent('download'), v.page.getByRole('link', { name: '一页纸（Word）' }).click()]);
    expect((await readFile(await paper.path())).subarray(0, 2).toString()).toBe('PK');
    await v.page.goto(`${world.base}/hazards?tab=limits`);
    await v.page.getByText('督办梯次').first().waitFor();
    await inspect(v.page, 'limits-rules-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('a table pasted from a sheet is taken like a report', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/hazards?tab=imports`);
    const [template] = await Promise.all([v.page.waitForEvent('download'), v.page.getByRole('link', { name: '下载清单模板' }).click()]);
    expect((await readFile(await template.path())).subarray(0, 2).toString()).toBe('PK');
    await v.page.getByRole('button', { name: '粘贴表格' }).click();
    await v.page.getByRole('dialog').getByRole('textbox').fill('隐患名称\t危险等级\t系统名称\n弱口令\t高危\t示例选课系统\n\t低危\t示例选课系统\n');
    await inspect(v.page, 'import-paste-desktop');
    await v.page.getByRole('dialog').getByRole('button', { name: /^导\s*入$/ }).click();
    await v.page.waitForURL(/\/hazards\/imports\//);
    await v.page.getByText('没有隐患名称').waitFor();
    await v.page.getByRole('link', { name: '查看这次导入的隐患' }).click();
    await v.page.getByText('示例选课系统').waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('the liaison enters on a phone what the unit’s own check found, with a picture; the office sees whose it is and confirms it', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.goto(`${world.base}/hazards`);
    await v.page.getByRole('button', { name: '登记隐患' }).click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^登\s*记$/ }).click();
    await dialog.getByText('请填写隐患名称').waitFor();
    await dialog.getByLabel('发现了什么').fill('选课系统后台使用默认口令');
    await dialog.getByText('高危', { exact: true }).click();
    await dialog.getByLabel('系统（不属于某个系统的可不选）').click();
    await v.page.getByTitle('示例选课系统').click();
    await dialog.getByLabel('位置').fill('http://xk.example.edu.cn/admin');
    await dialog.getByLabel('详细情况（可不填）').fill('admin 账号可用初始口令登录。');
    await dialog.locator('input[type=file]:not([capture])').setInputFiles({ name: '后台登录.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') });
    await dialog.getByText('后台登录.png').waitFor();
    await inspect(v.page, 'hazard-own-form-phone');
    await dialog.getByRole('button', { name: /^登\s*记$/ }).click();
    await v.page.getByRole('heading', { name: '选课系统后台使用默认口令' }).waitFor();
    await v.page.getByRole('heading', { name: '发现时的材料' }).waitFor();
    await v.page.getByRole('link', { name: /后台登录\.png/ }).first().waitFor();
    await v.page.getByText('待核实').first().waitFor();
    await inspect(v.page, 'hazard-own-phone');
    expect(v.problems).toEqual([]);
    await v.context.close();

    const o = await visit(world, desktop);
    await signIn(world, o, office);
    await o.page.goto(`${world.base}/hazards?tab=list&state=to_verify`);
    await o.page.getByRole('link', { name: '选课系统后台使用默认口令' }).click();
    await o.page.getByText('登记人').waitFor();
    await inspect(o.page, 'hazard-own-desktop');
    await o.page.getByRole('button', { name: '确认属实' }).click();
    await o.page.getByRole('dialog').getByRole('button', { name: '确认属实' }).click();
    await o.page.getByText('已确认').first().waitFor();
    expect(o.problems).toEqual([]);
    await o.context.close();

    const d = await visit(world, desktop, 'en');
    await signIn(world, d, liaison);
    await d.page.goto(`${world.base}/hazards`);
    await d.page.getByRole('button', { name: 'New hazard' }).click();
    await d.page.getByRole('dialog').getByLabel('What was found').waitFor();
    await inspect(d.page, 'hazard-own-form-en-desktop');
    expect(d.problems).toEqual([]);
    await d.context.close();
  });

  test('every page in English and on a phone', async () => {
    for (const viewport of everyWidth) {
      const v = await visit(world, viewport, 'en');
      await signIn(world, v, office);
      for (const path of ['/hazards?tab=overview', '/hazards?tab=list', '/hazards?tab=notices', '/hazards?tab=problems', '/hazards?tab=links', '/hazards?tab=imports', '/hazards?tab=limits', '/systems', '/systems?tab=claims', '/systems?tab=ranges', '/systems?tab=import']) {
        await v.page.goto(world.base + path);
        await v.page.getByRole('heading', { level: 1 }).waitFor();
        await inspect(v.page, `hazards-en-${viewport === phone ? 'phone' : 'desktop'}-${path.replace(/\W+/g, '-')}`);
      }
      expect(v.problems).toEqual([]);
      await v.context.close();
    }
  });

  test('a view of the list keeps filters and columns; shared by the office, a liaison opens it on a phone and sees his own', async () => {
    const { t } = world;
    const elsewhere = await t.makeUnit('财务处');
    for (const unit_id of [college, elsewhere]) await t.as(office).post('/api/hazards', { title: unit_id === college ? '示例视图甲' : '示例视图乙', severity: 'medium', source: 'manual', unit_id });
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/hazards?tab=list&q=${encodeURIComponent('示例视图')}`);
    await v.page.getByRole('link', { name: '示例视图乙' }).waitFor();
    await v.page.getByRole('button', { name: '显示的列' }).click();
    await v.page.getByRole('checkbox', { name: '最近发现' }).check();
    await v.page.getByRole('columnheader', { name: '最近发现' }).waitFor();
    await inspect(v.page, 'hazards-columns-desktop');
    await v.page.keyboard.press('Escape');
    await v.page.getByRole('button', { name: '显示的列' }).click();
    await v.page.getByRole('button', { name: '视图', exact: true }).click();
    await v.page.getByRole('button', { name: '保存当前视图' }).click();
    await v.page.getByLabel('视图名称').fill('示例视图的隐患');
    await v.page.getByLabel('共享给所有人（各人仍只看到自己权限内的内容）').check();
    await v.page.getByRole('dialog').getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('已保存视图').waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
    const p = await visit(world, phone);
    await signIn(world, p, liaison);
    await p.page.goto(`${world.base}/hazards?tab=list`);
    await p.page.locator('.filter-fold summary').click();
    await p.page.getByRole('button', { name: '视图', exact: true }).click();
    await inspect(p.page, 'hazards-views-phone');
    await p.page.getByRole('button', { name: '示例视图的隐患' }).click();
    await p.page.waitForURL(/cols=/);
    await p.page.getByRole('link', { name: '示例视图甲' }).waitFor();
    await p.page.getByText('最近发现').first().waitFor();
    // the search shows what the view asks, and does not take it back
    await p.page.waitForTimeout(600);
    expect(await p.page.getByLabel('按名称、编号、CVE、系统、域名或 IP 搜索').inputValue()).toBe('示例视图');
    expect(new URL(p.page.url()).searchParams.get('q')).toBe('示例视图');
    expect(await p.page.getByRole('link', { name: '示例视图乙' }).count()).toBe(0);
    await inspect(p.page, 'hazards-view-phone');
    await p.page.getByRole('button', { name: '清除筛选' }).click();
    await p.page.waitForTimeout(600);
    expect(new URL(p.page.url()).searchParams.get('q')).toBe(null);
    expect(p.problems).toEqual([]);
    await p.context.close();
  });
});
