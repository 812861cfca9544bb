import type { Sourced } from './levels.ts';

/** One control point (控制点): how many requirements (要求项) it has at levels 1 to 4, 0 where the level has none, and in a few plain words what it asks. */
export interface ControlPoint { key: string; name: string; items: readonly [number, number, number, number]; asks: string }
export interface ControlClass { key: string; name: string; technical: boolean; points: readonly ControlPoint[] }
const p = (key: string, name: string, items: readonly [number, number, number, number], asks: string): ControlPoint => ({ key, name, items, asks });

/** 安全通用要求 of GB/T 22239-2019, clauses 6 to 9. Levels 2 and 3 were compared with a published checklist, point by point, but for 安全管理中心 and parts of 建设、运维; levels 1 and 4 are from knowledge of the standard and add up to the totals that its commentators give. */
export const controlSource: Sourced & { levels: readonly [boolean, boolean, boolean, boolean] } = { source: 'GB/T 22239-2019《信息安全技术 网络安全等级保护基本要求》安全通用要求', verified: false, levels: [false, true, true, false] };
export const controlTotals = [{ points: 42, items: 55 }, { points: 68, items: 135 }, { points: 71, items: 211 }, { points: 71, items: 228 }] as const;

export const controls: readonly ControlClass[] = [
  { key: 'physical', name: '安全物理环境', technical: true, points: [
    p('physical.site', '物理位置选择', [0, 2, 2, 2], '机房在防震、防风、防雨的建筑内，避开顶层和地下室'),
    p('physical.access', '物理访问控制', [1, 1, 1, 2], '机房出入有人值守或门禁，进出可识别、可记录'),
    p('physical.theft', '防盗窃和防破坏', [1, 2, 3, 3], '设备固定并有标识，线缆隐蔽铺设，有防盗报警或监控'),
    p('physical.lightning', '防雷击', [1, 1, 2, 2], '机柜、设施和设备接地，有防感应雷措施'),
    p('physical.fire', '防火', [1, 2, 3, 3], '有自动消防系统，建筑材料耐火，分区隔离'),
    p('physical.water', '防水和防潮', [1, 2, 3, 3], '防雨水渗透和管道漏水，防结露，有漏水检测报警'),
    p('physical.static', '防静电', [0, 1, 2, 2], '防静电地板或接地，佩戴防静电手环等'),
    p('physical.climate', '温湿度控制', [1, 1, 1, 1], '温湿度自动调节，在设备允许的范围内'),
    p('physical.power', '电力供应', [1, 2, 3, 4], '稳压和过电压防护，有备用电源，线路冗余'),
    p('physical.emission', '电磁防护', [0, 1, 2, 2], '电源线与通信线隔离铺设，关键设备电磁屏蔽'),
  ] },
  { key: 'network', name: '安全通信网络', technical: true, points: [
    p('network.structure', '网络架构', [0, 2, 5, 6], '划分区域，重要区域与其他区域隔离，带宽和设备处理能力够用，有冗余'),
    p('network.transport', '通信传输', [1, 1, 2, 4], '传输用校验或密码技术保证完整、保密（如全站 HTTPS）'),
    p('network.trust', '可信验证', [1, 1, 1, 1], '通信设备的引导程序、系统程序等可信验证，失败报警'),
  ] },
  { key: 'boundary', name: '安全区域边界', technical: true, points: [
    p('boundary.guard', '边界防护', [1, 1, 4, 6], '跨边界访问经受控接口，查出私接、外联和无线接入'),
    p('boundary.access', '访问控制', [3, 4, 5, 5], '边界默认拒绝，规则最小化，按源、目的、端口、协议控制'),
    p('boundary.intrusion', '入侵防范', [0, 1, 4, 4], '关键节点检测并阻止网络攻击，记录攻击并报警'),
    p('boundary.malware', '恶意代码和垃圾邮件防范', [0, 1, 2, 2], '关键节点清除恶意代码并更新，防垃圾邮件'),
    p('boundary.audit', '安全审计', [0, 3, 4, 3], '边界和重要节点审计覆盖到每个用户，记录受保护并备份'),
    p('boundary.trust', '可信验证', [1, 1, 1, 1], '边界设备可信验证，失败报警'),
  ] },
  { key: 'computing', name: '安全计算环境', technical: true, points: [
    p('computing.identity', '身份鉴别', [2, 3, 4, 4], '身份唯一、口令复杂并定期更换，登录失败处理，远程管理防窃听，三级起两种以上鉴别'),
    p('computing.access', '访问控制', [3, 4, 7, 7], '权限最小化，改默认账户和口令，删多余账户，管理员权限分离'),
    p('computing.audit', '安全审计', [0, 3, 4, 4], '审计覆盖每个用户和重要行为，日志保护、备份，留存不少于六个月'),
    p('computing.intrusion', '入侵防范', [2, 5, 6, 6], '最小安装，关闭不需要的服务和端口，限制管理地址，校验输入，及时修补漏洞'),
    p('computing.malware', '恶意代码防范', [1, 1, 1, 1], '安装防恶意代码软件并更新，或有主动免疫机制'),
    p('computing.trust', '可信验证', [1, 1, 1, 1], '计算设备可信验证，失败报警'),
    p('computing.integrity', '数据完整性', [1, 1, 2, 3], '重要数据在传输和存储中不被改动'),
    p('computing.secrecy', '数据保密性', [0, 0, 2, 2], '鉴别数据、重要业务数据和个人信息在传输和存储中加密'),
    p('computing.backup', '数据备份恢复', [1, 2, 3, 4], '本地备份并能恢复，异地备份，重要系统热冗余'),
    p('computing.residual', '剩余信息保护', [0, 1, 2, 2], '释放存储空间前清除鉴别信息和敏感数据'),
    p('computing.personal', '个人信息保护', [0, 2, 2, 2], '只采集业务必需的个人信息，禁止未授权访问和使用'),
  ] },
  { key: 'centre', name: '安全管理中心', technical: true, points: [
    p('centre.system', '系统管理', [0, 2, 2, 2], '系统管理员身份鉴别，按规定的命令和界面操作并审计'),
    p('centre.audit', '审计管理', [0, 2, 2, 2], '审计管理员单独设立，分析审计记录'),
    p('centre.security', '安全管理', [0, 0, 2, 2], '安全管理员单独设立，配置安全策略'),
    p('centre.control', '集中管控', [0, 0, 6, 7], '专门的管理区域，集中监测、集中审计、集中补丁和恶意代码管理、事件报警'),
  ] },
  { key: 'policy', name: '安全管理制度', technical: false, points: [
    p('policy.strategy', '安全策略', [0, 1, 1, 1], '有总体方针和安全策略，写明目标、范围、原则'),
    p('policy.rules', '管理制度', [1, 2, 3, 3], '主要管理内容有制度，日常操作有规程'),
    p('policy.issue', '制定和发布', [0, 2, 2, 2], '有专门部门或人员制定，正式发布，有版本控制'),
    p('policy.review', '评审和修订', [0, 1, 1, 1], '定期论证和修订制度'),
  ] },
  { key: 'organisation', name: '安全管理机构', technical: false, points: [
    p('organisation.posts', '岗位设置', [1, 2, 3, 3], '有领导小组和职能部门，岗位和职责明确'),
    p('organisation.staff', '人员配备', [1, 1, 2, 3], '配备系统、审计、安全管理员，三级起专职安全管理员'),
    p('organisation.approval', '授权和审批', [1, 2, 3, 3], '审批事项、部门和批准人明确，重要操作逐级审批'),
    p('organisation.liaison', '沟通和合作', [0, 3, 3, 3], '内部定期协调，与公安、供应商、专家保持联系，有联系列表'),
    p('organisation.inspect', '审核和检查', [0, 1, 3, 3], '定期安全检查，三级起有全面检查、表格、报告和通报'),
  ] },
  { key: 'people', name: '安全管理人员', technical: false, points: [
    p('people.hire', '人员录用', [1, 2, 3, 4], '审查身份背景和资格，签保密协议，关键岗位签责任协议'),
    p('people.leave', '人员离岗', [1, 1, 2, 2], '及时终止权限，收回证件和设备，承诺保密义务'),
    p('people.training', '安全意识教育和培训', [1, 1, 3, 3], '定期培训和考核，告知责任和惩戒'),
    p('people.visitors', '外部人员访问管理', [1, 3, 4, 5], '进入和接入先申请批准，有人陪同、登记，离场清权限，签保密协议'),
  ] },
  { key: 'building', name: '安全建设管理', technical: false, points: [
    p('building.grading', '定级和备案', [1, 4, 4, 4], '书面说明级别和理由，专家论证，主管部门批准，报公安备案'),
    p('building.design', '安全方案设计', [1, 3, 3, 3], '按级别选安全措施，有整体规划和方案并经论证审批'),
    p('building.purchase', '产品采购和使用', [1, 2, 3, 4], '安全产品、密码产品合规，预先选型测试'),
    p('building.own', '自行软件开发', [0, 2, 7, 7], '开发环境与运行环境分开，安全测试，代码规范和版本管理'),
    p('building.outsourced', '外包软件开发', [0, 2, 3, 3], '交付前检测恶意代码，有设计文档和指南，三级起审查源代码'),
    p('building.works', '工程实施', [1, 2, 3, 3], '有专人管理和实施方案，三级起第三方监理'),
    p('building.acceptance', '测试验收', [1, 2, 2, 2], '有测试验收方案和报告，上线前做安全性测试'),
    p('building.delivery', '系统交付', [2, 3, 3, 3], '按清单交接，培训运维人员，提供文档'),
    p('building.assessment', '等级测评', [0, 3, 3, 3], '定期测评并整改，重大变更或级别变化时测评，选合规机构'),
    p('building.suppliers', '服务供应商选择', [2, 2, 3, 3], '供应商合规，签协议明确义务，三级起定期监督评审'),
  ] },
  { key: 'running', name: '安全运维管理', technical: false, points: [
    p('running.environment', '环境管理', [2, 3, 3, 4], '机房有专人管理，出入和带入带出有规定，办公区不放敏感材料'),
    p('running.assets', '资产管理', [0, 1, 3, 3], '有资产清单，含责任部门、重要程度和位置'),
    p('running.media', '介质管理', [1, 2, 2, 2], '介质存放安全、有人保管、定期盘点，传递有登记'),
    p('running.equipment', '设备维护管理', [1, 2, 4, 4], '设备线路有专人维护，有维护制度，带离和报废清除数据'),
    p('running.risks', '漏洞和风险管理', [1, 1, 2, 2], '及时发现和修补漏洞，三级起定期测评并处置'),
    p('running.systems', '网络和系统安全管理', [2, 5, 10, 10], '管理员分角色，账户有审批，日志、配置、补丁、远程运维有制度和记录'),
    p('running.malware', '恶意代码防范管理', [2, 3, 2, 2], '提高防病毒意识，外来设备先检查，定期验证措施有效'),
    p('running.configuration', '配置管理', [0, 1, 2, 2], '记录和保存基本配置，变更纳入管理'),
    p('running.cryptography', '密码管理', [0, 2, 2, 3], '遵循密码标准，使用经认证的密码技术和产品'),
    p('running.change', '变更管理', [0, 1, 3, 3], '变更前有方案并评审，三级起有审批、回退和记录'),
    p('running.backup', '备份与恢复管理', [2, 3, 3, 3], '识别要备份的内容，规定方式、频度、介质、保存期和恢复程序'),
    p('running.incidents', '安全事件处置', [2, 3, 4, 5], '发现弱点和可疑事件及时报告，有处置制度，分析原因并总结'),
    p('running.emergency', '应急预案管理', [0, 2, 4, 5], '有重要事件应急预案，定期培训和演练，定期修订'),
    p('running.outsourced', '外包运维管理', [0, 2, 4, 4], '外包服务商合规，签协议明确范围和要求'),
  ] },
];

