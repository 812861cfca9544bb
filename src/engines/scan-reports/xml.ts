import sax from 'sax';
import { ReportError } from './report-error.ts';

/** One element with what it holds. `text` is its own, without its children's. */
export interface XmlNode { name: string; attributes: Record<string, string>; text: string; children: XmlNode[]; line: number }

const deepest = 64;
const longestText = 256 * 1024;
const slice = 1024;
/** `[CDATA[` and `DOCTYPE` are all there is. */
const longestDeclaration = 16;
/** Nodes of one item; an item beyond that is no report's. */
const mostNodes = 400_000;

export interface XmlPlan {
  /** Elements handed over whole, once they end; inside one, none begins another. */
  items: ReadonlySet<string>;
  onItem(node: XmlNode, above: readonly { name: string; attributes: Record<string, string> }[]): void;
  /** Any other element as it begins: for what stands around the items. */
  onOpen?(name: string, attributes: Record<string, string>, above: readonly { name: string }[]): void;
  /** Text of elements that are not inside an item. */
  onText?(name: string, text: string, above: readonly { name: string }[]): void;
}

/** Streams XML, holding one item at a time. A document type is skipped, entities of its own are refused, and a file that ends early is `truncated`. */
export async function readXml(text: AsyncIterable<string>, plan: XmlPlan): Promise<void> {
  const parser = sax.parser(true, { strictEntities: true, position: true, trim: false } as sax.SAXOptions);
  const open: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const stack: XmlNode[] = [];
  let nodes = 0;
  let ended = false;
  const here = (): string => `第 ${parser.line + 1} 行`;
  parser.onerror = (e) => { throw /Unclosed|Unexpected end|Max buffer/.test(e.message) && /Unclosed root|Unexpected end/.test(e.message) ? new ReportError('truncated', here()) : new ReportError('malformed', here()); };
  parser.ondoctype = (doctype) => { if (/<!ENTITY|<!\[|%\s*\w+\s*;/i.test(doctype)) throw new ReportError('entities', here()); };
  parser.onopentag = (tag) => {
    if (ended) throw new ReportError('malformed', here());
    if (open.length + stack.length > deepest) throw new ReportError('too_deep', here());
    const name = local(tag.name);
    const attributes = tag.attributes as Record<string, string>;
    if (stack.length > 0 || plan.items.has(name)) {
      if (stack.length === 0) nodes = 0;
      if (++nodes > mostNodes) throw new ReportError('too_big', here());
      const node: XmlNode = { name, attributes, text: '', children: [], line: parser.line + 1 };
      stack.at(-1)?.children.push(node);
      stack.push(node);
      return;
    }
    plan.onOpen?.(name, attributes, open);
    open.push({ name, attributes, text: '' });
  };
  const onText = (t: string): void => {
    const node = stack.at(-1) ?? open.at(-1);
    if (node && node.text.length < longestText) node.text += t;
  };
  parser.ontext = onText;
  parser.oncdata = onText;
  parser.onclosetag = () => {
    const node = stack.pop();
    if (node) {
      if (stack.length === 0) plan.onItem(node, open);
      return;
    }
    const done = open.pop();
    if (done) plan.onText?.(done.name, done.text, open);
    if (open.length === 0) ended = true;
  };
  for await (const chunk of text) for (let at = 0; at < chunk.length; at += slice) {
    parser.write(chunk.slice(at, at + slice));
    // an unknown declaration, `<!x…`, costs the parser the square of its length
    if ((parser as unknown as { sgmlDecl: string }).sgmlDecl.length > longestDeclaration) throw new ReportError('malformed', here());
  }
  if (!ended) throw new ReportError('truncated', here());
  parser.close();
}
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

export const childOf = (node: XmlNode, name: string): XmlNode | undefined => node.children.find((c) => c.name === name);
export const childText = (node: XmlNode, name: string): string => childOf(node, name)?.text.trim() ?? '';
export const childTexts = (node: XmlNode, name: string): string[] => node.children.filter((c) => c.name === name).map((c) => c.text.trim()).filter(Boolean);
/** All text under a node. */
export const allText = (node: XmlNode): string => [node.text, ...node.children.map(allText)].join(' ').trim();
