-- what the system administrator proposes and the security administrator grants
alter table account
  add column suggested_role text check (suggested_role in ('office', 'leader', 'unit_head', 'liaison', 'vendor')),
  add column suggested_unit_id uuid references unit;
