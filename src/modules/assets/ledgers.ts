import { itemStates } from './item-contract.ts';

/**
 * The ledgers beside the one of systems, as data: what each is called, what is written down of an item, what runs out, what must not be missing.
 * Pages, sheets, searches, gaps and reminders all read this table. Zh and en stand here because the sheet's columns are these very words.
 */
export interface Choice { key: string; zh: string; en: string }
export interface LedgerField {
  key: string; zh: string; en: string; type: 'text' | 'long' | 'date' | 'yes_no' | 'choice'; options?: readonly Choice[];
  /** Refused without. */
  required?: true;
  /** A gap without. */
  wanted?: true;
  /** A search looks here too. */
  search?: true;
  /** A column of the list until a person chooses others. */
  list?: true;
  /** A day on which it runs out or must be done: reminders, due list. */
  due?: true;
}
export interface Ledger {
  key: string; zh: string; en: string;
  /** What the name is called. */
  name: { zh: string; en: string };
  /** 主管, 运维, 使用: three units answer. Otherwise the owner alone. */
  three: boolean;
  fields: readonly LedgerField[];
  /** Where the demand stands. */
  source: string;
}
const c = (key: string, zh: string, en: string): Choice => ({ key, zh, en });
export const yesNo = [c('yes', '是', 'Yes'), c('no', '否', 'No')] as const;

const address: LedgerField = { key: 'address', zh: 'IP 地址', en: 'IP address', type: 'text', search: true, list: true };
const place: LedgerField = { key: 'location', zh: '位置', en: 'Location', type: 'text', search: true, wanted: true };
const model: LedgerField = { key: 'model', zh: '品牌型号', en: 'Make and model', type: 'text', search: true };
const maintained: LedgerField = { key: 'maintenance_until', zh: '维保到期', en: 'Maintenance until', type: 'date', due: true };
const genuine: LedgerField = { key: 'genuine', zh: '正版', en: 'Genuine', type: 'yes_no', wanted: true, list: true };
const shelf: LedgerField = { key: 'shelf_on', zh: '上架日期', en: 'In service since', type: 'date' };

