-- the last verification, and all rows of one action, without reading a trail of years
create index audit_log_action on audit_log (action, seq);
