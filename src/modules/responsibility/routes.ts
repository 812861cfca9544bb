import type { Handlers } from '../../kernel/http/serve.ts';
import type { responsibility } from './contract.ts';
import { exportNetwork } from './export-network.ts';
import { confirmContacts, createContact, removeContact, updateContact } from './keep-contact.ts';
import { attachToRecord, createRecord, detachFromRecord, removeRecord, updateRecord } from './keep-record.ts';
import { listContactChecks, listContacts, listLetters, listRecords, readContact, readRecord, readStanding, thisYear } from './queries.ts';
import { attachToLetter, exportLetters, signLetters, withdrawLetter } from './sign-letters.ts';

/** Which number it was, without the trail being a second place to find it. */
const forTrail = <T extends { phone: string }>(c: T): T => ({ ...c, phone: `${'*'.repeat(Math.max(0, c.phone.length - 4))}${c.phone.slice(-4)}` });

export const responsibilityHandlers: Handlers<typeof responsibility> = {
  standing: ({ db, query }) => readStanding(db, query.year ?? thisYear()),
  records: ({ db, actor, query }) => listRecords(db, actor, query),
  create_record: async ({ db: tx, actor, body, audit }) => {
    const id = await createRecord(tx, actor, body);
    const after = await readRecord(tx, actor, id);
    audit({ object_type: 'duty_record', object_id: id, after });
    return after;
  },
  update_record: async ({ db: tx, actor, params, body, audit }) => {
    const before = await updateRecord(tx, actor, params.id, body);
    const after = await readRecord(tx, actor, params.id);
    audit({ object_type: 'duty_record', object_id: params.id, before, after });
    return after;
  },
  remove_record: async ({ db: tx, actor, params, audit }) => {
    audit({ object_type: 'duty_record', object_id: params.id, before: await removeRecord(tx, actor, params.id) });
    return { ok: true };
  },
  attach_record: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'duty_record', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToRecord(tx, actor, params.id, body.file);
  },
  detach_record: async ({ db: tx, actor, params, audit }) => {
    audit({ object_type: 'duty_record', object_id: params.id, before: { file_id: params.file_id } });
    await detachFromRecord(tx, actor, params.id, params.file_id);
    return { ok: true };
  },
  letters: ({ db, actor, query }) => listLetters(db, actor, query.year ?? thisYear()),
  sign_letters: async ({ db: tx, actor, body, audit }) => {
    const result = await signLetters(tx, actor, body);
    audit({ object_type: 'responsibility_letter', after: { ...body, ...result } });
    return result;
  },
  withdraw_letter: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'responsibility_letter', object_id: params.id, before: await withdrawLetter(tx, actor, params.id, body.note), after: body });
    return { ok: true };
  },
  attach_letter: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'responsibility_letter', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToLetter(tx, actor, params.id, body.file);
  },
  export_letters: async ({ db, actor, query, audit }) => {
    const year = query.year ?? thisYear();
    const file = await exportLetters(db, actor, year);
    audit({ object_type: 'responsibility_letter', after: { year } });
    return file;
  },
  contacts: ({ db }) => listContacts(db),
  network: ({ db, actor }) => exportNetwork(db, actor),
  create_contact: async ({ db: tx, body, audit }) => {
    const id = await createContact(tx, body);
    const after = await readContact(tx, id);
    audit({ object_type: 'external_contact', object_id: id, after: forTrail(after) });
    return after;
  },
  update_contact: async ({ db: tx, params, body, audit }) => {
    const before = await readContact(tx, params.id);
    await updateContact(tx, before, body);
    const after = await readContact(tx, params.id);
    audit({ object_type: 'external_contact', object_id: params.id, before: forTrail(before), after: forTrail(after) });
    return after;
  },
  remove_contact: async ({ db: tx, params, audit }) => {
    audit({ object_type: 'external_contact', object_id: params.id, before: forTrail(await readContact(tx, params.id)) });
    await removeContact(tx, params.id);
    return { ok: true };
  },
  contact_checks: ({ db, actor }) => listContactChecks(db, actor),
  confirm_contacts: async ({ db: tx, actor, params, audit }) => {
    audit({ object_type: 'unit', object_id: params.id, after: await confirmContacts(tx, actor, params.id) });
    return { ok: true };
  },
};
