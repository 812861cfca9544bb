create extension if not exists pg_trgm;

create table setting (
  key text primary key,
  value jsonb not null
);

create table calendar_day (
  date date primary key,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null
);
-- a year an administrator has set by hand; other years come from the built-in arrangement
create table calendar_year (year int primary key);

-- the tree of units; `path` is '/id/id/', so that a sub-tree is a prefix
create table unit (
  id uuid primary key,
  parent_id uuid references unit,
  path text not null,
  name text not null check (char_length(name) between 1 and 100),
  short_name text,
  kind text not null check (kind in ('bureau', 'school', 'department', 'college', 'centre', 'other')),
  sort int not null default 100,
  status text not null default 'active' check (status in ('active', 'merged', 'dissolved')),
  merged_into_id uuid references unit,
  version int not null default 1,
  created_at timestamptz not null default now()
);
create index unit_path on unit (path text_pattern_ops);
create index unit_parent on unit (parent_id);
create unique index unit_name_once on unit (coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), name) where status = 'active';

create table account (
  id uuid primary key,
  user_name text not null unique check (user_name = lower(user_name)),
  name text not null,
  person_id uuid,
  password_hash text not null,
  password_changed_at timestamptz not null,
  must_change_password boolean not null,
  status text not null default 'active' check (status in ('active', 'disabled')),
  valid_until date,
  failed_count int not null default 0,
  locked_until timestamptz,
  totp_secret text,
  totp_enabled boolean not null default false,
  -- the last accepted step, so that a code works once
  totp_step bigint not null default 0,
  version int not null default 1,
  created_at timestamptz not null default now()
);
create index account_person on account (person_id);
create table password_history (
  account_id uuid not null references account on delete cascade,
  password_hash text not null,
  at timestamptz not null
);
create index password_history_account on password_history (account_id, at desc);

create table account_role (
  account_id uuid not null references account on delete cascade,
  role text not null,
  unit_id uuid references unit,
  unique nulls not distinct (account_id, role, unit_id),
  constraint unit_roles_have_units check ((role in ('unit_head', 'liaison', 'vendor')) = (unit_id is not null))
);
create index account_role_unit on account_role (unit_id);
-- 三员分立: an account holds at most one of the three, whatever the code above says
create unique index one_administrator_role on account_role (account_id) where role in ('system_admin', 'security_admin', 'audit_admin');

create table session (
  id uuid primary key,
  token_hash text not null unique,
  account_id uuid not null references account on delete cascade,
  ip text not null,
  user_agent text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null
);
create index session_account on session (account_id);
create table api_token (
  id uuid primary key,
  token_hash text not null unique,
  account_id uuid not null references account on delete cascade,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz
);
create index api_token_account on api_token (account_id);

create table audit_head (
  one boolean primary key default true check (one),
  seq bigint not null,
  hash text not null,
  algorithm text not null
);
create table audit_log (
  seq bigint primary key,
  at timestamptz not null,
  actor_id uuid,
  actor_name text not null,
  ip text not null,
  action text not null,
  object_type text,
  object_id text,
  result text not null check (result in ('ok', 'denied', 'failed')),
  -- json, not jsonb: the text is part of what is hashed
  before json,
  after json,
  hash text not null
);
create index audit_log_at on audit_log (at);
create function refuse_change() returns trigger language plpgsql as $$ begin raise exception '% is append-only', tg_table_name; end $$;
create trigger audit_append_only before update or delete on audit_log for each row execute function refuse_change();
create trigger audit_no_truncate before truncate on audit_log for each statement execute function refuse_change();

-- gapless: the next number is taken in the transaction that uses it
create table number_series (
  series text not null,
  year int not null,
  last int not null,
  primary key (series, year)
);

create table file (
  id uuid primary key,
  sha256 text not null,
  size_bytes bigint not null,
  name text not null,
  media_type text not null,
  -- what it belongs to decides who may read it
  owner_type text not null,
  owner_id uuid not null,
  uploaded_by uuid references account,
  uploaded_by_name text not null,
  created_at timestamptz not null
);
create index file_owner on file (owner_type, owner_id);
create index file_sha256 on file (sha256);

create table notice (
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  kind text not null,
  title text not null,
  body text not null,
  link text,
  -- one event tells one account once, however often its job runs
  once_key text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  mail_state text not null default 'none' check (mail_state in ('none', 'waiting', 'sent', 'failed')),
  unique (account_id, once_key)
);
create index notice_inbox on notice (account_id, created_at desc);
create index notice_mail on notice (created_at) where mail_state = 'waiting';

create table work_case (
  id uuid primary key,
  type text not null,
  state text not null,
  unit_id uuid not null references unit,
  due_on date,
  version int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz
);
create index work_case_unit on work_case (unit_id, type, state);
create index work_case_due on work_case (due_on) where closed_at is null;
create table case_event (
  id uuid primary key,
  case_id uuid not null references work_case on delete cascade,
  at timestamptz not null,
  action text not null,
  from_state text,
  to_state text,
  actor_id uuid,
  actor_name text not null,
  note text,
  file_ids uuid[] not null default '{}'
);
create index case_event_case on case_event (case_id, at);
create table case_extension (
  id uuid primary key,
  case_id uuid not null references work_case on delete cascade,
  requested_due_on date not null,
  reason text not null,
  state text not null default 'pending' check (state in ('pending', 'approved', 'rejected')),
  requested_by uuid not null references account,
  requested_by_name text not null,
  decided_by uuid references account,
  created_at timestamptz not null,
  decided_at timestamptz
);
create unique index one_pending_extension on case_extension (case_id) where state = 'pending';
