import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import { attachEvidence, detachEvidence, signNotice, urgeNotice, withdrawNotice } from './answer-letters.ts';
import type { letters } from './contract.ts';
import { issueNotices, issuePosture, orderShut, previewNotices, renderNotice, renderPosture } from './issue-notices.ts';
import { exportLetters, listLetters, readEvidence, readLetterPage } from './letter-queries.ts';
import { exportRates, readRates } from './rates.ts';
import { readRules, saveRules } from './rules.ts';

export const lettersHandlers = (store: FileStore): Handlers<typeof letters> => ({
  list: ({ db, actor, query }) => listLetters(db, actor, query),
  export: ({ db, actor, query, audit }) => {
    audit({ object_type: 'hazard_notice', after: query });
    return exportLetters(db, actor, query);
  },
  preview: ({ db, actor, body }) => previewNotices(db, actor, body),
  render: ({ db: tx, actor, body, audit }) => {
    audit({ object_type: 'hazard_notice', after: { unit_id: body.unit_id, kind: body.kind } });
    return renderNotice(tx, store, actor, body);
  },
  issue: async ({ db: tx, actor, body, audit }) => {
    const result = await issueNotices(tx, store, actor, body);
    audit({ object_type: 'hazard_notice', after: { ...body, ...result } });
    return result;
  },
  render_posture: ({ db: tx, body }) => renderPosture(tx, body),
  posture: async ({ db: tx, actor, body, audit }) => {
    const result = await issuePosture(tx, store, actor, body);
    audit({ object_type: 'hazard_notice', after: { ...body, ...result } });
    return result;
  },
  shut: async ({ db: tx, actor, body, audit }) => {
    const result = await orderShut(tx, store, actor, body.system_id, body.reason);
    audit({ object_type: 'info_system', object_id: body.system_id, after: { ...body, ...result } });
    return result;
  },
  page: ({ db, actor, params }) => readLetterPage(db, store, actor, params.id),
  sign: async ({ db: tx, actor, params, body, audit }) => {
    await signNotice(tx, actor, params.id, body.note);
    audit({ object_type: 'hazard_notice', object_id: params.id, after: body });
    return { ok: true };
  },
  withdraw: async ({ db: tx, actor, params, body, audit }) => {
    await withdrawNotice(tx, actor, params.id, body.note);
    audit({ object_type: 'hazard_notice', object_id: params.id, after: body });
    return { ok: true };
  },
  urge: async ({ db: tx, actor, params, audit }) => {
    const told = await urgeNotice(tx, actor, params.id);
    audit({ object_type: 'hazard_notice', object_id: params.id, after: { told } });
    return { told };
  },
  evidence: ({ db, actor, params }) => readEvidence(db, actor, params.id),
  attach_evidence: async ({ db: tx, actor, params, body, audit }) => {
    audit({ object_type: 'hazard', object_id: params.id, after: { file: body.file.name, sha256: body.file.sha256 } });
    return attachEvidence(tx, actor, params.id, body.file);
  },
  detach_evidence: async ({ db: tx, actor, params, audit }) => {
    await detachEvidence(tx, actor, params.id, params.file_id);
    audit({ object_type: 'hazard', object_id: params.id, before: { file: params.file_id } });
    return { ok: true };
  },
  rules: ({ db }) => readRules(db),
  save_rules: async ({ db: tx, body, audit }) => {
    const before = await readRules(tx);
    await saveRules(tx, body);
    audit({ object_type: 'notice_rule', before, after: body });
    return readRules(tx);
  },
  rates: ({ db, actor, query }) => readRates(db, actor, query),
  rates_export: ({ db, actor, query, audit }) => {
    audit({ object_type: 'hazard_notice', after: query });
    return exportRates(db, actor, query);
  },
});
