import type { notices as zh } from './labels.zh.ts';

export const notices: Record<keyof typeof zh, string> = { read_all: 'Mark all read', all_read: 'All marked read', only_unread: 'Only unread', unread: 'Unread: ', no_notices: 'No messages', no_notices_hint: 'You are told here of new, returned, due and overdue tasks.' };
