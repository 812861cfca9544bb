-- The same hole seen by two scanners, or by address and by name: one stands for all of them, each keeps its number, its history and its own evidence.
alter table hazard add column lead_id uuid references hazard check (lead_id <> id);
create index hazard_lead on hazard (lead_id) where lead_id is not null;
-- 提出 by the server or a person, 确认 or 否定 by a person, taken back by a person; what was refused is not proposed again
create table hazard_link (
  id uuid primary key,
  hazard_id uuid not null references hazard on delete cascade,
  lead_id uuid not null references hazard on delete cascade,
  state text not null check (state in ('proposed', 'linked', 'refused', 'undone')),
  reason text not null check (reason in ('cve', 'rules', 'name', 'hand')),
  created_at timestamptz not null,
  decided_at timestamptz,
  decided_by_name text,
  check (hazard_id <> lead_id)
);
create unique index one_hazard_link on hazard_link (least(hazard_id, lead_id), greatest(hazard_id, lead_id));
create index hazard_link_hazard on hazard_link (hazard_id);
create index hazard_link_lead on hazard_link (lead_id);
create index hazard_link_open on hazard_link (created_at) where state = 'proposed';
-- Rules of different scanners that tell of the same hole; the office adds to it.
create table same_hole (
  hole text not null,
  scanner text not null,
  rule_id text not null,
  source text not null,
  primary key (scanner, rule_id)
);
create index same_hole_hole on same_hole (hole);
-- from the scanners' own descriptions of these checks
insert into same_hole (hole, scanner, rule_id, source) values
  ('MS17-010', 'nessus', '97833', 'tenable.com/plugins'), ('MS17-010', 'nessus', '97737', 'tenable.com/plugins'), ('MS17-010', 'openvas', '1.3.6.1.4.1.25623.1.0.810676', 'Greenbone NVT'), ('MS17-010', 'fscan', 'ms17-010', 'fscan'),
  ('SMBGhost', 'fscan', 'smbghost', 'fscan'),
  ('SSLv2/SSLv3', 'nessus', '20007', 'tenable.com/plugins'), ('SSLv2/SSLv3', 'openvas', '1.3.6.1.4.1.25623.1.0.111012', 'Greenbone NVT'), ('SSLv2/SSLv3', 'testssl', 'SSLv3', 'testssl.sh'),
  ('TLS 1.0', 'nessus', '104743', 'tenable.com/plugins'), ('TLS 1.0', 'openvas', '1.3.6.1.4.1.25623.1.0.117274', 'Greenbone NVT'), ('TLS 1.0', 'testssl', 'TLS1', 'testssl.sh'),
  ('证书过期', 'nessus', '15901', 'tenable.com/plugins'), ('证书过期', 'openvas', '1.3.6.1.4.1.25623.1.0.103955', 'Greenbone NVT'), ('证书过期', 'testssl', 'cert_expirationStatus', 'testssl.sh'),
  ('SWEET32', 'nessus', '42873', 'tenable.com/plugins'), ('SWEET32', 'openvas', '1.3.6.1.4.1.25623.1.0.108031', 'Greenbone NVT'), ('SWEET32', 'testssl', 'SWEET32', 'testssl.sh'),
  ('SSH 弱加密算法', 'nessus', '70658', 'tenable.com/plugins'), ('SSH 弱加密算法', 'openvas', '1.3.6.1.4.1.25623.1.0.105611', 'Greenbone NVT');

-- Figures count a hole once: linked ones stand apart. Told, answered and come back are counted along.
drop trigger hazard_counts_insert on hazard;
drop trigger hazard_counts_delete on hazard;
drop trigger hazard_counts_update on hazard;
alter table hazard_count add column linked boolean not null default false, add column told bigint not null default 0, add column answered bigint not null default 0, add column again bigint not null default 0;
alter table hazard_count drop constraint hazard_count_pkey;
delete from hazard_count;
insert into hazard_count (unit_id, state, severity, owned, linked, n, told, answered, again)
  select unit_id, state, severity, owned, false, count(*), count(*) filter (where notified_at is not null), count(*) filter (where notified_at is not null and feedback is not null), count(*) filter (where reopened > 0) from hazard group by 1, 2, 3, 4;
