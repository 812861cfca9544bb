/** An official document as data; what `writeGongwen` sets in the layout of GB/T 9704-2012. */
export type Gongwen = {
  /** 发文机关标志, red, e.g. 示例大学网络安全和信息化领导小组办公室文件. Without it no red head is set. */
  letterhead?: string;
  /** 发文字号, see documentNumber(). */
  number?: string;
  /** 紧急程度: 特急, 加急. */
  urgency?: string;
  /** 签发人, for reports to a superior body only. */
  signer?: string;
  title: string;
  /** 主送机关, without the colon. */
  addressee?: string;
  body: Block[];
  /** 附件说明: names in order. Defaults to the titles of `annexes`. */
  attachments?: string[];
  /** 发文机关署名. */
  issuer?: string;
  /** 成文日期, YYYY-MM-DD. */
  issuedOn?: string;
  /** 附注 below the date, without brackets, e.g. 联系人：张示例，联系电话：0000-0000. */
  note?: string;
  /** 附件, each on a page of its own after the signature. */
  annexes?: Annex[];
  /** 抄送机关, e.g. 校领导，各职能部门. */
  cc?: string;
  /** 印发机关; printed with `printedOn` (default: issuedOn). */
  printedBy?: string;
  printedOn?: string;
  /** Every page turned, for a document that is one wide table. */
  landscape?: boolean;
};

export type Annex = { title: string; blocks: Block[] };

/** Level 1 一、 level 2 （一） level 3 1. level 4 （1）. The number is added unless the text brings one of its level. */
export type Heading = { type: 'heading'; level: 1 | 2 | 3 | 4; text: string };
/** Line breaks in the text start new paragraphs. */
export type Paragraph = { type: 'paragraph'; text: string };
/** Paragraphs 1. 2. 3.; `ordered: false` leaves the numbers out. */
export type List = { type: 'list'; items: string[]; ordered?: boolean };
export type Column = {
  title: string;
  /** Share of the table's width; equal shares when left out. */
  width?: number;
  align?: 'left' | 'center' | 'right';
};
export type Table = { type: 'table'; caption?: string; columns: Column[]; rows: string[][]; landscape?: boolean };
/** A screenshot; `png` or `jpg` by its bytes, as wide as the text at most. What is neither is left out by name. */
export type Picture = { type: 'picture'; bytes: Uint8Array; caption: string };
/** Lines for signatures by hand, side by side. */
export type Signatures = { type: 'signatures'; names: string[] };
export type Block = Heading | Paragraph | List | Table | Picture | Signatures;
