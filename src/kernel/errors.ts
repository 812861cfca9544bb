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

/** Of the person who reads: the pages say which, programs by `Accept-Language`; Chinese where nothing is said. */
export type Language = 'zh' | 'en';
export const languageOf = (header: string | undefined): Language => (/^en\b/i.test(header ?? '') ? 'en' : 'zh');

const texts: Record<Language, Map<string, string>> = { zh: new Map(), en: new Map() };
/** Modules add the words of their own codes, in both languages; `{name}` stands for a value of the error's data. */
export function defineErrors<Code extends string>(zh: Record<Code, string>, en: Record<NoInfer<Code>, string>): void {
  for (const code of Object.keys(zh) as Code[]) { texts.zh.set(code, zh[code]); texts.en.set(code, en[code]); }
}
export const knownErrorCodes = (): string[] => [...texts.zh.keys()];
export function errorText(error: AppError, language: Language = 'zh'): string {
  const text = texts[language].get(error.code) ?? error.code;
  return text.replace(/\{(\w+)\}/g, (_, key: string) => wordIn(language, String(error.data[key] ?? '')));
}

const words: { pattern: RegExp; en: string }[] = [];
const plainWords = new Map<string, string>();
/** Short Chinese words that stand beside a field or inside a message, with their English; `{n}` matches what varies. */
export function defineWords(table: Record<string, string>): void {
  for (const [zh, en] of Object.entries(table)) {
    if (zh.includes('{')) words.push({ pattern: new RegExp(`^${zh.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w)\}/g, '(?<$1>.{1,200}?)')}$`), en });
    else plainWords.set(zh, en);
  }
}
/** The word in the reader's language; what has no translation stays as it is. */
export function wordIn(language: Language, word: string): string {
  if (language === 'zh') return word;
  const plain = plainWords.get(word);
  if (plain !== undefined) return plain;
  for (const { pattern, en } of words) {
    const found = pattern.exec(word)?.groups;
    if (found) return en.replace(/\{(\w)\}/g, (_, key: string) => found[key] ?? '');
  }
  return word;
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
}, {
  'request.invalid': 'Something filled in is not right; correct what is marked and try again.',
  'request.not_json': 'The content of the request is not valid JSON.',
  'request.too_large': 'Too large: the limit is {limit}. Compress or divide it and try again.',
  'request.no_file': 'No file arrived; choose one and try again.',
  'request.not_found': 'There is no such page or interface.',
  'request.foreign_origin': 'The request came from another site and was refused. Work from the pages of Shoutu.',
  'request.too_many': 'Too many tries; try again in {seconds} seconds.',
  'server.unavailable': 'The database is not to be reached for the moment and is being brought back. What you filled in is not lost; try again soon.',
  'server.fault': 'Something went wrong here and was recorded. Try again later; if it stays, give the number {request_id} to the administrator.',
  'object.not_found': 'It is not there, or you may not see it.',
  'object.changed_meanwhile': 'Somebody has just changed this; reload it and go on.',
  'permission.denied': 'Your role may not do this. If you need to, ask the security administrator.',
});
