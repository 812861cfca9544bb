import { fillTemplate, templateFields, type TemplateValues } from '../../engines/gongwen/index.ts';
import { readFile } from 'node:fs/promises';
import { now } from '../../kernel/clock.ts';
import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type FileStore, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { documentKinds } from './contract.ts';
import { templateFieldTable } from './template-fields.ts';

type Kind = (typeof documentKinds)[number];
defineErrors({
  'template.unknown_fields': '模板里有系统不认识的字段：{fields}。请对照字段表改名或删去。',
  'template.syntax': '模板的字段写法有误：{detail}。字段写成 {标题}，循环写成 {#任务}…{/任务}。',
  'template.not_docx': '请上传 Word 的 .docx 文件。',
  'template.damaged': '模板文件已损坏、有密码或内容异常，请用 Word 另存一份再上传。',
}, {
  'template.unknown_fields': 'The template has fields that are not known: {fields}. Rename or remove them; the table of fields helps.',
  'template.syntax': 'A field of the template is written wrongly: {detail}. Write {标题}, and loops as {#任务}…{/任务}.',
  'template.not_docx': 'Choose a .docx file of Word.',
  'template.damaged': 'The template is damaged, has a password, or is odd inside; save it anew in Word.',
});
/** Ids of templates are one for each kind of document, so that files can belong to them. */
const ownerOf = (kind: Kind): string => `00000000-0000-7000-8000-0000000001${String(documentKinds.indexOf(kind)).padStart(2, '0')}`;

/** Looks a template over before it is kept. Throws template.*, naming every field that is not known. */
export async function checkTemplate(file: SavedBytes): Promise<void> {
  const read = await templateFields(new Uint8Array(await readFile(file.path)));
  if (!read.ok) {
    if (read.reason === 'syntax') throw new AppError('invalid', 'template.syntax', { detail: read.detail ?? '' });
    throw new AppError('invalid', read.reason === 'not_docx' || read.reason === 'not_zip' ? 'template.not_docx' : 'template.damaged');
  }
  const known = new Set(templateFieldTable.map((f) => `${f.within ?? ''}/${f.field}`));
  const unknown = read.fields.filter((f) => !known.has(`/${f.name}`) && !f.within.some((w) => known.has(`${w}/${f.name}`))).map((f) => f.name);
  if (unknown.length) throw new AppError('invalid', 'template.unknown_fields', { fields: [...new Set(unknown)].join('、') }, [...new Set(unknown)].map((name) => ({ path: name, message: '不认识的字段' })));
}
export async function saveTemplate(tx: Tx, actor: Actor, kind: Kind, file: SavedBytes): Promise<void> {
  const kept = await attachFile(tx, file, 'document_template', ownerOf(kind), actor);
  await tx.insertInto('document_template').values({ kind, file_id: kept.id, saved_at: now().toISOString(), saved_by: actor.name })
    .onConflict((c) => c.column('kind').doUpdateSet((e) => ({ file_id: e.ref('excluded.file_id'), saved_at: e.ref('excluded.saved_at'), saved_by: e.ref('excluded.saved_by') }))).execute();
}
export async function removeTemplate(tx: Tx, kind: Kind): Promise<void> {
  const gone = await tx.deleteFrom('document_template').where('kind', '=', kind).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
}
export async function listTemplates(db: Reader) {
  const own = new Map((await db.selectFrom('document_template as d').innerJoin('file as f', 'f.id', 'd.file_id').select(['d.kind', 'd.file_id', 'f.name', 'd.saved_at', 'd.saved_by']).execute()).map((r) => [r.kind, r]));
  return { kinds: documentKinds.map((kind) => { const t = own.get(kind); return { kind, template: t ? { file_id: t.file_id, name: t.name, saved_at: t.saved_at, saved_by: t.saved_by } : null }; }), fields: templateFieldTable.map((f) => ({ field: f.field, meaning: f.meaning, within: f.within ?? null })) };
}
/** The document in the organisation's own layout; undefined where it has none. */
export async function fillOwnTemplate(db: Reader, store: FileStore, kind: Kind, values: () => TemplateValues): Promise<Uint8Array | undefined> {
  const own = await db.selectFrom('document_template as d').innerJoin('file as f', 'f.id', 'd.file_id').select('f.sha256').where('d.kind', '=', kind).executeTakeFirst();
  if (!own) return undefined;
  const filled = await fillTemplate(new Uint8Array(await store.read(own.sha256)), values());
  if (filled.ok) return filled.bytes;
  throw new AppError('invalid', filled.reason === 'unknown_fields' ? 'template.unknown_fields' : 'template.damaged', { fields: filled.unknown.join('、') });
}
