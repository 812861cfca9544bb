import { isRegion } from './regions.ts';

export type PersonalKind = 'id' | 'old_id' | 'mobile' | 'card';
export interface PersonalHit { kind: PersonalKind; value: string; from: number; to: number; /** A name of a person stands beside. */ named: boolean }

/** GB 11643-1999, ISO 7064 MOD 11-2. */
export function isIdNumber(id: string, year: number): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(id) || !isRegion(id) || !isDate(id.slice(6, 14), year)) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(id[i]) * (2 ** (17 - i) % 11);
  return '10X98765432'[sum % 11] === id[17];
}
function isDate(text: string, year: number): boolean {
  const [y, m, d] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8))];
  return y >= 1900 && y <= year && m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate();
}
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) { let n = Number(digits[digits.length - 1 - i]); if (i % 2) { n *= 2; if (n > 9) n -= 9; } sum += n; }
  return sum % 10 === 0;
}
/** ISO/IEC 7812: UnionPay (GB/T 20547 lengths), Visa, Mastercard, JCB as mainland banks issue them. */
const issuer = /^(?:62\d{14,17}|60[13]\d{13,16}|9(?:558|559|400|98)\d{12,15}|4\d{15}|5[1-5]\d{14}|35(?:2[89]|[3-8]\d)\d{12})$/;

const nearId = /身份证|身份号|证件号|公民身份|ID\s*card|idcard|sfz|zjhm|identity/i;
const nearMobile = /手机|电话|联系方式|联系号码|联系人|移动号码|号码|致电|拨打|微信|短信|tel(?:ephone)?\b|phone|mobile|sjh\b|lxdh|lxfs/i;
const nearCard = /卡号|银行卡|开户|账号|帐号|工资卡|储蓄卡|借记卡|收款|户名|工商银行|农业银行|建设银行|中国银行|交通银行|招商银行|邮储|农商行|信用社|bank|card_?no|yhkh|yhzh/i;
const notNumber = /订单|流水|单号|编号|序号|条码|物流|快递|交易号|凭证|设备号|资产|产品|型号|ISBN|ISSN|统一社会信用|信用代码|组织机构|校验|hash|md5|sha|uuid|guid|timestamp|时间戳|order|serial|trade|sku|barcode|学号|工号|准考证|报名号|发票|合同|IMEI|ICCID/i;
const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公闫肖付佘岳覃';
const nameBefore = new RegExp(`(?:^|[^\\u4e00-\\u9fff])[${surnames}][\\u4e00-\\u9fff·]{1,3}[^\\u4e00-\\u9fff]{0,12}$|姓名[^\\n]{0,12}$`);

/** Digits in their other shapes, same length: full-width, and Arabic-Indic are left. What cannot be seen is taken out with a map back. */
function evened(text: string): { even: string; back: (at: number) => number } {
  const wide = text.replace(/[０-９Ｘｘ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  if (!/[\u00ad\u200b-\u200d\u2060\ufeff]/.test(wide)) return { even: wide, back: (at) => at };
  const places: number[] = [];
  let even = '';
  for (let i = 0; i < wide.length; i++) if (!/[\u00ad\u200b-\u200d\u2060\ufeff]/.test(wide[i]!)) { even += wide[i]; places.push(i); }
  places.push(wide.length);
  return { even, back: (at) => places[at]! };
}

/** Runs of digits as people group them: no separator, or one space or hyphen between groups. Cells (tabs, line ends, bars, commas) never join. */
const run = /(?<![0-9A-Za-z_*＊×.%&#/\\-])[1-9]\d*(?:[ \u00a0\u3000-]\d+){0,8}[ \u00a0-]?[Xx]?(?![0-9A-Za-z_*＊×%])/g;

/**
 * Numbers of persons in a text. `heading` speaks for a column whose cells stand elsewhere.
 * @param year dates of birth lie before its end
 */
export function findPersonal(text: string, year: number, allowed: ReadonlySet<string> = new Set(), heading = ''): PersonalHit[] {
  const { even, back } = evened(text);
  const hits: PersonalHit[] = [];
  for (const m of even.matchAll(run)) {
    const shape = m[0].trimEnd();
    for (const piece of pieces(shape)) {
      const digits = piece.text.replace(/[^\dXx]/g, '').toUpperCase();
      if (digits.length < 11 || digits.length > 19) continue;
      const [from, to] = [m.index + piece.at, m.index + piece.at + piece.text.length];
      // a point and digits: an amount, an address
      if (/^\.\d/.test(even.slice(to, to + 2))) continue;
      const before = even.slice(Math.max(0, from - 40), from);
      const kind = kindOf(digits, piece.text, before, even.slice(to, to + 16), heading, year);
      if (!kind || allowed.has(digits)) continue;
      hits.push({ kind, value: digits, from: back(from), to: back(to), named: nameBefore.test(before) || /姓名/.test(heading) });
      break;
    }
  }
  return hits;
}
/** The whole run first; then what stands between its separators, for `姓名 13800000000 110…`. */
function* pieces(shape: string): Generator<{ text: string; at: number }> {
  yield { text: shape, at: 0 };
  if (!/[ \u00a0\u3000-]/.test(shape)) return;
  for (const m of shape.matchAll(/[\dXx]+/g)) if (m[0].length >= 11) yield { text: m[0], at: m.index };
}
function kindOf(digits: string, shape: string, before: string, after: string, heading: string, year: number): PersonalKind | undefined {
  const near = `${heading} ${before}`;
  const last = before.slice(-16);
  if (digits.length === 18 && isIdNumber(digits, year) && !/(?:统一社会信用|信用)代码\D{0,6}$|订单号?\D{0,4}$|流水号?\D{0,4}$|交易单?号\D{0,4}$/.test(before)) return 'id';
  if (/X/.test(digits)) return undefined;
  const denied = notNumber.test(heading || last);
  if (digits.length === 15 && nearId.test(near) && isRegion(digits) && isDate(`19${digits.slice(6, 12)}`, year) && !denied) return 'old_id';
  if (digits.length === 11 && /^1[3-9]/.test(digits) && /^\d{11}$|^\d{3}[ -]\d{4}[ -]\d{4}$/.test(shape) && !denied) return nearMobile.test(near) || nearMobile.test(after) || nameBefore.test(before) && !/https?:|\?|=/.test(last) ? 'mobile' : undefined;
  if (digits.length >= 16 && issuer.test(digits) && passesLuhn(digits) && !denied && nearCard.test(near)) return 'card';
  return undefined;
}
