import type { Hand } from './hand.ts';

interface Unit { id: string; name: string }
interface System { id: string; name: string; unit_id: string; places: string[] }
interface Item { name: string; unit: Unit; person: string | null; fields: Record<string, string>; systems?: string[]; state?: string; note?: string }
const day = (month: number, of: number, year = 2026): string => `${year}-${String(month).padStart(2, '0')}-${String(of).padStart(2, '0')}`;

/** The other ledgers: what the centre runs for all, what each unit keeps itself; some run out soon, some lack something. Addresses are of the documentation ranges and of 10/8. */
export async function fillLedgers(office: Hand): Promise<void> {
  const units = (await office.call<Unit[]>('GET', '/api/units')).filter((u) => u.name !== '示例大学');
  const systems = (await office.call<{ items: System[] }>('GET', '/api/systems?size=200&state=online')).items;
  const centre = units.find((u) => u.name === '网络与信息中心')!;
  const persons = new Map<string, string | null>();
  const personOf = async (u: Unit): Promise<string | null> => {
    if (!persons.has(u.id)) persons.set(u.id, (await office.call<{ items: { id: string; name: string }[] }>('GET', `/api/people?unit_id=${u.id}`)).items.find((p) => p.name.startsWith('联络员'))?.id ?? null);
    return persons.get(u.id)!;
  };
  const three = new Set(['servers', 'network_equipment', 'security_equipment', 'led_screens', 'databases', 'important_data']);
  const keep = async (ledger: string, list: Item[]): Promise<{ id: string }[]> => {
    const made = [];
    for (const [i, { unit, person, ...item }] of list.entries()) made.push(await office.call<{ id: string }>('POST', `/api/ledgers/${ledger}`, { ...item, unit_id: unit.id, person_id: person, ...(three.has(ledger) && { operating_unit_id: centre.id, ...(i % 6 !== 4 && { using_unit_id: unit.id }) }) }));
    return made;
  };
  const keeper = await personOf(centre);
  const of = (u: Unit): System[] => systems.filter((s) => s.unit_id === u.id);

  const served = units.slice(0, 24).filter((u) => of(u).length);
  const servers = await keep('servers', await Promise.all(served.map(async (u, i) => ({
    name: `示例应用服务器${String(i + 1).padStart(2, '0')}`, unit: u, person: i % 6 === 5 ? null : await personOf(u), systems: of(u).map((s) => s.id), state: i % 11 === 10 ? 'idle' : 'in_use',
    fields: { kind: ['virtual', 'virtual', 'physical', 'cloud'][i % 4]!, address: `10.20.${i + 1}.3`, ...(i % 7 !== 6 && { os: ['Linux 5.15', 'Linux 6.6', 'Windows Server 2022', 'Windows Server 2012'][i % 4]! }), middleware: i % 2 ? 'Nginx、Tomcat' : 'Nginx', model: '示例机架式服务器', location: `数据中心 A 区 ${i % 8 + 1} 柜`, shelf_on: day((i % 9) + 1, 12, 2021 + (i % 4)), maintenance_until: day((i % 12) + 1, 20, i % 12 > 9 ? 2026 : 2027) },
  }))));
  for (const s of servers.slice(0, 6)) await office.call('POST', `/api/ledger-items/${s.id}/records`, { on_day: '2026-10-28', what: '安装系统补丁，检查磁盘和日志，运行正常。', by_whom: '联络员' });
  await keep('network_equipment', [...['router', 'switch', 'switch', 'wireless', 'load_balancer', 'vpn'].map((category, i) => ({
    name: `${['出口路由器', '核心交换机一', '核心交换机二', '无线控制器', '负载均衡', '远程接入 VPN'][i]}`, unit: centre, person: keeper, fields: { category, address: `10.0.0.${i + 1}`, model: '示例网络设备', location: '网络机房', shelf_on: day(5, 10, 2022), reviewed_on: day(9, 8), review_due: day(12, i + 3), maintenance_until: day(6, 30, 2027) },
  })), ...units.slice(0, 8).map((u, i) => ({ name: `${u.name}汇聚交换机`, unit: u, person: null, fields: { category: 'switch', address: `10.0.1.${i + 1}`, ...(i % 3 && { location: '弱电间' }) } }))]);
  await keep('security_equipment', ['firewall', 'firewall', 'waf', 'ips', 'bastion', 'log_audit', 'probe', 'db_audit', 'anti_tamper', 'antivirus', 'scanner'].map((category, i) => ({
    name: ['出口防火墙', '数据中心防火墙', 'Web 应用防火墙', '入侵防御', '堡垒机', '日志审计', '流量探针', '数据库审计', '网页防篡改', '终端防病毒', '漏洞扫描'][i]!, unit: centre, person: keeper,
    fields: { category, address: `10.0.2.${i + 1}`, model: '示例安全设备', location: '网络机房', shelf_on: day(3, 15, 2023), rules_on: day(11, 1), ...(i !== 6 && { policy_reviewed_on: day(i % 4 + 6, 18) }), review_due: day(12, i + 5), licence_until: day(12, i * 2 + 1, i === 2 ? 2026 : 2027), maintenance_until: day(3, 14, 2027) },
  })));
  const offices = units.slice(0, 20);
  for (const [i, u] of offices.entries()) await keep('terminals', await Promise.all(Array.from({ length: i % 3 + 2 }, async (_, k) => ({
    name: `${u.name}电脑${String(k + 1).padStart(2, '0')}`, unit: u, person: await personOf(u), fields: { kind: k % 3 === 2 ? 'laptop' : 'desktop', address: `10.30.${i + 1}.${k + 11}`, location: '办公室', os: 'Windows 11', installed: (i + k) % 9 === 8 ? 'no' : 'yes', genuine: (i + k) % 9 === 8 ? 'no' : 'yes', ...((i + k) % 9 !== 8 && { antivirus: '示例防病毒', signature_on: day(11, (i + k) % 5 === 4 ? 1 : 6), scanned_on: day(11, 5), scan_result: (i + k) % 7 === 6 ? 'cleaned' : 'clean', licence_until: day(12, 31) }) },
  }))));
  const places = ['行政楼一层大厅', '图书馆正门', '教学楼入口', '体育馆', '学生食堂', '学术报告厅', '校门口', '宿舍区'];
  await keep('led_screens', await Promise.all(places.map(async (location, i) => ({ name: `${location}电子屏`, unit: units[(i * 5) % units.length]!, person: await personOf(units[(i * 5) % units.length]!), fields: { location, networked: i % 4 === 1 ? 'yes' : 'no', control: ['local', 'lan', 'usb', 'local'][i % 4]!, ...(i !== 5 && { approver: '单位负责人' }), area: i % 3 === 0 ? 'yes' : 'no', checked_on: day(10, 9 + i) } }))));
  await keep('software', [['操作系统', '示例软件公司', '11', 'site', '2000'], ['办公软件', '示例办公软件公司', '2023', 'site', '3000'], ['终端防病毒', '示例安全公司', '10', 'subscription', '3000'], ['统计分析软件', '示例统计公司', '27', 'subscription', '200'], ['制图软件', '示例制图公司', '2025', 'subscription', '150'], ['数据库管理系统', '示例数据库公司', '8.0', 'perpetual', '12'], ['网站内容管理', '自行开发', '3.2', 'own', ''], ['监控平台', '开源社区', '6.4', 'open', '']].map(([name, maker, release, licence, copies], i) => ({ name: name!, unit: centre, person: keeper, fields: { maker: maker!, release: release!, licence: licence!, genuine: 'yes', ...(copies && { copies }), ...(licence === 'subscription' && { licence_until: day(i === 3 ? 11 : 12, i === 3 ? 25 : 31) }) } })));
  await keep('databases', served.slice(0, 12).map((u, i) => ({ name: `${of(u)[0]!.name}库`, unit: u, person: persons.get(u.id) ?? null, systems: [of(u)[0]!.id], fields: { product: i % 3 ? 'MySQL' : 'PostgreSQL', release: i % 3 ? '8.0' : '16', address: `10.20.${i + 1}.3:${i % 3 ? 3306 : 5432}`, exposure: ['internal', 'host', 'internal', 'campus'][i % 4]!, holds: '业务数据和操作记录', ...(i % 5 === 0 && { maintenance_until: day(12, 15) }) } })));
  await keep('domains', [['example.edu.cn', 2028, 6], ['example-exam.example.edu.cn', 2027, 3], ['lib.example.edu.cn', 2026, 12], ['news.example.edu.cn', 2027, 1]].map(([name, year, month]) => ({ name: String(name), unit: centre, person: keeper, fields: { registrar: '示例注册商', holder: '示例大学', dns: '校内权威解析 203.0.113.53', expires_on: day(Number(month), 18, Number(year)) } })));
  await keep('certificates', served.slice(0, 10).map((u, i) => ({ name: `${u.name}网站证书`, unit: i < 4 ? centre : u, person: i < 4 ? keeper : persons.get(u.id) ?? null, systems: [of(u)[0]!.id], fields: { domains: of(u)[0]!.places.filter((p) => p.endsWith('.cn')).join('、') || '*.example.edu.cn', issuer: '示例证书机构', algorithm: i % 3 === 2 ? 'sm2' : 'rsa', issued_on: day(1, 6), expires_on: i % 4 === 3 ? day(12, i + 1) : day(1, 5 + i, 2027) } })));
  await keep('important_data', await Promise.all([['学生基本信息', 'important', 'yes', '约 3 万人', '教务处'], ['教职工信息', 'important', 'yes', '约 3 千人', '人事处'], ['招生录取数据', 'core', 'yes', '每年约 8 千人', '招生就业处'], ['财务收支数据', 'important', 'no', '近十年', '财务处'], ['科研项目资料', 'important', 'no', '约 5 千项', '科学技术处'], ['公开新闻稿件', 'general', 'no', '约 2 万篇', '党委宣传部']].map(async ([name, grade, personal, amount, unit], i) => ({ name: name!, unit: units.find((u) => u.name === unit)!, person: await personOf(units.find((u) => u.name === unit)!), fields: { grade: grade!, personal: personal!, amount: amount!, content: '见数据目录', ...(i !== 4 && { stored: '数据中心存储 198.51.100.0/24 隔离区' }), shared: '仅校内业务系统使用，不出境', backup: i % 2 ? '每日增量' : '每日增量，每周全量，异地一份' } }))));
}
