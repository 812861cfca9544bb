import type { Handlers } from '../../kernel/http/serve.ts';
import type { protection } from './contract.ts';
import { exportList } from './export-lists.ts';
import { attachToAccount, createAccount, endAccount, reviewAccounts, updateAccount } from './keep-account.ts';
import { attachToBackup, createBackup, noteBackup, removeBackup, updateBackup } from './keep-backup.ts';
import { createLog, removeLog, updateLog } from './keep-log.ts';
import { attachToMeasure, setMeasures } from './keep-measures.ts';
import { attachToPolicy, createPolicy, notePolicy } from './keep-policy.ts';
import { listAccounts, listBackups, listFaults, listLogs, listMeasures, listPolicies } from './queries.ts';
import { readRules, saveRules } from './rules.ts';

const ok = { ok: true } as const;
export const protectionHandlers: Handlers<typeof protection> = {
  measures: ({ db, actor, query }) => listMeasures(db, actor, query),
  set_measures: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'protection_state', object_id: params.id, before: await setMeasures(tx, actor, params.id, body.states), after: body.states });
    return ok;
  },
  attach_measure: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'protection_state', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToMeasure(tx, actor, params.id, body.file);
  },
  set_own_measures: async ({ db: tx, actor, body, audit }) => {
    audit({ object_type: 'protection_state', before: await setMeasures(tx, actor, null, body.states), after: body.states });
    return ok;
  },
  backups: ({ db, actor, query }) => listBackups(db, actor, query),
  create_backup: async ({ db: tx, actor, body, audit }) => {
    const id = await createBackup(tx, actor, body);
    audit({ object_type: 'backup_plan', object_id: id, after: body });
    return { id };
  },
  update_backup: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'backup_plan', object_id: params.id, before: await updateBackup(tx, actor, params.id, body), after: body });
    return ok;
  },
  remove_backup: async ({ db: tx, actor, params, audit }) => {
    audit({ object_type: 'backup_plan', object_id: params.id, before: await removeBackup(tx, actor, params.id) });
    return ok;
  },
  note_backup: async ({ db: tx, actor, params, body, audit }) => {
    await noteBackup(tx, actor, params.id, body);
    audit({ object_type: 'backup_plan', object_id: params.id, after: body });
    return ok;
  },
  attach_backup: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'backup_plan', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToBackup(tx, actor, params.id, body.file);
  },
  accounts: ({ db, actor, query }) => listAccounts(db, actor, query),
  create_account: async ({ db: tx, actor, body, audit }) => {
    const id = await createAccount(tx, actor, body);
    audit({ object_type: 'system_account', object_id: id, after: body });
    return { id };
  },
  update_account: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'system_account', object_id: params.id, before: await updateAccount(tx, actor, params.id, body), after: body });
    return ok;
  },
  end_account: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'system_account', object_id: params.id, before: await endAccount(tx, actor, params.id, body), after: body });
    return ok;
  },
  attach_account: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'system_account', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToAccount(tx, actor, params.id, body.file);
  },
  review_accounts: async ({ db: tx, actor, params, body, audit }) => {
    const accounts = await reviewAccounts(tx, actor, params.id, body.note);
    audit({ object_type: 'info_system', object_id: params.id, after: { ...body, accounts } });
    return ok;
  },
  logs: ({ db, actor, query }) => listLogs(db, actor, query),
  create_log: async ({ db: tx, actor, body, audit }) => {
    const id = await createLog(tx, actor, body);
    audit({ object_type: 'log_keeping', object_id: id, after: body });
    return { id };
  },
  update_log: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'log_keeping', object_id: params.id, before: await updateLog(tx, actor, params.id, body), after: body });
    return ok;
  },
  remove_log: async ({ db: tx, actor, params, audit }) => {
    audit({ object_type: 'log_keeping', object_id: params.id, before: await removeLog(tx, actor, params.id) });
    return ok;
  },
  policies: ({ db, actor, query }) => listPolicies(db, actor, query),
  create_policy: async ({ db: tx, actor, body, audit }) => {
    const id = await createPolicy(tx, actor, body);
    audit({ object_type: 'security_policy', object_id: id, after: body });
    return { id };
  },
  note_policy: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'security_policy', object_id: params.id, before: await notePolicy(tx, actor, params.id, body), after: body });
    return ok;
  },
  attach_policy: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'security_policy', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachToPolicy(tx, actor, params.id, body.file);
  },
  faults: ({ db, actor, query }) => listFaults(db, actor, query),
  rules: ({ db }) => readRules(db),
  save_rules: async ({ db: tx, body, audit }) => {
    audit({ object_type: 'protection_rule', before: await saveRules(tx, body), after: body });
    return readRules(tx);
  },
  export: async ({ db, actor, params, query, audit }) => {
    const file = await exportList(db, actor, params.list, query);
    audit({ object_type: params.list, after: query });
    return file;
  },
};
