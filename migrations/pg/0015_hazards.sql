-- Hazards in three levels: a problem (what), an instance (what, where: one to be repaired), a sighting (one file that showed it).
create table problem (
  id uuid primary key,
  scanner text not null,
  rule_id text not null,
  title text not null,
  severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
  cve text[] not null default '{}',
  cwe text[] not null default '{}',
  description text not null default '',
  remedy text not null default '',
  refs text[] not null default '{}',
  score real,
  first_seen_at timestamptz not null,
  unique (scanner, rule_id)
);
create table scan_import (
  id uuid primary key,
  sha256 text not null,
  name text not null,
  size_bytes bigint not null,
  least text not null default 'low',
  state text not null default 'waiting' check (state in ('waiting', 'reading', 'done', 'failed', 'cancelled')),
  read_bytes bigint not null default 0,
  format text,
  scanner text,
  counts jsonb not null default '{}',
  refused jsonb not null default '[]',
  scope jsonb not null default '{}',
  close_absent boolean not null default false,
  error text,
  created_by uuid references account,
  created_by_name text not null,
  created_at timestamptz not null,
  taken_at timestamptz,
  finished_at timestamptz
);
create index scan_import_at on scan_import (created_at desc);
create table hazard (
  id uuid primary key references work_case on delete cascade,
  number text not null unique,
  key text not null unique,
  problem_id uuid not null references problem,
  system_id uuid references info_system,
  -- kept the same as the case's by the trigger below, so that lists of a million need no join
  unit_id uuid not null references unit,
  state text not null,
  due_on date,
  open boolean not null,
  severity text not null check (severity in ('critical', 'high', 'medium', 'low')),
  rank smallint not null,
  owned boolean not null,
  source text not null check (source in ('scan', 'manual', 'superior', 'self_check', 'inspection', 'check', 'alert')),
  host text not null,
  ip inet,
  port int,
  protocol text,
  path text,
  parameter text,
  evidence text not null default '',
  place text not null default '',
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  last_import_id uuid references scan_import,
  sightings int not null default 1,
  rounds int not null default 0,
  reopened int not null default 0,
  notified_at timestamptz,
  cleared_at timestamptz,
  dismissal text check (dismissal in ('false_positive', 'accepted')),
  dismissed_until date,
  feedback text
);
create index hazard_due on hazard (due_on, rank, id) where open;
create index hazard_unit on hazard (unit_id, due_on, rank, id) where open;
create index hazard_state on hazard (state, due_on, rank, id);
create index hazard_severity on hazard (rank, due_on, id) where open;
create index hazard_problem on hazard (problem_id, due_on, rank, id);
create index hazard_system on hazard (system_id, due_on, rank, id);
create index hazard_host on hazard (host text_pattern_ops);
create index hazard_ip on hazard (ip);
create index hazard_import on hazard (last_import_id);
create index hazard_all on hazard (due_on, rank, id);
create index hazard_first_seen on hazard (first_seen_at desc, id desc);
create index hazard_unowned on hazard (due_on, rank, id) where not owned;
create index hazard_reopened on hazard (due_on, rank, id) where reopened > 0;
create index hazard_late on hazard (due_on, unit_id, owned) where open and state in ('notified', 'signed', 'fixing', 'shut');
create index hazard_until on hazard (dismissed_until) where dismissed_until is not null;
create table sighting (
  hazard_id uuid not null references hazard on delete cascade,
  import_id uuid not null references scan_import,
  seen_at timestamptz not null,
  severity text not null,
  evidence_hash text not null,
  place text not null,
  primary key (hazard_id, import_id)
);
create index sighting_import on sighting (import_id);
-- 延期的整改计划: measures, who answers, milestones, what experts said
create table hazard_plan (
  extension_id uuid primary key references case_extension on delete cascade,
  measures text not null,
  responsible text not null,
  milestones text not null,
  expert_opinion text not null default ''
);
-- 整改时限, by severity and importance of the system
create table hazard_limit (
  severity text not null check (severity in ('critical', 'high', 'medium', 'low')),
  important boolean not null,
  days int not null check (days between 1 and 365),
  kind text not null check (kind in ('working', 'calendar')),
  primary key (severity, important)
);
insert into hazard_limit (severity, important, days, kind) values
  ('critical', false, 1, 'working'), ('critical', true, 1, 'working'), ('high', false, 3, 'working'), ('high', true, 3, 'working'),
  ('medium', false, 7, 'calendar'), ('medium', true, 5, 'calendar'), ('low', false, 30, 'calendar'), ('low', true, 15, 'calendar');

