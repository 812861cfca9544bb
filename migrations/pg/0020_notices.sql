-- Notices in all directions: from superiors, to units, back upward; early warnings; bulletins.

-- What the office lays down: how many working days before the superior's day its own ends, and who else gets a unit's report.
create table notice_rule (
  id boolean primary key default true check (id),
  lead_days int not null default 2 check (lead_days between 0 and 30),
  report_units uuid[] not null default '{}'
);
insert into notice_rule default values;
-- 催办: every so many days, by the gravest hazard of a letter, until it is signed for and until it is answered
create table notice_reminder (
  severity text primary key check (severity in ('critical', 'high', 'medium', 'low')),
  unsigned_days int not null check (unsigned_days between 1 and 30),
  unanswered_days int not null check (unanswered_days between 1 and 60)
);
insert into notice_reminder values ('critical', 1, 1), ('high', 1, 2), ('medium', 2, 3), ('low', 3, 7);

-- 上级通报: what a superior found and wants answered
create table superior_notice (
  id uuid primary key,
  issuer text not null,
  number text not null default '',
  title text not null,
  received_on date not null,
  due_on date,
  own_due_on date,
  lead_days int not null,
  report_how text not null default '',
  contact text not null default '',
  note text not null default '',
  closed_at timestamptz,
  closed_note text,
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null
);
create index superior_notice_received on superior_notice (received_on desc, id);
create table superior_item (
  superior_id uuid not null references superior_notice on delete cascade,
  hazard_id uuid not null references hazard,
  mark text not null default '',
  sort int not null,
  primary key (superior_id, hazard_id)
);
create index superior_item_hazard on superior_item (hazard_id);
-- 整改情况报告, a round each
create table superior_report (
  id uuid primary key,
  superior_id uuid not null references superior_notice,
  round int not null,
  number text not null unique,
  title text not null,
  situation text not null default '',
  next_steps text not null default '',
  created_by_name text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  sent_by_name text,
  sent_how text not null default '',
  receipt text not null default '',
  receipted_at timestamptz,
  unique (superior_id, round)
);
create table superior_report_item (
  report_id uuid not null references superior_report on delete cascade,
  hazard_id uuid not null references hazard,
  state text not null,
  answered boolean not null,
  primary key (report_id, hazard_id)
);
create index superior_report_item_hazard on superior_report_item (hazard_id);
-- 上级反馈意见 and 复核验收, a round each, tied to the hazards that they speak of
create table superior_feedback (
  id uuid primary key,
  superior_id uuid not null references superior_notice,
  round int not null,
  kind text not null check (kind in ('feedback', 'review')),
  received_on date not null,
  experts text not null default '',
  conclusion text not null check (conclusion in ('passed', 'partly', 'failed', 'advice')),
  content text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  unique (superior_id, round)
);
create table superior_feedback_item (
  feedback_id uuid not null references superior_feedback on delete cascade,
  hazard_id uuid not null references hazard,
  advice text not null default '',
  again boolean not null,
  primary key (feedback_id, hazard_id)
);
create index superior_feedback_item_hazard on superior_feedback_item (hazard_id);

-- 预警规则: the same problem in so many units within so many days is worth a look
create table warning_rule (
  id uuid primary key,
  name text not null,
  severity text not null check (severity in ('critical', 'high', 'medium', 'low')),
  units int not null check (units between 1 and 1000),
  days int not null check (days between 1 and 365),
  level text not null check (level in ('red', 'orange', 'yellow', 'blue')),
  active boolean not null default true,
  version int not null default 1
);
insert into warning_rule (id, name, severity, units, days, level) values
  ('01930000-0000-7000-8000-000000000001', '超危漏洞波及两个以上单位', 'critical', 2, 30, 'orange'),
  ('01930000-0000-7000-8000-000000000002', '高危漏洞波及五个以上单位', 'high', 5, 30, 'yellow');
