/**
 * What the built-in words are about: kinds of 网络信息内容生态治理规定, article 6 (illegal) and article 7 (bad).
 * The list is small and decent on purpose; the office adds its own. No word of one character: single characters are found everywhere.
 */
export const wordClasses = {
  gambling: { zh: '赌博', article: '第六条（九）', dark: true },
  pornography: { zh: '淫秽色情', article: '第六条（九）', dark: true },
  drugs: { zh: '毒品与违禁品交易', article: '第六条（十一）', dark: true },
  fraud: { zh: '诈骗与非法金融', article: '第六条（十一）', dark: true },
  documents: { zh: '假证与代开发票', article: '第六条（十一）', dark: true },
  ghostwriting: { zh: '论文代写与替考', article: '第六条（十一）', dark: true },
  surrogacy: { zh: '代孕等非法医疗', article: '第六条（十一）', dark: true },
  private_servers: { zh: '私服外挂', article: '第六条（十一）', dark: true },
  // the office's own words: the other kinds of article 6, and those of article 7
  constitution: { zh: '反对宪法所确定的基本原则', article: '第六条（一）', dark: false },
  security: { zh: '危害国家安全、泄露国家秘密', article: '第六条（二）', dark: false },
  honour: { zh: '损害国家荣誉和利益', article: '第六条（三）', dark: false },
  heroes: { zh: '歪曲、丑化英雄烈士', article: '第六条（四）', dark: false },
  terrorism: { zh: '宣扬恐怖主义、极端主义', article: '第六条（五）', dark: false },
  ethnic: { zh: '煽动民族仇恨、民族歧视', article: '第六条（六）', dark: false },
  cults: { zh: '破坏国家宗教政策，宣扬邪教和封建迷信', article: '第六条（七）', dark: false },
  rumours: { zh: '散布谣言，扰乱经济和社会秩序', article: '第六条（八）', dark: false },
  violence: { zh: '暴力、凶杀、恐怖或者教唆犯罪', article: '第六条（九）', dark: false },
  insult: { zh: '侮辱诽谤他人', article: '第六条（十）', dark: false },
  unlawful: { zh: '法律、行政法规禁止的其他内容', article: '第六条（十一）', dark: false },
  clickbait: { zh: '夸张标题', article: '第七条（一）', dark: false },
  gossip: { zh: '炒作绯闻、丑闻、劣迹', article: '第七条（二）', dark: false },
  disaster: { zh: '不当评述灾害事故', article: '第七条（三）', dark: false },
  innuendo: { zh: '性暗示、性挑逗', article: '第七条（四）', dark: false },
  gore: { zh: '血腥、惊悚、残忍', article: '第七条（五）', dark: false },
  discrimination: { zh: '煽动人群歧视、地域歧视', article: '第七条（六）', dark: false },
  vulgar: { zh: '低俗、庸俗、媚俗', article: '第七条（七）', dark: false },
  minors: { zh: '可能引发未成年人模仿不良行为', article: '第七条（八）', dark: false },
  harmful: { zh: '其他对网络生态造成不良影响的内容', article: '第七条（九）', dark: false },
} as const satisfies Record<string, { zh: string; article: string; dark: boolean }>;
export type WordClass = keyof typeof wordClasses;

