-- Counts, rankings and boards read twenty thousand assignments of a campaign: what they need of the case stands beside it, kept the same by the trigger.
alter table assignment add column state text, add column due_on date, add column open boolean;
update assignment a set state = c.state, due_on = c.due_on, open = c.closed_at is null from work_case c where c.id = a.id;
alter table assignment alter column state set not null, alter column open set not null;
create index assignment_list on assignment (campaign_id, open desc, due_on);

create function assignment_follows_case() returns trigger language plpgsql as $$
begin
  if not exists (select from new_rows where type = 'assignment') then return null; end if;
  update assignment a set state = n.state, due_on = n.due_on, open = n.closed_at is null
    from new_rows n where n.type = 'assignment' and a.id = n.id and (a.state, a.due_on, a.open) is distinct from (n.state, n.due_on, n.closed_at is null);
  return null;
end $$;
create trigger assignment_follows_case after update on work_case referencing new table as new_rows for each statement execute function assignment_follows_case();

-- and hazards are looked at only where one of them moved
create or replace function hazard_follows_case() returns trigger language plpgsql as $$
begin
  if not exists (select from new_rows where type = 'hazard') then return null; end if;
  update hazard h set state = n.state, unit_id = n.unit_id, due_on = n.due_on, open = n.closed_at is null
    from new_rows n where n.type = 'hazard' and h.id = n.id and (h.state, h.unit_id, h.due_on, h.open) is distinct from (n.state, n.unit_id, n.due_on, n.closed_at is null);
  return null;
end $$;
