export const notices = { read_all: '全部标为已读', all_read: '已全部标为已读', only_unread: '只看未读', unread: '未读：', no_notices: '没有消息', no_notices_hint: '任务下发、退回、临期和逾期时会在这里提醒您。' } as const;