/** `bare` words say what they say wherever they stand; the others need a second one, or a sales word, near them. */
export interface Word { word: string; class: WordClass; bare: boolean }
const rows = (kind: WordClass, bare: string, weak = ''): Word[] => [...bare.split(' ').filter(Boolean).map((word) => ({ word, class: kind, bare: true })), ...weak.split(' ').filter(Boolean).map((word) => ({ word, class: kind, bare: false }))];
export const builtInWords: readonly Word[] = [
  ...rows('gambling', '博彩平台 博彩公司 博彩网 在线博彩 网上博彩 真人娱乐城 娱乐城开户 澳门娱乐城 葡京娱乐 澳门新葡京 澳门威尼斯人 太阳城娱乐 皇冠体育 皇冠足球 真人百家乐 百家乐开户 时时彩平台 时时彩计划 北京赛车 六合彩开奖 六合彩特码 香港六合彩 网上赌场 在线赌场 线上赌场 棋牌娱乐 真钱棋牌 现金棋牌 棋牌游戏平台 捕鱼游戏平台 老虎机游戏 电子游艺 足球投注 体育投注 投注平台 彩票投注 彩票平台 购彩大厅 开元棋牌 金沙娱乐 金沙赌场 银河娱乐 永利娱乐 永利赌场 亚博体育 开云体育 滚球投注 快三平台 快三计划', '博彩 百家乐 六合彩 时时彩 赌场 棋牌 娱乐城 投注 老虎机'),
  ...rows('pornography', '成人视频 成人电影 成人影片 成人直播 激情视频 情色电影 三级片 黄色电影 黄色网站 裸聊直播 同城约炮 上门服务小妹 无码视频 国产自拍视频 特殊按摩服务', '裸聊 约炮 情色 黄色小说'),
  ...rows('drugs', '迷药购买 出售迷药 冰毒出售 出售冰毒 大麻出售 出售大麻 货到付款迷药 听话水 迷情药 枪支出售 出售枪支 笑气配送', '冰毒 大麻 迷药 海洛因 摇头丸'),
  ...rows('fraud', '刷单兼职 兼职刷单 日赚千元 稳赚不赔 无抵押秒批 黑户贷款 校园贷款办理 信用卡套现 花呗套现 出售银行卡 收购银行卡 跑分平台 虚拟币投资平台 配资平台 股票配资', '刷单 套现 跑分 校园贷 裸贷'),
  ...rows('documents', '办证刻章 代办证件 办理毕业证 代办毕业证 办假证 买毕业证 学历办理 代开发票 出售发票 增值税发票代开 办理学位证 刻章办证 代办学历', '假证 办证'),
  ...rows('ghostwriting', '论文代写 代写论文 代写毕业论文 毕业论文代写 论文代发 代发论文 作业代写 代写作业 代考服务 替考服务 保过答案 考试答案出售 论文买卖', '代写 代发 代考 替考'),
  ...rows('surrogacy', '代孕公司 代孕机构 代孕网 代孕中介 代孕价格 代孕包成功 包生男孩 供卵试管 捐卵网 无痛人流医院', '代孕 供卵'),
  ...rows('private_servers', '传奇私服 私服发布网 新开传奇 魔域私服 天龙私服 热血江湖私服 游戏外挂 外挂下载 变态传奇 私服网 新开私服', '私服 外挂'),
];
/** Longest wins: a word inside one of these is none. Each was a false alarm somewhere, or is a subject of teaching and policy. */
export const allowWords: readonly string[] = '大麻烦 路口交通 出口交易 进口交货 女装 女儿 三级片区 六合彩虹 反赌博 禁赌 禁毒 戒毒 缉毒 打击赌博 跨境赌博 网络赌博 反对赌博 抵制赌博 参与赌博 治理赌博 赌博危害 赌博罪 开设赌场罪 涉赌 涉毒 涉黄 扫黄打非 工业大麻 大麻纤维 大麻科 亚麻大麻 棋牌室 棋牌比赛 棋牌活动 棋牌协会 棋牌社 棋牌赛 围棋牌 中国象棋牌 反诈 防诈骗 防范校园贷 校园贷风险 抵制校园贷 警惕校园贷 拒绝校园贷 不良校园贷 刷单诈骗 兼职刷单诈骗 刷单返利诈骗 信用卡套现罪 严禁代写 禁止代写 打击代写 论文代写行为 代写论文行为 代写代发 买卖论文 论文买卖行为 打击论文买卖 禁止代孕 打击代孕 代孕行为 非法代孕 代孕合法化 打击假证 假证件 办证大厅 办证中心 办证窗口 办证流程 办证指南 办证须知 借书证办证 校园卡办证 办证时间 读者办证 暂住证办证 办证地点 外挂式 外挂程序检测 外挂电梯 外挂设备 外挂存储 外挂字幕 严禁替考 替考行为 替考作弊 组织替考 代替考试罪 打击替考 代考行为 代考作弊 老虎机械 投注意力 投注意 供卵子'.split(' ');
/** Near these a weak word is talked about, not offered. */
export const talkedAbout = /严禁|禁止|打击|抵制|防范|警惕|预防|整治|查处|通报|处分|违法|违规|犯罪|危害|拒绝|谨防|揭秘|案例|案件|判处|抓获|公安|警方|治理|宣传|教育|讲座|研究|法律|条例|规定|办法|反诈|禁毒|戒毒|诈骗/;
/** Near these a weak word is offered. */
export const offered = /平台|开户|注册|代理|下载|送彩金|彩金|官网|官方网站|客服|微信|[QＱ]{2}|咨询|价格|报价|包过|包成功|加盟|充值|提现|优惠|上门|货到付款|出售|网址|入口|登录网|首存|返水|app|APP|最新版/;
