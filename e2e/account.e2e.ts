import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import type { User } from '../test/app.ts';
import { desktop, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

describe.skipIf(missing !== undefined)('one\'s own account, and programs', () => {
  let world: World;
  let office: User;
  beforeAll(async () => { world = await openWorld(); await world.t.setUp(); office = await world.t.makeAccount('office'); });
  afterAll(async () => { await world?.close(); });

  test('two-factor sign-in is turned on by scanning a picture, and asked for from then on', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/me`);
    const part = v.page.locator('section', { has: v.page.getByRole('heading', { name: '双因素认证' }) });
    await part.getByLabel('口令').fill(office.password);
    await part.getByRole('button', { name: /启\s*用/ }).click();
    await part.getByRole('img', { name: '双因素认证二维码' }).waitFor();
    await part.getByRole('img', { name: '双因素认证二维码' }).scrollIntoViewIfNeeded();
    await inspect(v.page, 'totp-phone');
    const secret = (await part.locator('code').innerText()).replaceAll(' ', '');
    const code = new TOTP({ secret: Secret.fromBase32(secret) });
    await part.getByLabel('动态口令').fill(code.generate());
    await part.getByRole('button', { name: '确认启用' }).click();
    await part.getByText('已启用', { exact: true }).waitFor();
    expect(await world.t.anonymous.post('/api/session', { user_name: office.user_name, password: office.password })).toMatchObject({ body: { code: 'identity.totp_required' } });
    expect(v.problems).toEqual([]);
    await v.context.close();
    await world.t.db.updateTable('account').set({ totp_enabled: false, totp_secret: null }).where('id', '=', office.id).execute();
  });

  test('a token names its rights in words, and is revoked after a question', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/me`);
    await v.page.getByRole('button', { name: '新建令牌' }).click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByLabel('用途').fill('数据大屏');
    await dialog.getByLabel('权限').click();
    await v.page.keyboard.type('查看专项');
    await v.page.getByTitle('查看专项行动').last().click();
    await v.page.keyboard.press('Escape');
    await dialog.getByLabel('用途').press('Enter');
    await v.page.getByText('请立即保存').waitFor();
    await inspect(v.page, 'token-made-desktop');
    const line = v.page.getByRole('listitem').filter({ hasText: '数据大屏' });
    await line.getByText('查看专项行动').waitFor();
    await line.getByRole('button', { name: '吊销' }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: '吊销' }).click();
    await line.waitFor({ state: 'detached' });
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('half-written words are not lost by a slip: Esc, a tap outside, another page', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/me`);
    await v.page.getByRole('button', { name: '新建令牌' }).click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByLabel('用途').fill('写了一半');
    const asked: string[] = [];
    v.page.on('dialog', (d) => { asked.push(d.message()); void d.dismiss(); });
    await v.page.keyboard.press('Escape');
    await v.page.mouse.click(5, 400);
    expect(await dialog.getByLabel('用途').inputValue()).toBe('写了一半');
    expect(asked).toEqual(['填写的内容还没有保存，离开后会丢失。仍要离开吗？']);
    await dialog.getByRole('button', { name: /取\s*消/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await v.page.getByLabel('原口令').fill('写了一半');
    await v.page.getByRole('link', { name: '专项行动' }).click();
    await expect.poll(() => asked.length).toBe(2);
    expect(new URL(v.page.url()).pathname).toBe('/me');
    await v.page.getByRole('navigation', { name: '主菜单' }).waitFor();
    await v.context.close();
  });

  test('the interface is described to whoever writes a program, on a phone too', async () => {
    for (const [size, viewport] of [['desktop', desktop], ['phone', phone]] as const) for (const locale of ['zh-CN', 'en-US'] as const) {
      const v = await visit(world, viewport, locale);
      await v.page.goto(`${world.base}/docs`);
      await v.page.getByLabel(/^(按名称|Search by)/).fill('assignments');
      await v.page.locator('summary', { hasText: '/api/assignments/{id}/moves' }).first().click();
      await v.page.getByText('-X POST').waitFor();
      await v.page.locator('details[open]').getByText(/查看任务|See assignments/).waitFor();
      await inspect(v.page, `docs-${size}-${locale.slice(0, 2)}`);
      expect(v.problems).toEqual([]);
      await v.context.close();
    }
  });

  test('a first visit, sign-in and workbench, stays below 430 KB', async () => {
    const v = await visit(world, desktop);
    let bytes = 0;
    const seen: Promise<void>[] = [];
    v.page.on('response', (r) => { if (/\.(?:js|css|svg)$|\/(?:sign-in)?$/.test(new URL(r.url()).pathname)) seen.push(r.body().then((b) => { bytes += gzipSync(b).length; }, () => undefined)); });
    await signIn(world, v, office);
    await v.page.getByRole('heading', { level: 1 }).waitFor();
    await v.page.waitForLoadState('networkidle');
    await Promise.all(seen);
    process.stdout.write(`first visit: ${(bytes / 1024).toFixed(0)} KB gzipped in ${seen.length} files\n`);
    expect(bytes).toBeGreaterThan(100 * 1024);
    expect(bytes).toBeLessThan(430 * 1024);
    await v.context.close();
  });
});
