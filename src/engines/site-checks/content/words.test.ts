import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Automaton, makeDictionary, offers } from './words.ts';

const dictionary = makeDictionary([{ word: '某某专供', class: 'unlawful' }, { word: '传奇私服研究', class: '', allow: true }]);
const found = (text: string): string[] => dictionary.find(text).map((h) => h.word);

describe('words', () => {
  test.each(['遇到大麻烦了', '路口交通拥堵', '女装设计展', '学院棋牌协会招新', '办证大厅工作时间', '传奇私服研究'])('nothing in %s', (text) => expect(found(text)).toEqual([]));
  test.each([['点此进入真人百家乐', '真人百家乐'], ['论文代写，价格面议', '论文代写'], ['某某专供烟酒', '某某专供'], ['线上赌场', '线上赌场']])('%s has %s', (text, word) => expect(found(text)).toContain(word));
  test('what is talked about is not offered', () => {
    expect(offers('公安机关打击线上赌场，开设赌场罪案件宣判', dictionary)).toEqual([]);
    expect(offers('学校严禁论文代写，违者处分', dictionary)).toEqual([]);
    expect(offers('线上赌场开户送彩金', dictionary)).not.toEqual([]);
  });
  test('a word of one character is refused', () => expect(() => makeDictionary([{ word: '靠', class: 'vulgar' }])).toThrow(RangeError));
  test('the automaton finds what a plain search finds', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '赌', '博'), maxLength: 60 });
    fc.assert(fc.property(text, fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', '赌', '博'), minLength: 1, maxLength: 4 }), { maxLength: 12 }), (t, words) => {
      const plain = words.flatMap((w, word) => Array.from({ length: t.length }, (_, from) => from).filter((from) => t.startsWith(w, from)).map((from) => `${word}@${from}`));
      expect([...new Automaton(words).find(t)].map((h) => `${h.word}@${h.from}`).sort()).toEqual(plain.sort());
    }));
  });
});
