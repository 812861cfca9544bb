import type { applicationKinds, applicationStates, dueKinds, filingStates, findings } from './contract.ts';

/** Words of sheets and papers, which are Chinese whoever takes them. */
export const filingStateNames: Record<(typeof filingStates)[number], string> = { todo: '待办理', submitted: '已提交', returned: '退回', filed: '已备案', change_due: '待变更', change_submitted: '变更已提交', cancel_due: '待注销', cancel_submitted: '注销已提交', cancelled: '已注销', void: '无需办理' };
export const applicationStateNames: Record<(typeof applicationStates)[number], string> = { draft: '草稿', applied: '待受理', testing: '检测中', to_approve: '待审批', approved: '已批准', returned: '退回', withdrawn: '撤回' };
export const applicationKindNames: Record<(typeof applicationKinds)[number], string> = { go_live: '上线', restore: '恢复上线', change: '重大变更', retire: '下线注销' };
export const findingNames: Record<(typeof findings)[number], string> = { not_filed: '运行而未备案', no_number: '已备案但没有备案号', filed_not_running: '已备案但系统已关停', odd_number: '备案号格式存疑', expired: '备案已过有效期', not_cancelled: '系统已注销而备案未注销', change_late: '变更逾期未办', no_proof: '没有证明材料' };
export const dueKindNames: Record<(typeof dueKinds)[number], string> = { filing: '办理', before_online: '上线前办理', expiry: '到期' };
export const systemStateNames = { planned: '拟建', online: '在线', shut: '关停', cancelled: '注销' } as const;
