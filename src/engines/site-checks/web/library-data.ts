/** Ranges `[from, below)`; `below` undefined where there is no mended version. Read in the advisories of the CVE named. */
export interface Hole { from?: string; below?: string; cve: string; severity: 'high' | 'medium' | 'low' }
export interface Library {
  name: string;
  /** The file's name without version and ending. */
  file: RegExp;
  /** In the library's own text: group 1 is the version. */
  banner?: RegExp;
  holes: readonly Hole[];
  /** Versions below this get no repairs any more, and since when. */
  unmaintained?: { below: string; since: string; source: string };
}
const h = (cve: string, severity: Hole['severity'], below?: string, from?: string): Hole => ({ cve, severity, ...(below && { below }), ...(from && { from }) });

/** The libraries that sites of schools and offices carry most. */
export const libraries: readonly Library[] = [
  { name: 'jQuery', file: /^jquery(?:[._-]?(?:min|slim))*$/, banner: /jQuery (?:JavaScript Library )?v(\d+\.\d+(?:\.\d+)?)\b(?! -)/, holes: [h('CVE-2012-6708', 'medium', '1.9.0'), h('CVE-2015-9251', 'medium', '3.0.0'), h('CVE-2019-11358', 'medium', '3.4.0'), h('CVE-2020-11022', 'medium', '3.5.0', '1.2.0'), h('CVE-2020-11023', 'medium', '3.5.0', '1.0.3')], unmaintained: { below: '3.0.0', since: '2016-06-09', source: 'https://jquery.com/support/' } },
  { name: 'jQuery UI', file: /^jquery[._-]ui(?:[._-](?:custom|min))*$/, banner: /jQuery UI (?:- )?v?(\d+\.\d+\.\d+)/, holes: [h('CVE-2016-7103', 'medium', '1.12.0'), h('CVE-2021-41182', 'medium', '1.13.0'), h('CVE-2021-41184', 'medium', '1.13.0'), h('CVE-2022-31160', 'medium', '1.13.2')] },
  { name: 'jQuery Validation', file: /^jquery[._-]validat(?:e|ion)(?:[._-]min)?$/, banner: /jQuery Validation Plugin v(\d+\.\d+\.\d+)/, holes: [h('CVE-2021-21252', 'medium', '1.19.3'), h('CVE-2022-31147', 'medium', '1.19.5')] },
  { name: 'Bootstrap', file: /^bootstrap(?:[._-](?:bundle|min))*$/, banner: /Bootstrap v(\d+\.\d+\.\d+) \(http/, holes: [h('CVE-2018-14040', 'medium', '3.4.0'), h('CVE-2019-8331', 'medium', '3.4.1'), h('CVE-2019-8331', 'medium', '4.3.1', '4.0.0')], unmaintained: { below: '4.0.0', since: '2019-07-24', source: 'https://getbootstrap.com/docs/versions/' } },
  { name: 'bootstrap-select', file: /^bootstrap-select(?:[._-]min)?$/, banner: /Bootstrap-select v(\d+\.\d+\.\d+)/, holes: [h('CVE-2019-20921', 'medium', '1.13.6')] },
  { name: 'AngularJS', file: /^angular(?:[._-]min)?$/, banner: /AngularJS v(1\.\d+\.\d+)/, holes: [h('CVE-2019-10768', 'high', '1.7.9'), h('CVE-2020-7676', 'medium', '1.8.0')], unmaintained: { below: '2.0.0', since: '2021-12-31', source: 'https://docs.angularjs.org/misc/version-support-status' } },
  { name: 'Vue', file: /^vue(?:[._-](?:min|runtime|prod|global|esm|browser|common))*$/, banner: /Vue\.js v(\d+\.\d+\.\d+)/, holes: [h('CVE-2024-9506', 'low', '3.0.0', '2.0.0')], unmaintained: { below: '3.0.0', since: '2023-12-31', source: 'https://v2.vuejs.org/eol/' } },
  { name: 'Lodash', file: /^lodash(?:[._-](?:core|min|compat))*$/, banner: /lodash (\d+\.\d+\.\d+) lodash\.com\/license/, holes: [h('CVE-2019-10744', 'high', '4.17.12'), h('CVE-2020-8203', 'high', '4.17.19', '3.7.0'), h('CVE-2021-23337', 'high', '4.17.21')] },
  { name: 'Underscore', file: /^underscore(?:[._-]min)?$/, banner: /Underscore\.js (\d+\.\d+\.\d+)/, holes: [h('CVE-2021-23358', 'high', '1.12.1', '1.3.2')] },
  { name: 'Moment', file: /^moment(?:[._-](?:min|with-locales))*$/, banner: /moment\.js\s+\/\/! version : (\d+\.\d+\.\d+)/, holes: [h('CVE-2017-18214', 'high', '2.19.3'), h('CVE-2022-31129', 'high', '2.29.4', '2.18.0')] },
  { name: 'Handlebars', file: /^handlebars(?:[._-](?:runtime|min))*$/, banner: /handlebars v(\d+\.\d+\.\d+)/, holes: [h('CVE-2019-19919', 'high', '4.3.0', '4.0.0'), h('CVE-2021-23369', 'high', '4.7.7')] },
  { name: 'Axios', file: /^axios(?:[._-]min)?$/, banner: /axios v(\d+\.\d+\.\d+)/i, holes: [h('CVE-2021-3749', 'high', '0.21.2'), h('CVE-2023-45857', 'medium', '0.28.0', '0.8.1'), h('CVE-2023-45857', 'medium', '1.6.0', '1.0.0')] },
  { name: 'DOMPurify', file: /^(?:dom)?purify(?:[._-]min)?$/, banner: /@license DOMPurify (\d+\.\d+\.\d+)/, holes: [h('CVE-2024-45801', 'high', '2.5.4'), h('CVE-2024-45801', 'high', '3.1.3', '3.0.0'), h('CVE-2025-26791', 'medium', '3.2.4', '3.0.0')] },
  { name: 'TinyMCE', file: /^tinymce(?:[._-]min)?$/, banner: /TinyMCE version (\d+\.\d+\.\d+)/, holes: [h('CVE-2022-23494', 'medium', '5.10.7'), h('CVE-2022-23494', 'medium', '6.3.1', '6.0.0'), h('CVE-2024-38356', 'medium', '5.11.0')] },
  { name: 'CKEditor 4', file: /^ckeditor4$/, banner: /CKEDITOR[\s\S]{0,400}?version:"(4\.\d+\.\d+)/, holes: [h('CVE-2022-24728', 'medium', '4.18.0', '4.0.0'), h('CVE-2023-28439', 'medium', '4.21.0', '4.0.0')] },
  { name: 'Swiper', file: /^swiper(?:[._-](?:bundle|min|jquery))*$/, banner: /Swiper (\d+\.\d+\.\d+)\s/, holes: [h('CVE-2021-23370', 'high', '6.5.1')] },
  { name: 'Video.js', file: /^video(?:[._-]?js)?(?:[._-]min)?$/, banner: /Video\.js (\d+\.\d+\.\d+) </, holes: [h('CVE-2021-23414', 'medium', '7.14.3')] },
  { name: 'Select2', file: /^select2(?:[._-](?:full|min))*$/, banner: /Select2 (\d+\.\d+\.\d+)/, holes: [h('CVE-2016-10744', 'medium', '4.0.6')] },
  { name: 'DataTables', file: /^(?:jquery[._-])?datatables(?:[._-]min)?$/, banner: /DataTables (\d+\.\d+\.\d+)/, holes: [h('CVE-2020-28458', 'high', '1.10.22'), h('CVE-2021-23445', 'medium', '1.11.3')] },
  { name: 'Prototype', file: /^prototype(?:[._-]min)?$/, banner: /Prototype JavaScript framework, version (\d+\.\d+(?:\.\d+)?)/, holes: [h('CVE-2008-7220', 'high', '1.6.0.2'), h('CVE-2020-27511', 'high', '1.7.4')] },
  { name: 'Dojo', file: /^dojo(?:[._-]xd)?$/, holes: [h('CVE-2020-5258', 'high', '1.11.10'), h('CVE-2021-23450', 'high', '1.17.2')] },
  { name: 'YUI', file: /^yui(?:[._-]min)?$/, banner: /YUI (\d\.\d+\.\d+)/, holes: [h('CVE-2012-5881', 'medium', '2.9.1', '2.4.0'), h('CVE-2013-4940', 'medium', '3.10.3', '3.0.0')], unmaintained: { below: '4.0.0', since: '2014-08-29', source: 'https://yahooeng.tumblr.com/post/96098168666/' } },
  { name: 'Knockout', file: /^knockout(?:[._-]min)?$/, banner: /Knockout JavaScript library v(\d+\.\d+\.\d+)/, holes: [h('CVE-2019-14862', 'medium', '3.5.0')] },
  { name: 'highlight.js', file: /^highlight(?:[._-](?:min|pack))*$/, banner: /Highlight\.js (?:v)?(\d+\.\d+\.\d+)/, holes: [h('CVE-2020-26237', 'medium', '9.18.2'), h('CVE-2020-26237', 'medium', '10.1.2', '10.0.0')] },
  { name: 'marked', file: /^marked(?:[._-]min)?$/, banner: /marked v?(\d+\.\d+\.\d+) - a markdown parser/, holes: [h('CVE-2022-21681', 'high', '4.0.10')] },
  { name: 'Chart.js', file: /^chart(?:[._-](?:bundle|min))*$/, banner: /Chart\.js v(\d+\.\d+\.\d+)/, holes: [h('CVE-2020-7746', 'high', '2.9.4')] },
  { name: 'Plupload', file: /^plupload(?:[._-](?:full|min))*$/, banner: /Plupload[\s\S]{0,60}?v(\d+\.\d+\.\d+)/, holes: [h('CVE-2021-23562', 'medium', '2.3.9')] },
  { name: 'PDF.js', file: /^pdf(?:[._-]min)?$/, banner: /pdfjsVersion = ['"](\d+\.\d+\.\d+)/, holes: [h('CVE-2024-4367', 'high', '4.2.67')] },
  { name: 'layui', file: /^layui(?:[._-](?:all|min))*$/, banner: /layui(?:\.js)?(?: -)? v(\d+\.\d+\.\d+)/i, holes: [h('CVE-2024-47075', 'medium', '2.9.17')] },
];
