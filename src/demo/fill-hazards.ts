import type { Hand } from './hand.ts';

interface Unit { id: string; name: string }
interface Row { id: string; version: number; number: string; unit_id: string; owned: boolean; state: string }
/** What a scanner would have found in the demo's systems: rule, title, level 1–4, port. */
const findings = [
  ['104743', '数据库版本已停止支持', 4, 3306], ['57582', 'SSL 自签名证书', 2, 443], ['70658', 'SSH 服务启用 CBC 模式加密', 1, 22], ['11213', '网站启用 TRACE/TRACK 方法', 2, 80], ['42873', 'SSL 支持中等强度加密套件', 3, 443], ['90317', 'SSH 使用弱算法', 2, 22], ['12217', '远程桌面使用默认端口', 2, 3389], ['77823', '网站程序存在远程命令执行漏洞', 4, 8080], ['65821', 'SSL 支持 RC4 加密套件', 2, 443], ['10815', '网站存在跨站脚本漏洞', 3, 80],
] as const;
const kinds = ['website', 'system', 'website', 'system', 'app'] as const;

/** Systems, ranges, a scan that finds owners and strangers, notices, answers and retests: each through the API, by arithmetic, so that every demo looks alike. */
export async function fillHazards(as: (user: string) => Promise<Hand>, at: (instant: string) => void, userOf: (unit: string) => string | undefined): Promise<void> {
  let office = await as('office');
  const units = (await office.call<Unit[]>('GET', '/api/units')).filter((u) => u.name !== '示例大学').slice(0, 30);
  for (const [i, u] of units.entries()) {
    const people = await office.call<{ items: { id: string }[] }>('GET', `/api/people?unit_id=${u.id}`);
    for (let k = 0; k < (i % 3 === 0 ? 2 : 1); k++) {
      await office.call('POST', '/api/systems', {
        name: `${u.name}${['网站', '业务系统'][k]}`, kind: kinds[(i + k) % 5], unit_id: u.id, state: 'online', importance: i % 9 === 0 ? 'key' : i % 4 === 0 ? 'important' : 'general', places: [`s${i + 1}${k ? 'b' : ''}.example.edu.cn`, `10.${20 + k}.${i + 1}.0/28`], ports: '80, 443', purpose: k ? '办理本单位业务' : '对外发布信息', users: '全校师生', data_held: k ? '师生姓名、学工号' : '公开信息', location: i % 6 === 5 ? '校外托管' : '数据中心', outside: i % 6 === 5,
        ...(i % 5 !== 4 && { manager_id: people.items[0]?.id ?? null }), ...(i % 4 !== 3 && { mlps_level: i % 9 === 0 ? 3 : 2 }), ...(i % 3 !== 2 && { icp_number: `示ICP备000000${String(i + 10)}号` }), ...(i % 3 === 0 && { police_number: `示公网安备000000${String(i + 10)}号` }), ...(i % 6 === 5 && { operator: '示例运维公司', operator_contact: '张示例', operator_phone: '000-00000000' }),
      });
    }
    await office.call('POST', '/api/ranges', { unit_id: u.id, written: `10.${30}.${i + 1}.0/24`, note: '办公区' });
  }

  at('2026-10-20T01:00:00Z');
  office = await as('office');
  const hosts = units.flatMap((_, i) => [`10.20.${i + 1}.3`, ...(i % 3 === 0 ? [`10.21.${i + 1}.4`] : []), ...(i % 8 === 7 ? [`10.30.${i + 1}.66`] : [])]).concat('192.0.2.15', '198.51.100.77');
  await scan(office, '10月全校漏洞扫描.nessus', 'Tue Oct 20 01:00:00 2026', hosts.map((ip, i) => ({ ip, list: findings.filter((_, k) => (i * 3 + k * 7) % 4 === 0) })));
  const rows = async (query: string): Promise<Row[]> => (await (await as('office')).call<{ items: Row[] }>('GET', `/api/hazards?size=200${query}`)).items;
  const owned = (await rows('&owned=true')).filter((_, i) => i % 12 !== 11);
  await office.call('POST', '/api/hazards/moves', { action: 'confirm', moves: owned.map(({ id, version }) => ({ id, version })) });
  await office.call('POST', '/api/hazard-notices', { kind: 'order', ids: owned.map((h) => h.id), source: '技术检测', contact: '张示例', phone: '000-00000000' });

  at('2026-10-22T02:00:00Z');
  const names = new Map(units.map((u) => [u.id, u.name]));
  for (const [i, u] of units.entries()) {
    const user = userOf(u.name);
    if (!user || i % 7 === 6) continue;
    const hand = await as(user);
    const { letters } = await hand.call<{ letters: { id: string; can_sign: boolean }[] }>('GET', '/api/hazard-notices');
    for (const l of letters) if (l.can_sign) await hand.call('POST', `/api/hazard-notices/${l.id}/sign`, {});
  }
  for (const [i, h] of (await rows('&state=signed')).entries()) {
    if (i % 5 === 4) continue;
    const hand = await as(userOf(names.get(h.unit_id) ?? '') ?? 'office');
    await hand.attach(`/api/hazards/${h.id}/files`, '整改记录.txt', `${h.number}\n已修改配置并复查，附前后对比。`);
    await hand.call('POST', `/api/hazards/${h.id}/move`, { version: h.version, action: 'report', note: '已按建议修改配置并重启服务，自查未再发现。' });
  }

  at('2026-10-28T02:00:00Z');
  office = await as('office');
  const move = (h: { id: string; version: number }, action: string, note: string) => office.call<{ id: string; version: number }>('POST', `/api/hazards/${h.id}/move`, { version: h.version, action, note });
  for (const [i, h] of (await rows('&state=reported')).entries()) {
    if (i % 6 === 5) continue;
    const now = await move(h, 'retest', '');
    if (i % 9 === 8) await move(now, 'fail', '复测仍能复现，请检查配置是否生效。');
    else await move(now, 'pass', '复测未再发现。');
  }
  at('2026-10-30T01:00:00Z');
  office = await as('office');
  await office.call('POST', '/api/hazards', { title: '办公楼大厅电子屏可被外部网络访问', severity: 'high', source: 'inspection', unit_id: units[4]!.id, where: '行政楼一层大厅', description: '现场检查发现电子屏控制主机接入无线网络。', remedy: '断开无线网络，改为专线控制，修改管理口令。' });
  await scan(office, '10月底复测扫描.nessus', 'Fri Oct 30 01:00:00 2026', hosts.slice(0, 12).map((ip, i) => ({ ip, list: findings.filter((_, k) => (i * 3 + k * 7) % 4 === 0 && (i + k) % 5 === 0) })));
}

