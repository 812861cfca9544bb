import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import { declineClaim, settleClaim, takeClaim } from './claims.ts';
import type { assets } from './contract.ts';
import { listOwnDomains, saveOwnDomains } from './keep-own-domains.ts';
import { createRange, removeRange } from './keep-range.ts';
import { createSystem, moveSystem, updateSystem } from './keep-system.ts';
import { findDuplicates, listClaims, listRanges, listSystems, readSystem } from './queries.ts';
import { applySheet, checkSheet } from './sheet-round-trip.ts';
import { exportSystems, systemSheet } from './system-sheet.ts';

export const assetsHandlers = (store: FileStore): Handlers<typeof assets> => ({
  systems: ({ db, actor, query }) => listSystems(db, actor, query),
  export_systems: async ({ db, actor, query, audit }) => {
    const { file, rows: systems } = await exportSystems(db, actor, query, query.template === 'true');
    audit({ object_type: 'info_system', after: { systems } });
    return file;
  },
  import_check: async ({ db: tx, actor, body, audit }) => {
    const result = await checkSheet(tx, store, actor, systemSheet(actor), body.file.sha256);
    audit({ object_type: 'info_system', after: { file: body.file.name, sha256: body.file.sha256, added: result.added, changed: result.changed, errors: result.errors.length } });
    return result;
  },
  import_apply: async ({ db: tx, actor, params, audit }) => {
    const result = await applySheet(tx, store, actor, systemSheet(actor), params.token);
    audit({ object_type: 'info_system', after: result });
    return result;
  },
  create_system: async ({ db: tx, actor, body, audit }) => {
    const { state = 'planned', ...fields } = body;
    const id = await createSystem(tx, actor, fields, state);
    const after = await readSystem(tx, actor, id);
    audit({ object_type: 'info_system', object_id: id, after: forTrail(after) });
    return after;
  },
  system: ({ db, actor, params }) => readSystem(db, actor, params.id),
  update_system: async ({ db: tx, actor, params, body, audit }) => {
    const before = await readSystem(tx, actor, params.id);
    await updateSystem(tx, actor, params.id, body);
    const after = await readSystem(tx, actor, params.id);
    audit({ object_type: 'info_system', object_id: params.id, before: forTrail(before), after: forTrail(after) });
    return after;
  },
  move_system: async ({ db: tx, actor, params, body, audit }) => {
    const before = await moveSystem(tx, actor, params.id, body);
    audit({ object_type: 'info_system', object_id: params.id, before: { state: before.state }, after: body });
    return readSystem(tx, actor, params.id);
  },
  duplicates: ({ db, actor }) => findDuplicates(db, actor),
  own_domains: ({ db }) => listOwnDomains(db),
  save_own_domains: async ({ db: tx, actor, body, audit }) => {
    const { before, after } = await saveOwnDomains(tx, actor, body.domains);
    audit({ object_type: 'own_domain', before, after });
    return after;
  },
  ranges: ({ db, actor }) => listRanges(db, actor),
  create_range: async ({ db: tx, actor, body, audit }) => {
    const id = await createRange(tx, actor, body);
    audit({ object_type: 'unit_range', object_id: id, after: body });
    return (await listRanges(tx, actor)).find((r) => r.id === id)!;
  },
  remove_range: async ({ db: tx, params, audit }) => {
    audit({ object_type: 'unit_range', object_id: params.id, before: await removeRange(tx, params.id) });
    return { ok: true };
  },
  claims: ({ db, actor, query }) => listClaims(db, actor, query.state),
  claim: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'asset_claim', object_id: params.id, after: { ...body, system_id: await takeClaim(tx, actor, params.id, body) } });
    return { ok: true };
  },
  decline_claim: async ({ db: tx, actor, params, body, audit }) => {
    await declineClaim(tx, actor, params.id, body);
    audit({ object_type: 'asset_claim', object_id: params.id, after: body });
    return { ok: true };
  },
  settle_claim: async ({ db: tx, actor, params, body, audit }) => {
    await settleClaim(tx, actor, params.id, body);
    audit({ object_type: 'asset_claim', object_id: params.id, after: body });
    return { ok: true };
  },
});
/** History stands in the ledger already; the telephone is not kept twice. */
const forTrail = ({ history: _h, manager_phone: _p, can_write: _w, can_manage: _m, ...s }: Awaited<ReturnType<typeof readSystem>>) => s;
