import type { Element } from '../page.ts';
import type { Style } from './style-cascade.ts';

/** `ordinary` ways are those of menus, tabs and dialogs; nobody needs a `deceptive` one for them. */
export interface Hiding { way: string; kind: 'ordinary' | 'deceptive' }
/** Classes, ids and roles of what is folded away until somebody asks for it. */
const folded = /(?:^|[\s_-])(?:navi?|navbar|menu\w*|sub-?menu|subnav|drop\w*|tabs?|tab-?\w+|swiper\w*|slid\w*|carousel\w*|banner|focus\w*|scroll\w*|modal\w*|dialog|pop\w*|tooltip|accordion|collapse\w*|sr-only|visually-hidden|screen-reader\w*|print\w*|mobile\w*|m-\w+|wap|sidebar|drawer|lang\w*|share\w*|bdshare\w*|qrcode|wechat|weixin|skip\w*|off-?canvas|toggle\w*|more|layer\w*|friend\w*|links?|yqlj|select\w*|list-hide|details|help|login\w*|search\w*|footer\w*|mega\w*|lightbox|gallery|cookie\w*|notice|toc|mw-\w+|wp-\w+)(?=$|[\s_\d-])/i;
export const foldedAway = (marks: string): boolean => folded.test(marks);
export function marksOf(e: Element): string {
  const marks: string[] = [];
  for (let x: Element | null = e; x && x.name !== 'body' && marks.length < 24; x = x.parent) marks.push(`${x.attributes.class ?? ''} ${x.attributes.id ?? ''} ${x.attributes.role ?? ''} ${x.name === 'nav' || x.name === 'dialog' || x.name === 'details' || x.name === 'select' ? 'menu' : ''}${'aria-expanded' in x.attributes || 'aria-haspopup' in x.attributes ? ' menu' : ''}`);
  return marks.join(' ');
}

/** Pixels, as far as a sheet alone can tell; NaN for the rest. */
function px(value: string | undefined): number {
  const m = /^(-?[\d.]+)(px|em|rem|pt|%|vw|vh|cm|in)?$/.exec(value ?? '');
  if (!m) return NaN;
  const n = Number(m[1]);
  return n * (m[2] === 'em' || m[2] === 'rem' ? 16 : m[2] === 'pt' ? 1.33 : m[2] === 'cm' ? 37.8 : m[2] === 'in' ? 96 : m[2] === '%' || m[2] === 'vw' || m[2] === 'vh' ? 14 : 1);
}
const names: Record<string, string> = { white: 'ffffff', black: '000000', red: 'ff0000', blue: '0000ff', gray: '808080', grey: '808080', silver: 'c0c0c0', green: '008000', yellow: 'ffff00', navy: '000080', whitesmoke: 'f5f5f5', snow: 'fffafa' };
function colour(value: string | undefined): [number, number, number] | 'clear' | undefined {
  const v = (value ?? '').trim();
  if (!v) return undefined;
  if (v === 'transparent' || /^(rgba|hsla)\([^)]*,\s*0?(\.0+)?\)$/.test(v) && !/,\s*0?\.[1-9]/.test(v)) return 'clear';
  const hex = /#([0-9a-f]{6}|[0-9a-f]{3})\b/.exec(v)?.[1] ?? names[/\b[a-z]+\b/.exec(v)?.[0] ?? ''];
  if (hex) { const full = hex.length === 3 ? [...hex].map((c) => c + c).join('') : hex; return [0, 2, 4].map((i) => Number.parseInt(full.slice(i, i + 2), 16)) as [number, number, number]; }
  const rgb = /rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)/.exec(v);
  return rgb ? [Number(rgb[1]), Number(rgb[2]), Number(rgb[3])] : undefined;
}