async function scan(office: Hand, name: string, when: string, hosts: { ip: string; list: readonly (readonly [string, string, number, number])[] }[]): Promise<void> {
  const text = `<?xml version="1.0"?><NessusClientData_v2><Report name="demo">${hosts.map((h) => `<ReportHost name="${h.ip}"><HostProperties><tag name="host-ip">${h.ip}</tag><tag name="HOST_START">${when}</tag></HostProperties>${h.list.map(([id, title, level, port]) => `<ReportItem port="${port}" svc_name="svc" protocol="tcp" severity="${level}" pluginID="${id}" pluginName="${title}" pluginFamily="General"><description>${title}，可能被利用影响系统安全。</description><solution>升级到受支持的版本，关闭不需要的功能，按基线修改配置。</solution><plugin_output>端口 ${port} 返回了与该问题相符的特征。</plugin_output></ReportItem>`).join('')}</ReportHost>`).join('')}</Report></NessusClientData_v2>`;
  await office.attach('/api/hazards/imports', name, text);
  for (let i = 0; i < 300; i++) {
    const [last] = await office.call<{ state: string; error: string | null }[]>('GET', '/api/hazards/imports');
    if (last!.state === 'done') return;
    if (last!.state === 'failed') throw new Error(last!.error ?? 'import failed');
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error('the demo’s scan was not read');
}
