import { languageOf } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import { addUnits } from './add-units.ts';
import { assignPost } from './assign-post.ts';
import type { organisation } from './contract.ts';
import { createPerson } from './create-person.ts';
import { createUnit } from './create-unit.ts';
import { dissolveUnit } from './dissolve-unit.ts';
import { exportPeople, makeTemplate, markErrors } from './export-people.ts';
import { handOver } from './hand-over.ts';
import { applyImport, keepImport, openImport, readRoster, shownResult } from './import-people.ts';
import { mergeUnit } from './merge-unit.ts';
import { planImport } from './plan-import.ts';
import { exportGroups, listGroups } from './groups.ts';
import { addPost, changePost, demandPost, removePost } from './keep-post.ts';
import { forTrail, listDuties, listPeople, listUnits, readPerson, readPost, readUnit, readUnitHistory, readUnits } from './queries.ts';
import { removeGroup, saveGroup } from './save-group.ts';
import { splitUnit } from './split-unit.ts';
import { updatePerson } from './update-person.ts';
import { updateUnit } from './update-unit.ts';

export function organisationHandlers(store: FileStore): Handlers<typeof organisation> {
  return {
    units: ({ db, query }) => listUnits(db, query.all === 'true'),
    create_unit: async ({ db: tx, actor, body, audit }) => {
      const id = await createUnit(tx, actor, body);
      const unit = await readUnit(tx, id);
      audit({ object_type: 'unit', object_id: id, after: unit });
      return unit;
    },
    create_units: async ({ db: tx, actor, body, audit }) => {
      const done = await addUnits(tx, actor, body);
      audit({ object_type: 'unit', after: { apply: body.apply, created: done.created, names: body.apply ? done.rows.filter((r) => r.state === 'new').map((r) => r.name) : [] } });
      return done;
    },
    update_unit: async ({ db: tx, actor, params, body, audit }) => {
      const before = await readUnit(tx, params.id);
      await updateUnit(tx, actor, params.id, body);
      const after = await readUnit(tx, params.id);
      audit({ object_type: 'unit', object_id: params.id, before, after });
      return after;
    },
    merge_unit: async ({ db: tx, actor, params, body, audit }) => {
      const before = await readUnit(tx, params.id);
      const moved = await mergeUnit(tx, actor, params.id, body.version, body.into_id);
      audit({ object_type: 'unit', object_id: params.id, before, after: { merged_into_id: body.into_id, ...moved } });
      return { ok: true };
    },
    split_unit: async ({ db: tx, actor, params, body, audit }) => {
      const units = await readUnits(tx, await splitUnit(tx, actor, params.id, body.names));
      audit({ object_type: 'unit', object_id: params.id, after: units });
      return units;
    },
    dissolve_unit: async ({ db: tx, actor, params, body, audit }) => {
      const before = await readUnit(tx, params.id);
      await dissolveUnit(tx, actor, params.id, body.version);
      audit({ object_type: 'unit', object_id: params.id, before, after: await readUnit(tx, params.id) });
      return { ok: true };
    },
    unit_history: ({ db, params }) => readUnitHistory(db, params.id),
    people: ({ db, actor, query }) => listPeople(db, actor, query),
    create_person: async ({ db: tx, actor, body, audit }) => {
      const id = await createPerson(tx, actor, body);
      const person = await readPerson(tx, actor, id);
      audit({ object_type: 'person', object_id: id, after: forTrail(person) });
      return person;
    },
    update_person: async ({ db: tx, actor, params, body, audit }) => {
      const before = await readPerson(tx, actor, params.id);
      await updatePerson(tx, actor, params.id, body);
      const after = await readPerson(tx, actor, params.id);
      audit({ object_type: 'person', object_id: params.id, before: forTrail(before), after: forTrail(after) });
      return after;
    },
    hand_over: async ({ db: tx, actor, params, body, audit }) => {
      const before = await readPerson(tx, actor, params.id);
      const moved = await handOver(tx, actor, params.id, body);
      audit({ object_type: 'person', object_id: params.id, before: forTrail(before), after: { successor_id: body.successor_id, left: body.left, note: body.note ?? '', ...moved } });
      return moved;
    },
    duties: ({ db, actor }) => listDuties(db, actor),
    add_post: async ({ db: tx, actor, params, body, audit }) => {
      const id = await addPost(tx, actor, params.id, body);
      audit({ object_type: 'post', object_id: id, after: { ...body, unit_id: params.id } });
      return readPost(tx, id);
    },
    change_post: async ({ db: tx, actor, params, body, audit }) => {
      const before = await demandPost(tx, actor, params.id);
      await changePost(tx, actor, params.id, body);
      audit({ object_type: 'post', object_id: params.id, before, after: { title: body.title, person_id: body.person_id } });
      return readPost(tx, params.id);
    },
    remove_post: async ({ db: tx, actor, params, audit }) => {
      audit({ object_type: 'post', object_id: params.id, before: await demandPost(tx, actor, params.id) });
      await removePost(tx, actor, params.id);
      return { ok: true };
    },
    assign_post: async ({ db: tx, actor, params, body, audit }) => {
      const { before, after } = await assignPost(tx, actor, params.id, params.duty, body.person_id);
      audit({ object_type: 'post', object_id: after.post_id, before: { ...before, unit_id: params.id, duty: params.duty }, after: { ...after, unit_id: params.id, duty: params.duty } });
      return readPost(tx, after.post_id);
    },
    groups: ({ db }) => listGroups(db),
    save_group: async ({ db: tx, body, audit }) => {
      const before = body.id ? (await listGroups(tx, body.id))[0] : undefined;
      const id = await saveGroup(tx, body);
      const [after] = await listGroups(tx, id);
      audit({ object_type: 'leading_group', object_id: id, before, after });
      return after!;
    },
    remove_group: async ({ db: tx, params, audit }) => {
      audit({ object_type: 'leading_group', object_id: params.id, before: (await listGroups(tx, params.id))[0] });
      await removeGroup(tx, params.id);
      return { ok: true };
    },
    export_groups: ({ db }) => exportGroups(db),
    template: ({ db, actor }) => makeTemplate(db, actor),
    export: async ({ db, actor, audit }) => {
      const { file, people } = await exportPeople(db, actor);
      // names and telephones leave the system: who took them is in the trail
      audit({ object_type: 'person', after: { people } });
      return file;
    },
    import_dry_run: {
      async prepare({ db, actor, request, body, audit }) {
        const read = await readRoster(await store.read(body.file.sha256));
        const plan = await planImport(db, actor, read.rows, read.errors);
        return async (tx) => {
          const token = await keepImport(tx, actor, body.file.sha256, plan);
          audit({ object_type: 'organisation_import', object_id: token, after: { file: body.file.name, sha256: body.file.sha256, added: plan.added.length, changed: plan.changed.length, errors: plan.errors.length } });
          return shownResult(plan, token, false, languageOf(request.headers['accept-language']));
        };
      },
    },
    import_apply: {
      async prepare({ db, actor, request, params, audit }) {
        const kept = await openImport(db, actor, params.token);
        const read = await readRoster(await store.read(kept.sha256));
        return async (tx) => {
          const plan = await applyImport(tx, actor, params.token, read);
          audit({ object_type: 'organisation_import', object_id: params.token, after: { sha256: kept.sha256, added: plan.added.length, changed: plan.changed.length } });
          return shownResult(plan, params.token, true, languageOf(request.headers['accept-language']));
        };
      },
    },
    import_errors: ({ db, actor, params }) => markErrors(db, store, actor, params.token),
  };
}
