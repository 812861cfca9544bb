-- 问责情形: what the office adds to the ones that come with the product
create table accountability_ground (
  id uuid primary key,
  text text not null,
  source text not null,
  measures text[] not null,
  created_by_name text not null,
  created_at timestamptz not null,
  withdrawn_at timestamptz
);

-- 线索 and what becomes of it: a case of the unit concerned
create table clue (
  id uuid primary key references work_case on delete cascade,
  -- a built-in key, or the id of an own ground; with its words as they stood
  ground text not null,
  ground_text text not null,
  ground_source text not null,
  -- what a rule saw; null where a person registered it
  object_key text,
  object_link text,
  facts text not null,
  -- who told; never shown to the unit
  informant text not null default '',
  asked_note text,
  asked_at timestamptz,
  answer_by date,
  answer text,
  answered_by_name text,
  answered_at timestamptz,
  responsible text not null default '',
  finding text not null default '',
  measures text[] not null default '{}',
  correct_by date,
  corrected_on date,
  proposed_by uuid references account,
  decided_on date,
  -- 移送
  transfer_to text,
  transferred_on date,
  transfer_receipt text,
  created_by_name text not null
);
-- one clue a ground and object, however often the rules run
create unique index clue_once on clue (ground, object_key);
create index clue_proposed_by on clue (proposed_by);

-- 重点督导名单; a row that ended is the history
create table watch_entry (
  id uuid primary key,
  unit_id uuid not null references unit,
  reasons jsonb not null,
  note text not null,
  put_on date not null,
  put_by_name text not null,
  taken_off_on date,
  taken_off_note text,
  taken_off_by_name text,
  check (taken_off_on is null or taken_off_on >= put_on)
);
create unique index watch_entry_open on watch_entry (unit_id) where taken_off_on is null;
create index watch_entry_unit on watch_entry (unit_id);

-- 表扬、批评通报
create table circular (
  id uuid primary key,
  kind text not null check (kind in ('praise', 'criticism')),
  title text not null,
  opening text not null,
  campaign_id uuid references campaign,
  period_from date,
  period_to date,
  entries jsonb not null,
  number text unique,
  file_id uuid references file,
  issued_on date,
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null,
  check ((campaign_id is null) = (period_from is not null and period_to is not null)),
  check ((number is null) = (issued_on is null))
);
create index circular_campaign on circular (campaign_id);
create index circular_file on circular (file_id);

-- 表彰
create table honour (
  id uuid primary key,
  year int not null,
  kind text not null check (kind in ('unit', 'person')),
  unit_id uuid not null references unit,
  person_name text not null default '',
  title text not null,
  reason text not null,
  basis text not null default '',
  -- why it was granted although the unit was held to account that year
  override_note text,
  created_by_name text not null,
  created_at timestamptz not null,
  check ((kind = 'person') = (person_name <> ''))
);
create unique index honour_once on honour (year, unit_id, person_name, title);
create index honour_unit on honour (unit_id);
