import { writeTable, type TableColumn } from '../../engines/tables/index.ts';
import { today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import type { exportLists, promiseKinds } from './contract.ts';
import { dayOf, listDuties, listPromises, listResources, listStaff } from './queries.ts';

const columns = (titles: Record<string, string>): TableColumn[] => Object.entries(titles).map(([key, title]) => ({ key, title, kind: 'text', width: 20 }));
const partNames = { lead: '牵头', support: '配合' } as const;
const resultNames = { good: '优秀', met: '达标', partly: '基本达标', failed: '不达标' } as const;
const staffNames = { full_time: '专职', part_time: '兼职' } as const;
const resourceNames = { people: '人员', funds: '经费', goods: '设备物资' } as const;

/** What the page shows, as a sheet; of duties a matrix: a row a duty, a column a unit. */
export async function exportList(db: Reader, actor: Actor, list: (typeof exportLists)[number], f: { year: number; kind: (typeof promiseKinds)[number] }): Promise<Sent> {
  const { name, columns: cols, rows } = await sheets[list](db, actor, f);
  const bytes = await writeTable({ name: name.slice(0, 28), columns: cols, rows });
  return { stream: bytes, name: `${name}-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}

type Sheet = { name: string; columns: TableColumn[]; rows: Record<string, string>[] };
const sheets: Record<(typeof exportLists)[number], (db: Reader, actor: Actor, f: { year: number; kind: (typeof promiseKinds)[number] }) => Promise<Sheet>> = {
  async duties(db, actor, { year }) {
    const items = await listDuties(db, actor, { year });
    const units = [...new Map(items.flatMap((d) => d.bearers.map((b) => [b.unit_id, b.unit_name] as const)))];
    return {
      name: '职责分工表', columns: columns({ title: '职责', content: '内容', basis: '依据', ...Object.fromEntries(units) }),
      rows: items.map((d) => ({ title: d.title, content: d.content, basis: d.basis, ...Object.fromEntries(d.bearers.map((b) => [b.unit_id, [partNames[b.part], b.post && `（${b.post}）`, b.review && `：${resultNames[b.review.result]}`].filter(Boolean).join('')])) })),
    };
  },
  async staff(db, actor, { year }) {
    const rows = (await listStaff(db, actor, dayOf(year))).flatMap((s) => (s.certificates.length ? s.certificates : [undefined]).map((c) => ({
      unit: s.unit_name, name: s.person_name, kind: staffNames[s.kind], work: s.work, since: s.since, certificate: c?.name ?? '', level: c?.level ?? '', number: c?.number ?? '', issuer: c?.issuer ?? '', issued_on: c?.issued_on ?? '', expires_on: c ? c.expires_on ?? '长期' : '',
    })));
    return { name: `${year}年网络安全人员及资质`, columns: columns({ unit: '单位', name: '姓名', kind: '专兼职', work: '工作内容', since: '上岗日期', certificate: '证书', level: '等级', number: '证书编号', issuer: '发证机构', issued_on: '取得日期', expires_on: '到期日期' }), rows };
  },
  async promises(db, actor, { kind }) {
    const { promises, missing } = await listPromises(db, actor, kind);
    return {
      name: kind === 'security' ? '网络安全承诺书签订情况' : '保密承诺书签订情况', columns: columns({ unit: '单位', name: '签订人', state: '签订情况', signed_on: '签订日期', valid_until: '有效期至', files: '扫描件' }),
      rows: [...promises.map((p) => ({ unit: p.unit_name, name: p.person_name ?? p.unit_name, state: p.expired ? '已到期' : '已签订', signed_on: p.signed_on, valid_until: p.valid_until ?? '长期', files: p.files.map((f) => f.name).join('；') })), ...missing.map((m) => ({ unit: m.unit_name, name: m.name, state: '未签订' }))],
    };
  },
  async resources(db, actor, { year }) {
    const rows = (await listResources(db, actor, year)).map((r) => ({ kind: resourceNames[r.kind], title: r.title, unit: r.unit_name, planned: String(r.planned), provided: String(r.provided), measure: r.measure, basis: r.basis, files: r.files.map((f) => f.name).join('；') }));
    return { name: `${year}年网络安全保障情况`, columns: columns({ kind: '类别', title: '事项', unit: '落实单位', planned: '计划', provided: '已落实', measure: '单位', basis: '依据', files: '佐证' }), rows };
  },
};
