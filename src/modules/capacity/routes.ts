import type { Handlers } from '../../kernel/http/serve.ts';
import type { capacity } from './contract.ts';
import { exportList } from './export-lists.ts';
import { createDuty, removeDuty, reviewDuty, updateDuty } from './keep-duty.ts';
import { attachToPromise, signPromises, withdrawPromise } from './keep-promise.ts';
import { attachToResource, createResource, removeResource, updateResource } from './keep-resource.ts';
import { addCertificate, addStaff, attachToCertificate, endStaff, removeCertificate } from './keep-staff.ts';
import { dayOf, listDuties, listPromises, listRates, listResources, listStaff, thisYear } from './queries.ts';

export const capacityHandlers: Handlers<typeof capacity> = {
  duties: ({ db, actor, query }) => listDuties(db, actor, { year: query.year ?? thisYear(), unit_id: query.unit_id }),
  create_duty: async ({ db: tx, actor, body, audit }) => {
    const id = await createDuty(tx, body);
    const [after] = await listDuties(tx, actor, { year: thisYear(), id });
    audit({ object_type: 'duty_item', object_id: id, after });
    return after!;
  },
  update_duty: async ({ db: tx, actor, params, body, audit }) => {
    const [before] = await listDuties(tx, actor, { year: thisYear(), id: params.id });
    await updateDuty(tx, params.id, body);
    const [after] = await listDuties(tx, actor, { year: thisYear(), id: params.id });
    audit({ object_type: 'duty_item', object_id: params.id, before, after });
    return after!;
  },
  remove_duty: async ({ db: tx, actor, params, audit }) => {
    audit({ object_type: 'duty_item', object_id: params.id, before: (await listDuties(tx, actor, { year: thisYear(), id: params.id }))[0] });
    await removeDuty(tx, params.id);
    return { ok: true };
  },
  review_duty: async ({ db: tx, actor, params, body, audit }) => {
    await reviewDuty(tx, actor, params.id, body);
    audit({ object_type: 'duty_item', object_id: params.id, after: body });
    return { ok: true };
  },
  staff: ({ db, actor, query }) => listStaff(db, actor, dayOf(query.year ?? thisYear())),
  add_staff: async ({ db: tx, actor, body, audit }) => {
    const id = await addStaff(tx, actor, body);
    audit({ object_type: 'security_staff', object_id: id, after: body });
    return { id };
  },
  end_staff: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'security_staff', object_id: params.id, before: await endStaff(tx, actor, params.id, body), after: body });
    return { ok: true };
  },
  rates: ({ db, actor }) => listRates(db, actor),
  add_certificate: async ({ db: tx, actor, body, audit }) => {
    const id = await addCertificate(tx, actor, body);
    audit({ object_type: 'certificate', object_id: id, after: body });
    return { id };
  },
  remove_certificate: async ({ db: tx, actor, params, audit }) => {
    audit({ object_type: 'certificate', object_id: params.id, before: await removeCertificate(tx, actor, params.id) });
    return { ok: true };
  },
  attach_certificate: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'certificate', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToCertificate(tx, actor, params.id, body.file);
  },
  promises: ({ db, actor, query }) => listPromises(db, actor, query.kind),
  sign_promises: async ({ db: tx, actor, body, audit }) => {
    const result = await signPromises(tx, actor, body);
    audit({ object_type: 'promise', after: { ...body, ...result } });
    return result;
  },
  withdraw_promise: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'promise', object_id: params.id, before: await withdrawPromise(tx, actor, params.id, body.note), after: body });
    return { ok: true };
  },
  attach_promise: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'promise', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToPromise(tx, actor, params.id, body.file);
  },
  resources: ({ db, actor, query }) => listResources(db, actor, query.year ?? thisYear()),
  create_resource: async ({ db: tx, actor, body, audit }) => {
    const id = await createResource(tx, actor, body);
    audit({ object_type: 'resource', object_id: id, after: body });
    return { id };
  },
  update_resource: async ({ db: tx, params, body, audit }) => {
    audit({ object_type: 'resource', object_id: params.id, before: await updateResource(tx, params.id, body), after: body });
    return { ok: true };
  },
  remove_resource: async ({ db: tx, params, audit }) => {
    audit({ object_type: 'resource', object_id: params.id, before: await removeResource(tx, params.id) });
    return { ok: true };
  },
  attach_resource: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'resource', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToResource(tx, actor, params.id, body.file);
  },
  export: async ({ db, actor, params, query, audit }) => {
    const year = query.year ?? thisYear();
    const file = await exportList(db, actor, params.list, { year, kind: query.kind ?? 'confidentiality' });
    audit({ object_type: params.list, after: { year, kind: query.kind ?? null } });
    return file;
  },
};