-- What the case says, the hazard says: state, unit, due date.
create function hazard_follows_case() returns trigger language plpgsql as $$
begin
  update hazard h set state = n.state, unit_id = n.unit_id, due_on = n.due_on, open = n.closed_at is null
    from new_rows n where n.type = 'hazard' and h.id = n.id and (h.state, h.unit_id, h.due_on, h.open) is distinct from (n.state, n.unit_id, n.due_on, n.closed_at is null);
  return null;
end $$;
create trigger hazard_follows_case after update on work_case referencing new table as new_rows for each statement execute function hazard_follows_case();

-- Exact counts without counting: by unit and day, what was found, what was cleared and how long that took.
create table hazard_day (
  unit_id uuid not null,
  owned boolean not null,
  day date not null,
  found bigint not null default 0,
  cleared bigint not null default 0,
  repairs bigint not null default 0,
  repair_seconds bigint not null default 0,
  primary key (unit_id, owned, day)
);
-- By unit, state and severity.
create table hazard_count (
  unit_id uuid not null,
  state text not null,
  severity text not null,
  owned boolean not null,
  n bigint not null,
  primary key (unit_id, state, severity, owned)
);
create function hazard_counts() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into hazard_count as c select x.unit_id, x.state, x.severity, x.owned, sum(x.sign) from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from new_rows) x group by 1, 2, 3, 4 having sum(x.sign) <> 0 order by 1, 2, 3, 4
      on conflict (unit_id, state, severity, owned) do update set n = c.n + excluded.n;
    insert into hazard_day as d (unit_id, owned, day, found, cleared, repairs, repair_seconds) select y.unit_id, y.owned, y.day, sum(y.f), sum(y.c), sum(y.r), sum(y.s) from (
        select x.unit_id, x.owned, (x.first_seen_at at time zone 'Asia/Shanghai')::date as day, x.sign as f, 0 as c, 0 as r, 0::bigint as s from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from new_rows) x
        union all select x.unit_id, x.owned, (x.cleared_at at time zone 'Asia/Shanghai')::date, 0, x.sign, case when x.notified_at is null then 0 else x.sign end, case when x.notified_at is null then 0 else x.sign * extract(epoch from x.cleared_at - x.notified_at)::bigint end from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from new_rows) x where x.cleared_at is not null) y
      group by 1, 2, 3 having sum(y.f) <> 0 or sum(y.c) <> 0 or sum(y.r) <> 0 or sum(y.s) <> 0 order by 1, 2, 3
      on conflict (unit_id, owned, day) do update set found = d.found + excluded.found, cleared = d.cleared + excluded.cleared, repairs = d.repairs + excluded.repairs, repair_seconds = d.repair_seconds + excluded.repair_seconds;
  elsif tg_op = 'DELETE' then
    insert into hazard_count as c select x.unit_id, x.state, x.severity, x.owned, sum(x.sign) from (select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from old_rows) x group by 1, 2, 3, 4 having sum(x.sign) <> 0 order by 1, 2, 3, 4
      on conflict (unit_id, state, severity, owned) do update set n = c.n + excluded.n;
    insert into hazard_day as d (unit_id, owned, day, found, cleared, repairs, repair_seconds) select y.unit_id, y.owned, y.day, sum(y.f), sum(y.c), sum(y.r), sum(y.s) from (
        select x.unit_id, x.owned, (x.first_seen_at at time zone 'Asia/Shanghai')::date as day, x.sign as f, 0 as c, 0 as r, 0::bigint as s from (select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from old_rows) x
        union all select x.unit_id, x.owned, (x.cleared_at at time zone 'Asia/Shanghai')::date, 0, x.sign, case when x.notified_at is null then 0 else x.sign end, case when x.notified_at is null then 0 else x.sign * extract(epoch from x.cleared_at - x.notified_at)::bigint end from (select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from old_rows) x where x.cleared_at is not null) y
      group by 1, 2, 3 having sum(y.f) <> 0 or sum(y.c) <> 0 or sum(y.r) <> 0 or sum(y.s) <> 0 order by 1, 2, 3
      on conflict (unit_id, owned, day) do update set found = d.found + excluded.found, cleared = d.cleared + excluded.cleared, repairs = d.repairs + excluded.repairs, repair_seconds = d.repair_seconds + excluded.repair_seconds;
  else
    insert into hazard_count as c select x.unit_id, x.state, x.severity, x.owned, sum(x.sign) from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from new_rows union all select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from old_rows) x group by 1, 2, 3, 4 having sum(x.sign) <> 0 order by 1, 2, 3, 4
      on conflict (unit_id, state, severity, owned) do update set n = c.n + excluded.n;
    insert into hazard_day as d (unit_id, owned, day, found, cleared, repairs, repair_seconds) select y.unit_id, y.owned, y.day, sum(y.f), sum(y.c), sum(y.r), sum(y.s) from (
        select x.unit_id, x.owned, (x.first_seen_at at time zone 'Asia/Shanghai')::date as day, x.sign as f, 0 as c, 0 as r, 0::bigint as s from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from new_rows union all select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from old_rows) x
        union all select x.unit_id, x.owned, (x.cleared_at at time zone 'Asia/Shanghai')::date, 0, x.sign, case when x.notified_at is null then 0 else x.sign end, case when x.notified_at is null then 0 else x.sign * extract(epoch from x.cleared_at - x.notified_at)::bigint end from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from new_rows union all select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at from old_rows) x where x.cleared_at is not null) y
      group by 1, 2, 3 having sum(y.f) <> 0 or sum(y.c) <> 0 or sum(y.r) <> 0 or sum(y.s) <> 0 order by 1, 2, 3
      on conflict (unit_id, owned, day) do update set found = d.found + excluded.found, cleared = d.cleared + excluded.cleared, repairs = d.repairs + excluded.repairs, repair_seconds = d.repair_seconds + excluded.repair_seconds;
  end if;
  return null;
