import type { apiDocs as zh } from './labels.zh.ts';

export const apiDocs: Record<keyof typeof zh, string> = {
  title: 'Interface for programs', note: 'For other programs. The same rights and the same trail as the pages.',
  how_token: 'Make a token under “My account” and send it as the header Authorization: Bearer TOKEN.', how_language: 'With the header Accept-Language: en, errors are told in English.', how_limit: 'A token can do no more than its owner, and ends on its day; every write is kept in the audit trail.', make_token: 'New token', document: 'OpenAPI 3.1 document',
  search: 'Search by name, address or id', nothing: 'No route found', nothing_hint: 'Try another word, for example assignments.', count_n: 'Routes: {{n}}',
  permission: 'Right', anybody: 'Without signing in', anybody_signed_in: 'Anybody signed in', parameters: 'Parameters', body: 'Request', file: 'file', reply: 'Answer', reply_file: 'A file, as an attachment', reply_events: 'Events (text/event-stream)', example: 'Example', copy: 'Copy the example', copied: 'Copied', empty_object: 'No fields',
  required: 'required', path_parameter: 'in the address', query_parameter: 'after the question mark', errors: 'An error has code, message (for people), issues (which field) and request_id (to report it).',
  group_identity: 'Accounts and sign-in', group_settings: 'Settings', group_audit: 'Audit trail', group_files: 'Files', group_notices: 'Messages', group_organisation: 'Organisation', group_campaigns: 'Campaigns', group_responsibility: 'Responsibility', group_papers: 'Papers and reports', group_capacity: 'Duties and means', group_accountability: 'Accountability',
};