-- 情报 → 研判 → 预警 → 解除; its state is its case's
create table threat_warning (
  id uuid primary key references work_case on delete cascade,
  kind text not null check (kind in ('vulnerability', 'attack', 'malware', 'content', 'other')),
  title text not null,
  cve text[] not null default '{}',
  product text not null default '',
  versions text not null default '',
  level text not null check (level in ('red', 'orange', 'yellow', 'blue')),
  summary text not null default '',
  measures text not null default '',
  source text not null default '',
  url text not null default '',
  due_on date,
  judgement text not null default '',
  judged_by_name text,
  judged_at timestamptz,
  number text unique,
  published_at timestamptz,
  lifted_at timestamptz,
  lifted_note text,
  rule_id uuid references warning_rule on delete set null,
  once_key text unique,
  created_by_name text not null,
  created_at timestamptz not null
);
create index threat_warning_created on threat_warning (created_at desc);
create index threat_warning_cve on threat_warning using gin (cve);
-- which systems may have it, and why; the office corrects the list
create table warning_target (
  id uuid primary key,
  warning_id uuid not null references threat_warning on delete cascade,
  unit_id uuid not null references unit,
  system_id uuid references info_system,
  reasons text[] not null default '{}',
  chosen boolean not null default true,
  by_hand boolean not null default false
);
create unique index warning_target_once on warning_target (warning_id, unit_id, coalesce(system_id, '00000000-0000-0000-0000-000000000000'));
create index warning_target_system on warning_target (system_id);
create table warning_answer (
  id uuid primary key,
  warning_id uuid not null references threat_warning on delete cascade,
  unit_id uuid not null references unit,
  state text not null default 'waiting' check (state in ('waiting', 'clear', 'affected', 'handled')),
  note text not null default '',
  systems uuid[] not null default '{}',
  answered_at timestamptz,
  answered_by_name text,
  version int not null default 1,
  unique (warning_id, unit_id)
);
create index warning_answer_unit on warning_answer (unit_id);
create table warning_hazard (
  warning_id uuid not null references threat_warning on delete cascade,
  answer_id uuid not null references warning_answer on delete cascade,
  system_id uuid references info_system,
  hazard_id uuid primary key references hazard
);
create index warning_hazard_answer on warning_hazard (answer_id);

alter table hazard_notice drop constraint hazard_notice_kind_check;
alter table hazard_notice add constraint hazard_notice_kind_check check (kind in ('circular', 'order', 'shutdown', 'forward', 'opinion', 'posture', 'warning'));
-- a circular to many units has one number, and a receipt from each
alter table hazard_notice drop constraint hazard_notice_number_key;
create unique index hazard_notice_number on hazard_notice (number, unit_id);
alter table hazard_notice
  add column superior_id uuid references superior_notice,
  add column warning_id uuid references threat_warning on delete cascade,
  add column source text not null default '',
  add column body jsonb not null default '{}',
  add column severity text,
  add column report_units uuid[] not null default '{}',
  add column signed_note text,
  add column reminders int not null default 0,
  add column reminded_on date;
create index hazard_notice_superior on hazard_notice (superior_id);
create index hazard_notice_warning on hazard_notice (warning_id);
create index hazard_notice_issued on hazard_notice (issued_at desc, id);
update hazard_notice n set severity = (select h.severity from hazard_notice_item t join hazard h on h.id = t.hazard_id where t.notice_id = n.id order by h.rank limit 1);

-- 风险整改报告 of a unit for one letter; its state is its case's
create table repair_report (
  id uuid primary key references work_case on delete cascade,
  notice_id uuid not null unique references hazard_notice,
  received text not null default '',
  causes text not null default '',
  measures text not null default '',
  results text not null default '',
  plan text not null default '',
  long_term text not null default '',
  contact text not null default '',
  promised boolean not null default false,
  items jsonb,
  signed_by_name text,
  signed_at timestamptz,
  handed_in_at timestamptz,
  receipt_number text unique
);
-- 报送: who else is to have it, and that they have it
create table repair_receipt (
  report_id uuid not null references repair_report on delete cascade,
  unit_id uuid not null references unit,
  received_at timestamptz,
  received_by_name text,
  primary key (report_id, unit_id)
);
create index repair_receipt_unit on repair_receipt (unit_id);

-- 月报, 隐患整改通报, 反馈率报告: with the figures that they were written from
create table hazard_bulletin (
  id uuid primary key,
  kind text not null check (kind in ('monthly', 'campaign', 'feedback')),
  title text not null,
  number text not null unique,
  from_on date not null,
  to_on date not null,
  campaign_id uuid references campaign,
  figures jsonb not null,
  created_by_name text not null,
  created_at timestamptz not null
);
create index hazard_bulletin_created on hazard_bulletin (created_at desc);
