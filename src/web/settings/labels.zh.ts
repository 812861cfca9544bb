export const settings = {
  group_office: '单位与公文', group_password: '口令与登录', group_reminders: '提醒', group_mail: '邮件', needed: '不能为空', read_only: '只有系统管理员可以修改。',
  organisation_name: '单位名称', organisation_name_note: '显示在页面和公文上。', document_word: '公文机关代字', document_word_note: '文号的开头，例如“网信办”。',
  password_min_length: '口令最短位数', password_min_length_note: '8–64 位。', password_kinds: '至少含几类字符', password_kinds_note: '大写、小写、数字、符号中的几类，2–4。', password_max_age_days: '口令有效天数', password_max_age_days_note: '到期须修改；0 为不限。', password_history: '不得与最近几次相同', password_history_note: '0 为不限。', lockout_attempts: '连错几次锁定', lockout_attempts_note: '3–20 次。', lockout_minutes: '锁定分钟数', lockout_minutes_note: '到时自动解除，管理员也可解除。', session_idle_minutes: '多少分钟不用自动退出', session_idle_minutes_note: '5–1440 分钟。',
  reminder_days_before: '到期前几天提醒', reminder_days_before_note: '可填多个，例如 7、3、1。', reminder_days_after: '逾期后几天催办', reminder_days_after_note: '可填多个，例如 1、3、7。', quiet_from_hour: '免打扰开始（时）', quiet_from_hour_note: '这段时间不发邮件。', quiet_to_hour: '免打扰结束（时）', quiet_to_hour_note: '到点后补发。',
  smtp_url: '邮件服务器', smtp_url_note: '例如 smtp://mail.example.edu.cn:25；留空则不发邮件。', mail_from: '发件人', mail_from_note: '例如 网信办 <wxb@example.edu.cn>。',
  calendar_note: '节假日和调休上班日，用来计算期限和提醒。周六、周日默认休息，不必填。', year: '年份', year_n: '{{year}} 年', days_n: '特殊日子 {{n}} 个', add_day: '加一天', year_missing: '{{year}} 年的放假安排还没有录入，期限只按周末推算。国务院办公厅通知发布后请补上。', no_days: '还没有特殊日子', no_days_hint: '按国务院办公厅的放假通知逐日添加。', date: '日期', day_kind: '类别', holiday: '放假', workday: '调休上班', day_name: '名称', days_wrong: '日期须在 {{year}} 年内，名称不能为空。',
} as const;
