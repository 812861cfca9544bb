import type { matterKinds, matterLevels } from './contract.ts';

type Kind = (typeof matterKinds)[number];
type Level = (typeof matterLevels)[number];
/** `hours` counts from when it was found; null means 及时: the same day. `usual` is proposed unless somebody says otherwise. */
export interface MatterRule { key: string; kind: Kind; levels: Level[]; recipient: string; hours: number | null; usual: boolean; source: string }

const measures = '国家网络安全事件报告管理办法（2025年11月1日施行）';
const grave: Level[] = ['extreme', 'grave', 'serious'];
export const matterRules: readonly MatterRule[] = [
  { key: 'incident.other', kind: 'incident', levels: grave, recipient: '属地省级网信部门', hours: 4, usual: true, source: `${measures}：其他网络运营者，较大以上事件最迟4小时` },
  { key: 'incident.central', kind: 'incident', levels: grave, recipient: '本部门网信工作机构', hours: 2, usual: false, source: `${measures}：中央和国家机关各部门及其直属单位，最迟2小时` },
  { key: 'incident.cii', kind: 'incident', levels: grave, recipient: '关键信息基础设施保护工作部门、公安机关', hours: 1, usual: false, source: `${measures}：涉及关键信息基础设施，最迟1小时` },
  { key: 'incident.crime', kind: 'incident', levels: ['extreme', 'grave', 'serious', 'ordinary'], recipient: '公安机关', hours: null, usual: false, source: `${measures}：涉嫌犯罪的及时报案` },
  { key: 'matter.cyberspace', kind: 'other', levels: ['extreme', 'grave', 'serious', 'ordinary'], recipient: '同级党委网信委（网信办）', hours: null, usual: true, source: '党委（党组）网络安全工作责任制实施办法：重大事项、重大情况及时报告' },
];

/** Whether the rules have it reported without anybody asking. */
export const mustReport = (m: { kind: Kind; level: Level }): boolean => matterRules.some((r) => r.usual && r.kind === m.kind && r.levels.includes(m.level));
export function dueOf(rule: MatterRule, foundAt: string): string | null {
  return rule.hours === null ? null : new Date(Date.parse(foundAt) + rule.hours * 3_600_000).toISOString();
}
