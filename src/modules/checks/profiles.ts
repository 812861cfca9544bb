import type { profileIds } from './contract.ts';

/** What each profile looks at: data that the runner hands to the engine. Intrusiveness 0 reads what was fetched anyway, 1 one request, 2 several; nothing goes beyond. */
export interface Profile { id: (typeof profileIds)[number]; name: string; what: string; intrusiveness: 0 | 1 | 2; ports: 'none' | 'registered' | 'common' | 'all'; pages: number; attachments: number; tamper: boolean; drawn: boolean; planned: boolean }
export const profiles: readonly Profile[] = [
  { id: 'daily', name: '每日巡检', what: '首页和 50 个页面的内容、变动、证书、响应头', intrusiveness: 1, ports: 'registered', pages: 50, attachments: 5, tamper: true, drawn: false, planned: true },
  { id: 'weekly', name: '每周全检', what: '全部检测项、常用端口、500 个页面和附件', intrusiveness: 2, ports: 'common', pages: 500, attachments: 50, tamper: true, drawn: true, planned: true },
  { id: 'before_online', name: '上线前检测', what: '全部检测项、全部端口、200 个页面', intrusiveness: 2, ports: 'all', pages: 200, attachments: 50, tamper: false, drawn: true, planned: false },
  { id: 'before_protection', name: '重保前检测', what: '全部检测项、常用端口、200 个页面', intrusiveness: 2, ports: 'common', pages: 200, attachments: 20, tamper: true, drawn: true, planned: false },
  { id: 'retest', name: '复测', what: '只重做指定的检测项', intrusiveness: 2, ports: 'registered', pages: 20, attachments: 5, tamper: false, drawn: true, planned: false },
];
export const profileOf = (id: string): Profile => profiles.find((p) => p.id === id) ?? profiles[0]!;
