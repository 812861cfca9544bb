import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../test/app.ts';
import { desktop, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

describe.skipIf(missing !== undefined)('what protects each system', () => {
  let world: World;
  let office: User, liaison: User;
  beforeAll(async () => {
    world = await openWorld();
    const { t } = world;
    await t.setUp();
    const root = await t.makeUnit('示例大学');
    const college = await t.makeUnit('计算机学院', root, 'college');
    office = await t.makeAccount('office');
    liaison = await t.makeAccount('liaison', college);
    await t.as(office).post('/api/people', { name: '管理员甲', unit_id: college });
    await t.as(office).post('/api/systems', { name: '示例学院网站', kind: 'website', unit_id: college, state: 'online', places: ['cs.example.edu.cn'] });
    await t.as(office).post('/api/protection/policies', { unit_id: root, name: '数据中心边界访问控制', zone: '核心防火墙', content: '默认拒绝，按需放行', effective_on: '2024-01-01' });
  });
  afterAll(async () => { await world?.close(); });

  test('on a phone a liaison sees what is wrong, says how the measures stand, and registers a backup and an account', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.goto(`${world.base}/protection`);
    await v.page.getByText('在线系统 1 个，防护齐全 0 个').waitFor();
    await inspect(v.page, 'protection-todo-phone');
    await v.page.getByRole('link', { name: /^去处理 示例学院网站：/ }).first().click();
    await v.page.getByRole('button', { name: '填写 示例学院网站' }).click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByRole('button', { name: '未登记的都填“已落实”' }).click();
    await dialog.getByRole('group', { name: /屏幕内容防篡改/ }).getByText('不适用').click();
    await dialog.getByRole('group', { name: /网页防篡改/ }).getByText('部分落实').click();
    await inspect(v.page, 'protection-measures-form-phone');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('不适用的请写明原因').waitFor();
    await dialog.getByLabel('屏幕内容防篡改 说明').fill('没有电子屏');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('已登记 17/17，落实 15 项').waitFor();

    await v.page.getByRole('link', { name: '备份恢复', exact: true }).click();
    await v.page.getByRole('button', { name: '登记备份' }).first().click();
    await dialog.getByLabel('备份内容').fill('网站数据库与附件');
    await dialog.getByLabel('存放位置').fill('异地机房');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByRole('button', { name: '登记演练 示例学院网站 网站数据库与附件' }).click();
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('执行与演练 1').waitFor();
    await inspect(v.page, 'protection-backups-phone');

    await v.page.getByRole('link', { name: '账号权限', exact: true }).click();
    await v.page.getByRole('button', { name: '登记账号' }).first().click();
    await dialog.getByLabel('账号名').fill('webadmin');
    await dialog.getByLabel('使用人（本校人员）').click();
    await v.page.getByTitle('管理员甲（计算机学院）').click();
    await inspect(v.page, 'protection-account-form-phone');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('口令久未更换').waitFor();
    await v.page.getByText('口令规则自测').click();
    await v.page.getByLabel('口令', { exact: true }).fill('Admin@2026');
    await v.page.getByText('常见弱口令，或有连续、重复的字符').waitFor();
    await v.page.getByLabel('口令', { exact: true }).fill('Shou-Tu!27Kz');
    await v.page.getByText('符合规则').waitFor();
    await inspect(v.page, 'protection-accounts-phone');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('the office sees coverage, each figure a step from its systems, keeps the measures of the whole, logs and policies', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/protection?tab=measures`);
    await v.page.getByRole('link', { name: '网页防篡改 部分落实 1' }).click();
    await v.page.getByText('只看“网页防篡改”为“部分落实”的系统').waitFor();
    await inspect(v.page, 'protection-measures-desktop');
    await v.page.getByRole('button', { name: '填写 全局措施（三化六防等）' }).click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByRole('group', { name: /纵深防御/ }).getByText('已落实').click();
    await dialog.getByLabel('纵深防御 说明').fill('五个安全区域');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('：五个安全区域').waitFor();

    await v.page.getByRole('link', { name: '日志留存', exact: true }).click();
    await v.page.getByRole('button', { name: '登记日志留存' }).first().click();
    await dialog.getByLabel('系统', { exact: true }).click();
    await v.page.getByTitle('示例学院网站（计算机学院）').click();
    await dialog.getByLabel('保留天数').fill('180');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('不足').waitFor();
    await inspect(v.page, 'protection-logs-desktop');

    await v.page.getByRole('link', { name: '安全策略', exact: true }).click();
    await v.page.getByText('逾期').waitFor();
    await v.page.getByRole('button', { name: '变更 数据中心边界访问控制' }).click();
    await dialog.getByLabel('说明').fill('放行教务系统 443 端口');
    await dialog.getByLabel('批准人').fill('信息中心主任');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('变更与复核 1').waitFor();
    await inspect(v.page, 'protection-policies-desktop');

    await v.page.getByRole('link', { name: '待办', exact: true }).click();
    await v.page.getByRole('link', { name: /日志留存不足/ }).click();
    await v.page.getByText('示例学院网站：留存 180 天，应不少于 365 天').waitFor();
    await v.page.getByRole('button', { name: '期限规则' }).click();
    await dialog.getByLabel('面向公众应用的日志留存（天）').fill('180');
    await inspect(v.page, 'protection-rules-desktop');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('没有不合要求的事项').waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('every tab in English and on a phone', async () => {
    const v = await visit(world, phone, 'en');
    await signIn(world, v, office);
    for (const [tab, words] of [['todo', 'Rules'], ['measures', 'Coverage'], ['backups', 'Note a drill'], ['accounts', 'webadmin'], ['logs', 'Register logs'], ['policies', 'Register a policy']] as const) {
      await v.page.goto(`${world.base}/protection?tab=${tab}`);
      await v.page.getByText(words).first().waitFor();
      await inspect(v.page, `protection-${tab}-phone-en`);
    }
    expect(v.problems).toEqual([]);
    await v.context.close();
  });
});
