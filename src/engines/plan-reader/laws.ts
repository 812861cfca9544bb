/** What a law counts, for `law-count-mismatch`. The count includes the catch-all item (兜底). */
export interface LawCount {
  law: RegExp;
  name: string;
  /** What is counted, as documents call it; `articles` is the number of articles of the whole. */
  what: RegExp | 'articles';
  article: string;
  count: number;
  source: string;
  /** In force from; where a later text changed the count, until. */
  from: string;
  until?: string;
}

const cac5 = '国家互联网信息办公室令第5号，2019-12-15公布';

export const lawCounts: readonly LawCount[] = [
  { law: /网络信息内容生态治理规定/, name: '网络信息内容生态治理规定', what: /违法信息/, article: '第六条', count: 11, source: cac5, from: '2020-03-01' },
  { law: /网络信息内容生态治理规定/, name: '网络信息内容生态治理规定', what: /不良信息/, article: '第七条', count: 9, source: cac5, from: '2020-03-01' },
  { law: /网络信息内容生态治理规定/, name: '网络信息内容生态治理规定', what: 'articles', article: '全文', count: 42, source: cac5, from: '2020-03-01' },
  { law: /互联网信息服务管理办法/, name: '互联网信息服务管理办法', what: /(?:违法|有害|禁止|不得)[^，。；]{0,8}(?:信息|内容)/, article: '第十五条', count: 9, source: '国务院令第292号，2000-09-25公布', from: '2000-09-25' },
  { law: /计算机信息网络国际联网安全保护管理办法/, name: '计算机信息网络国际联网安全保护管理办法', what: /(?:违法|有害|禁止|不得)[^，。；]{0,8}(?:信息|内容)/, article: '第五条', count: 9, source: '公安部令第33号，1997-12-16发布', from: '1997-12-30' },
  { law: /网络安全法(?!律)/, name: '中华人民共和国网络安全法', what: 'articles', article: '全文', count: 79, source: '主席令第五十三号，2016-11-07公布', from: '2017-06-01', until: '2025-12-31' },
  { law: /数据安全法/, name: '中华人民共和国数据安全法', what: 'articles', article: '全文', count: 55, source: '主席令第八十四号，2021-06-10公布', from: '2021-09-01' },
  { law: /个人信息保护法/, name: '中华人民共和国个人信息保护法', what: 'articles', article: '全文', count: 74, source: '主席令第九十一号，2021-08-20公布', from: '2021-11-01' },
  { law: /个人信息保护法/, name: '中华人民共和国个人信息保护法', what: /(?:可以|合法)[^，。；]{0,6}处理个人信息[^，。；]{0,4}(?:情形)?/, article: '第十三条', count: 7, source: '主席令第九十一号，2021-08-20公布', from: '2021-11-01' },
  { law: /密码法/, name: '中华人民共和国密码法', what: 'articles', article: '全文', count: 44, source: '主席令第三十五号，2019-10-26公布', from: '2020-01-01' },
  { law: /反电信网络诈骗法/, name: '中华人民共和国反电信网络诈骗法', what: 'articles', article: '全文', count: 50, source: '主席令第一百一十九号，2022-09-02公布', from: '2022-12-01' },
  { law: /关键信息基础设施安全保护条例/, name: '关键信息基础设施安全保护条例', what: 'articles', article: '全文', count: 51, source: '国务院令第745号，2021-07-30公布', from: '2021-09-01' },
  { law: /网络数据安全管理条例/, name: '网络数据安全管理条例', what: 'articles', article: '全文', count: 64, source: '国务院令第790号，2024-09-24公布', from: '2025-01-01' },
  { law: /未成年人网络保护条例/, name: '未成年人网络保护条例', what: 'articles', article: '全文', count: 60, source: '国务院令第766号，2023-10-16公布', from: '2024-01-01' },
  { law: /国家安全法/, name: '中华人民共和国国家安全法', what: 'articles', article: '全文', count: 84, source: '主席令第二十九号，2015-07-01公布', from: '2015-07-01' },
  { law: /网络产品安全漏洞管理规定/, name: '网络产品安全漏洞管理规定', what: 'articles', article: '全文', count: 16, source: '工信部联网安〔2021〕66号，2021-07-12公布', from: '2021-09-01' },
  { law: /数据出境安全评估办法/, name: '数据出境安全评估办法', what: 'articles', article: '全文', count: 20, source: '国家互联网信息办公室令第11号，2022-07-07公布', from: '2022-09-01' },
];