export const ledgers = [
  { key: 'servers', zh: '服务器', en: 'Servers', name: { zh: '服务器名称', en: 'Server' }, three: true, source: '信息资产梳理：网络设施', fields: [
    { key: 'kind', zh: '类型', en: 'Kind', type: 'choice', wanted: true, list: true, options: [c('physical', '物理机', 'Physical'), c('virtual', '虚拟机', 'Virtual'), c('cloud', '云主机', 'Cloud'), c('container', '容器平台', 'Container platform')] },
    { ...address, wanted: true }, { key: 'os', zh: '操作系统', en: 'Operating system', type: 'text', search: true, wanted: true, list: true }, model, place, { key: 'middleware', zh: '中间件', en: 'Middleware', type: 'text', search: true }, shelf, maintained] },
  { key: 'network_equipment', zh: '网络设备', en: 'Network equipment', name: { zh: '设备名称', en: 'Device' }, three: true, source: '信息资产梳理：网络设施', fields: [
    { key: 'category', zh: '类别', en: 'Category', type: 'choice', required: true, list: true, options: [c('router', '路由器', 'Router'), c('switch', '交换机', 'Switch'), c('wireless', '无线控制器与 AP', 'Wireless'), c('load_balancer', '负载均衡', 'Load balancer'), c('vpn', 'VPN', 'VPN'), c('other', '其他', 'Other')] },
    address, model, place, shelf, { key: 'reviewed_on', zh: '配置核查日期', en: 'Configuration reviewed', type: 'date' }, { key: 'review_due', zh: '下次核查', en: 'Next review', type: 'date', due: true }, maintained] },
  { key: 'security_equipment', zh: '安全设备', en: 'Security equipment', name: { zh: '设备名称', en: 'Device' }, three: true, source: '按需配备防火墙、网页防篡改系统、安全网关、入侵防御系统', fields: [
    { key: 'category', zh: '类别', en: 'Category', type: 'choice', required: true, list: true, options: [c('firewall', '防火墙', 'Firewall'), c('waf', 'WAF', 'Web application firewall'), c('anti_tamper', '网页防篡改', 'Web anti-tamper'), c('gateway', '安全网关', 'Secure gateway'), c('ips', '入侵防御', 'Intrusion prevention'), c('bastion', '堡垒机', 'Bastion host'), c('log_audit', '日志审计', 'Log audit'), c('access_control', '准入与访问控制', 'Admission and access control'), c('probe', '探针', 'Probe'), c('antivirus', '防病毒系统', 'Antivirus'), c('scanner', '漏洞扫描', 'Scanner'), c('db_audit', '数据库审计', 'Database audit'), c('other', '其他', 'Other')] },
    address, model, place, { ...shelf, wanted: true, list: true }, { key: 'rules_on', zh: '特征库更新日期', en: 'Signatures of', type: 'date' }, { key: 'policy_reviewed_on', zh: '策略核查日期', en: 'Policy reviewed', type: 'date', wanted: true }, { key: 'review_due', zh: '下次策略核查', en: 'Next policy review', type: 'date', due: true }, { key: 'licence_until', zh: '授权到期', en: 'Licence until', type: 'date', due: true }, maintained] },
  { key: 'terminals', zh: '终端', en: 'Terminals', name: { zh: '终端编号或名称', en: 'Terminal' }, three: false, source: '所有电脑安装正版杀毒软件', fields: [
    { key: 'kind', zh: '类型', en: 'Kind', type: 'choice', options: [c('desktop', '台式机', 'Desktop'), c('laptop', '笔记本', 'Laptop'), c('self_service', '自助终端', 'Self-service terminal'), c('other', '其他', 'Other')] },
    address, place, { key: 'os', zh: '操作系统', en: 'Operating system', type: 'text', search: true }, { key: 'antivirus', zh: '杀毒软件', en: 'Antivirus', type: 'text', search: true }, { key: 'installed', zh: '已安装杀毒软件', en: 'Antivirus installed', type: 'yes_no', wanted: true, list: true }, { ...genuine, zh: '杀毒软件正版', en: 'Antivirus genuine' },
    { key: 'signature_on', zh: '病毒库日期', en: 'Signatures of', type: 'date' }, { key: 'scanned_on', zh: '最近查杀', en: 'Last scan', type: 'date' }, { key: 'scan_result', zh: '查杀结果', en: 'Result of the scan', type: 'choice', options: [c('clean', '未发现', 'Clean'), c('cleaned', '已清除', 'Cleaned'), c('left', '未清除', 'Not cleaned')] }, { key: 'licence_until', zh: '授权到期', en: 'Licence until', type: 'date', due: true }] },
  { key: 'led_screens', zh: 'LED电子屏', en: 'LED screens', name: { zh: '屏幕名称', en: 'Screen' }, three: true, source: '重点区域公共场所 LED 电子显示屏系统', fields: [
    { ...place, required: true, list: true }, { key: 'networked', zh: '是否联网', en: 'On the network', type: 'yes_no', wanted: true, list: true }, { key: 'control', zh: '控制方式', en: 'Controlled by', type: 'choice', wanted: true, list: true, options: [c('local', '本地专机', 'A machine of its own'), c('usb', 'U 盘导入', 'USB stick'), c('lan', '校园网远程', 'Campus network'), c('internet', '互联网远程', 'Internet'), c('wireless', '无线', 'Wireless')] },
    { key: 'approver', zh: '发布审批人', en: 'Who approves what is shown', type: 'text', wanted: true, search: true, list: true }, address, { key: 'area', zh: '重点区域', en: 'Key area', type: 'yes_no' }, { key: 'checked_on', zh: '最近检查', en: 'Last checked', type: 'date' }] },
  { key: 'software', zh: '软件', en: 'Software', name: { zh: '软件名称', en: 'Software' }, three: false, source: '软件正版化', fields: [
    { key: 'maker', zh: '厂商', en: 'Maker', type: 'text', search: true, list: true }, { key: 'release', zh: '版本', en: 'Release', type: 'text', search: true, list: true }, { key: 'licence', zh: '授权方式', en: 'Licence', type: 'choice', wanted: true, options: [c('perpetual', '买断', 'Perpetual'), c('subscription', '订阅', 'Subscription'), c('site', '场地授权', 'Site licence'), c('open', '开源', 'Open source'), c('own', '自研', 'Own'), c('none', '无授权', 'None')] }, genuine,
    { key: 'copies', zh: '授权数量', en: 'Copies', type: 'text' }, { key: 'licence_until', zh: '授权到期', en: 'Licence until', type: 'date', due: true }] },
  { key: 'databases', zh: '数据库', en: 'Databases', name: { zh: '数据库名称', en: 'Database' }, three: true, source: '信息资产梳理：重要数据', fields: [
    { key: 'product', zh: '产品', en: 'Product', type: 'text', search: true, wanted: true, list: true }, { key: 'release', zh: '版本', en: 'Release', type: 'text', list: true }, address, { key: 'exposure', zh: '开放范围', en: 'Reachable from', type: 'choice', wanted: true, options: [c('host', '本机', 'Its own host'), c('internal', '内网', 'Internal network'), c('campus', '校园网', 'Campus'), c('internet', '互联网', 'Internet')] }, { key: 'holds', zh: '存储内容', en: 'Holds', type: 'long', search: true }, maintained] },
  { key: 'domains', zh: '域名', en: 'Domains', name: { zh: '域名', en: 'Domain' }, three: false, source: '域名到期与注册信息', fields: [
    { key: 'registrar', zh: '注册商', en: 'Registrar', type: 'text', search: true, wanted: true, list: true }, { key: 'holder', zh: '注册人', en: 'Registered to', type: 'text', search: true }, { key: 'dns', zh: '解析服务', en: 'DNS service', type: 'text', search: true }, { key: 'expires_on', zh: '到期日期', en: 'Expires', type: 'date', wanted: true, due: true }] },
  { key: 'certificates', zh: '数字证书', en: 'Certificates', name: { zh: '证书名称', en: 'Certificate' }, three: false, source: '证书到期', fields: [
    { key: 'domains', zh: '适用域名', en: 'For the domains', type: 'text', search: true, wanted: true, list: true }, { key: 'issuer', zh: '签发机构', en: 'Issuer', type: 'text', search: true, list: true }, { key: 'algorithm', zh: '算法', en: 'Algorithm', type: 'choice', options: [c('rsa', 'RSA', 'RSA'), c('ecc', 'ECC', 'ECC'), c('sm2', 'SM2 国密', 'SM2')] }, { key: 'issued_on', zh: '签发日期', en: 'Issued', type: 'date' }, { key: 'expires_on', zh: '到期日期', en: 'Expires', type: 'date', wanted: true, due: true }] },
  { key: 'important_data', zh: '重要数据', en: 'Important data', name: { zh: '数据名称', en: 'Data' }, three: true, source: '信息资产梳理：重要数据', fields: [
    { key: 'grade', zh: '级别', en: 'Grade', type: 'choice', wanted: true, list: true, options: [c('core', '核心数据', 'Core'), c('important', '重要数据', 'Important'), c('general', '一般数据', 'General')] }, { key: 'personal', zh: '含个人信息', en: 'Personal data', type: 'yes_no', wanted: true, list: true }, { key: 'amount', zh: '规模', en: 'Amount', type: 'text', list: true }, { key: 'content', zh: '内容', en: 'Content', type: 'long', search: true }, { key: 'stored', zh: '存储位置', en: 'Stored at', type: 'text', search: true, wanted: true }, { key: 'shared', zh: '共享与出境', en: 'Shared with', type: 'long' }, { key: 'backup', zh: '备份方式', en: 'Backup', type: 'text' }] },
] as const satisfies readonly Ledger[];
export type LedgerKey = (typeof ledgers)[number]['key'];
export const ledgerKeys = ledgers.map((l) => l.key) as [LedgerKey, ...LedgerKey[]];
export const ledgerOf = (key: LedgerKey): Ledger => ledgers.find((l) => l.key === key)!;
export const optionsOf = (f: LedgerField): readonly Choice[] => (f.type === 'yes_no' ? yesNo : f.options ?? []);

export { itemStates };
export const itemStateNames: Record<(typeof itemStates)[number], string> = { planned: '待启用', in_use: '在用', idle: '停用', retired: '报废' };
