import type { shell as zh } from './labels.zh.ts';

export const shell: Record<keyof typeof zh, string> = {
  product: 'Shoutu', product_line: 'Network-security work', main_menu: 'Main menu', phone_menu: 'Phone menu', open_menu: 'Open menu', skip_to_content: 'Skip to content',
  workbench: 'Workbench', campaigns: 'Campaigns', assignments: 'Assignments', organisation: 'Organisation', papers: 'Papers and reports', accountability: 'Accountability', operations: 'Operations', dictionary: 'Dictionary', capacity: 'Duties and means', todo_other: 'Also waiting', todo_explain: '{{n}} matter{{n, s}} for your unit to explain', todo_approve: '{{n}} proposal{{n, s}} to approve', todo_find: '{{n}} explanation{{n, s}} to be judged', todo_letters: '{{n}} notice{{n, s}} to sign for', todo_hazards_late: '{{n}} hazard{{n, s}} overdue', todo_hazards: '{{n}} hazard{{n, s}} of your unit not cleared', todo_retest: '{{n}} hazard{{n, s}} reported repaired, to retest', todo_verify: '{{n}} hazard{{n, s}} to verify', todo_exceptions: '{{n}} exception{{n, s}} to approve', todo_claims: 'Addresses to claim: {{n}}', todo_report_late: '{{n}} report{{n, s}} upward overdue', todo_report_soon: '{{n}} report{{n, s}} upward due within {{days}} day{{days, s}}', responsibility: 'Responsibility', systems: 'Systems', hazards: 'Hazards', protection: 'Protection', add_file: 'Upload', choose_unit: 'Choose a unit', notices: 'Messages', administration: 'Administration',
  accounts: 'Accounts and roles', settings: 'Settings', calendar: 'Working calendar', audit: 'Audit trail', help: 'Help',
  phone_todo: 'To do', phone_campaigns: 'Campaigns', phone_notices: 'Messages', phone_me: 'Me',
  my_account: 'My account', sign_out: 'Sign out', unread_n: 'Unread messages: {{n}}',
  retry: 'Try again', reload: 'Reload', loading: 'Loading', save: 'Save', edit: 'Edit', remove: 'Delete', search: 'Search', back: 'Back', saved: 'Saved', download: 'Download', more: 'More', filters: 'Filters', clear_filters: 'Clear filters', none: 'None',
  leave_typed: 'What you typed is not saved and will be lost. Leave all the same?',
  error_network: 'The server cannot be reached. Check the network and try again; what you typed is not lost.', error_unexpected: 'Something went wrong. Please try again later, or contact the system administrator.',
  page_failed: 'This page could not be opened', not_found: 'No such page', not_found_hint: 'The address may be mistyped, or the content was deleted.', to_workbench: 'Back to the workbench',
  total_n: '{{n}} in total', previous_page: 'Previous page', next_page: 'Next page', pages: 'Pages',
};
