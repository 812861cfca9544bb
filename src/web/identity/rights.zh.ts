import type { Permission } from '../../kernel/permissions.ts';

/** What each right lets a person do, in the words of the office. */
export const rights = {
  'account.read': '查看账号', 'account.write': '管理账号', 'account.grant': '授予角色', 'setting.read': '查看系统设置', 'setting.write': '修改系统设置', 'operation.read': '查看运行情况', 'operation.write': '处理运行事项', 'calendar.write': '维护工作日历', 'audit.read': '查看审计日志',
  'unit.read': '查看机构', 'unit.write': '管理机构', 'person.read': '查看人员', 'person.write': '管理人员和岗位', 'group.read': '查看领导小组', 'group.write': '管理领导小组',
  'campaign.read': '查看专项行动', 'campaign.write': '发起和管理专项行动', 'assignment.read': '查看任务', 'assignment.answer': '办理任务', 'assignment.sign_off': '签批任务', 'assignment.review': '审核任务', 'document.read': '查看公文', 'document.write': '生成公文',
  'paper.read': '查看依据与上报', 'paper.write': '办理依据与上报', 'responsibility.read': '查看责任制', 'responsibility.write': '管理责任书和对外联络', 'duty_record.write': '登记履职记录', 'contact.confirm': '确认联系方式',
  'filing.read': '查看备案和上线申请', 'filing.write': '办理备案、提交上线申请', 'filing.manage': '管理备案、受理和检测', 'filing.approve': '审批上线申请',
  'capacity.read': '查看职责与保障', 'capacity.write': '填报职责与保障', 'capacity.manage': '管理职责与保障', 'accountability.read': '查看督导问责', 'accountability.write': '办理督导问责', 'accountability.approve': '审批督导问责', 'asset.read': '查看系统台账', 'asset.write': '登记和修改系统', 'asset.manage': '管理系统上下线和地址段', 'protection.read': '查看技术防护', 'protection.write': '登记技术防护', 'protection.manage': '管理技术防护规则和全局措施', 'mlps.read': '查看等级保护', 'mlps.write': '办理等级保护', 'mlps.manage': '管理等级保护', 'hazard.read': '查看隐患', 'hazard.answer': '签收和反馈隐患整改', 'hazard.manage': '管理隐患和通知书', 'hazard.approve': '批准不整改', 'accountability.answer': '说明问责线索',
  'check.read': '查看技术检测', 'check.manage': '管理技术检测', 'check.confirm': '确认检测授权、说明停机原因', 'check.approve': '签批检测授权', 'check.retest': '发起自动复测',
  'hazard.register': '登记本单位自查发现的隐患', 'hazard.sign_off': '签字确认整改报告',
} as const satisfies Record<Permission, string>;
