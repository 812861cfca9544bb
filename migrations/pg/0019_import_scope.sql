-- What a scan covered, kept with what it showed: absence says something only inside it.
alter table hazard
  -- when the latest scan that showed it was made, and the one that did not show it any more
  add column scanned_at timestamptz,
  add column unseen_at timestamptz;
alter table problem
  add column cnnvd text[] not null default '{}',
  add column cnvd text[] not null default '{}';
update problem p set
  cnnvd = array(select distinct upper(m[1]) from regexp_matches(concat_ws(' ', p.title, p.rule_id, p.description, p.remedy, array_to_string(p.refs, ' ')), '(CNNVD-\d{6}-\d{3,6})', 'gi') m),
  cnvd = array(select distinct upper(m[1]) from regexp_matches(concat_ws(' ', p.title, p.rule_id, p.description, p.remedy, array_to_string(p.refs, ' ')), '(CNVD-\d{4}-\d{4,7})', 'gi') m)
  where concat_ws(' ', p.title, p.rule_id, p.description, p.remedy, array_to_string(p.refs, ' ')) ~* 'CN(?:N)?VD-\d';
-- what the scanner itself marks as not to be counted is no absence either
alter table scan_row add column suppressed boolean not null default false;
-- rows are taken in the order of the file; what a row is known as, is looked up when it is staged
drop index scan_row_import;
create index scan_row_import on scan_row (import_id, i);
-- the same bytes were taken before
alter table scan_import add column same_as uuid references scan_import;
create index scan_import_sha on scan_import (sha256);
