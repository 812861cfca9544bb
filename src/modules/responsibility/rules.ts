import type { recordKinds } from './contract.ts';

export interface Rule { key: string; kind: (typeof recordKinds)[number]; per: 'year' | 'quarter'; least: number; source: string }
/** How often the leaders must have met, and by what order. Only records of the whole organisation count. */
export const rules: readonly Rule[] = [
  { key: 'special_meeting', kind: 'special_meeting', per: 'year', least: 1, source: '党委（党组）网络安全工作责任制实施办法；主要负责人每年至少召开一次专题会议' },
  { key: 'quarterly_meeting', kind: 'quarterly_meeting', per: 'quarter', least: 1, source: '年度网络安全工作要求；直接责任人每季度召集一次会议听取汇报' },
  { key: 'agenda_item', kind: 'agenda_item', per: 'year', least: 1, source: '党委（党组）网络安全工作责任制实施办法；网络安全列入党委（党组）议事日程，每年至少一次' },
];

const quarters = [['01-01', '03-31'], ['04-01', '06-30'], ['07-01', '09-30'], ['10-01', '12-31']] as const;
export const periodsOf = (rule: Rule, year: number): { label: string; from: string; to: string }[] => rule.per === 'year'
  ? [{ label: `${year}`, from: `${year}-01-01`, to: `${year}-12-31` }]
  : quarters.map(([from, to], i) => ({ label: `${i + 1}`, from: `${year}-${from}`, to: `${year}-${to}` }));

/** A period that has not ended can still be met; its last day belongs to it. */
export const stateOf = (held: number, least: number, to: string, today: string): 'met' | 'due' | 'missed' => (held >= least ? 'met' : today <= to ? 'due' : 'missed');
