create table unit_change (
  id uuid primary key,
  unit_id uuid not null references unit,
  at timestamptz not null,
  what text not null check (what in ('created', 'renamed', 'moved', 'merged', 'split', 'dissolved')),
  before text,
  after text,
  by_name text not null
);
create index unit_change_unit on unit_change (unit_id, at);

-- one name may stand for several units (两办)
create table unit_alias (
  alias text not null,
  unit_id uuid not null references unit,
  primary key (alias, unit_id)
);
create index unit_alias_unit on unit_alias (unit_id);

create table person (
  id uuid primary key,
  name text not null,
  unit_id uuid not null references unit,
  phone text,
  email text,
  employee_no text unique,
  status text not null default 'active' check (status in ('active', 'left')),
  version int not null default 1,
  created_at timestamptz not null default now()
);
create index person_unit on person (unit_id);
alter table account add foreign key (person_id) references person;

-- duties belong to the post; whoever holds it has them
create table post (
  id uuid primary key,
  unit_id uuid not null references unit,
  duty text not null check (duty in ('first_responsible', 'direct_responsible', 'liaison', 'security_officer', 'other')),
  title text not null,
  version int not null default 1
);
create unique index one_post_a_duty on post (unit_id, duty) where duty <> 'other';
create table post_holder (
  id uuid primary key,
  post_id uuid not null references post,
  person_id uuid not null references person,
  since timestamptz not null,
  until timestamptz
);
create unique index one_holder_a_post on post_holder (post_id) where until is null;
create index post_holder_person on post_holder (person_id);

create table leading_group (
  id uuid primary key,
  name text not null,
  source text,
  office text,
  office_unit_id uuid references unit,
  campaign_id uuid,
  version int not null default 1,
  created_at timestamptz not null default now()
);
create table leading_group_member (
  id uuid primary key,
  group_id uuid not null references leading_group on delete cascade,
  role text not null check (role in ('leader', 'deputy', 'member', 'office_head')),
  label text not null,
  post_id uuid references post,
  person_id uuid references person,
  sort int not null
);
create index leading_group_member_group on leading_group_member (group_id, sort);

-- a table that was checked and waits for the word to be written
create table organisation_import (
  token uuid primary key,
  account_id uuid not null references account,
  sha256 text not null,
  -- of all that was shown: another hash, another effect
  plan_hash text not null,
  created_at timestamptz not null,
  applied_at timestamptz
);
