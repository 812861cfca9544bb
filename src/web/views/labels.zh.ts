export const views = {
  views: '视图', columns: '显示的列', none: '还没有保存视图。', keep: '保存当前视图', keep_hint: '把现在的筛选条件和显示的列存下来，下次一点就到。同名的会被覆盖。', name: '视图名称', name_needed: '请填写视图名称', share: '共享给所有人（各人仍只看到自己权限内的内容）', shared: '已共享', shared_by: '{{name}} 共享', saved: '已保存视图', remove_ask: '删除视图“{{name}}”？', usual: '恢复默认列',
} as const;
