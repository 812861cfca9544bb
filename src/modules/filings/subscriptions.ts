import { sql } from '../../kernel/database.ts';
import { objectToOnline, onSystemNews, type SystemNews } from '../assets/index.ts';
import { onUnitMerged } from '../organisation/index.ts';
import { objections } from './missing.ts';
import { askForChange, settleFilings } from './settle-filings.ts';
import { noteReport } from './system-reports.ts';

objectToOnline(objections);

const words: Record<string, string> = { unit_id: '主管单位', name: '系统名称', places: '域名和地址', operating_unit_id: '运维单位', manager_id: '安全管理员', operator: '运营机构', purpose: '主要功能', location: '部署位置', kind: '类别', ports: '登记开放的端口' };
const reported: Partial<Record<string, 'new' | 'shut' | 'restored' | 'closed'>> = { 'planned online': 'new', 'online shut': 'shut', 'shut online': 'restored', 'online cancelled': 'closed', 'shut cancelled': 'closed' };
/** What a system becomes, its filings follow: opened, changed, cancelled; what came and went is to be reported. */
onSystemNews(async (tx, actor, news: SystemNews) => {
  if (news.changes.some((c) => c.field === 'unit_id')) {
    await sql`update work_case c set unit_id = s.unit_id, version = c.version + 1 from info_system s where s.id = ${news.id} and c.unit_id <> s.unit_id and (c.id in (select id from filing where system_id = ${news.id}) or c.id in (select id from system_application where system_id = ${news.id}))`.execute(tx);
  }
  await settleFilings(tx, actor, [news.id]);
  // what was blank before is filled in, not changed
  const changed = news.changes.filter((c) => c.before !== '');
  if (changed.length) await askForChange(tx, actor, [news.id], changed.map((c) => c.field), changed.filter((c) => words[c.field]).map((c) => `${words[c.field]}由“${c.before.slice(0, 60)}”改为“${c.after.slice(0, 60)}”`).join('；'));
  const what = news.what === 'moved' ? reported[`${news.from} ${news.to}`] : undefined;
  if (what) await noteReport(tx, news.id, what, news.reason, news.paper);
});

/** Systems went over with their unit: what was filed in its name is to be changed. The open cases themselves are moved by the merge. */
onUnitMerged('filing', async (tx, actor, from, into) => {
  const { rows } = await sql<{ system_id: string }>`select distinct f.system_id from filing f join work_case c on c.id = f.id where c.unit_id = ${from} and c.state in ('filed', 'change_due', 'change_submitted')`.execute(tx);
  const { name: old } = await tx.selectFrom('unit').select('name').where('id', '=', from).executeTakeFirstOrThrow();
  const { name } = await tx.selectFrom('unit').select('name').where('id', '=', into).executeTakeFirstOrThrow();
  if (rows.length) await askForChange(tx, actor, rows.map((r) => r.system_id), ['unit_id'], `主管单位由“${old}”并入“${name}”`);
});
onUnitMerged('go_live', async () => undefined);
