import * as z from 'zod';
import { DateOnly, defineRoutes, Done, Text } from '../http/route.ts';

export const CalendarDay = z.object({ date: DateOnly, kind: z.enum(['holiday', 'workday']), name: Text(40) }).meta({ id: 'CalendarDay' });
/** Every key an administrator may change, the defaults are below. */
export const Settings = z.object({
  organisation_name: Text(100),
  document_word: Text(20),
  password_min_length: z.number().int().min(8).max(64),
  password_kinds: z.number().int().min(2).max(4),
  password_max_age_days: z.number().int().min(0).max(366),
  password_history: z.number().int().min(0).max(24),
  lockout_attempts: z.number().int().min(3).max(20),
  lockout_minutes: z.number().int().min(1).max(1440),
  session_idle_minutes: z.number().int().min(5).max(1440),
  reminder_days_before: z.array(z.number().int().min(0).max(60)).max(10),
  reminder_days_after: z.array(z.number().int().min(1).max(60)).max(10),
  smtp_url: z.string().max(300),
  mail_from: z.string().max(200),
  /** Hour of the one mail a day; -1 for mail as things happen, within five minutes. */
  digest_hour: z.number().int().min(-1).max(23),
  quiet_from_hour: z.number().int().min(0).max(24),
  quiet_to_hour: z.number().int().min(0).max(24),
  backup_hour: z.number().int().min(-1).max(23),
  backup_keep: z.number().int().min(1).max(90),
  scan_unreachable: z.enum(['refuse', 'accept']),
  sign_in_per_account: z.number().int().min(3).max(1000),
  writes_per_minute: z.number().int().min(0).max(10_000),
}).meta({ id: 'Settings' });
export type Settings = z.infer<typeof Settings>;

export const defaultSettings: Settings = {
  organisation_name: '本单位',
  document_word: '网信办',
  password_min_length: 10,
  password_kinds: 3,
  password_max_age_days: 90,
  password_history: 5,
  lockout_attempts: 5,
  lockout_minutes: 15,
  session_idle_minutes: 120,
  reminder_days_before: [7, 3, 1],
  reminder_days_after: [1, 3, 7],
  smtp_url: '',
  mail_from: '',
  digest_hour: -1,
  quiet_from_hour: 22,
  quiet_to_hour: 7,
  backup_hour: 3,
  backup_keep: 7,
  scan_unreachable: 'refuse',
  sign_in_per_account: 20,
  writes_per_minute: 1200,
};

export const settings = defineRoutes('settings', {
  get: { method: 'GET', path: '/api/settings', summary: '系统设置', permission: 'setting.read', reply: Settings },
  save: { method: 'PATCH', path: '/api/settings', summary: '修改设置', permission: 'setting.write', body: Settings.partial(), reply: Settings },
  calendar: { method: 'GET', path: '/api/calendar', summary: '工作日历', permission: 'signed-in', query: z.object({ year: z.coerce.number().int().min(2000).max(2100) }), reply: z.object({ year: z.number().int(), days: z.array(CalendarDay), missing: z.boolean() }) },
  save_calendar: { method: 'PUT', path: '/api/calendar', summary: '修改工作日历', permission: 'calendar.write', body: z.object({ year: z.number().int().min(2000).max(2100), days: z.array(CalendarDay).max(120) }), reply: Done },
});
