import { squeeze } from './canonical.ts';
import type { Frame } from './metadata.ts';
import { isBodyName } from './metadata.ts';

/** Ends of names that can issue a document on their own, for titles that run on without 关于. */
const issuerEnds = ['大学', '学院', '学校', '中学', '小学', '幼儿园', '人民政府办公厅', '人民政府办公室', '人民政府', '委员会办公室', '委员会', '教育厅', '教育局', '管理局', '事务局', '公安局', '卫生局', '局', '厅', '集团有限公司', '有限责任公司', '有限公司', '公司', '集团', '医院', '研究院', '研究所', '银行', '党委', '办公室', '街道', '总站', '图书馆', '博物馆', '监狱', '人民法院', '人民检察院', '电视台', '报社', '管理处', '管委会', '总队', '支队', '中心'];

/** The issuer's name at the head of a title, or null. */
export function issuerOfTitle(title: string): string | null {
  const s = squeeze(title);
  const about = s.search(/关于|转发|印发/);
  if (about >= 4) {
    const name = s.slice(0, about);
    if (isBodyName(name) && !/\d{4}年/.test(name)) return name;
  }
  const head = s.slice(0, about >= 0 ? about : 24).split(/[“《\d]/)[0] ?? '';
  // 中共…委员会, and a body's own name down to the year: 某某大学后勤集团2025年…
  const party = /^中共[\u4e00-\u9fff]{2,30}?委员会/.exec(head)?.[0];
  if (party) return party;
  const before = /^([\u4e00-\u9fff]{4,24})(?=(?:19|20)\d{2}年)/.exec(s)?.[1];
  if (before && about < 0 && isBodyName(before) && !/网络|信息|安全|工作|系统|部门|单位/.test(before)) return before;
  let best: string | null = null;
  for (const end of issuerEnds) {
    const at = head.indexOf(end, 2);
    if (at < 0) continue;
    const name = head.slice(0, at + end.length);
    // a prefix that is no name: 网络安全中心…; the shortest true name wins, longer suffixes of the same place first
    if (/^(?:关于|网络|信息|全|各|教育系统|校园|学校|年度|安全|数据|智慧|开展|加强|进一步)/.test(name)) continue;
    if (best === null || name.length < best.length) best = name;
  }
  if (best) best += /^(?:学院|(?:股份|集团)?有限(?:责任)?公司)/.exec(head.slice(best.length))?.[0] ?? '';
  if (best) return best;
  // 某某园区2023年…: what stands before the year is a name where it speaks of no matter
  const dated = /^([\u4e00-\u9fff]{4,20})(?=(?:19|20)\d{2}年)/.exec(s)?.[1];
  return dated && !/网络|信息|安全|工作|全[省市县区校院]|关于|数据/.test(dated) ? dated : null;
}

/** The issuer by its full name: who signs, else the letterhead, else the title. */
export function issuerOf(frame: Frame, text: string): string | null {
  const ofTitle = frame.title ? issuerOfTitle(frame.title) : null;
  if (!frame.signer) return frame.letterhead && isBodyName(frame.letterhead) ? frame.letterhead : frame.letterhead ?? ofTitle;
  const { signer } = frame;
  const squeezed = squeeze(text);
  for (const parent of [frame.letterhead, ofTitle]) {
    if (!parent || signer.startsWith(parent) || parent.endsWith(signer)) continue;
    const full = parent.replace(/^中共/, '') + signer;
    if (squeezed.includes(parent + signer)) return parent + signer;
    if (squeezed.includes(full)) return full;
  }
  for (const parent of [frame.letterhead, ofTitle]) if (parent && parent !== signer && parent.endsWith(signer)) return parent;
  return signer;
}
