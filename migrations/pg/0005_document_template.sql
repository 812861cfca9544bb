-- an organisation's own Word file in place of the built-in layout, one a kind of document
create table document_template (
  kind text primary key,
  file_id uuid not null references file,
  saved_at timestamptz not null,
  saved_by text not null
);
