import { chineseDate, type Block, type Gongwen } from '../../engines/gongwen/index.ts';
import type { reportKinds } from './contract.ts';

type What = (typeof reportKinds)[number];
interface Reported { what: What; on_date: string; reason: string; paper: string; name: string; unit_name: string; purpose: string; places: string[]; mlps_level: number | null; icp_number: string; police_number: string; manager: string | null; phone: string | null }
interface Input { letterhead: string; number: string; issuer: string; issuedOn: string; printedBy: string; addressee: string; systems: Reported[]; contact?: { name: string; phone: string } }
export const whatNames: Record<What, string> = { new: '新增', closed: '关闭（注销）', shut: '关停', restored: '恢复', changed: '重大变更' };
const headings: Record<What, string> = { new: '新增加的信息系统', closed: '关闭的信息系统', shut: '关停的信息系统', restored: '恢复运行的信息系统', changed: '出现重大变更的信息系统' };
const order: readonly What[] = ['new', 'changed', 'shut', 'restored', 'closed'];
const levels = ['一', '二', '三', '四', '五'];

/** 书面报备: systems that were added, closed or changed greatly, in the layout of GB/T 9704-2012. */
export function systemReport(input: Input): Gongwen {
  const { systems, contact, ...frame } = input;
  const kinds = order.filter((w) => systems.some((s) => s.what === w));
  const only = kinds.length === 1 ? whatNames[kinds[0]!].replace(/（.*）/, '') : '新增、关闭和变更';
  const body: Block[] = [
    { type: 'paragraph', text: `按照“加强信息报备，新增加、关闭或出现重大变更的网络信息系统应及时书面报备”的要求，现将${systems.length}个网络信息系统的${only}情况报备如下。` },
    ...kinds.flatMap((w): Block[] => {
      const rows = systems.filter((s) => s.what === w);
      return [
        { type: 'heading', level: 1, text: headings[w] },
        { type: 'table', columns: [{ title: '序号', width: 1.2, align: 'center' }, { title: '系统名称', width: 3.6 }, { title: '主管单位', width: 3 }, { title: '日期', width: 2.4, align: 'center' }, { title: '域名和地址', width: 3.6 }, { title: '等级和备案', width: 3.4 }], rows: rows.map((s, i) => [String(i + 1), s.name, s.unit_name, chineseDate(s.on_date), s.places.join('\n'), [s.mlps_level ? `等级保护第${levels[s.mlps_level - 1]}级` : '未定级', s.icp_number, s.police_number].filter(Boolean).join('\n')]) },
        { type: 'list', items: rows.map((s) => `${s.name}：${[s.purpose && `主要功能为${s.purpose}`, s.reason && `${w === 'changed' ? '变更内容' : '原因'}：${s.reason}`, s.paper && `依据：${s.paper}`, s.manager && `安全管理员${s.manager}${s.phone ? `，电话${s.phone}` : ''}`].filter(Boolean).map((p) => (p as string).replace(/[。；]$/, '')).join('；') || '无其他说明'}。`) },
      ];
    }),
    { type: 'paragraph', text: '特此报备。' },
  ];
  return { ...frame, title: `关于网络信息系统${only}情况的报备`, body, ...(contact && { note: `联系人：${contact.name}${contact.phone ? `，联系电话：${contact.phone}` : ''}` }) };
}
