import { expect, test } from 'vitest';
import { kindOf, readUnitLines } from './unit-lines.ts';

const shown = (text: string) => readUnitLines(text, true).map((u) => [...u.above, u.name].join('/') + (u.parentName ? ` < ${u.parentName}` : ''));

test('below whom a unit stands is told by indenting, by a path, or by a second column', () => {
  expect(shown('示例大学\n  教务处\n  计算机学院\n    实验中心\n  文学院\n')).toEqual(['示例大学', '示例大学/教务处', '示例大学/计算机学院', '示例大学/计算机学院/实验中心', '示例大学/文学院']);
  expect(shown('示例大学\r\n\t教务处\r\n\t\t考试中心\r\n\t财务处')).toEqual(['示例大学', '示例大学/教务处', '示例大学/教务处/考试中心', '示例大学/财务处']);
  expect(shown('　　教务处\n示例大学')).toEqual(['教务处', '示例大学']);
  expect(shown('示例大学/计算机学院/实验中心\n示例大学＞文学院')).toEqual(['示例大学/计算机学院/实验中心', '示例大学/文学院']);
  expect(shown('教务处\t示例大学\n考试中心\t教务处')).toEqual(['教务处 < 示例大学', '考试中心 < 教务处']);
  expect(readUnitLines('\n\n', true)).toEqual([]);
  expect(readUnitLines('\n教务处', true)[0]!.line).toBe(2);
});
test('what a unit is follows from the end of its name', () => {
  expect(['教务处', '计算机学院', '网络信息中心', '图书馆', '党委宣传部', '市教育局', '示例大学', '附属医院', '后勤集团'].map((n) => kindOf(n, false))).toEqual(['department', 'college', 'centre', 'centre', 'department', 'bureau', 'school', 'centre', 'other']);
  expect(kindOf('示例职业技术学院', true)).toBe('school');
});
