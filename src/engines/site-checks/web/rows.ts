import { notApplicable, notTested, type Check, type CheckInfo, type Outcome } from '../check.ts';
import { isFailure, type Context, type HttpAnswer } from '../context/context.ts';
import type { Page } from '../page.ts';
import type { Site } from '../targets.ts';

type Told<K extends 'site' | 'page'> = Omit<CheckInfo<K>, 'version' | 'area' | 'on' | 'intrusiveness' | 'requests'> & Partial<Pick<CheckInfo<K>, 'version' | 'area' | 'intrusiveness' | 'requests'>>;
type Answer = Outcome | Outcome[] | Promise<Outcome | Outcome[]>;

/** A row that reads what was fetched anyway, unless it says otherwise. */
export const siteRow = (row: Told<'site'> & { run(this: void, context: Context, site: Site): Answer }): Check<'site'> => ({ version: 1, area: 'web', on: 'site', intrusiveness: 0, requests: 0, ...row });
export const pageRow = (row: Told<'page'> & { run(this: void, context: Context, page: Page): Answer }): Check<'page'> => ({ version: 1, area: 'web', on: 'page', intrusiveness: 0, requests: 0, ...row });

/** Judges the answer of the home page; one that leads elsewhere or is an error says nothing of the site's own pages. */
export const ofHome = (judge: (answer: HttpAnswer, site: Site) => Outcome | Outcome[]) => (_context: Context, site: Site): Outcome | Outcome[] => {
  const { home } = site;
  if (isFailure(home)) return notTested(home.failed, home.detail);
  if (home.redirect) return notTested('out_of_scope', `首页跳转到 ${home.redirect.slice(0, 200)}，没有跟随`);
  if (home.status >= 400) return notTested('control', `首页应答 ${home.status}，没有可检查的页面`);
  return judge(home, site);
};
export const ofHomePage = (judge: (page: Page, site: Site) => Outcome | Outcome[]): ReturnType<typeof ofHome> => ofHome((_answer, site) => (site.page ? judge(site.page, site) : notApplicable('首页不是网页')));

/** Control points of GB/T 22239-2019, third level, as these rows name them. */
export const control = {
  transport: '8.1.2.2 通信传输', identity: '8.1.4.1 身份鉴别', access: '8.1.4.2 访问控制', intrusion: '8.1.4.4 入侵防范', confidential: '8.1.4.8 数据保密性', personal: '8.1.4.11 个人信息保护', holes: '8.1.10.5 漏洞和风险管理', network: '8.1.10.6 网络和系统安全管理',
} as const;
