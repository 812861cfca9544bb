-- What protects a system and the organisation: measures, backups, accounts, logs, security policies.
create table protection_state (
  id uuid primary key,
  -- null: the organisation's own
  system_id uuid references info_system on delete cascade,
  measure text not null,
  state text not null check (state in ('yes', 'partly', 'no', 'na')),
  note text not null default '',
  checked_on date not null,
  by_name text not null,
  unique nulls not distinct (system_id, measure),
  -- what does not apply says why
  check (state <> 'na' or note <> '')
);
-- 备份登记
create table backup_plan (
  id uuid primary key,
  system_id uuid not null references info_system on delete cascade,
  what text not null,
  frequency text not null check (frequency in ('realtime', 'daily', 'weekly', 'monthly')),
  medium text not null default '',
  place text not null default '',
  offsite boolean not null default false,
  keep_days int not null check (keep_days between 1 and 36500),
  responsible text not null default '',
  last_ok_on date,
  last_drill_on date,
  version int not null default 1
);
create index backup_plan_system on backup_plan (system_id);
create table backup_event (
  id uuid primary key,
  plan_id uuid not null references backup_plan on delete cascade,
  kind text not null check (kind in ('run', 'drill')),
  on_day date not null,
  ok boolean not null,
  note text not null default '',
  by_name text not null,
  at timestamptz not null
);
create index backup_event_plan on backup_event (plan_id, on_day);
-- 账号权限台账
create table system_account (
  id uuid primary key,
  system_id uuid not null references info_system on delete cascade,
  layer text not null check (layer in ('application', 'host', 'database', 'device')),
  kind text not null check (kind in ('admin', 'ordinary', 'vendor', 'service')),
  name text not null,
  person_id uuid references person,
  -- whoever holds it and is nobody of ours, and the firm
  holder text not null default '',
  firm text not null default '',
  rights text not null default '',
  valid_until date,
  password_changed_on date,
  shared boolean not null default false,
  ended_on date,
  ended_note text not null default '',
  version int not null default 1,
  check (person_id is not null or holder <> '')
);
create unique index one_account_a_name on system_account (system_id, layer, lower(name)) where ended_on is null;
create index system_account_person on system_account (person_id);
create table account_review (
  id uuid primary key,
  system_id uuid not null references info_system on delete cascade,
  on_day date not null,
  accounts int not null,
  note text not null,
  by_name text not null,
  at timestamptz not null
);
create index account_review_system on account_review (system_id, on_day);
-- 日志留存
create table log_keeping (
  id uuid primary key,
  system_id uuid not null references info_system on delete cascade,
  what text not null check (what in ('os', 'application', 'access', 'database', 'network')),
  place text not null default '',
  keep_days int not null check (keep_days between 0 and 36500),
  backed_up boolean not null default false,
  version int not null default 1,
  unique (system_id, what)
);
-- 安全策略
create table security_policy (
  id uuid primary key,
  unit_id uuid not null references unit,
  name text not null,
  zone text not null default '',
  content text not null default '',
  effective_on date not null,
  last_review_on date,
  ended_on date,
  version int not null default 1
);
create index security_policy_unit on security_policy (unit_id);
create table policy_event (
  id uuid primary key,
  policy_id uuid not null references security_policy on delete cascade,
  kind text not null check (kind in ('change', 'review', 'end')),
  on_day date not null,
  note text not null,
  approved_by text not null default '',
  by_name text not null,
  at timestamptz not null
);
create index policy_event_policy on policy_event (policy_id, on_day);
-- what counts as kept up: days, months and lengths that the office may change
create table protection_rule (
  key text primary key,
  value int not null
);
insert into protection_rule (key, value) values
  ('measure_days', 365), ('drill_months', 12), ('review_months', 6), ('password_days', 90), ('password_length', 8), ('password_kinds', 3), ('log_days', 180), ('web_log_days', 365), ('policy_months', 12);
