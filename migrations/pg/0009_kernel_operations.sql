-- a deadline in a year whose working days are not arranged yet: settled when the calendar of that year is saved
alter table work_case add column due_rule jsonb;
create index work_case_due_rule on work_case (id) where due_rule is not null;

-- who asked to hear of every move of a case
create table case_watcher (
  case_id uuid not null references work_case on delete cascade,
  account_id uuid not null references account on delete cascade,
  since timestamptz not null,
  primary key (case_id, account_id)
);
create index case_watcher_account on case_watcher (account_id);

-- sending: claimed before it leaves; unsure: the server died while it left, and nothing leaves twice
alter table notice drop constraint notice_mail_state_check;
alter table notice add constraint notice_mail_state_check check (mail_state in ('none', 'waiting', 'sending', 'sent', 'failed', 'unsure'));
alter table notice add column mail_at timestamptz;
create index notice_sending on notice (mail_at) where mail_state = 'sending';

-- how often a key (an address, an account name) came in its present window; a crash may forget it
create unlogged table rate_window (
  key text primary key,
  count int not null,
  until timestamptz not null
);
create index rate_window_until on rate_window (until);

-- which reads of personal data the trail already tells of in this hour
create unlogged table read_noted (
  key text primary key,
  until timestamptz not null
);
create index read_noted_until on read_noted (until);

-- checked by a virus scanner or kept without one
alter table file add column scan text not null default 'none' check (scan in ('none', 'clean', 'unchecked'));

-- the last run of each nightly duty, for those who look after the machine
create table nightly_run (
  name text primary key,
  at timestamptz not null,
  ok boolean not null,
  detail jsonb not null
);
