-- Tables of superiors' notices and of others that no reader knows: a person says once what each column is.
alter table scan_import drop constraint scan_import_state_check;
alter table scan_import add constraint scan_import_state_check check (state in ('waiting', 'reading', 'mapping', 'done', 'failed', 'cancelled'));
-- what was found in the file, with its first rows, while it waits for a person
alter table scan_import add column tables jsonb not null default '[]';
-- signature of a table → what its columns are, as chosen for this import
alter table scan_import add column columns jsonb not null default '{}';
alter table scan_import add column source text not null default 'scan' check (source in ('scan', 'superior', 'self_check', 'inspection'));
create table import_columns (
  -- of the titles in their order
  signature text primary key,
  titles text[] not null,
  columns jsonb not null,
  used_at timestamptz not null,
  used_by_name text not null
);
-- the unit that a table names; '' where it names none
alter table scan_row add column unit_name text not null default '';
