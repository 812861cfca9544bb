import { AppError } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import { readPaper } from '../campaigns/index.ts';
import type { papers } from './contract.ts';
import { attachToSuperior, createSuperior, removeSuperior, updateSuperior } from './keep-superior.ts';
import { addBasis, addClause, exportClauses, linkClause, markClauses, removeBasis, removeClause, unlinkClause, updateClause } from './map-clauses.ts';
import { ownHandlers } from './own-routes.ts';
import { periodHandlers } from './protection-period.ts';
import { noteExport, reportHandlers } from './report-routes.ts';
import { basesOf, demandReader, listSuperiors, readSuperior } from './queries.ts';

const type = 'superior_document';
const clause = 'superior_clause';

export const papersHandlers = (store: FileStore): Handlers<typeof papers> => ({
  ...ownHandlers(store),
  ...reportHandlers,
  ...periodHandlers,
  superiors: ({ db, actor, query }) => listSuperiors(db, actor, query),
  create_superior: {
    async prepare({ actor, body, audit }) {
      const { text, ...written } = body;
      const read = text?.trim() ? await readPaper({ text }) : undefined;
      return async (tx) => {
        const id = await createSuperior(tx, actor, written, read);
        const page = await readSuperior(tx, actor, id);
        audit({ object_type: type, object_id: id, after: { title: page.title, number: page.number, clauses: page.clauses.length } });
        return page;
      };
    },
  },
  upload_superior: {
    async prepare({ actor, body, audit }) {
      // a scan has no text to read; it is registered all the same
      const read = await readPaper({ file: body.file }).catch((error: unknown) => { if (error instanceof AppError) return undefined; throw error; });
      return async (tx) => {
        const id = await createSuperior(tx, actor, read?.title ? {} : { title: body.file.name.replace(/\.[^.]+$/, '') }, read, body.file);
        const page = await readSuperior(tx, actor, id);
        audit({ object_type: type, object_id: id, after: { title: page.title, number: page.number, clauses: page.clauses.length, file: body.file.name, sha256: body.file.sha256 } });
        return page;
      };
    },
  },
  superior: ({ db, actor, params }) => readSuperior(db, actor, params.id),
  update_superior: async ({ db: tx, actor, params, body, audit }) => {
    await updateSuperior(tx, actor, params.id, body);
    audit({ object_type: type, object_id: params.id, after: body });
    return readSuperior(tx, actor, params.id);
  },
  remove_superior: async ({ db: tx, params, audit }) => {
    audit({ object_type: type, object_id: params.id, before: await removeSuperior(tx, params.id) });
    return { ok: true };
  },
  attach_superior: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: type, object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToSuperior(tx, actor, params.id, body.file);
  },
  add_clause: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: clause, object_id: await addClause(tx, params.id, body), after: body });
    return readSuperior(tx, actor, params.id);
  },
  mark_clauses: async ({ db: tx, actor, params, body, audit }) => {
    await markClauses(tx, params.id, body.clause_ids, body.state);
    audit({ object_type: type, object_id: params.id, after: body });
    return readSuperior(tx, actor, params.id);
  },
  update_clause: async ({ db: tx, actor, params, body, audit }) => {
    const before = await updateClause(tx, params.id, body);
    audit({ object_type: clause, object_id: params.id, before, after: body });
    return readSuperior(tx, actor, before.document_id);
  },
  remove_clause: async ({ db: tx, actor, params, audit }) => {
    const before = await removeClause(tx, params.id);
    audit({ object_type: clause, object_id: params.id, before });
    return readSuperior(tx, actor, before.document_id);
  },
  link_clause: async ({ db: tx, actor, params, body, audit }) => {
    const { document_id } = await linkClause(tx, params.id, body);
    audit({ object_type: clause, object_id: params.id, after: body });
    return readSuperior(tx, actor, document_id);
  },
  unlink_clause: async ({ db: tx, actor, params, audit }) => {
    const { document_id } = await unlinkClause(tx, params.id, params.link_id);
    audit({ object_type: clause, object_id: params.id, before: { link_id: params.link_id } });
    return readSuperior(tx, actor, document_id);
  },
  export_clauses: async ({ db, actor, params }) => {
    const file = await exportClauses(db, actor, params.id);
    await noteExport(db, actor, 'papers.export_clauses', { id: params.id });
    return file;
  },
  add_basis: async ({ db: tx, body, audit }) => {
    audit({ object_type: 'paper_basis', object_id: await addBasis(tx, body), after: body });
    return { ok: true };
  },
  remove_basis: async ({ db: tx, params, audit }) => {
    audit({ object_type: 'paper_basis', object_id: params.id, before: await removeBasis(tx, params.id) });
    return { ok: true };
  },
  campaign_basis: async ({ db, actor, params }) => { demandReader(actor); return basesOf(db, { campaign_id: params.id }); },
});
