import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../test/app.ts';
import { desktop, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

const plan = `示例大学网络安全检查工作方案

一、阶段安排

（一）自查阶段（2030年1月1日至2030年2月28日）

各部门要开展自查。

二、工作任务

（一）梳理资产。教务处要登记信息系统，登记率不低于95%。（责任单位：教务处，2030年3月1日前完成）

（二）按月报送。教务处每月报送一次工作情况。（责任单位：教务处）
`;
/** Pages that no other journey looks at in both languages and both widths. */
const pages = {
  office: ['/', '/campaigns/new', '/campaigns/$', '/campaigns/$?tab=board', '/campaigns/$?tab=tasks', '/campaigns/$?tab=text', '/campaigns/$?tab=documents', '/campaigns/$?tab=revision', '/campaigns/#/draft', '/assignments/@',
    '/organisation?tab=people', '/organisation?tab=duties', '/organisation?tab=contacts', '/organisation?tab=import', '/papers?tab=superiors', '/papers?tab=own', '/papers?tab=periods',
    '/accountability?tab=watch', '/accountability?tab=clues', '/accountability?tab=circulars', '/accountability?tab=honours', '/accountability?tab=grounds'],
  liaison: ['/', '/assignments/@'],
  system_admin: ['/', '/accounts'],
  security_admin: ['/'],
  audit_admin: ['/', '/audit'],
};

describe.skipIf(missing !== undefined)('every page', () => {
  let world: World;
  const users = {} as Record<keyof typeof pages, User>;
  const ids = { $: '', '#': '', '@': '' };
  beforeAll(async () => {
    world = await openWorld();
    const { t } = world;
    const three = await t.setUp();
    const root = await t.makeUnit('示例大学');
    const teaching = await t.makeUnit('教务处', root);
    users.office = await t.makeAccount('office');
    users.liaison = await t.makeAccount('liaison', teaching);
    users.system_admin = three.system_admin;
    users.security_admin = three.security_admin;
    users.audit_admin = three.audit_admin;
    const [published, draft] = [(await t.as(users.office).post('/api/campaigns', { text: plan })).body, (await t.as(users.office).post('/api/campaigns', { text: plan.replace('检查', '整治') })).body];
    expect((await t.as(users.office).post(`/api/campaigns/${published.campaign.id}/publish`, { version: published.campaign.version })).status).toBe(200);
    ids.$ = published.campaign.id;
    ids['#'] = draft.campaign.id;
    ids['@'] = (await t.as(users.liaison).get('/api/assignments')).body.items[0].id;
  });
  afterAll(async () => { await world?.close(); });

  // each width and each language once; SHOUTU_EVERY_PAGE=1 walks all four together, which takes five minutes
  for (const [size, viewport] of [['desktop', desktop], ['phone', phone]] as const) for (const language of ['zh-CN', 'en'] as const) {
    test.skipIf(!process.env['SHOUTU_EVERY_PAGE'] && (size === 'desktop') === (language === 'zh-CN'))(`is free of violations at ${viewport.width} px in ${language}, and its fixed words are in one language`, async () => {
      const chinese: string[] = [];
      for (const [role, paths] of Object.entries(pages) as [keyof typeof pages, string[]][]) {
        const v = await visit(world, viewport, language);
        await signIn(world, v, users[role]);
        for (const path of paths) {
          await v.page.goto(world.base + path.replace(/[$#@]/, (c) => ids[c as keyof typeof ids]));
          await v.page.getByRole('heading', { level: 1 }).waitFor();
          await inspect(v.page, `${role}${path.replace(/\W+/g, '-')}-${size}-${language.slice(0, 2)}`);
          if (language === 'en') for (const words of await v.page.locator('nav a, th, label, [role=tab], .ant-empty-description').allInnerTexts()) if (/[\u4e00-\u9fff]/.test(words) && !/教务处|示例大学|梳理资产|按月报送|中文/.test(words)) chinese.push(`${path}: ${words}`);
        }
        expect(v.problems).toEqual([]);
        await v.context.close();
      }
      expect([...new Set(chinese)]).toEqual([]);
    }, 400_000);
  }
});
