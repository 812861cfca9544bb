-- 谁使用谁负责; where it stands on the network; what it would mean if it broke; what must not be seen from outside
alter table info_system
  add column using_unit_id uuid references unit,
  add column network_zone text not null default '' check (network_zone in ('', 'internet', 'campus', 'internal')),
  -- 公文收发、财务等特殊系统: internal network only
  add column special boolean not null default false,
  add column cii boolean not null default false,
  -- 是否纳入站群; unknown where null
  add column site_group boolean,
  add column breach_effect text not null default '',
  add column middleware text not null default '';
create index info_system_operating on info_system (operating_unit_id);
create index info_system_using on info_system (using_unit_id);
-- 本单位域名: what is under none of these is 双非 by its name
create table own_domain (
  domain text primary key,
  created_by_name text not null
);
