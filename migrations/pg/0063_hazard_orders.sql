-- The list of hazards in every order with every filter: what has no due date yet comes last, in one key, and every filter finds its rows or its order by an index.
drop index hazard_due, hazard_unit, hazard_state, hazard_severity, hazard_problem, hazard_system, hazard_all, hazard_unowned, hazard_reopened, hazard_import, hazard_late;
create index hazard_all on hazard ((coalesce(due_on, 'infinity'::date)), rank, id);
create index hazard_due on hazard ((coalesce(due_on, 'infinity'::date)), rank, id) where open;
create index hazard_severity on hazard (rank, (coalesce(due_on, 'infinity'::date)), id);
create index hazard_unit on hazard (unit_id, (coalesce(due_on, 'infinity'::date)), rank, id);
create index hazard_state on hazard (state, (coalesce(due_on, 'infinity'::date)), rank, id);
create index hazard_problem on hazard (problem_id, (coalesce(due_on, 'infinity'::date)), rank, id);
create index hazard_system on hazard (system_id, (coalesce(due_on, 'infinity'::date)), rank, id);
create index hazard_unowned on hazard ((coalesce(due_on, 'infinity'::date)), rank, id) where not owned;
create index hazard_reopened on hazard ((coalesce(due_on, 'infinity'::date)), rank, id) where reopened > 0;
create index hazard_answered on hazard ((coalesce(due_on, 'infinity'::date)), rank, id) where notified_at is not null and feedback is not null;
create index hazard_unanswered on hazard ((coalesce(due_on, 'infinity'::date)), rank, id) where notified_at is not null and feedback is null;
create index hazard_import on hazard (last_import_id, (coalesce(due_on, 'infinity'::date)), rank, id);
create index hazard_by_hand on hazard (source, (coalesce(due_on, 'infinity'::date)), rank, id) where source <> 'scan';
-- what waits has no date yet and stands at the end of every rank: the gravest of one state first, the list of whoever verifies, needs its own
create index hazard_state_severity on hazard (state, rank, (coalesce(due_on, 'infinity'::date)), id);
-- counted from the index alone: linked ones count once
create index hazard_late on hazard (due_on, unit_id, owned) where open and lead_id is null and state in ('notified', 'signed', 'fixing', 'shut');
analyze hazard;
