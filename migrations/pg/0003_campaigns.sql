create table campaign (
  id uuid primary key,
  title text not null,
  number text,
  issuer text,
  issued_on date,
  start_on date,
  end_on date,
  state text not null default 'draft' check (state in ('draft', 'published', 'closed')),
  -- the normalised text that every span points into
  text text not null,
  draft jsonb not null,
  issues jsonb not null,
  file_id uuid references file,
  plan_version int not null default 0,
  version int not null default 1,
  created_by uuid not null references account,
  created_at timestamptz not null,
  published_at timestamptz,
  closed_at timestamptz,
  close_note text
);
create table campaign_version (
  campaign_id uuid not null references campaign,
  plan_version int not null,
  text text not null,
  draft jsonb not null,
  published_at timestamptz not null,
  published_by text not null,
  primary key (campaign_id, plan_version)
);
create table campaign_phase (
  id uuid primary key,
  campaign_id uuid not null references campaign,
  title text not null,
  start_on date,
  end_on date,
  sort int not null
);
create index campaign_phase_campaign on campaign_phase (campaign_id, sort);
create table task (
  id uuid primary key,
  campaign_id uuid not null references campaign,
  -- the key the task had in the draft: the same through versions
  key text not null,
  path text not null,
  title text not null,
  text text not null,
  span_start int,
  span_end int,
  due_on date,
  recurrence text,
  thresholds jsonb not null,
  phase_id uuid references campaign_phase,
  sign_off boolean not null default false,
  sort int not null,
  withdrawn_at timestamptz
);
create index task_campaign on task (campaign_id, sort);
create index task_phase on task (phase_id);
-- task × unit (× period of a recurring task) = one case
create table assignment (
  id uuid primary key references work_case on delete cascade,
  campaign_id uuid not null references campaign,
  task_id uuid not null references task,
  unit_id uuid not null references unit,
  -- the name the unit had when it was told
  unit_name text not null,
  lead boolean not null default false,
  period_label text,
  period_start date,
  feedback text
);
create unique index assignment_once on assignment (task_id, unit_id, period_start) nulls not distinct;
create index assignment_campaign on assignment (campaign_id, unit_id);
create index assignment_unit on assignment (unit_id);
create table issued_document (
  id uuid primary key,
  campaign_id uuid not null references campaign,
  kind text not null,
  number text not null unique,
  title text not null,
  unit_id uuid references unit,
  file_id uuid not null references file,
  created_at timestamptz not null,
  created_by text not null
);
create index issued_document_campaign on issued_document (campaign_id, created_at);
-- which units answer for a task; its assignments are opened from here
create table task_unit (
  task_id uuid not null references task,
  unit_id uuid not null references unit,
  lead boolean not null default false,
  primary key (task_id, unit_id)
);
create index task_unit_unit on task_unit (unit_id);
