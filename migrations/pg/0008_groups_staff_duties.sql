-- what a group is, on what paper and how long it stands, and how many members that paper states
alter table leading_group
  add column kind text not null default 'leading' check (kind in ('leading', 'special', 'inspection', 'emergency', 'team')),
  add column follows_id uuid references leading_group,
  add column duties text not null default '',
  add column office_duties text not null default '',
  add column valid_from date,
  add column valid_until date,
  add column stated_members int check (stated_members between 1 and 500);
alter table leading_group_member
  -- 分管领域或组内分工
  add column field text not null default '',
  -- of a member who is nobody of ours
  add column organisation text,
  add column phone text;

-- 网络安全专职、兼职人员: who, for what work, since when
create table security_staff (
  id uuid primary key,
  person_id uuid not null references person,
  kind text not null check (kind in ('full_time', 'part_time')),
  work text not null,
  since date not null,
  until date,
  version int not null default 1,
  check (until is null or until >= since)
);
create unique index one_staffing_at_a_time on security_staff (person_id) where until is null;
create table certificate (
  id uuid primary key,
  person_id uuid not null references person,
  name text not null,
  level text not null default '',
  number text not null default '',
  issuer text not null default '',
  issued_on date not null,
  expires_on date,
  version int not null default 1,
  created_by_name text not null,
  check (expires_on is null or expires_on >= issued_on)
);
create index certificate_person on certificate (person_id);

-- 职责分工: one duty, on what it rests, who leads and who supports
create table duty_item (
  id uuid primary key,
  title text not null,
  content text not null default '',
  basis text not null default '',
  sort int not null default 0,
  version int not null default 1
);
create table duty_bearer (
  duty_id uuid not null references duty_item on delete cascade,
  unit_id uuid not null references unit,
  part text not null check (part in ('lead', 'support')),
  -- the post within the unit that answers for it, as the paper says
  post text not null default '',
  primary key (duty_id, unit_id)
);
create index duty_bearer_unit on duty_bearer (unit_id);
create table duty_review (
  id uuid primary key,
  duty_id uuid not null references duty_item on delete cascade,
  unit_id uuid not null references unit,
  year int not null,
  result text not null check (result in ('good', 'met', 'partly', 'failed')),
  note text not null default '',
  by_name text not null,
  at timestamptz not null,
  unique (duty_id, unit_id, year)
);

-- 承诺书: a unit's or one person's
create table promise (
  id uuid primary key,
  kind text not null check (kind in ('confidentiality', 'security')),
  unit_id uuid not null references unit,
  person_id uuid references person,
  signed_on date not null,
  valid_until date,
  created_by_name text not null,
  created_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_note text
);
create unique index one_promise on promise (kind, unit_id, coalesce(person_id, '00000000-0000-0000-0000-000000000000')) where withdrawn_at is null;

-- 人、财、物保障
create table resource (
  id uuid primary key,
  year int not null,
  kind text not null check (kind in ('people', 'funds', 'goods')),
  title text not null,
  unit_id uuid not null references unit,
  planned numeric(14, 2) not null check (planned >= 0),
  provided numeric(14, 2) not null default 0 check (provided >= 0),
  measure text not null,
  basis text not null default '',
  version int not null default 1,
  created_by_name text not null
);
create index resource_year on resource (year, unit_id);
