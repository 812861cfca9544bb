-- 等级保护: objects that are graded, filed, assessed and repaired; each is a case (work_case) with its history.
create table mlps_object (
  id uuid primary key references work_case on delete cascade,
  name text not null,
  initials text not null default '',
  level int check (level between 1 and 5),
  s_level int check (s_level between 1 and 5),
  a_level int check (a_level between 1 and 5),
  -- 受侵害客体 → 侵害程度, of 业务信息 (s) and 系统服务 (a)
  s_harm jsonb not null default '{}',
  a_harm jsonb not null default '{}',
  responsible_body text not null default '',
  composition text not null default '',
  business text not null default '',
  boundary text not null default '',
  s_data text not null default '',
  s_reason text not null default '',
  a_service text not null default '',
  a_reason text not null default '',
  differs_reason text not null default '',
  graded_on date,
  graded_by_name text not null default '',
  experts text not null default '',
  expert_opinion text not null default '',
  reviewed_on date,
  authority text not null default '',
  authority_opinion text not null default '',
  approved_on date,
  certificate_number text not null default '',
  issued_on date,
  expires_on date,
  form_edition text not null default '2025' check (form_edition in ('2025', 'earlier')),
  filed_with text not null default '',
  online_on date,
  -- what was written into the forms over what the ledger says
  form jsonb not null default '{}',
  created_by_name text not null
);
create table mlps_object_system (
  object_id uuid not null references mlps_object on delete cascade,
  system_id uuid not null references info_system,
  live boolean not null default true,
  primary key (object_id, system_id)
);
-- a system is graded in one object at a time
create unique index one_object_a_system on mlps_object_system (system_id) where live;
create table mlps_level_change (
  id uuid primary key,
  object_id uuid not null references mlps_object on delete cascade,
  at timestamptz not null,
  by_name text not null,
  before int,
  after int not null,
  reason text not null
);
create index mlps_level_change_object on mlps_level_change (object_id, at);
create table mlps_assessment (
  id uuid primary key,
  object_id uuid not null references mlps_object on delete cascade,
  agency text not null,
  agency_number text not null default '',
  contract_on date,
  started_on date,
  finished_on date,
  edition text not null check (edition in ('2019', '2021', '2025')),
  conclusion text check (conclusion in ('conform', 'basic', 'not_conform', 'excellent', 'good', 'medium', 'poor')),
  score numeric(5, 2) check (score between 0 and 100),
  rate numeric(5, 2) check (rate between 0 and 100),
  high_risks int not null default 0,
  major_hazards int not null default 0,
  note text not null default '',
  version int not null default 1,
  created_at timestamptz not null,
  created_by_name text not null
);
create index mlps_assessment_object on mlps_assessment (object_id, finished_on);
create table mlps_check (
  id uuid primary key,
  object_id uuid not null references mlps_object on delete cascade,
  level int not null,
  started_on date not null,
  started_by_name text not null,
  finished_on date,
  score numeric(5, 2)
);
create unique index one_open_check on mlps_check (object_id) where finished_on is null;
create table mlps_answer (
  id uuid primary key,
  check_id uuid not null references mlps_check on delete cascade,
  point text not null,
  verdict text check (verdict in ('yes', 'part', 'no', 'na')),
  note text not null default '',
  unique (check_id, point)
);
-- what is to be repaired: a problem of an assessment, or a gap of a self-check
create table mlps_item (
  id uuid primary key references work_case on delete cascade,
  object_id uuid not null references mlps_object on delete cascade,
  source text not null check (source in ('assessment', 'self_check')),
  assessment_id uuid references mlps_assessment,
  check_id uuid references mlps_check,
  control_class text not null,
  point text not null default '',
  requirement text not null default '',
  description text not null,
  risk text not null check (risk in ('high', 'medium', 'low')),
  advice text not null default '',
  major boolean not null default false,
  responsible text not null default '',
  feedback text not null default '',
  rounds int not null default 0
);
create index mlps_item_object on mlps_item (object_id);
create index mlps_item_assessment on mlps_item (assessment_id);
create index mlps_item_check on mlps_item (check_id);
create table mlps_plan (
  id uuid primary key,
  year int not null,
  object_id uuid not null references mlps_object on delete cascade,
  kind text not null check (kind in ('grade', 'file', 'assess', 'self_check', 'repair')),
  due_on date not null,
  responsible text not null default '',
  note text not null default '',
  version int not null default 1,
  unique (year, object_id, kind)
);
create index mlps_plan_object on mlps_plan (object_id);
-- what the office sets otherwise than delivered
create table mlps_rule (key text primary key, value int not null);
create table mlps_note (key text primary key, value jsonb not null);
create table mlps_suggestion (
  id uuid primary key,
  keywords text[] not null,
  level int not null check (level between 1 and 5),
  s_level int not null check (s_level between 1 and 5),
  a_level int not null check (a_level between 1 and 5),
  example text not null,
  basis text not null default '',
  sort int not null
);
-- 教育行业建议等级: what schools commonly settle on after the sector's guide of 2014; to be compared with the guide's own table by superior, business and deployment before it is quoted
insert into mlps_suggestion (id, keywords, level, s_level, a_level, example, basis, sort)
select gen_random_uuid(), k, l, s, a, e, '教技厅函〔2014〕74号《教育行业信息系统安全等级保护定级工作指南（试行）》，高校常见做法，待核原文', row_number() over () from (values
  (array['门户', '网站群', '站群'], 2, 2, 2, '学校门户网站、网站群'),
  (array['网站', '主页'], 2, 2, 2, '单位网站（仅发布公开信息的小型网站可为第一级）'),
  (array['教务', '选课', '成绩'], 2, 2, 2, '教务管理、选课、成绩系统'),
  (array['财务', '收费', '缴费', '薪酬', '工资'], 2, 2, 2, '财务管理、收费系统'),
  (array['一卡通', '校园卡', '虚拟卡'], 2, 2, 2, '校园一卡通'),
  (array['招生', '录取', '报名'], 3, 3, 3, '招生录取、考试报名系统'),
  (array['学工', '学生工作', '迎新', '离校', '资助', '宿舍'], 2, 2, 2, '学生工作、迎新离校系统'),
  (array['人事', '师资', '职称'], 2, 2, 2, '人事管理系统'),
  (array['统一身份', '身份认证', '单点登录'], 3, 3, 3, '统一身份认证平台'),
  (array['数据中心', '数据中台', '数据共享', '数据交换', '数据治理'], 3, 3, 3, '全校数据中心、数据共享平台'),
  (array['办公', 'OA', '公文', '协同'], 2, 2, 2, '办公自动化、公文系统'),
  (array['邮件', '邮箱', '电子邮件'], 2, 2, 2, '电子邮件系统'),
  (array['科研', '项目申报', '学科'], 2, 2, 2, '科研管理系统'),
  (array['研究生', '学位', '论文'], 2, 2, 2, '研究生管理、学位论文系统'),
  (array['图书', '文献', '档案'], 2, 2, 2, '图书馆、档案管理系统'),
  (array['心理', '健康', '校医', '医院'], 2, 2, 2, '心理健康咨询、校医院系统'),
  (array['在线学习', '网络教学', '教学平台', '课程平台', '慕课'], 2, 2, 2, '网络教学平台'),
  (array['实验室', '设备', '资产', '采购', '后勤', '报修'], 2, 2, 1, '资产、设备、后勤管理系统'),
  (array['一站式', '服务大厅', '移动校园', '企业微信', '智慧校园'], 2, 2, 2, '一站式服务、移动校园')
) as t(k, l, s, a, e);
