-- Technical checks: what may be looked at, what was looked at, what was found, and what became of it.
create table check_authorisation (
  id uuid primary key references work_case on delete cascade,
  number text not null unique,
  system_id uuid not null references info_system,
  purpose text not null default '',
  hosts text[] not null,
  networks text[] not null,
  ports jsonb not null,
  valid_from date not null,
  valid_until date not null,
  windows jsonb not null default '[]',
  rates jsonb not null,
  office text not null default '',
  contact text not null default '',
  confirmed_at timestamptz,
  confirmed_by_name text,
  approved_at timestamptz,
  approved_by_name text,
  -- exactly what was signed: every run goes by this and by nothing else
  signed jsonb,
  created_at timestamptz not null,
  created_by_name text not null
);
create index check_authorisation_system on check_authorisation (system_id, valid_until);
-- when which profile runs by itself; the profiles themselves are rows of modules/checks/profiles.ts
create table check_plan (
  profile text primary key,
  enabled boolean not null,
  every_days int not null check (every_days between 1 and 366),
  from_hour int not null check (from_hour between 0 and 23),
  until_hour int not null check (until_hour between 1 and 24)
);
insert into check_plan (profile, enabled, every_days, from_hour, until_hour) values ('daily', true, 1, 0, 6), ('weekly', true, 7, 22, 24);
create table check_run (
  id uuid primary key,
  system_id uuid not null references info_system,
  authorisation_id uuid not null references check_authorisation,
  profile text not null,
  -- checks asked for by name; empty for all of the profile
  only_checks text[] not null default '{}',
  state text not null default 'waiting' check (state in ('waiting', 'running', 'stopping', 'done', 'stopped', 'failed')),
  stage text not null default '',
  done int not null default 0,
  total int not null default 0,
  -- of the stage, as it has gone so far
  eta_seconds int,
  -- stages and targets that are finished: a run that a crash cut off goes on after them
  finished_keys text[] not null default '{}',
  counts jsonb not null default '{}',
  grade text not null default '',
  reasons jsonb not null default '[]',
  requests int not null default 0,
  log_sha256 text not null default '',
  error text,
  asked_by uuid references account,
  asked_by_name text not null,
  -- books the same planned run once
  once_key text unique,
  created_at timestamptz not null,
  taken_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz
);
create index check_run_system on check_run (system_id, created_at desc);
create index check_run_waiting on check_run (created_at) where state in ('waiting', 'running', 'stopping');
create index check_run_at on check_run (created_at desc);
create table check_result (
  run_id uuid not null references check_run on delete cascade,
  i int not null,
  check_id text not null,
  version int not null,
  verdict text not null check (verdict in ('pass', 'fail', 'warn', 'info', 'not_applicable', 'not_tested', 'error')),
  severity text not null,
  note text not null,
  reason text,
  confidence text,
  place jsonb not null,
  evidence jsonb not null default '[]',
  fingerprint text not null,
  target text not null,
  primary key (run_id, i)
);
create index check_result_fingerprint on check_result (fingerprint, run_id);
-- what a system shows now: one row a finding, from run to run
create table check_finding (
  id uuid primary key,
  system_id uuid not null references info_system,
  fingerprint text not null,
  check_id text not null,
  -- what was looked at: an origin, host:port, a page's address
  target text not null,
  version int not null,
  verdict text not null check (verdict in ('fail', 'warn')),
  severity text not null,
  note text not null,
  place jsonb not null,
  evidence jsonb not null default '[]',
  -- open: seen by the last run that looked; gone: looked at again and passed; unlooked at stays open
  state text not null default 'open' check (state in ('open', 'gone')),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  gone_at timestamptz,
  first_run_id uuid not null references check_run,
  last_run_id uuid not null references check_run,
  hazard_id uuid references hazard,
  unique (system_id, fingerprint)
);
create index check_finding_system on check_finding (system_id, state);
create index check_finding_hazard on check_finding (hazard_id);
-- 误报标记: for one finding or for a check on a whole system, with a reason and an end
create table check_mark (
  id uuid primary key,
  system_id uuid not null references info_system,
  check_id text not null,
  fingerprint text,
  reason text not null,
  until date not null,
  created_at timestamptz not null,
  created_by_name text not null,
  removed_at timestamptz,
  removed_by_name text
);
create index check_mark_system on check_mark (system_id) where removed_at is null;
-- 复测: the very same check again, passed twice with at least ten minutes between
create table check_retest (
  id uuid primary key,
  hazard_id uuid not null references hazard,
  finding_id uuid not null references check_finding,
  state text not null default 'waiting' check (state in ('waiting', 'passed_once', 'fixed', 'still', 'unknown', 'stopped')),
  -- the machine of engines/site-checks/retest.ts as it stands
  progress jsonb not null default '{}',
  next_at timestamptz not null,
  tries int not null default 0,
  note text not null default '',
  asked_by_name text not null,
  created_at timestamptz not null,
  taken_at timestamptz,
  finished_at timestamptz
);
create unique index one_open_retest on check_retest (hazard_id) where finished_at is null;
create index check_retest_due on check_retest (next_at) where finished_at is null;
-- 端口台账: what was seen open, and every change of it
create table check_port (
  system_id uuid not null references info_system,
  ip inet not null,
  port int not null,
  open boolean not null,
  service text not null default '',
  product text not null default '',
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (system_id, ip, port)
);
create table check_port_event (
  id uuid primary key,
  system_id uuid not null references info_system,
  at timestamptz not null,
  run_id uuid not null references check_run,
  ip inet not null,
  port int not null,
  what text not null check (what in ('opened', 'closed', 'service')),
  before text not null default '',
  after text not null default ''
);
create index check_port_event_system on check_port_event (system_id, at desc);
-- 网页防篡改: the learnt state of a page, and what changed
create table check_page (
  id uuid primary key,
  system_id uuid not null references info_system,
  url text not null,
  baseline jsonb not null,
  updated_at timestamptz not null,
  unique (system_id, url)
);
create table check_tamper (
  id uuid primary key,
  page_id uuid not null references check_page on delete cascade,
  at timestamptz not null,
  run_id uuid not null references check_run,
  severity text not null,
  changes jsonb not null,
  before jsonb not null default '{}',
  after jsonb not null default '{}',
  state text not null default 'alarm' check (state in ('alarm', 'approved', 'tampered')),
  decided_at timestamptz,
  decided_by_name text,
  note text not null default ''
);
create index check_tamper_page on check_tamper (page_id, at desc);
create index check_tamper_open on check_tamper (at desc) where state = 'alarm';
-- 可用性巡查: each address of an authorised system, once a minute
create table patrol_target (
  id uuid primary key,
  system_id uuid not null references info_system,
  origin text not null,
  state text not null default 'unknown' check (state in ('unknown', 'up', 'down')),
  failures int not null default 0,
  since timestamptz not null,
  last_at timestamptz,
  last_ms int,
  last_note text not null default '',
  unique (system_id, origin)
);
create table patrol_outage (
  id uuid primary key,
  target_id uuid not null references patrol_target on delete cascade,
  began_at timestamptz not null,
  ended_at timestamptz,
  note text not null,
  maintenance boolean not null,
  -- 停机原因, as the unit or the office states it
  cause text not null default '',
  cause_by_name text
);
create index patrol_outage_target on patrol_outage (target_id, began_at desc);
create index patrol_outage_open on patrol_outage (began_at) where ended_at is null;
create table maintenance_window (
  id uuid primary key,
  system_id uuid references info_system,
  begins_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > begins_at),
  reason text not null,
  created_by_name text not null
);
create index maintenance_window_at on maintenance_window (ends_at);
-- 检测名单: words, domains and numbers that the office adds to what the checks know
create table check_list (
  kind text not null check (kind in ('bad_word', 'allowed_word', 'bad_domain', 'trusted_domain', 'public_contact')),
  value text not null,
  created_at timestamptz not null,
  created_by_name text not null,
  primary key (kind, value)
);
-- checks that the office brings along, in the nuclei format; only provably benign ones are kept
create table check_template (
  id uuid primary key,
  name text not null,
  check_id text not null unique,
  yaml text not null,
  enabled boolean not null default true,
  created_at timestamptz not null,
  created_by_name text not null
);
