-- Filings of systems with the authorities, what must stand before a system goes online, and the written report of what came and went.
create table filing_kind (
  key text primary key check (key ~ '^[a-z][a-z0-9_]{1,29}$'),
  name text not null,
  basis text not null default '',
  -- kinds of systems that owe it by themselves; an empty list: only where somebody adds it
  system_kinds text[] not null default '{}',
  -- to be done before going online; else so many days after
  before_online boolean not null default false,
  due_days int not null default 30 check (due_days between 0 and 365),
  change_days int not null default 15 check (change_days between 0 and 365),
  cancel_days int not null default 15 check (cancel_days between 0 and 365),
  -- fields of the system whose change makes the filing wrong
  change_fields text[] not null default '{unit_id,name,places}',
  number_pattern text not null default '',
  number_example text not null default '',
  -- the column of the ledger that holds the number; where there is none the filing holds it
  ledger_field text unique check (ledger_field in ('icp_number', 'police_number')),
  sort int not null default 100,
  active boolean not null default true,
  version int not null default 1
);
insert into filing_kind (key, name, basis, system_kinds, before_online, due_days, number_pattern, number_example, ledger_field, sort) values
  ('icp', 'ICP备案', '《互联网信息服务管理办法》第八条；《非经营性互联网信息服务备案管理办法》第五条', '{website}', true, 0, '^[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕甘青宁新]ICP备\d{8,12}号(-\d{1,4}[A-Z]?)?$', '示ICP备2026000001号-1', 'icp_number', 10),
  ('police', '公安联网备案', '《计算机信息网络国际联网安全保护管理办法》（公安部令第33号）第十二条：自网络正式联通之日起三十日内', '{website}', false, 30, '^[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕甘青宁新]公网安备\s?\d{12,15}号$', '示公网安备00000000000000号', 'police_number', 20),
  ('gov_site', '网站开办审核和标识', '《互联网政务应用安全管理规定》（2024年7月1日起施行）：开办须经审核', '{}', true, 0, '', '', null, 30),
  ('domain', '域名备案', '单位域名管理要求', '{}', true, 0, '', '', null, 40),
  ('campus', '校内备案', '单位网络安全管理要求', '{}', true, 0, '', '', null, 50);

create table filing (
  id uuid primary key references work_case on delete cascade,
  system_id uuid not null references info_system,
  kind text not null references filing_kind,
  subject text not null default '',
  own_number text not null default '',
  authority text not null default '',
  filed_on date,
  approved_on date,
  expires_on date,
  cancelled_on date,
  -- what the present duty is about, in words
  duty text not null default '',
  note text not null default '',
  unique (system_id, kind)
);
create index filing_kind_of on filing (kind);
create index filing_expiry on filing (expires_on) where expires_on is not null;

create table system_application (
  id uuid primary key references work_case on delete cascade,
  number text not null unique,
  kind text not null check (kind in ('go_live', 'restore', 'change', 'retire')),
  system_id uuid not null references info_system,
  content text not null default '',
  purpose text not null default '',
  users text not null default '',
  data_held text not null default '',
  contact_name text not null default '',
  contact_phone text not null default '',
  internet boolean not null default true,
  planned_on date,
  report_ref text not null default '',
  tested_on date,
  tested_by_name text,
  submitted_at timestamptz,
  decided_at timestamptz,
  decided_by_name text,
  -- when what was approved was carried out
  done_at timestamptz,
  created_at timestamptz not null,
  created_by_name text not null
);
create index system_application_system on system_application (system_id, created_at);

