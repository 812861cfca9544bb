import { describe, expect, test } from 'vitest';
import { bulletin, finalReport, phaseSummary, supervisionNotice, taskBreakdown, writeGongwen, type Gongwen, type Table } from './index.ts';
import { contactText, percent, withStop } from './figures.ts';

const campaign = '2026年网络安全隐患排查整治专项行动';
const frame = { letterhead: '示例大学文件', number: '示校〔2026〕1号', issuer: '示例大学', issuedOn: '2026-11-20', contact: { name: '张示例', phone: '000-0000', email: 'z@example.edu.cn' } };
const totals = { tasks: 8, units: 3, done: 3, doneOnTime: 2, inProgress: 3, overdue: 2 };

const outline = (doc: Gongwen) => doc.body.filter((block) => block.type === 'heading').map((block) => block.text);
const prose = (doc: Gongwen) => doc.body.map((block) => ('text' in block ? block.text : '')).join('\n');
const tables = (doc: Gongwen) => [...doc.body, ...(doc.annexes ?? []).flatMap((annex) => annex.blocks)].filter((block): block is Table => block.type === 'table');

describe('task breakdown', () => {
  test('one turned table with units by role and dates in words', () => {
    const doc = taskBreakdown({ campaign, basis: ['《关于……的通知》（示校〔2026〕1号）'], tasks: [
      { title: '清查资产', lead: ['信息中心', '资产处'], support: ['各学院'], due: '2026-12-05', requirement: '完整率100%', clause: '三（一）' },
      { serial: '5-1', title: '开展培训', lead: [], support: [], due: '每季度末' },
    ] });
    expect(doc.landscape).toBe(true);
    expect(doc.title).toBe(`${campaign}任务分解表`);
    expect(tables(doc)[0]!.rows).toEqual([
      ['1', '清查资产', '完整率100%', '牵头：信息中心、资产处\n配合：各学院', '2026年12月5日', '三（一）'],
      ['5-1', '开展培训', '', '', '每季度末', ''],
    ]);
  });
});

describe('bulletin', () => {
  const input = {
    ...frame, campaign, issue: 2, asOf: '2026-11-18', totals,
    units: [
      { unit: '丙', total: 0, done: 0, inProgress: 0, overdue: 0 },
      { unit: '乙', total: 4, done: 2, inProgress: 0, overdue: 2 },
      { unit: '甲', total: 2, done: 1, inProgress: 1, overdue: 0 },
      { unit: '丁', total: 2, done: 1, inProgress: 1, overdue: 0 },
    ],
    overdue: [{ task: '整改弱口令', unit: '乙', dueOn: '2026-10-31', daysOverdue: 18 }, { task: '补齐台账', unit: '乙', dueOn: '2026-11-01', daysOverdue: 17 }],
  };

  test('figures, ranking with shared ranks, and the overdue list', () => {
    const doc = bulletin(input);
    expect(outline(doc)).toEqual(['总体情况', '单位进展排名', '逾期任务清单', '下一步工作要求']);
    expect(prose(doc)).toContain('共分解任务8项，涉及责任单位3个。目前已完成3项，完成率37.5%，其中按期完成2项；正在推进3项；逾期未完成2项，占任务总数的25.0%。');
    expect(prose(doc)).toContain('共有2项任务逾期未完成，涉及1个单位');
    expect(tables(doc)[0]!.rows.map((row) => [row[0], row[1], row[6]])).toEqual([['1', '丁', '50.0%'], ['1', '甲', '50.0%'], ['3', '乙', '50.0%'], ['4', '丙', '—']]);
    expect(tables(doc)[1]!.rows[0]).toEqual(['1', '整改弱口令', '乙', '2026年10月31日', '18']);
    expect(doc.note).toBe('联系人：张示例，联系电话：000-0000，电子邮箱：z@example.edu.cn');
  });

  test('says so when nothing is overdue, and then asks nothing of overdue units', () => {
    const doc = bulletin({ ...input, overdue: [], totals: { ...totals, overdue: 0 } });
    expect(prose(doc)).toContain('截至2026年11月18日，无逾期未完成任务。');
    expect(prose(doc)).toContain('无逾期未完成任务。');
    expect(prose(doc)).not.toContain('逾期任务责任单位');
  });
});

