/** Why a whole file cannot be taken. Nothing of it counts then. */
export type ReportProblem = 'empty' | 'unknown_format' | 'truncated' | 'malformed' | 'entities' | 'too_deep' | 'too_big' | 'not_text' | 'encrypted' | 'no_reports' | 'no_header' | 'old_format';
export class ReportError extends Error {
  readonly code: ReportProblem;
  /** Where, as far as it is known: 第 12 行. */
  readonly place: string;
  constructor(code: ReportProblem, place = '') {
    super(place ? `${code} (${place})` : code);
    this.code = code;
    this.place = place;
  }
}
/** What a person reads. */
export const reportProblems: Record<ReportProblem, string> = {
  empty: '文件是空的，没有采用任何内容。如果扫描确实没有发现问题，请导出带主机范围的报告再上传。',
  unknown_format: '没有认出这是哪种扫描报告。请核对文件；其他来源的表格可用“隐患清单”模板整理，或在导入时指定各列含义。',
  truncated: '文件不完整，可能没有传完或导出中断。请重新导出或重新上传；没有采用其中任何内容。',
  malformed: '文件内容有误，无法继续读取。请重新导出后再试；没有采用其中任何内容。',
  entities: '文件里有自定义实体，可能是恶意构造的，已拒绝读取。',
  too_deep: '文件嵌套层数异常，已拒绝读取。',
  too_big: '文件里单个内容过大或压缩包展开过大，已拒绝读取。',
  not_text: '文件不是文本、表格或压缩包形式的扫描报告。',
  encrypted: '压缩包有密码，请解开后再上传。',
  no_reports: '压缩包里没有能认出的报告，或混有不同扫描器的报告，请分开上传。',
  old_format: '这是 Excel 95 以前的表格或旧版 Word 文档。请在 Office 或 WPS 中另存为 .xlsx 或 .docx 后再上传。',
  no_header: '没有找到表头。第一行应写明各列名称，如“漏洞名称”“IP地址”。',
};
