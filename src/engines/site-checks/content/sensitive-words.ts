import { fail, pass, type Check } from '../check.ts';
import { evidenceOf } from '../evidence.ts';
import { textOf } from '../page.ts';
import { dictionaryOf, lineOf } from './dark-links.ts';
import { wordClasses } from './dictionary.ts';
import { offers } from './words.ts';

export const wordChecks: readonly Check<'page'>[] = [
  {
    id: 'content.words', version: 1, title: { zh: '违法和不良信息用语', en: 'Words of illegal or bad content' }, area: 'content', on: 'page', intrusiveness: 0, requests: 0, severity: 'medium', cwe: null, owasp: null, control: '8.1.4.5 恶意代码防范',
    meaning: '页面文字里有推销赌博、色情、代写、假证等的用语，或本单位词库中的词。新闻、普法和教学文章中谈论这些现象的不计。', harm: '多为评论、留言或被篡改的页面；属于网络信息内容生态治理规定禁止或应当防范的内容，网站主办者负有管理责任。',
    remedy: { general: '核实来源，删除内容，封禁发布账号；评论、留言先审后发；确属正常用语的，在词库里加为允许词。', application: '在发布和评论环节接入同一词库。' }, references: ['网络信息内容生态治理规定第六条、第七条'],
    run(context, page) {
      const text = page.elements.filter((e) => e.name === 'body').map(textOf).join('\n') || textOf(page.root);
      const own = new Set(context.registered.words?.filter((w) => !w.allow).map((w) => w.word));
      const dictionary = dictionaryOf(context);
      const hits = [...offers(text, dictionary), ...dictionary.find(text).filter((h) => own.has(h.word))];
      if (!hits.length) return pass('没有发现违法和不良信息用语');
      const words = [...new Set(hits.map((h) => h.word))];
      const at = Math.max(0, page.html.indexOf(words[0]!));
      const kinds = [...new Set(hits.map((h) => `${wordClasses[h.class].zh}（${wordClasses[h.class].article}）`))];
      const firm = words.some((w) => own.has(w)) || words.length >= 3;
      const around = hits[0]!;
      return { ...fail(`发现 ${words.slice(0, 10).map((w) => `“${w}”`).join('、')}，属于${kinds.join('、')}：…${text.slice(Math.max(0, around.from - 20), around.to + 20).replace(/\d{6,}/g, '…').replace(/\s+/g, ' ')}…`, { confidence: firm ? 'firm' : 'tentative', place: { line: lineOf(page.html, at) }, evidence: [evidenceOf(page.answer, page.html, at)] }), verdict: firm ? 'fail' : 'warn' };
    },
  },
];