/** What a level asks for; level 5 has no published table. */
export function controlsOf(level: number): { key: string; name: string; technical: boolean; points: { key: string; name: string; items: number; asks: string }[] }[] {
  const at = Math.min(Math.max(level, 1), 4) - 1;
  return controls.map((c) => ({ key: c.key, name: c.name, technical: c.technical, points: c.points.flatMap((one) => { const items = one.items[at] ?? 0; return items > 0 ? [{ key: one.key, name: one.name, items, asks: one.asks }] : []; }) })).filter((c) => c.points.length > 0);
}
export type Verdict = 'yes' | 'part' | 'no' | 'na';
export interface CheckFigures { points: number; answered: number; yes: number; part: number; no: number; na: number; /** 0–100, each point weighing as many as it has requirements; null while nothing applies. */ score: number | null }
/** 符合 counts whole, 部分符合 half, 不适用 not at all. */
export function scoreOf(level: number, verdicts: ReadonlyMap<string, Verdict>): CheckFigures {
  const all = controlsOf(level).flatMap((c) => c.points);
  const n = { yes: 0, part: 0, no: 0, na: 0 };
  let got = 0;
  let of = 0;
  for (const point of all) {
    const v = verdicts.get(point.key);
    if (!v) continue;
    n[v]++;
    if (v === 'na') continue;
    of += point.items;
    got += v === 'yes' ? point.items : v === 'part' ? point.items / 2 : 0;
  }
  return { points: all.length, answered: n.yes + n.part + n.no + n.na, ...n, score: of ? Math.round((got / of) * 1000) / 10 : null };
}
