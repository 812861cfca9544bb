/** Family names, by frequency; with the compound ones. Source: 百家姓 and the 2020 census report's first four hundred. */
const family = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包代宁符阮尚舒纪柯梅童毕单季裴霍成苗涂谷曲盛冉翁蓝路游靳辛管柴蒙鲍华喻祁房滕屈饶解牟艾尤时阳阎穆农司古吉缪简车项连芦麦褚娄窦戚岑党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封谈匡鞠惠荆乐冀胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由';
const compound = ['欧阳', '上官', '司马', '诸葛', '东方', '皇甫', '尉迟', '公孙', '慕容', '令狐', '司徒', '夏侯', '端木', '南宫', '长孙', '宇文', '轩辕', '闻人', '澹台', '呼延', '百里', '东郭', '西门', '独孤'];
const familyNames = new Set(family);

const notNames = /[部处科局院系室馆办厅组校股队站所镇乡]$|(?:单位|部门|中心|主管|领导|负责|书记|主任|校长|院长|党委|团委|党组|纪委|公安|信息|网络|安全|学生|教师|人员)$|^(?:各|全|相关|有关|其他|单位|部门|成员|主任|组长|安全|信息|网络|党委|党支|学院|学校|全体|管理|应急|关于|高校|方案|时间|公安|常务|纪委|计算|文件|文化|文明|文学|外语|马克|国资|国际|宣传|后勤|教务|学生|学工|人事|财务|资产|保卫|图书|基建|审计|工会|团委|体育|艺术|经济|法学|信访|区[教委政府人卫财纪公民住自文体直属级大信科农水交司审统应市城医妇残总融档国]|党[政建群办校工风务]|卫[健生]|计[财划]|管委|农[业村])/;

/** Posts a person may hold; the end of each is where a list of posts is cut. */
export const postWord = /(?:书记|主任|校长|院长|处长|局长|科长|部长|厅长|组长|馆长|所长|站长|会长|主席|秘书长|总监|经理|董事长|理事长|主管|干事|秘书|助理|组员|成员|委员|负责人|责任人|负责同志|同志|领导|管理员|联络员|信息员|安全员|辅导员|班主任|园长|行长|台长|区长|县长|市长|镇长|乡长|股长|队长|班长|人员|代表|巡视员|调研员|工程师|专员|护士长|干部|教师|厂长|台长|社长|总编|站长|户长)$/;

export function isName(text: string): boolean {
  const length = text.length;
  if (length < 2 || length > 4 || !/^[\u4e00-\u9fff·]+$/.test(text)) return false;
  if (postWord.test(text)) return false;
  if (compound.includes(text.slice(0, 2))) return length >= 3;
  if (length === 4 && !compound.some((c) => text.startsWith(c))) {
    // 欧阳… or a married name of two family names; four characters are otherwise a word
    return familyNames.has(text.charAt(0)) && familyNames.has(text.charAt(1)) && !notNames.test(text);
  }
  return familyNames.has(text.charAt(0)) && !notNames.test(text);
}