describe('supervision notice', () => {
  const input = { ...frame, unit: '文学院', campaign, basis: '《关于……的通知》', overdue: [{ task: '整改弱口令', dueOn: '2026-10-31', daysOverdue: 20 }], newDueOn: '2026-11-30' };

  test('names the unit, the tasks, the new deadline, the feedback and the contact', () => {
    const doc = supervisionNotice({ ...input, round: 2 });
    expect(doc.addressee).toBe('文学院');
    expect(doc.title).toBe(`关于${campaign}逾期任务的督办通知（第2次）`);
    expect(outline(doc)).toEqual(['督办事项', '办理要求', '反馈要求']);
    expect(prose(doc)).toContain('截至2026年11月20日，有1项超过规定期限仍未完成');
    expect(prose(doc)).toContain('于2026年11月30日前完成上述任务');
    expect(prose(doc)).toContain('联系人：张示例，联系电话：000-0000，电子邮箱：z@example.edu.cn。');
    expect(tables(doc)[0]!.rows).toEqual([['1', '整改弱口令', '', '2026年10月31日', '20']]);
    expect(doc.note).toBeUndefined();
  });

  test('a first notice has no count, and its own words replace the usual ones', () => {
    const doc = supervisionNotice({ ...input, round: 1, feedback: ['书面反馈'], consequence: '将约谈负责人' });
    expect(doc.title).not.toContain('次');
    expect(prose(doc)).toContain('1.书面反馈。');
    expect(prose(doc)).toContain('3.将约谈负责人。');
  });
});

test('phase summary: empty parts are left out or said', () => {
  const doc = phaseSummary({ campaign, phase: '自查阶段', startsOn: '2026-09-01', endsOn: '2026-10-31', totals, work: [], tasks: [{ title: '自查', units: ['甲', '乙'], due: '2026-10-31', state: '已完成' }], problems: [], next: [] });
  expect(outline(doc)).toEqual(['总体进展', '任务完成情况', '存在问题']);
  expect(tables(doc)[0]!.rows).toEqual([['1', '自查', '甲、乙', '2026年10月31日', '已完成', '']]);
  expect(prose(doc)).toContain('自2026年9月1日开始，至2026年10月31日结束。');
});

describe('final report', () => {
  const input = {
    ...frame, addressee: '示例省教育厅', campaign, basis: ['《关于……的通知》'], startsOn: '2026-09-01', endsOn: '2026-12-31', organisation: ['成立领导小组'], totals,
    tasks: [{ title: '自查', lead: ['甲'], support: ['乙', '丙'], due: '2026-10-31', state: '已完成', completedOn: '2026-10-30' }],
    unfinished: [{ title: '下线旧系统', units: ['甲'], reason: '替代系统在建' }],
    evidence: [{ task: '自查', unit: '甲', name: '台账.xlsx', sha256: '0123456789abcdef'.repeat(4), sizeBytes: 1536, addedOn: '2026-10-30' }],
    next: ['健全机制'],
  };

  test('every part in order; tasks and evidence as annexes with digests', () => {
    const doc = finalReport(input);
    expect(outline(doc)).toEqual(['基本情况', '组织领导', '任务完成情况', '未完成事项及原因', '佐证材料', '下一步工作']);
    expect(doc.annexes?.map((annex) => annex.title)).toEqual(['任务完成情况表', '佐证材料目录']);
    expect(prose(doc)).toContain('共归集佐证材料1份');
    expect(prose(doc)).toContain('目录详见附件2');
    expect(tables(doc).map((table) => table.rows)).toEqual([
      [['1', '下线旧系统', '甲', '替代系统在建', '']],
      [['1', '自查', '甲', '乙、丙', '2026年10月31日', '已完成', '2026年10月30日', '']],
      [['1', '自查', '甲', '台账.xlsx', '1.5 KB', '2026年10月30日', '0123456789abcdef']],
    ]);
  });

  test('without tasks or evidence there is one annex or none, and the text agrees', () => {
    expect(prose(finalReport({ ...input, tasks: [] }))).toContain('目录详见附件。');
    const bare = finalReport({ ...input, tasks: [], evidence: [], unfinished: [] });
    expect(bare.annexes).toEqual([]);
    expect(prose(bare)).toContain('无未完成事项');
    expect(prose(bare)).not.toContain('详见');
  });
});

test('every document can be written', async () => {
  const docs = [
    taskBreakdown({ campaign, tasks: [] }), bulletin({ campaign, asOf: '2026-11-18', totals, units: [], overdue: [] }),
    supervisionNotice({ unit: '甲', campaign, overdue: [], newDueOn: '2026-11-30' }),
    phaseSummary({ campaign, phase: '自查阶段', startsOn: '2026-09-01', endsOn: '2026-10-31', totals, work: ['一'], tasks: [], problems: ['二'], next: ['三'] }),
    finalReport({ campaign, startsOn: '2026-09-01', endsOn: '2026-12-31', organisation: [], totals, tasks: [], unfinished: [], evidence: [], next: [] }),
  ];
  for (const doc of docs) expect((await writeGongwen(doc)).length).toBeGreaterThan(5_000);
});

test('phrases', () => {
  expect([percent(1, 3), percent(0, 0), percent(2, 2)]).toEqual(['33.3%', '—', '100.0%']);
  expect([withStop('甲'), withStop('甲。'), withStop('甲，'), withStop(' '), withStop('甲？')]).toEqual(['甲。', '甲。', '甲。', '', '甲？']);
  expect(contactText({ name: '张示例' })).toBe('联系人：张示例');
});
