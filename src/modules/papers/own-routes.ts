import { AppError } from '../../kernel/errors.ts';
import type { FileStore, SavedBytes } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import { readPaper } from '../campaigns/index.ts';
import type { papers } from './contract.ts';
import { addEdition, addMilestone, attachToMilestone, createOwn, removeMilestone, removeOwn, updateMilestone, updateOwn } from './keep-own.ts';
import { chaptersOf } from './needed-chapters.ts';
import { listOwn, readOwn } from './own-queries.ts';
import { writeAnnualReport, writeSummary } from './write-report.ts';

const type = 'own_document';
type Names = 'owns' | 'create_own' | 'own' | 'update_own' | 'remove_own' | 'add_edition' | 'add_milestone' | 'update_milestone' | 'remove_milestone' | 'attach_milestone' | 'write_summary' | 'write_annual' | 'check_structure';
/** The text of a file, or nothing where it has none that can be read. */
const textOf = async (file: SavedBytes): Promise<string> => (await readPaper({ file }).catch((error: unknown) => { if (error instanceof AppError) return undefined; throw error; }))?.text ?? '';

export const ownHandlers = (store: FileStore): Handlers<Pick<typeof papers, Names>> => ({
  owns: ({ db, actor, query }) => listOwn(db, actor, query),
  create_own: async ({ db: tx, actor, body, audit }) => {
    const id = await createOwn(tx, actor, body);
    audit({ object_type: type, object_id: id, after: body });
    return readOwn(tx, actor, id);
  },
  own: ({ db, actor, params }) => readOwn(db, actor, params.id),
  update_own: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: type, object_id: params.id, before: await updateOwn(tx, params.id, body), after: body });
    return readOwn(tx, actor, params.id);
  },
  remove_own: async ({ db: tx, params, audit }) => {
    audit({ object_type: type, object_id: params.id, before: await removeOwn(tx, params.id) });
    return { ok: true };
  },
  add_edition: {
    async prepare({ actor, params, body, audit }) {
      const text = await textOf(body.file);
      return async (tx) => {
        audit({ object_type: type, object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
        await addEdition(tx, actor, params.id, body.file, text);
        return readOwn(tx, actor, params.id);
      };
    },
  },
  add_milestone: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'plan_milestone', object_id: await addMilestone(tx, params.id, body), after: body });
    return readOwn(tx, actor, params.id);
  },
  update_milestone: async ({ db: tx, actor, params, body, audit }) => {
    const before = await updateMilestone(tx, params.id, body);
    audit({ object_type: 'plan_milestone', object_id: params.id, before, after: body });
    return readOwn(tx, actor, before.document_id);
  },
  remove_milestone: async ({ db: tx, actor, params, audit }) => {
    const before = await removeMilestone(tx, params.id);
    audit({ object_type: 'plan_milestone', object_id: params.id, before });
    return readOwn(tx, actor, before.document_id);
  },
  attach_milestone: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'plan_milestone', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToMilestone(tx, actor, params.id, body.file);
  },
  write_summary: async ({ db: tx, actor, body, audit }) => {
    const id = await writeSummary(tx, store, actor, body.superior_ids, body.addressee);
    audit({ object_type: type, object_id: id, after: body });
    return readOwn(tx, actor, id);
  },
  write_annual: async ({ db: tx, actor, body, audit }) => {
    const id = await writeAnnualReport(tx, store, actor, body.year, body.addressee);
    audit({ object_type: type, object_id: id, after: body });
    return readOwn(tx, actor, id);
  },
  check_structure: {
    async prepare({ params, body }) {
      const { text } = await readPaper({ file: body.file });
      const chapters = chaptersOf(params.structure, text);
      return () => Promise.resolve({ chapters });
    },
  },
});
