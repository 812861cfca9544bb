import type { Hand } from './hand.ts';

interface System { id: string; name: string; unit_id: string; unit_name: string; places: string[] }
interface Superior { id: string; version: number; list: { hazard_id: string; unit_name: string; state: string }[]; reports: { id: string }[] }
interface Warning { id: string; version: number; answers: { id: string; version: number; unit_name: string; can_answer: boolean }[] }
interface Hazard { id: string; version: number }

/** What came from above: one notice dealt with to its end, one that runs; and warnings: lifted, in force with answers that wait, just collected. */
export async function fillNotices(as: (user: string) => Promise<Hand>, at: (instant: string) => void, userOf: (unit: string) => string | undefined): Promise<void> {
  let office = await as('office');
  const systems = (await office.call<{ items: System[] }>('GET', '/api/systems?size=100&state=online')).items.filter((s) => userOf(s.unit_name));
  const notice = async (issuer: string, number: string, title: string, received_on: string, due_on: string, rows: [string, string, System][]): Promise<Superior> => {
    const made = await office.call<Superior>('POST', '/api/superior-notices', { issuer, number, title, received_on, due_on, report_how: '书面报告加盖公章，经公文系统报送', contact: '值班员 000-5559120' });
    await office.attach(`/api/superior-notices/${made.id}/files`, `${title}.txt`, `${issuer}\n${number}\n${title}`);
    await office.call('POST', `/api/superior-notices/${made.id}/hazards`, { rows: rows.map(([name, severity, s], i) => ({ mark: String(i + 1), title: name, severity, where: s.places[0] ?? '', system: s.name, unit: s.unit_name, unit_id: s.unit_id, system_id: s.id, description: `${name}，可能被利用。`, remedy: '按建议修复并复查同类问题。' })) });
    await office.call('POST', `/api/superior-notices/${made.id}/forward`, { note: '请按期整改并反馈。', contact: '张示例', phone: '000-00000000' });
    return office.call<Superior>('GET', `/api/superior-notices/${made.id}`);
  };
  const signAll = async (names: Iterable<string>): Promise<void> => {
    for (const name of new Set(names)) {
      const hand = await as(userOf(name)!);
      const { letters } = await hand.call<{ letters: { id: string; can_sign: boolean }[] }>('GET', '/api/hazard-notices?unsigned=true');
      for (const l of letters) if (l.can_sign) await hand.call('POST', `/api/hazard-notices/${l.id}/sign`, {});
    }
  };
  const first = await notice('示例省教育信息中心', '示教信安〔2026〕41号', '关于网站安全漏洞的通报', '2026-11-06', '2026-11-20', [['SQL 注入漏洞', 'high', systems[1]!], ['目录遍历', 'medium', systems[2]!], ['敏感信息泄露', 'high', systems[3]!]]);
  await signAll(first.list.map((i) => i.unit_name));
  for (const i of first.list) {
    const hand = await as(userOf(i.unit_name)!);
    const h = await hand.call<Hazard>('GET', `/api/hazards/${i.hazard_id}`);
    await hand.attach(`/api/hazards/${h.id}/files`, '整改记录.txt', '已修复并复查同类页面，附前后对比。');
    await hand.call('POST', `/api/hazards/${h.id}/move`, { version: h.version, action: 'report', note: '已修复代码并复查同类页面。' });
  }
  for (const i of first.list) {
    const h = await office.call<Hazard>('GET', `/api/hazards/${i.hazard_id}`);
    const now = await office.call<Hazard>('POST', `/api/hazards/${h.id}/move`, { version: h.version, action: 'retest', note: '' });
    await office.call('POST', `/api/hazards/${h.id}/move`, { version: now.version, action: 'pass', note: '复测未再发现。' });
  }
  const told = await office.call<Superior>('POST', `/api/superior-notices/${first.id}/reports`, { situation: '收到通报后立即转办，三处隐患均已修复并复测通过。', next_steps: '对同类系统开展一次排查。', signer: '分管校领导' });
  await office.call('POST', `/api/superior-reports/${told.reports[0]!.id}/send`, { sent_on: '2026-11-09', how: '公文系统' });
  const answered = await office.call<Superior>('POST', `/api/superior-reports/${told.reports[0]!.id}/receipt`, { receipt: '省教育信息中心已收悉' });
  await office.call('POST', `/api/superior-notices/${first.id}/close`, { version: answered.version, note: '全部整改并报告上级。' });

  const warning = async (fields: object, chosen: System[]): Promise<Warning> => {
    const made = await office.call<Warning>('POST', '/api/threat-warnings', fields);
    if (chosen.length === 0) return made;
    const aimed = await office.call<Warning>('PUT', `/api/threat-warnings/${made.id}/targets`, { version: made.version, targets: chosen.map((s) => ({ unit_id: s.unit_id, system_id: s.id, chosen: true })) });
    const judged = await office.call<Warning>('POST', `/api/threat-warnings/${made.id}/move`, { version: aimed.version, action: 'judge', note: '校内有系统使用该组件，影响面较大，应发布预警。' });
    return office.call<Warning>('POST', `/api/threat-warnings/${made.id}/move`, { version: judged.version, action: 'publish' });
  };
  const reply = async (w: Warning, usual: string, affected: string, skip: (i: number) => boolean): Promise<void> => {
    for (const [i, a] of w.answers.entries()) if (!skip(i)) await (await as(userOf(a.unit_name)!)).call('POST', `/api/warning-answers/${a.id}`, { version: a.version, state: affected && i % 5 === 2 ? 'affected' : 'clear', note: affected && i % 5 === 2 ? affected : usual, systems: [] });
  };
  const components = { kind: 'vulnerability', level: 'orange', product: '示例应用中间件', versions: '9.0 至 9.4', summary: '攻击者可构造请求远程执行命令。', measures: '升级到 9.5；不能立即升级的，限制访问来源并关闭管理端口。', source: '示例省教育信息中心' };
  const past = await warning({ ...components, title: '示例应用中间件存在远程命令执行漏洞', due_on: '2026-11-13' }, systems.slice(4, 12));
  await reply(past, '已排查，未使用该组件。', '有一台测试服务器使用，已停用待升级。', () => false);

  at('2026-11-16T01:00:00Z');
  office = await as('office');
  const lifted = await office.call<Warning>('GET', `/api/threat-warnings/${past.id}`);
  await office.call('POST', `/api/threat-warnings/${past.id}/move`, { version: lifted.version, action: 'lift', note: '各单位均已反馈，受影响的已升级。' });
  const open = await warning({ kind: 'attack', level: 'yellow', title: '近期钓鱼邮件冒充财务通知', summary: '邮件冒充财务部门发送含恶意附件的通知，诱导填写口令。', measures: '提醒师生不点击附件，发现后报告；邮件系统加强拦截。', source: '示例省教育信息中心', due_on: '2026-12-04' }, systems.slice(0, 10));
  await reply(open, '已提醒全体教职工，未收到此类邮件。', '', (i) => i > 5);
  await warning({ kind: 'malware', level: 'blue', title: '勒索病毒利用远程桌面弱口令传播', summary: '通过 3389 端口弱口令入侵后加密文件。', measures: '关闭对外远程桌面，核对备份。', source: '示例安全公司' }, []);
  const second = await notice('示例市公安局网安支队', '示公网安通〔2026〕17号', '关于网站被植入暗链的通报', '2026-11-16', '2026-12-07', [['网站被植入暗链', 'critical', systems[5]!], ['后台弱口令', 'high', systems[6]!], ['版本信息泄露', 'low', systems[7]!], ['跨站脚本漏洞', 'medium', systems[8]!]]);
  await signAll(second.list.slice(0, 3).map((i) => i.unit_name));
}
