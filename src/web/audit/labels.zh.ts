export const audit = {
  note: '只增不改；每条记录都与上一条相连，改动任何一条都能查出。', verify: '校验日志', verified: '校验通过：{{n}} 条记录未被改动', broken: '校验不通过：从第 {{seq}} 条起有改动', search: '按人员、地址或对象搜索', all_actions: '全部操作', export: '导出日志', from: '起始日期', to: '截止日期', seq: '序号', at: '时间', actor: '人员', ip: '地址', action: '操作', result: '结果', result_ok: '成功', result_denied: '被拒绝', result_failed: '失败', detail: '详情', before: '之前', after: '之后', hash: '校验值', empty: '没有符合条件的记录', empty_hint: '换个词或日期试试。',
object: '对象', object_id: '对象编号', field: '字段', all_results: '全部结果', result_refused: '失败或被拒绝', only_exports: '只看导出',
  summary: '审计概况', rows_today: '今天的记录', rows_week: '近 7 天记录', refused_week: '近 7 天失败或被拒绝', sign_ins_refused: '近 7 天登录失败', exports_week: '近 7 天导出', all_rows: '查看日志', last_verified: '{{at}} 由 {{by}} 校验', verdict_ok: '通过，{{n}} 条记录未被改动', verdict_bad: '不通过，请立即核查', verdict_unknown: '结果未记录', never_verified: '审计日志还没有校验过。请点“查看日志”，再点“校验日志”。',
} as const;
