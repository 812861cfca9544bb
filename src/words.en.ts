import { defineWords } from './kernel/errors.ts';

/** Short words beside a field or inside a message, for pages in English. `{n}` stands for whatever figure or name stands there. */
defineWords({
  '标识不正确': 'not an id', '日期应为 YYYY-MM-DD': 'a date is YYYY-MM-DD', '最多 {n} 个字': 'at most {n} characters', '不能为空': 'must not be empty', '已存在': 'exists already', '账号为 3–32 位字母、数字、点、下划线或短横，以字母或数字开头': '3–32 letters, digits, dots, underscores or hyphens, beginning with a letter or digit',
  '请输入口令': 'enter the password', '口令最多 128 位': 'at most 128 characters', '至少选一项': 'choose at least one', '最近用过的口令': 'used lately', '不正确': 'not right', '太早': 'too early', '请粘贴文件正文': 'paste the text', '正文超过 100 万字': 'more than a million characters', '请选择单位': 'choose a unit',
  '不认识的字段': 'fields that are not known', '请选择阶段': 'choose a phase', '请至少选一个承担单位': 'choose at least one unit', '不能为负数': 'must not be negative', '请选择签订人或单位': 'choose people or units', '单位重复': 'the same unit twice', '有单位不存在或已撤销': 'a unit is not there or is no more', '日期还没有到': 'the day has not come yet',
  '请选择处理措施': 'choose measures', '请选择专项行动，或起止日期': 'choose a campaign, or both dates', '不能早于今天': 'not before today', '请填写不早于今天的日期': 'a day not before today', '请填写姓名': 'write the name',
  '早于签订日期': 'before it was signed', '有人或单位不可选': 'somebody or some unit cannot be chosen', '单位不存在或已撤销': 'not there or no more', '单位不存在': 'not there', '已登记': 'registered already', '早于上岗日期': 'before it began', '早于取得日期': 'before it was issued', '早于起日': 'before it begins', '请选另一个小组': 'choose another group',
  '电话号码只含数字、加号、括号和短横': 'digits, plus, brackets and hyphens only', '邮箱格式不正确': 'not a mail address', '工号已被使用': 'taken', '不能是本人': 'not the same person', '名称重复': 'the same name twice', '上级机构不存在或已撤销': 'the parent is not there or is no more', '已有同名机构': 'a unit has this name already',
  '还没有上传文件': 'no file yet', '请选择文件': 'choose a file', '早于开始日期': 'before it begins', '一次最多 300 个账号，请分几次': 'at most 300 accounts at a time', '内容过长，请分几次': 'too long; divide it', '时间格式不正确': 'not a time', '请选择条款': 'choose clauses', '请选择一项': 'choose one', '请选择依据': 'choose a basis', '请核对时间': 'check the time', '请重新选择': 'choose again', '时间还没有到': 'the time has not come yet',
  '至少 {n} 位，含大写字母、小写字母、数字、符号中的 {m} 类，且不含账号名': 'at least {n} characters of {m} of the kinds capital, small letter, digit and sign, without the account’s name',
  '系统管理员': 'system administrator', '安全管理员': 'security administrator', '审计管理员': 'audit administrator', '本操作的限额': 'the limit of this operation',
  '这不是 .xlsx 表格': 'this is no .xlsx sheet', '这是旧版 .xls 表格，请在 Excel 或 WPS 中另存为 .xlsx': 'this is an old .xls sheet; save it as .xlsx', '表格设有密码，请去掉密码后重试': 'the sheet has a password; remove it', '表格已损坏，或不是由 Excel、WPS 保存的': 'the sheet is damaged, or was not saved by Excel or WPS',
  '表格解压后过大': 'the sheet is too large inside', '表格的行数或列数过多': 'the sheet has too many rows or columns', '表格是空的': 'the sheet is empty', '没有找到表头，请使用下载的模板': 'there is no head; use the template', '缺少必填的列：{n}': 'columns are missing: {n}', '表头重复：{n}': 'columns twice: {n}', '表头下面没有内容': 'there is nothing below the head',
  '请填写名称': 'write a name', '请选择': 'choose', '端口写成数字或范围，用逗号分开，如 443, 8080-8090': 'ports are numbers or ranges, apart by commas, such as 443, 8080-8090', '请写地址或地址段': 'write an address or a range', '已登记过': 'entered already', '请选择一年内的日期': 'choose a day within a year', '请选择该单位的系统': 'choose a system of that unit', '请选择隐患': 'choose hazards', '已有同名岗位': 'there is such a post already',
  '请填写使用人': 'say who holds it', '请写明公司': 'name the firm', '请写明原因': 'say why', '请填写': 'fill this in',
  '用小写英文字母、数字和下划线': 'small letters, digits and underscores', '请选择要报备的系统': 'choose the systems to report',
  '应为 11 位数字': '11 digits', '由等级保护定级得出': 'comes from the grading', '请填符合率': 'write the share met', '请核对': 'check it',
  '“{n}”不是域名或地址': '“{n}” is no domain or address',
  '有误': 'not right', '“{n}”必填': '“{n}” is needed', '“{n}”只能从下拉选项中选择': 'choose “{n}” from the list', '“{n}”不是有效日期，请填写为2026-03-05的形式': '“{n}” is not a date; write it as 2026-03-05', '“{n}”不是有效的电话号码': '“{n}” is not a telephone number', '“{n}”不是有效的电子邮箱': '“{n}” is not a mail address',
  '“{n}”内容过长': '“{n}” is too long', '“{n}”是公式错误值，请填写实际内容': '“{n}” is the error of a formula; write what it should be', '“{n}”有误': '“{n}” is not right', '姓名不能换行': 'a name is one line', '没有“{n}”这个岗位。可填：{m}，多个用顿号隔开': 'there is no post “{n}”; there are {m}, several are parted by 、',
  '工号与第 {n} 行重复': 'the number is that of row {n} too', '与第 {n} 行是同一个人。同名的两人请都填写工号': 'the same person as in row {n}; two of one name both need their number', '此人的账号面向全单位工作，邮箱请由网络安全办公室修改': 'works for the whole organisation; the office changes this mail address',
  '第 {n} 行已填写{m}的{k}，一个岗位只能由一人担任': 'row {n} has {k} of {m} already; one post is held by one person', '有 {n} 个机构叫“{m}”，请从下拉列表中选择': '{n} units are called “{m}”; choose from the list', '机构树中没有“{n}”，请从下拉列表中选择': 'there is no unit “{n}”; choose from the list',
  '“{n}”不在您的管理范围内，您只能导入本单位的人员': '“{n}” is not yours; import people of your own unit', '本单位有 {n} 人叫“{m}”，请填写工号': '{n} people of the unit are called “{m}”; give the number', '这个工号已登记给其他人，请核对；如系调入，请由网络安全办公室办理': 'somebody else has this number; if the person comes from another unit, ask the office',
  '本单位有 {n} 个没有工号的“{m}”，请先在系统中补填工号': '{n} people without a number are called “{m}”; give them their numbers first',
});