end $$;
create trigger hazard_counts_insert after insert on hazard referencing new table as new_rows for each statement execute function hazard_counts();
create trigger hazard_counts_delete after delete on hazard referencing old table as old_rows for each statement execute function hazard_counts();
create trigger hazard_counts_update after update on hazard referencing new table as new_rows old table as old_rows for each statement execute function hazard_counts();

-- 通报与限期整改通知书, one a unit, numbered without gaps
create table hazard_notice (
  id uuid primary key,
  batch_id uuid not null,
  kind text not null check (kind in ('circular', 'order', 'shutdown')),
  unit_id uuid not null references unit,
  unit_name text not null,
  number text not null unique,
  title text not null,
  note text not null default '',
  due_on date,
  contact text not null default '',
  issued_at timestamptz not null,
  issued_by_name text not null,
  signed_at timestamptz,
  signed_by_name text,
  withdrawn_at timestamptz,
  withdrawn_note text
);
create index hazard_notice_unit on hazard_notice (unit_id, issued_at desc);
create index hazard_notice_batch on hazard_notice (batch_id);
create table hazard_notice_item (
  notice_id uuid not null references hazard_notice on delete cascade,
  hazard_id uuid not null references hazard,
  primary key (notice_id, hazard_id)
);
create index hazard_notice_item_hazard on hazard_notice_item (hazard_id);
-- what a file told, before it is taken as a whole; nothing is lost when the server dies: the import begins again
create unlogged table scan_row (
  import_id uuid not null,
  i int not null,
  key text not null,
  scanner text not null,
  rule_id text not null,
  title text not null,
  severity text not null,
  rank smallint not null,
  host text not null,
  ip text,
  port int,
  protocol text,
  path text,
  parameter text,
  system text not null,
  cve text[] not null,
  cwe text[] not null,
  description text not null,
  remedy text not null,
  evidence text not null,
  evidence_hash text not null,
  refs text[] not null,
  score real,
  place text not null,
  system_id uuid,
  unit_id uuid,
  hazard_id uuid
);
create index scan_row_import on scan_row (import_id, key);
