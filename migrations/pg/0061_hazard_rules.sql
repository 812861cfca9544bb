-- Rules of the loop, all the office's to change.
-- 督办: days past the due date (before it: less than nought), and who hears of it
create table hazard_ladder (
  days int primary key check (days between -30 and 365),
  liaison boolean not null,
  unit_head boolean not null,
  office boolean not null,
  leader boolean not null,
  -- the office is asked to order the system shut
  shut boolean not null,
  words text not null
);
insert into hazard_ladder (days, liaison, unit_head, office, leader, shut, words) values
  (-1, true, false, false, false, false, '明天到期'), (1, true, false, false, false, false, '已逾期 1 天'), (3, true, true, false, false, false, '已逾期 3 天'), (7, true, true, true, false, true, '已逾期 7 天，按规定应当关停'), (14, false, true, true, true, true, '已逾期 14 天，仍未整改');
-- how often a unit is reminded of what it has not answered; 0: never
alter table hazard_limit
  add column remind_days int not null default 0 check (remind_days between 0 and 90),
  -- 重保 period: other limits while one lasts; null: the usual
  add column protect_days int check (protect_days between 1 and 365),
  add column protect_kind text not null default 'calendar' check (protect_kind in ('working', 'calendar'));
update hazard_limit set remind_days = case severity when 'critical' then 1 when 'high' then 2 when 'medium' then 5 else 10 end, protect_days = case severity when 'critical' then 1 when 'high' then 1 when 'medium' then 3 else null end;
create table hazard_rule (
  one boolean primary key default true check (one),
  -- ours is so many days before the superior's
  superior_days int not null default 3 check (superior_days between 0 and 60),
  -- the clock stands still while the unit waits for others
  pause_approval boolean not null default true,
  pause_retest boolean not null default true
);
insert into hazard_rule default values;
alter table hazard
  add column superior_due_on date,
  add column superior_number text,
  add column paused_on date;
-- 默认端口: services that are found at once where the port was left as it came
create table default_port (
  port int primary key check (port between 1 and 65535),
  service text not null,
  kind text not null check (kind in ('database', 'ftp', 'http', 'remote', 'other'))
);
insert into default_port (port, service, kind) values
  (21, 'FTP', 'ftp'), (22, 'SSH', 'remote'), (23, 'Telnet', 'remote'), (80, 'HTTP', 'http'), (8080, 'HTTP', 'http'), (8000, 'HTTP', 'http'), (8888, 'HTTP', 'http'), (443, 'HTTPS', 'http'), (8443, 'HTTPS', 'http'), (135, 'RPC', 'other'), (139, 'NetBIOS', 'other'), (445, 'SMB', 'other'), (161, 'SNMP', 'other'), (389, 'LDAP', 'other'), (512, 'rexec', 'remote'), (513, 'rlogin', 'remote'), (514, 'rsh', 'remote'), (554, 'RTSP', 'other'), (873, 'rsync', 'other'), (1080, 'SOCKS', 'other'),
  (1433, 'SQL Server', 'database'), (1521, 'Oracle', 'database'), (1723, 'PPTP', 'remote'), (1883, 'MQTT', 'other'), (2049, 'NFS', 'other'), (2181, 'ZooKeeper', 'other'), (2375, 'Docker', 'other'), (3128, 'Squid', 'other'), (3306, 'MySQL', 'database'), (3389, '远程桌面', 'remote'), (4848, 'GlassFish', 'other'), (5432, 'PostgreSQL/openGauss', 'database'), (5601, 'Kibana', 'other'), (5672, 'RabbitMQ', 'other'), (15672, 'RabbitMQ', 'other'), (5900, 'VNC', 'remote'), (5984, 'CouchDB', 'database'), (6379, 'Redis', 'database'),
  (7001, 'WebLogic', 'other'), (7002, 'WebLogic', 'other'), (8009, 'AJP', 'other'), (8161, 'ActiveMQ', 'other'), (8848, 'Nacos', 'other'), (9043, 'WebSphere', 'other'), (9060, 'WebSphere', 'other'), (9092, 'Kafka', 'other'), (9100, '打印', 'other'), (9200, 'Elasticsearch', 'database'), (9300, 'Elasticsearch', 'database'), (10050, 'Zabbix', 'other'), (10051, 'Zabbix', 'other'), (11211, 'Memcached', 'database'), (27017, 'MongoDB', 'database'), (37777, '大华摄像机', 'other'), (50000, 'DB2', 'database'), (50070, 'HDFS', 'other'),
  (5236, '达梦', 'database'), (54321, '人大金仓', 'database'), (5258, 'GBase 8a', 'database'), (9088, 'GBase 8s', 'database'), (5866, '瀚高', 'database'), (2881, 'OceanBase', 'database'), (2883, 'OceanBase', 'database');