-- 基线防护, 恢复上线, 下线: what is asked, and what was answered for an application or, when it closes, for a system
create table check_item (
  list text not null check (list in ('baseline', 'restore', 'closing')),
  key text not null check (key ~ '^[a-z][a-z0-9_]{1,29}$'),
  title text not null,
  hint text not null default '',
  basis text not null default '',
  -- without it nothing is connected to the internet, restored or closed
  gate boolean not null default false,
  sort int not null default 100,
  active boolean not null default true,
  version int not null default 1,
  primary key (list, key)
);
insert into check_item (list, key, title, hint, basis, gate, sort) values
  ('baseline', 'firewall', '防火墙或 WAF 防护', '经过哪台设备、什么策略', '没有采用安全防范措施的信息系统（网站）严禁接入互联网', true, 10),
  ('baseline', 'patch', '操作系统、中间件和组件已打补丁', '写明版本和补丁日期', '网络安全法第二十三条', true, 20),
  ('baseline', 'password', '无默认口令、弱口令，口令策略已启用', '长度、复杂度、失败锁定', 'GB/T 22239-2019 身份鉴别', true, 30),
  ('baseline', 'ports', '只开放登记的端口，其余关闭', '与台账中登记开放的端口一致', 'GB/T 22239-2019 访问控制', true, 40),
  ('baseline', 'admin', '管理后台限制访问来源', '只允许校园网、VPN 或指定地址', 'GB/T 22239-2019 访问控制', true, 50),
  ('baseline', 'malware', '主机防病毒、防入侵', '软件名称和病毒库日期', '网络安全法第二十三条', false, 60),
  ('baseline', 'tamper', '网页防篡改', '网站填写；其他系统选不适用', '按需配备防火墙、网页防篡改系统、安全网关、入侵防御系统', false, 70),
  ('baseline', 'backup', '数据备份并做过恢复', '备份周期、存放位置、最近一次恢复', '网络安全法第二十三条', false, 80),
  ('baseline', 'logs', '日志留存不少于 180 天', '存放位置和留存天数；门户网站、公众号等互联网政务应用不少于一年', '网络安全法第二十三条：不少于六个月', false, 90),
  ('baseline', 'accounts', '账号权限最小，测试账号和数据已清理', '', 'GB/T 22239-2019 访问控制', false, 100),
  ('baseline', 'encryption', '登录和个人信息加密传输', '证书到期日', 'GB/T 22239-2019 数据保密性', false, 110),
  ('baseline', 'manager', '安全管理员已落实', '姓名', '网络安全法第二十三条：确定网络安全负责人', false, 120),
  ('baseline', 'emergency', '应急联系人和应急预案', '姓名、24 小时电话', '网络安全法第二十七条', false, 130),
  ('baseline', 'content', '信息发布审核（三审三校）', '有内容发布的填写', '网络信息内容生态治理规定', false, 140),
  ('restore', 'repaired', '已线下完成修复', '逐条写明修复了什么', '在规定的时限内无法整改到位的，必须关停信息系统（网站），进行线下修复', true, 10),
  ('restore', 'retested', '复测通过，隐患清零', '复测记录编号', '对整改结果进行复测验证，确保问题整改清零', true, 20),
  ('restore', 'alike', '已排查同类问题', '', '', false, 30),
  ('restore', 'traces', '已检查日志，没有被入侵的痕迹', '', '', true, 40),
  ('restore', 'password', '已更换口令和密钥', '', '', false, 50),
  ('restore', 'protection', '防护措施已恢复到位', '', '', true, 60),
  ('closing', 'data', '数据已处置', '备份移交、迁移或清除，写明去向', '不再使用时，必须及时办理备案注销手续，关闭服务', true, 10),
  ('closing', 'domain', '域名解析已撤销', '写明域名', '不再使用时，必须及时办理备案注销手续，关闭服务', true, 20),
  ('closing', 'ports', '端口、映射和防火墙策略已关闭', '写明地址和端口', '不再使用时，必须及时办理备案注销手续，关闭服务', true, 30),
  ('closing', 'filings', '备案注销已申请或已办结', 'ICP、公安、等级保护', '不再使用时，必须及时办理备案注销手续，关闭服务', true, 40),
  ('closing', 'resources', '服务器、证书和账号已收回', '', '', false, 50);
create table check_answer (
  subject_id uuid not null,
  list text not null,
  item text not null,
  answer text not null check (answer in ('yes', 'no', 'na')),
  note text not null default '',
  by_name text not null,
  at timestamptz not null,
  primary key (subject_id, list, item),
  foreign key (list, item) references check_item
);

-- 书面报备: what came, went or changed greatly, until it is written up
create table system_report_document (
  id uuid primary key,
  number text not null unique,
  title text not null,
  addressee text not null,
  systems int not null,
  issued_on date not null,
  issued_by_name text not null,
  created_at timestamptz not null
);
create table system_report (
  id uuid primary key,
  system_id uuid not null references info_system,
  what text not null check (what in ('new', 'closed', 'shut', 'restored', 'changed')),
  on_date date not null,
  reason text not null default '',
  paper text not null default '',
  document_id uuid references system_report_document,
  dropped_at timestamptz,
  dropped_note text not null default '',
  created_at timestamptz not null
);
create index system_report_open on system_report (created_at) where document_id is null and dropped_at is null;
create index system_report_system on system_report (system_id);

-- systems that are in the ledger already: what each owes, with its number where the ledger has one
with made as (
  select gen_random_uuid() as id, s.id as system_id, s.unit_id, k.key as kind, case k.ledger_field when 'icp_number' then s.icp_number else s.police_number end as number,
    case when s.state in ('online', 'shut') then coalesce(s.state_on, current_date) + k.due_days end as due_on
  from info_system s join filing_kind k on s.kind = any(k.system_kinds) where s.state <> 'cancelled'
), cases as (
  insert into work_case (id, type, state, unit_id, due_on, created_at, changed_at) select id, 'filing', case when number <> '' then 'filed' else 'todo' end, unit_id, case when number = '' then due_on end, now(), now() from made returning id
), events as (
  insert into case_event (id, case_id, at, action, to_state, actor_name, note) select gen_random_uuid(), id, now(), 'open', case when number <> '' then 'filed' else 'todo' end, '系统', '由系统台账建立' from made
)
insert into filing (id, system_id, kind) select id, system_id, kind from made;
