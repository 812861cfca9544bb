-- The other ledgers: servers, devices, terminals, screens, software, databases, domains, certificates, data. Their fields are the table of modules/assets/ledgers.ts.
create table ledger_item (
  id uuid primary key,
  ledger text not null,
  name text not null,
  -- 谁主管谁负责, 谁运维谁负责, 谁使用谁负责
  unit_id uuid not null references unit,
  operating_unit_id uuid references unit,
  using_unit_id uuid references unit,
  person_id uuid references person,
  state text not null default 'in_use' check (state in ('planned', 'in_use', 'idle', 'retired')),
  fields jsonb not null default '{}',
  note text not null default '',
  -- what a search looks through: lower case, with the first letters of the name
  words text not null,
  version int not null default 1,
  created_at timestamptz not null,
  created_by_name text not null
);
create unique index one_item_a_name on ledger_item (ledger, unit_id, lower(name)) where state <> 'retired';
create index ledger_item_unit on ledger_item (unit_id, ledger);
create index ledger_item_operating on ledger_item (operating_unit_id);
create index ledger_item_using on ledger_item (using_unit_id);
create index ledger_item_person on ledger_item (person_id);
create table ledger_link (
  item_id uuid not null references ledger_item on delete cascade,
  system_id uuid not null references info_system on delete cascade,
  primary key (item_id, system_id)
);
create index ledger_link_system on ledger_link (system_id);
-- what runs out, and how far it was told of: 30 days before, 7 days before, over
create table ledger_due (
  item_id uuid not null references ledger_item on delete cascade,
  field text not null,
  due_on date not null,
  told text not null default '' check (told in ('', '30', '7', 'over')),
  primary key (item_id, field)
);
create index ledger_due_on on ledger_due (due_on);
-- 维护记录
create table ledger_record (
  id uuid primary key,
  item_id uuid not null references ledger_item on delete cascade,
  on_day date not null,
  what text not null,
  by_whom text not null default '',
  created_at timestamptz not null,
  created_by_name text not null
);
create index ledger_record_item on ledger_record (item_id, on_day);
create table ledger_change (
  id uuid primary key,
  item_id uuid not null references ledger_item on delete cascade,
  at timestamptz not null,
  by_name text not null,
  field text not null,
  before text not null,
  after text not null
);
create index ledger_change_item on ledger_change (item_id, at);
-- which ledger a checked sheet was for
alter table asset_import add column sheet text not null default 'systems';
