/** The kinds of refusal, each with its HTTP status. */
export const errorStatus = { invalid: 422, not_signed_in: 401, forbidden: 403, not_found: 404, conflict: 409, rule: 409, too_large: 413, too_many: 429, unavailable: 503 } as const;
export type ErrorKind = keyof typeof errorStatus;

/** The one error of the product: a kind, a code that is contract, and data for the text a person reads. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly data: Record<string, string | number>;
  readonly issues: { path: string; message: string }[] | undefined;
  constructor(kind: ErrorKind, code: string, data: Record<string, string | number> = {}, issues?: { path: string; message: string }[]) {
    super(code);
    this.kind = kind;
    this.code = code;
    this.data = data;
    this.issues = issues;
  }
}

const texts = new Map<string, string>();
/** Modules add the words of their own codes; `{name}` stands for a value of the error's data. */
export function defineErrors(table: Record<string, string>): void {
  for (const [code, text] of Object.entries(table)) texts.set(code, text);
}
export const knownErrorCodes = (): string[] => [...texts.keys()];
export function errorText(error: AppError): string {
  const text = texts.get(error.code) ?? error.code;
  return text.replace(/\{(\w+)\}/g, (_, key: string) => String(error.data[key] ?? ''));
}

defineErrors({
  'request.invalid': '填写的内容有误，请按提示修改后重试。',
  'request.not_json': '请求内容不是有效的 JSON。',
  'request.too_large': '内容过大：上限为 {limit}。请压缩或拆分后重试。',
  'request.no_file': '没有收到文件，请选择文件后重试。',
  'request.not_found': '没有这个页面或接口。',
  'request.foreign_origin': '请求来自其他网站，已拒绝。请从守土页面内操作。',
  'request.too_many': '操作过于频繁，请 {seconds} 秒后再试。',
  'server.unavailable': '数据库暂时不可用，正在自动恢复。您填写的内容未丢失，请稍后重试。',
  'server.fault': '系统内部出错，已记录。请稍后重试；若仍不行，请把编号 {request_id} 告诉管理员。',
  'object.not_found': '找不到这项内容，或您无权查看。',
  'object.changed_meanwhile': '这项内容刚被别人修改过，请刷新后再操作。',
  'permission.denied': '您的角色不能进行此操作。如确有需要，请联系安全管理员授权。',
});
