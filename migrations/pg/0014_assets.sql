-- The ledger of systems: who answers for what, where it stands on the network, and what nobody has claimed yet.
create table info_system (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('website', 'system', 'app', 'official_account', 'mini_program', 'other')),
  unit_id uuid not null references unit,
  operating_unit_id uuid references unit,
  manager_id uuid references person,
  operator text not null default '',
  operator_contact text not null default '',
  operator_phone text not null default '',
  purpose text not null default '',
  users text not null default '',
  data_held text not null default '',
  location text not null default '',
  ports text not null default '',
  importance text not null default 'general' check (importance in ('key', 'important', 'general')),
  mlps_level int check (mlps_level between 1 and 5),
  outside boolean not null default false,
  icp_number text not null default '',
  police_number text not null default '',
  state text not null default 'online' check (state in ('planned', 'online', 'shut', 'cancelled')),
  state_reason text not null default '',
  state_paper text not null default '',
  state_on date,
  initials text not null default '',
  version int not null default 1,
  created_at timestamptz not null,
  created_by_name text not null
);
create unique index one_system_a_name on info_system (unit_id, lower(name)) where state <> 'cancelled';
create index info_system_unit on info_system (unit_id);
create index info_system_manager on info_system (manager_id);
-- where it stands: a domain name, one address, or a range of addresses
create table system_place (
  id uuid primary key,
  system_id uuid not null references info_system on delete cascade,
  written text not null,
  domain text,
  first_ip inet,
  last_ip inet,
  check ((domain is null) <> (first_ip is null)),
  check ((first_ip is null) = (last_ip is null))
);
create index system_place_system on system_place (system_id);
create index system_place_domain on system_place (domain);
create index system_place_ip on system_place (first_ip, last_ip);
-- 地址段: which unit answers for addresses that no system has
create table unit_range (
  id uuid primary key,
  unit_id uuid not null references unit,
  written text not null,
  first_ip inet not null,
  last_ip inet not null,
  note text not null default '',
  created_by_name text not null
);
create index unit_range_ip on unit_range (first_ip, last_ip);
-- 履历: every field's history
create table system_change (
  id uuid primary key,
  system_id uuid not null references info_system on delete cascade,
  at timestamptz not null,
  by_name text not null,
  field text not null,
  before text not null,
  after text not null
);
create index system_change_system on system_change (system_id, at);
-- 认领: addresses that something found and no ledger knows
create table asset_claim (
  id uuid primary key,
  host text not null,
  ip inet,
  found_by text not null,
  found_at timestamptz not null,
  last_seen_at timestamptz not null,
  unit_id uuid references unit,
  state text not null default 'open' check (state in ('open', 'claimed', 'to_block', 'blocked', 'dropped')),
  declined uuid[] not null default '{}',
  system_id uuid references info_system,
  note text not null default '',
  decided_at timestamptz,
  decided_by_name text,
  version int not null default 1
);
create unique index one_open_claim on asset_claim (host, coalesce(ip, '0.0.0.0'::inet)) where state in ('open', 'to_block');
create index asset_claim_state on asset_claim (state, unit_id);
create table asset_import (
  token uuid primary key,
  account_id uuid not null references account,
  sha256 text not null,
  plan_hash text not null,
  created_at timestamptz not null,
  applied_at timestamptz
);
