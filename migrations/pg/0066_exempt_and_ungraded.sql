-- Numbers that are not asked for, since the filing of that kind was found not to be needed: kept by what keeps the filings
alter table info_system add column exempt text[] not null default '{}';
update info_system s set exempt = x.fields from (
  select f.system_id, array_agg(distinct k.ledger_field) as fields from filing f join work_case c on c.id = f.id join filing_kind k on k.key = f.kind where c.state = 'void' and k.ledger_field is not null group by f.system_id
) x where x.system_id = s.id and s.state <> 'cancelled';
-- 不定级的理由: why it needs no level; what has a level has none
alter table info_system
  add column ungraded_reason text not null default '',
  add constraint level_or_reason check (mlps_level is null or ungraded_reason = '');
