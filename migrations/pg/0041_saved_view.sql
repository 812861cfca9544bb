-- A list as somebody wants it again: its filters and its columns. Own, or shared by the office with all.
create table saved_view (
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  page text not null,
  name text not null,
  query text not null,
  columns text[] not null,
  shared boolean not null default false,
  created_by_name text not null,
  created_at timestamptz not null,
  unique (account_id, page, name)
);
create index saved_view_shared on saved_view (page) where shared;
