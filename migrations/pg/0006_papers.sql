-- 上级来文: what the office was told, and by what right
create table superior_document (
  id uuid primary key,
  kind text not null check (kind in ('law', 'superior', 'notice', 'plan')),
  number text,
  issuer text,
  title text not null,
  issued_on date,
  received_on date,
  -- 反馈时限
  reply_by date,
  contact text not null default '',
  text text not null default '',
  note text not null default '',
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null
);
create index superior_document_created on superior_document (created_at);

-- 条款: `none` says that it does not concern this organisation
create table superior_clause (
  id uuid primary key,
  document_id uuid not null references superior_document on delete cascade,
  path text not null,
  title text not null,
  text text not null,
  sort int not null,
  -- 落实举措
  measure text not null default '',
  unit_id uuid references unit,
  -- what a person says; where there are links, they answer instead
  state text not null default 'open' check (state in ('open', 'doing', 'done', 'none')),
  version int not null default 1
);
create index superior_clause_document on superior_clause (document_id, sort);
create index superior_clause_unit on superior_clause (unit_id);

-- 本单位文件
create table own_document (
  id uuid primary key,
  kind text not null check (kind in ('master_plan', 'work_plan', 'protection_plan', 'replacement_plan', 'annual_plan', 'rule', 'report')),
  title text not null,
  number text,
  valid_from date,
  valid_until date,
  note text not null default '',
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null
);
create table own_document_version (
  id uuid primary key,
  document_id uuid not null references own_document on delete cascade,
  edition int not null,
  file_id uuid not null references file,
  -- empty where the file cannot be read
  text text not null,
  note text not null default '',
  created_by_name text not null,
  created_at timestamptz not null,
  unique (document_id, edition)
);
create index own_document_version_file on own_document_version (file_id);
create table plan_milestone (
  id uuid primary key,
  document_id uuid not null references own_document on delete cascade,
  title text not null,
  due_on date not null,
  unit_id uuid references unit,
  done_on date,
  note text not null default '',
  version int not null default 1
);
create index plan_milestone_document on plan_milestone (document_id, due_on);
create index plan_milestone_unit on plan_milestone (unit_id);

create table clause_link (
  id uuid primary key,
  clause_id uuid not null references superior_clause on delete cascade,
  campaign_id uuid references campaign on delete cascade,
  task_id uuid references task on delete cascade,
  own_document_id uuid references own_document on delete cascade,
  check (num_nonnulls(campaign_id, task_id, own_document_id) = 1)
);
create unique index clause_link_once on clause_link (clause_id, campaign_id, task_id, own_document_id) nulls not distinct;
create index clause_link_campaign on clause_link (campaign_id);
create index clause_link_task on clause_link (task_id);
create index clause_link_own on clause_link (own_document_id);

-- 依据: a campaign or a document of one's own rests on a superior document, or on a plan of one's own
create table paper_basis (
  id uuid primary key,
  campaign_id uuid references campaign on delete cascade,
  own_document_id uuid references own_document on delete cascade,
  superior_document_id uuid references superior_document on delete cascade,
  plan_id uuid references own_document on delete cascade,
  check (num_nonnulls(campaign_id, own_document_id) = 1 and num_nonnulls(superior_document_id, plan_id) = 1 and (own_document_id <> plan_id or plan_id is null or own_document_id is null))
);
create unique index paper_basis_once on paper_basis (campaign_id, own_document_id, superior_document_id, plan_id) nulls not distinct;
create index paper_basis_own on paper_basis (own_document_id);
create index paper_basis_superior on paper_basis (superior_document_id);
create index paper_basis_plan on paper_basis (plan_id);

-- 重大事项
create table major_matter (
  id uuid primary key,
  title text not null,
  kind text not null check (kind in ('incident', 'other')),
  level text not null check (level in ('extreme', 'grave', 'serious', 'ordinary')),
  happened_at timestamptz not null,
  found_at timestamptz not null,
  unit_id uuid references unit,
  content text not null,
  -- why it need not be reported, where the rules would have it reported
  exempt_reason text not null default '',
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null
);
create index major_matter_found on major_matter (found_at);
create index major_matter_unit on major_matter (unit_id);

-- 上报: what recurs, and each time that it falls due
create table report_series (
  id uuid primary key,
  title text not null,
  recipient text not null,
  content text not null default '',
  recurrence text not null check (recurrence in ('monthly', 'quarterly', 'annual')),
  first_due_on date not null,
  ended_on date,
  created_by_name text not null,
  created_at timestamptz not null
);
create table upward_report (
  id uuid primary key references work_case on delete cascade,
  series_id uuid references report_series,
  -- the day of the series that it answers, whatever was granted later
  series_due_on date,
  title text not null,
  recipient text not null,
  content text not null default '',
  superior_document_id uuid references superior_document on delete set null,
  campaign_id uuid references campaign on delete set null,
  matter_id uuid references major_matter,
  -- the paper that was sent
  own_document_id uuid references own_document on delete set null,
  -- the rule by which a matter must be reported: once a matter
  rule_key text,
  -- to the minute, for what must be reported within hours
  due_at timestamptz,
  sent_at timestamptz,
  receipt text not null default ''
);
create unique index upward_report_once on upward_report (series_id, series_due_on);
create index upward_report_superior on upward_report (superior_document_id);
create index upward_report_campaign on upward_report (campaign_id);
create index upward_report_own on upward_report (own_document_id);
create unique index upward_report_rule on upward_report (matter_id, rule_key);

-- 重要时期保障
create table protection_period (
  id uuid primary key,
  event text not null,
  level text not null check (level in ('national', 'provincial', 'city', 'own')),
  start_on date not null,
  end_on date not null,
  campaign_id uuid references campaign on delete set null,
  note text not null default '',
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null,
  check (start_on <= end_on)
);
create index protection_period_campaign on protection_period (campaign_id);