alter table hazard_count add primary key (unit_id, state, severity, owned, linked);
-- of what was found on a day: how much is cleared by now, and how much need not be
alter table hazard_day add column found_cleared bigint not null default 0, add column found_dismissed bigint not null default 0;
update hazard_day d set found_cleared = x.c, found_dismissed = x.d from (select unit_id, owned, (first_seen_at at time zone 'Asia/Shanghai')::date as day, count(*) filter (where state = 'cleared') as c, count(*) filter (where state = 'dismissed') as d from hazard group by 1, 2, 3) x where x.unit_id = d.unit_id and x.owned = d.owned and x.day = d.day;
create or replace function hazard_counts() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into hazard_count as c (unit_id, state, severity, owned, linked, n, told, answered, again) select x.unit_id, x.state, x.severity, x.owned, x.lead_id is not null, sum(x.sign), coalesce(sum(x.sign) filter (where x.notified_at is not null), 0), coalesce(sum(x.sign) filter (where x.notified_at is not null and x.feedback is not null), 0), coalesce(sum(x.sign) filter (where x.reopened > 0), 0) from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from new_rows) x
      group by 1, 2, 3, 4, 5 having sum(x.sign) <> 0 or coalesce(sum(x.sign) filter (where x.notified_at is not null), 0) <> 0 or coalesce(sum(x.sign) filter (where x.notified_at is not null and x.feedback is not null), 0) <> 0 or coalesce(sum(x.sign) filter (where x.reopened > 0), 0) <> 0 order by 1, 2, 3, 4, 5
      on conflict (unit_id, state, severity, owned, linked) do update set n = c.n + excluded.n, told = c.told + excluded.told, answered = c.answered + excluded.answered, again = c.again + excluded.again;
    insert into hazard_day as d (unit_id, owned, day, found, cleared, repairs, repair_seconds, found_cleared, found_dismissed) select y.unit_id, y.owned, y.day, sum(y.f), sum(y.c), sum(y.r), sum(y.s), sum(y.fc), sum(y.fd) from (
        select x.unit_id, x.owned, (x.first_seen_at at time zone 'Asia/Shanghai')::date as day, x.sign as f, 0 as c, 0 as r, 0::bigint as s, case when x.state = 'cleared' then x.sign else 0 end as fc, case when x.state = 'dismissed' then x.sign else 0 end as fd from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from new_rows) x where x.lead_id is null
        union all select x.unit_id, x.owned, (x.cleared_at at time zone 'Asia/Shanghai')::date, 0, x.sign, case when x.notified_at is null then 0 else x.sign end, case when x.notified_at is null then 0 else x.sign * extract(epoch from x.cleared_at - x.notified_at)::bigint end, 0, 0 from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from new_rows) x where x.cleared_at is not null and x.lead_id is null) y
      group by 1, 2, 3 having sum(y.f) <> 0 or sum(y.c) <> 0 or sum(y.r) <> 0 or sum(y.s) <> 0 or sum(y.fc) <> 0 or sum(y.fd) <> 0 order by 1, 2, 3
      on conflict (unit_id, owned, day) do update set found = d.found + excluded.found, cleared = d.cleared + excluded.cleared, repairs = d.repairs + excluded.repairs, repair_seconds = d.repair_seconds + excluded.repair_seconds, found_cleared = d.found_cleared + excluded.found_cleared, found_dismissed = d.found_dismissed + excluded.found_dismissed;
  elsif tg_op = 'DELETE' then
    insert into hazard_count as c (unit_id, state, severity, owned, linked, n, told, answered, again) select x.unit_id, x.state, x.severity, x.owned, x.lead_id is not null, sum(x.sign), coalesce(sum(x.sign) filter (where x.notified_at is not null), 0), coalesce(sum(x.sign) filter (where x.notified_at is not null and x.feedback is not null), 0), coalesce(sum(x.sign) filter (where x.reopened > 0), 0) from (select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from old_rows) x
      group by 1, 2, 3, 4, 5 having sum(x.sign) <> 0 or coalesce(sum(x.sign) filter (where x.notified_at is not null), 0) <> 0 or coalesce(sum(x.sign) filter (where x.notified_at is not null and x.feedback is not null), 0) <> 0 or coalesce(sum(x.sign) filter (where x.reopened > 0), 0) <> 0 order by 1, 2, 3, 4, 5
      on conflict (unit_id, state, severity, owned, linked) do update set n = c.n + excluded.n, told = c.told + excluded.told, answered = c.answered + excluded.answered, again = c.again + excluded.again;
    insert into hazard_day as d (unit_id, owned, day, found, cleared, repairs, repair_seconds, found_cleared, found_dismissed) select y.unit_id, y.owned, y.day, sum(y.f), sum(y.c), sum(y.r), sum(y.s), sum(y.fc), sum(y.fd) from (
        select x.unit_id, x.owned, (x.first_seen_at at time zone 'Asia/Shanghai')::date as day, x.sign as f, 0 as c, 0 as r, 0::bigint as s, case when x.state = 'cleared' then x.sign else 0 end as fc, case when x.state = 'dismissed' then x.sign else 0 end as fd from (select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from old_rows) x where x.lead_id is null
        union all select x.unit_id, x.owned, (x.cleared_at at time zone 'Asia/Shanghai')::date, 0, x.sign, case when x.notified_at is null then 0 else x.sign end, case when x.notified_at is null then 0 else x.sign * extract(epoch from x.cleared_at - x.notified_at)::bigint end, 0, 0 from (select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from old_rows) x where x.cleared_at is not null and x.lead_id is null) y
      group by 1, 2, 3 having sum(y.f) <> 0 or sum(y.c) <> 0 or sum(y.r) <> 0 or sum(y.s) <> 0 or sum(y.fc) <> 0 or sum(y.fd) <> 0 order by 1, 2, 3
      on conflict (unit_id, owned, day) do update set found = d.found + excluded.found, cleared = d.cleared + excluded.cleared, repairs = d.repairs + excluded.repairs, repair_seconds = d.repair_seconds + excluded.repair_seconds, found_cleared = d.found_cleared + excluded.found_cleared, found_dismissed = d.found_dismissed + excluded.found_dismissed;
  else
    insert into hazard_count as c (unit_id, state, severity, owned, linked, n, told, answered, again) select x.unit_id, x.state, x.severity, x.owned, x.lead_id is not null, sum(x.sign), coalesce(sum(x.sign) filter (where x.notified_at is not null), 0), coalesce(sum(x.sign) filter (where x.notified_at is not null and x.feedback is not null), 0), coalesce(sum(x.sign) filter (where x.reopened > 0), 0) from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from new_rows union all select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from old_rows) x
      group by 1, 2, 3, 4, 5 having sum(x.sign) <> 0 or coalesce(sum(x.sign) filter (where x.notified_at is not null), 0) <> 0 or coalesce(sum(x.sign) filter (where x.notified_at is not null and x.feedback is not null), 0) <> 0 or coalesce(sum(x.sign) filter (where x.reopened > 0), 0) <> 0 order by 1, 2, 3, 4, 5
      on conflict (unit_id, state, severity, owned, linked) do update set n = c.n + excluded.n, told = c.told + excluded.told, answered = c.answered + excluded.answered, again = c.again + excluded.again;
    insert into hazard_day as d (unit_id, owned, day, found, cleared, repairs, repair_seconds, found_cleared, found_dismissed) select y.unit_id, y.owned, y.day, sum(y.f), sum(y.c), sum(y.r), sum(y.s), sum(y.fc), sum(y.fd) from (
        select x.unit_id, x.owned, (x.first_seen_at at time zone 'Asia/Shanghai')::date as day, x.sign as f, 0 as c, 0 as r, 0::bigint as s, case when x.state = 'cleared' then x.sign else 0 end as fc, case when x.state = 'dismissed' then x.sign else 0 end as fd from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from new_rows union all select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from old_rows) x where x.lead_id is null
        union all select x.unit_id, x.owned, (x.cleared_at at time zone 'Asia/Shanghai')::date, 0, x.sign, case when x.notified_at is null then 0 else x.sign end, case when x.notified_at is null then 0 else x.sign * extract(epoch from x.cleared_at - x.notified_at)::bigint end, 0, 0 from (select 1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from new_rows union all select -1 as sign, unit_id, state, severity, owned, first_seen_at, notified_at, cleared_at, feedback, reopened, lead_id from old_rows) x where x.cleared_at is not null and x.lead_id is null) y
      group by 1, 2, 3 having sum(y.f) <> 0 or sum(y.c) <> 0 or sum(y.r) <> 0 or sum(y.s) <> 0 or sum(y.fc) <> 0 or sum(y.fd) <> 0 order by 1, 2, 3
      on conflict (unit_id, owned, day) do update set found = d.found + excluded.found, cleared = d.cleared + excluded.cleared, repairs = d.repairs + excluded.repairs, repair_seconds = d.repair_seconds + excluded.repair_seconds, found_cleared = d.found_cleared + excluded.found_cleared, found_dismissed = d.found_dismissed + excluded.found_dismissed;
  end if;
  return null;
end $$;
create trigger hazard_counts_insert after insert on hazard referencing new table as new_rows for each statement execute function hazard_counts();
create trigger hazard_counts_delete after delete on hazard referencing old table as old_rows for each statement execute function hazard_counts();
create trigger hazard_counts_update after update on hazard referencing new table as new_rows old table as old_rows for each statement execute function hazard_counts();
-- weeks of the dashboard lead to their rows
create index hazard_cleared on hazard (cleared_at desc, id desc) where cleared_at is not null;
