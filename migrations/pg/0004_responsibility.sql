-- what was done to carry the responsibility; without a unit it is the whole organisation's
create table duty_record (
  id uuid primary key,
  kind text not null check (kind in ('special_meeting', 'quarterly_meeting', 'agenda_item', 'instruction', 'inspection', 'coordination', 'publicity', 'summary_meeting')),
  held_on date not null,
  title text not null,
  unit_id uuid references unit,
  chaired_by text not null,
  attendees text not null default '',
  content text not null default '',
  version int not null default 1,
  created_by_name text not null,
  created_at timestamptz not null
);
create index duty_record_held_on on duty_record (held_on);
create index duty_record_unit on duty_record (unit_id);

create table responsibility_letter (
  id uuid primary key,
  year int not null,
  unit_id uuid not null references unit,
  signed_on date not null,
  -- 甲方、乙方
  party_a text not null,
  party_b text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_note text
);
create unique index one_letter_a_year on responsibility_letter (year, unit_id) where withdrawn_at is null;

create table external_contact (
  id uuid primary key,
  kind text not null check (kind in ('telecom', 'vendor', 'police', 'cyberspace', 'education', 'other')),
  name text not null,
  contact_person text not null,
  phone text not null,
  note text not null default '',
  verified_on date,
  version int not null default 1,
  created_at timestamptz not null
);

-- a unit says that its people can be reached as they are listed
create table contact_check (
  id uuid primary key,
  unit_id uuid not null references unit,
  confirmed_at timestamptz not null,
  by_name text not null
);
create index contact_check_unit on contact_check (unit_id, confirmed_at);
