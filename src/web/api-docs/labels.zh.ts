export const apiDocs = {
  title: '接口说明', note: '供其他程序对接使用。接口与页面同一套权限、同一份日志。',
  how_token: '在“我的账号”中新建接口令牌，随请求头 Authorization: Bearer 令牌 发送。', how_language: '加请求头 Accept-Language: en，错误说明改为英文。', how_limit: '令牌的权限不超过本人，到期自动失效；每次写操作都记入审计日志。', make_token: '新建接口令牌', document: '下载 OpenAPI 3.1 文档',
  search: '按名称、地址或编号搜索', nothing: '没有找到接口', nothing_hint: '换个词搜索，例如“任务”或 assignments。', count_n: '共 {{n}} 个接口',
  permission: '权限', anybody: '无须登录', anybody_signed_in: '登录即可', parameters: '参数', body: '请求内容', file: '文件', reply: '返回内容', reply_file: '文件（附件下载）', reply_events: '事件流（text/event-stream）', example: '示例', copy: '复制示例', copied: '已复制', empty_object: '无字段',
  required: '必填', path_parameter: '地址中', query_parameter: '问号后', errors: '出错时返回 code（错误码）、message（给人看的说明）、issues（哪个字段有误）和 request_id（报障编号）。',
  group_identity: '账号与登录', group_settings: '设置', group_audit: '审计日志', group_files: '文件', group_notices: '消息', group_organisation: '机构与责任', group_campaigns: '专项行动', group_responsibility: '责任制', group_papers: '依据与上报', group_capacity: '职责与保障', group_accountability: '督导问责',
} as const;
