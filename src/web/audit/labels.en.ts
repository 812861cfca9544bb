import type { audit as zh } from './labels.zh.ts';

export const audit: Record<keyof typeof zh, string> = {
  note: 'Rows are only added; each is chained to the one before, so any change shows.', verify: 'Verify', verified: 'Verified: {{n}} row{{n, s}}, none altered', broken: 'Not intact: altered from row {{seq}} on', search: 'Search by person, address or object', all_actions: 'All actions', export: 'Export', from: 'From', to: 'To', seq: 'No.', at: 'At', actor: 'Who', ip: 'Address', action: 'Action', result: 'Result', result_ok: 'Done', result_denied: 'Denied', result_failed: 'Failed', detail: 'Detail', before: 'Before', after: 'After', hash: 'Hash', empty: 'No row matches', empty_hint: 'Try other words or dates.',
object: 'Object', object_id: 'Id', field: 'Field', all_results: 'All results', result_refused: 'Failed or denied', only_exports: 'Exports only',
  summary: 'The trail', rows_today: 'Rows today', rows_week: 'Rows in 7 days', refused_week: 'Failed or denied in 7 days', sign_ins_refused: 'Sign-ins refused in 7 days', exports_week: 'Exports in 7 days', all_rows: 'Read the trail', last_verified: 'Verified at {{at}} by {{by}}', verdict_ok: 'whole, {{n}} row{{n, s}} unaltered', verdict_bad: 'not whole: look into it now', verdict_unknown: 'no result kept', never_verified: 'The trail was never verified. Open it and press Verify.',
};
