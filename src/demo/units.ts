/** 示例大学: fictional from its name to its telephone numbers. kind, name, short name. */
const departments = ['学校办公室', '党委组织部', '党委宣传部', '党委统战部', '纪委办公室', '学生工作部', '研究生院', '人事处', '教务处', '科学技术处', '社会科学处', '财务处', '审计处', '资产管理处', '基本建设处', '后勤管理处', '保卫处', '国际交流处', '发展规划处', '招生就业处', '离退休工作处', '校工会', '校团委'];
const centres = ['网络与信息中心', '图书馆', '档案馆', '校医院', '实验室管理中心', '继续教育中心', '现代教育技术中心', '校史馆', '出版社', '学报编辑部', '附属中学', '附属小学', '幼儿园'];
const colleges = ['文学院', '历史学院', '哲学学院', '法学院', '经济学院', '管理学院', '外国语学院', '新闻传播学院', '教育学院', '数学学院', '物理学院', '化学学院', '生命科学学院', '地理学院', '信息工程学院', '计算机学院', '自动化学院', '机械工程学院', '土木工程学院', '材料学院', '环境学院', '医学院', '艺术学院'];
export const demoUnits: { kind: 'department' | 'centre' | 'college'; name: string }[] = [
  ...departments.map((name) => ({ kind: 'department' as const, name })), ...centres.map((name) => ({ kind: 'centre' as const, name })), ...colleges.map((name) => ({ kind: 'college' as const, name })),
];
/** Names that nobody bears: the unit's number and the duty. */
export const demoPerson = (index: number, duty: 'head' | 'liaison') => ({ name: `${duty === 'head' ? '负责人' : '联络员'}${String(index + 1).padStart(2, '0')}`, phone: `000-5550${String(index * 2 + (duty === 'head' ? 0 : 1)).padStart(3, '0')}`, employee_no: `D${String(index * 2 + (duty === 'head' ? 1 : 2)).padStart(4, '0')}` });
