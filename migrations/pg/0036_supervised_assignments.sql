-- a table of tasks is no letter: it may stand without a number
alter table issued_document alter column number drop not null;
-- the notices that one press of 一键督办 wrote
alter table issued_document add column batch_id uuid;
-- which assignments a 督办通知 names, and by when it wants them; their own due date stays
create table supervised_assignment (
  document_id uuid not null references issued_document on delete cascade,
  assignment_id uuid not null references assignment on delete cascade,
  due_on date,
  primary key (document_id, assignment_id)
);
create index supervised_assignment_assignment on supervised_assignment (assignment_id);
update issued_document d set batch_id = b.id
  from (select campaign_id, created_by, date_trunc('minute', created_at) as minute, gen_random_uuid() as id from issued_document where kind = 'supervision_notice' group by 1, 2, 3) b
  where d.kind = 'supervision_notice' and d.campaign_id = b.campaign_id and d.created_by = b.created_by and date_trunc('minute', d.created_at) = b.minute;
-- notices of before: what was late in the unit on their day; the date they set is in the letter alone
insert into supervised_assignment (document_id, assignment_id)
  select d.id, a.id from issued_document d join assignment a on a.campaign_id = d.campaign_id and a.unit_id = d.unit_id join work_case c on c.id = a.id
  where d.kind = 'supervision_notice' and c.created_at < d.created_at and c.due_on < (d.created_at at time zone 'Asia/Shanghai')::date and (c.closed_at is null or c.closed_at > d.created_at);
