export const shell = {
  product: '守土', product_line: '网络安全工作平台', main_menu: '主菜单', phone_menu: '手机菜单', open_menu: '打开菜单', skip_to_content: '跳到正文',
  ledgers: '资产台账', workbench: '工作台', campaigns: '专项行动', assignments: '任务办理', organisation: '机构与责任', operations: '运行情况', dictionary: '数据字典', capacity: '职责与保障', todo_other: '其他待办', todo_explain: '{{n}} 个事项需要本单位说明', todo_approve: '{{n}} 项处理建议待批准', todo_find: '{{n}} 份单位说明待责任认定', todo_warnings: '{{n}} 条预警待反馈', todo_repairs: '{{n}} 份整改报告待签字', todo_judge: '{{n}} 条情报待研判', todo_letters: '{{n}} 份整改通知书待签收', todo_hazards_late: '{{n}} 处隐患逾期未整改', todo_hazards: '本单位有 {{n}} 处隐患没有清零', todo_retest: '{{n}} 处隐患已反馈，待复测', todo_verify: '{{n}} 处隐患待核实', todo_exceptions: '{{n}} 处隐患申请不整改，待批准', todo_claims: '{{n}} 个地址待认领', todo_report_late: '{{n}} 项上报已逾期', todo_report_soon: '{{n}} 项上报在 {{days}} 天内到期', responsibility: '责任制', systems: '系统台账', letters: '通报预警', mlps: '等级保护', todo_mlps_late: '{{n}} 件等保事项逾期', todo_mlps_soon: '{{n}} 件等保事项在 {{days}} 天内到期', hazards: '隐患整改', protection: '技术防护', add_file: '上传', choose_unit: '请选择单位', papers: '依据与上报', accountability: '督导问责', notices: '消息', administration: '系统管理',
  checks: '技术检测', todo_check_confirm: '{{n}} 份检测授权待本单位确认', todo_check_approve: '{{n}} 份检测授权待签批', todo_check_down: '{{n}} 个系统不可用', todo_check_tampered: '{{n}} 处网页变动待判断',
  filings: '备案与上线', todo_filings_late: '{{n}} 项备案逾期未办', todo_filings: '{{n}} 项备案要办', todo_returned: '{{n}} 份上下线申请被退回，待补正', todo_applied: '{{n}} 份上下线申请待受理', todo_testing: '{{n}} 份上下线申请待检测', todo_go_live: '{{n}} 份上下线申请待审批', todo_system_reports: '{{n}} 个系统的变动待书面报备',
  accounts: '账号与角色', settings: '系统设置', calendar: '工作日历', audit: '审计日志', help: '使用帮助',
  phone_todo: '待办', phone_campaigns: '行动', phone_notices: '消息', phone_me: '我的',
  my_account: '我的账号', sign_out: '退出登录', unread_n: '未读消息 {{n}} 条',
  retry: '重试', reload: '重新加载', loading: '正在加载', save: '保存', edit: '修改', remove: '删除', search: '搜索', back: '返回', saved: '已保存', download: '下载', more: '更多', filters: '筛选', clear_filters: '清除筛选', none: '无',
  leave_typed: '填写的内容还没有保存，离开后会丢失。仍要离开吗？',
  error_network: '连不上服务器。请检查网络后重试，已填写的内容不会丢失。', error_unexpected: '出了点问题，请稍后重试。如仍不行，请联系系统管理员。',
  page_failed: '页面没有打开', not_found: '没有这个页面', not_found_hint: '地址可能写错了，或者内容已被删除。', to_workbench: '回到工作台',
  total_n: '共 {{n}} 条', previous_page: '上一页', next_page: '下一页', pages: '翻页',
} as const;