/** Why nobody sees what stands in the element, by the page's own sheets; undefined where it is seen. */
export function hidingOf(e: Element, styleOf: (e: Element) => Style): Hiding | undefined {
  let ordinary: string | undefined;
  let ink: ReturnType<typeof colour>;
  let size: number | undefined;
  let seen: boolean | undefined;
  let ground: ReturnType<typeof colour>;
  const deceptive = (way: string): Hiding => ({ way, kind: 'deceptive' });
  for (let x: Element | null = e, steps = 0; x && steps < 100; x = x.parent, steps++) {
    const s = styleOf(x);
    const a = x.attributes;
    const out = s.position === 'absolute' || s.position === 'fixed';
    const clipped = 'clip' in s && s.clip !== 'auto' || 'clip-path' in s && s['clip-path'] !== 'none';
    const [w, h, mh, mw] = [px(s.width ?? a.width), px(s.height ?? a.height), px(s['max-height']), px(s['max-width'])];
    const cut = /hidden|clip/.test(`${s.overflow ?? ''}${s['overflow-x'] ?? ''}${s['overflow-y'] ?? ''}`);
    if (s.display === 'none') ordinary ??= 'display:none';
    if ('hidden' in a && a.hidden !== 'until-found') ordinary ??= 'hidden 属性';
    if (x.name === 'noscript') ordinary ??= 'noscript';
    if (x.name === 'dialog' && !('open' in a)) ordinary ??= 'dialog';
    if (x.name === 'details' && !('open' in a)) ordinary ??= 'details';
    if (seen === undefined && s.visibility) seen = s.visibility === 'visible';
    if (s.visibility && !seen) ordinary ??= 'visibility:hidden';
    if (s['content-visibility'] === 'hidden') ordinary ??= 'content-visibility:hidden';
    if (clipped && /rect\(\s*[01](px)?[\s,]|inset\(\s*(50|100)%|circle\(\s*0|polygon\(\s*0(px|%)?\s+0(px|%)?\s*,\s*0(px|%)?\s+0(px|%)?\s*,/.test(`${s.clip ?? ''} ${s['clip-path'] ?? ''}`)) ordinary ??= 'clip 裁剪';
    else if (cut && (h <= 2 || w <= 2)) return clipped ? { way: 'clip 裁剪', kind: 'ordinary' } : deceptive('宽或高不足 2 像素');
    else if (cut && (mh <= 2 || mw <= 2)) ordinary ??= 'max-height 为 0';
    if (Number(s.opacity) <= 0.05 || /opacity\s*[:=(]+\s*[0-4]\)/.test(s.filter ?? '')) return deceptive('透明度为 0');
    if (out && [s.left, s.top, s.right, s.bottom].some((v) => px(v) <= -400) || s.position === 'relative' && [s.left, s.top].some((v) => px(v) <= -900)) return deceptive('定位在屏幕之外');
    if ([s['margin-left'], s['margin-top'], s['text-indent'], s.margin?.split(' ')[0], s.margin?.split(' ').at(-1)].some((v) => px(v) <= -900)) return deceptive('缩进或边距移出屏幕');
    if (/scale[xy]?\(\s*0(\.0\d*)?\s*[,)]|translate[xy3d]*\([^)]*-\d{3,}/.test(s.transform ?? '') || s.scale === '0' || s.zoom === '0' || px(s.zoom) <= 0.02) return deceptive('transform 缩小或移走');
    if (out && Number(s['z-index']) < 0) return deceptive('压在其他内容之下');
    if (x.name === 'marquee' && (h <= 5 || w <= 5 || Number(a.scrollamount) >= 500)) return deceptive('marquee 滚动框不可见');
    if (x.name === 'font' || x === e) ink ??= colour(a.color);
    size ??= px(s['font-size'] ?? /(?:^|\s)([\d.]+(?:px|em|pt|rem|%))/.exec(s.font ?? '')?.[1]);
    if (Number.isNaN(size)) size = undefined;
    ink ??= colour(s.color);
    const paper = colour(s['background-color'] ?? a.bgcolor ?? (/(url|gradient)/.test(s.background ?? '') ? undefined : s.background));
    if (ground === undefined && (/(url|gradient)/.test(`${s.background ?? ''}${s['background-image'] ?? ''}`))) ground = 'clear';
    if (ground === undefined && paper && paper !== 'clear') ground = paper;
  }
  if (size !== undefined && size <= 2) return deceptive('字号不足 2 像素');
  if (ink === 'clear') return deceptive('文字透明');
  if (ink && ground !== 'clear') {
    const paper = ground ?? [255, 255, 255];
    if (ink.every((c, i) => Math.abs(c - paper[i]!) <= 8)) return ground ? deceptive('文字与背景同色') : { way: '文字为白色', kind: 'ordinary' };
  }
  return ordinary ? { way: ordinary, kind: 'ordinary' } : undefined;
}
