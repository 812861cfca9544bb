import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRoutes } from '../src/contract.ts';
import { isMultipart, type Route } from '../src/kernel/http/route.ts';
import { permissions, roles, type Role } from '../src/kernel/permissions.ts';
import { accountability } from '../src/modules/accountability/contract.ts';
import { mlps } from '../src/modules/mlps/contract.ts';
import { bulletins, superiors } from '../src/modules/notices/contract.ts';
import { papers } from '../src/modules/papers/contract.ts';
import { newId } from '../src/kernel/ids.ts';
import { openTestApp, type Answer, type TestApp, type User } from './app.ts';

/** The rights as people agreed on them, written down a second time: a slip in the permission table or in a route's permission fails here.
 *  s system_admin, e security_admin, a audit_admin, o office, l leader, h unit_head, i liaison, v vendor; * everybody signed in; + everybody. */
const letters: Record<string, Role> = { s: 'system_admin', e: 'security_admin', a: 'audit_admin', o: 'office', l: 'leader', h: 'unit_head', i: 'liaison', v: 'vendor' };
const expected: Record<string, string> = {
  'identity.setup_state': '+', 'identity.set_up': '+', 'identity.sign_in': '+', 'identity.me': '*', 'identity.sign_out': '*', 'identity.change_password': '*', 'identity.sessions': '*', 'identity.revoke_session': '*',
  'identity.totp_start': '*', 'identity.totp_confirm': '*', 'identity.totp_remove': '*', 'identity.tokens': '*', 'identity.create_token': '*', 'identity.revoke_token': '*',
  'identity.accounts': 'sea', 'identity.create_account': 's', 'identity.create_accounts': 's', 'identity.grant_suggested': 'e', 'identity.update_account': 's', 'identity.reset_password': 's', 'identity.grant_roles': 'e',
  'settings.get': 'seao', 'settings.save': 's', 'settings.calendar': '*', 'settings.save_calendar': 'so', 'operations.status': 'sa', 'operations.resend_mail': 's', 'audit.list': 'a', 'audit.export': 'a', 'audit.verify': 'a', 'audit.summary': 'a', 'files.get': '*', 'notices.list': '*', 'notices.read': '*', 'notices.read_all': '*',
  'organisation.units': 'seaolhiv', 'organisation.create_unit': 'so', 'organisation.create_units': 'so', 'organisation.update_unit': 'so', 'organisation.merge_unit': 'so', 'organisation.split_unit': 'so', 'organisation.dissolve_unit': 'so', 'organisation.unit_history': 'seaolhiv',
  'organisation.people': 'solhi', 'organisation.create_person': 'sohi', 'organisation.update_person': 'sohi', 'organisation.hand_over': 'sohi', 'organisation.duties': 'solhi', 'organisation.assign_post': 'sohi', 'organisation.add_post': 'sohi', 'organisation.change_post': 'sohi', 'organisation.remove_post': 'sohi',
  'organisation.groups': 'olhi', 'organisation.save_group': 'o', 'organisation.remove_group': 'o', 'organisation.export_groups': 'olhi', 'organisation.template': 'sohi', 'organisation.export': 'solhi', 'organisation.import_dry_run': 'sohi', 'organisation.import_apply': 'sohi', 'organisation.import_errors': 'sohi',
  'campaigns.list': 'olhi', 'campaigns.create': 'o', 'campaigns.upload': 'o', 'campaigns.draft': 'o', 'campaigns.save_draft': 'o', 'campaigns.match_units': 'o', 'campaigns.learn_alias': 'o', 'campaigns.publish': 'o', 'campaigns.remove_draft': 'o',
  'campaigns.get': 'olhi', 'campaigns.revise': 'o', 'campaigns.apply_revision': 'o', 'campaigns.revise_by_file': 'o', 'campaigns.apply_revision_by_file': 'o', 'campaigns.close': 'o', 'campaigns.board': 'olhi', 'campaigns.board_export': 'olhi', 'campaigns.ranking': 'olhi', 'campaigns.changes': 'olhi',
  'campaigns.assignments': 'olhiv', 'campaigns.assignments_export': 'olhiv', 'campaigns.assignment': 'olhiv', 'campaigns.move': 'olhiv', 'campaigns.move_many': 'o', 'campaigns.comment': 'olhiv', 'campaigns.follow': 'olhiv', 'campaigns.attach': 'hi', 'campaigns.detach': 'hi', 'campaigns.ask_extension': 'hi', 'campaigns.decide_extension': 'o',
  'campaigns.urge': 'o', 'campaigns.documents': 'ol', 'campaigns.write_document': 'o', 'campaigns.preview_document': 'o', 'campaigns.evidence': 'ol', 'campaigns.templates': 'ol', 'campaigns.save_template': 'o', 'campaigns.remove_template': 'o', 'campaigns.workbench': 'olhiv', 'campaigns.first_steps': 'sea',
  'assets.systems': 'olhiv', 'assets.export_systems': 'olhiv', 'assets.import_check': 'ohi', 'assets.import_apply': 'ohi', 'assets.create_system': 'ohi', 'assets.system': 'olhiv', 'assets.update_system': 'ohi', 'assets.move_system': 'o', 'assets.duplicates': 'olhiv', 'assets.ranges': 'olhiv', 'assets.create_range': 'o', 'assets.remove_range': 'o',
  'assets.own_domains': 'olhiv', 'assets.save_own_domains': 'o',
  'views.list': '*', 'views.save': '*', 'views.remove': '*',
  'ledgers.summary': 'olhiv', 'ledgers.due': 'olhiv', 'ledgers.coverage': 'olhiv', 'ledgers.list': 'olhiv', 'ledgers.export': 'olhiv', 'ledgers.duplicates': 'olhiv', 'ledgers.import_check': 'ohi', 'ledgers.import_apply': 'ohi', 'ledgers.create': 'ohi', 'ledgers.item': 'olhiv', 'ledgers.update': 'ohi', 'ledgers.remove': 'o', 'ledgers.add_record': 'ohi', 'ledgers.remove_record': 'ohi',
  'assets.claims': 'olhiv', 'assets.claim': 'ohi', 'assets.decline_claim': 'ohi', 'assets.settle_claim': 'o',
  'filings.list': 'olhiv', 'filings.export': 'olhiv', 'filings.figures': 'olhiv', 'filings.due': 'olhiv', 'filings.export_due': 'olhiv', 'filings.check': 'olhiv', 'filings.export_check': 'olhiv', 'filings.kinds': 'olhiv', 'filings.save_kind': 'o', 'filings.check_items': 'olhiv', 'filings.save_check_item': 'o', 'filings.create': 'ohi', 'filings.get': 'olhiv', 'filings.update': 'ohi', 'filings.move': 'ohi', 'filings.answer_closing': 'ohi', 'filings.attach': 'ohi', 'filings.detach': 'ohi', 'filings.form': 'olhiv',
  'filings.reports': 'olhiv', 'filings.write_report': 'o', 'filings.drop_report': 'o',
  'applications.list': 'olhiv', 'applications.export': 'olhiv', 'applications.create': 'ohi', 'applications.get': 'olhiv', 'applications.update': 'ohi', 'applications.answer': 'ohi', 'applications.move': 'olhiv', 'applications.attach': 'ohi', 'applications.detach': 'ohi', 'applications.form': 'olhiv',
  'hazards.list': 'olhiv', 'hazards.export': 'olhiv', 'hazards.problems': 'olhiv', 'hazards.figures': 'olhiv', 'hazards.limits': 'olhiv', 'hazards.save_limits': 'o', 'hazards.create': 'o', 'hazards.register': 'hi', 'hazards.add_finding': 'hi', 'hazards.imports': 'o', 'hazards.template': 'o', 'hazards.import': 'o', 'hazards.upload': 'o', 'hazards.window': 'olhiv', 'hazards.one_page': 'olhiv', 'hazards.rules': 'olhiv', 'hazards.save_rules': 'o', 'hazards.links': 'o', 'hazards.decide_links': 'o', 'hazards.link': 'o', 'hazards.unlink': 'o', 'hazards.cancel_import': 'o', 'hazards.preview_columns': 'o', 'hazards.map_columns': 'o', 'hazards.move_many': 'o', 'hazards.assign': 'o',
  'hazards.get': 'olhiv', 'hazards.move': 'olhiv', 'hazards.attach': 'hiv', 'hazards.detach': 'hiv', 'hazards.ask_extension': 'hiv', 'hazards.decide_extension': 'o',
  'checks.systems': 'olhi', 'checks.export_systems': 'olhi', 'checks.figures': 'olhi', 'checks.system': 'olhi', 'checks.system_report': 'olhi', 'checks.unit_report': 'olhi', 'checks.authorisations': 'olhi', 'checks.draft_authorisations': 'o', 'checks.authorisation': 'olhi', 'checks.update_authorisation': 'o', 'checks.move_authorisation': 'olhi', 'checks.move_authorisations': 'olhi', 'checks.authorisation_page': 'olhi', 'checks.authorisation_file': 'o',
  'checks.runs': 'olhi', 'checks.book_runs': 'o', 'checks.run': 'olhi', 'checks.stop_run': 'o', 'checks.run_log': 'o', 'checks.catalogue': 'olhi', 'checks.mark_finding': 'o', 'checks.unmark': 'o', 'checks.retest': 'ohi', 'checks.retests': 'olhi', 'checks.plans': 'olhi', 'checks.save_plans': 'o', 'checks.lists': 'o', 'checks.save_list': 'o', 'checks.templates': 'o', 'checks.add_template': 'o', 'checks.remove_template': 'o', 'checks.tampers': 'olhi', 'checks.decide_tampers': 'o',
  'checks.patrol': 'olhi', 'checks.outages': 'olhi', 'checks.explain_outage': 'hi', 'checks.maintenances': 'olhi', 'checks.add_maintenance': 'o', 'checks.remove_maintenance': 'o',
  'mlps.reference': 'olhi', 'mlps.objects': 'olhi', 'mlps.export_objects': 'olhi', 'mlps.object': 'olhi', 'mlps.move': 'olhi', 'mlps.grading_report': 'olhi', 'mlps.form': 'olhi', 'mlps.form_xlsx': 'olhi', 'mlps.form_docx': 'olhi', 'mlps.problem_template': 'olhi', 'mlps.items': 'olhi', 'mlps.export_items': 'olhi', 'mlps.item': 'olhi', 'mlps.move_item': 'olhi', 'mlps.check': 'olhi', 'mlps.export_check': 'olhi', 'mlps.calendar': 'olhi', 'mlps.export_calendar': 'olhi', 'mlps.progress': 'olhi', 'mlps.export_progress': 'olhi', 'mlps.gaps': 'olhi', 'mlps.consistency': 'olhi', 'mlps.plan': 'olhi', 'mlps.export_plan': 'olhi', 'mlps.rules': 'olhi', 'mlps.create': 'ohi', 'mlps.update': 'ohi', 'mlps.grade': 'ohi', 'mlps.attach': 'ohi', 'mlps.detach': 'ohi', 'mlps.save_form': 'ohi', 'mlps.add_assessment': 'ohi', 'mlps.update_assessment': 'ohi', 'mlps.attach_assessment': 'ohi', 'mlps.read_problems': 'ohi', 'mlps.read_pasted': 'ohi', 'mlps.add_problems': 'ohi', 'mlps.update_item': 'ohi', 'mlps.attach_item': 'ohi', 'mlps.start_check': 'ohi', 'mlps.answer': 'ohi', 'mlps.attach_answer': 'ohi', 'mlps.finish_check': 'ohi', 'mlps.remove_check': 'ohi', 'mlps.remove_assessment': 'o', 'mlps.state_filed': 'o', 'mlps.make_plan': 'o', 'mlps.add_plan': 'o', 'mlps.update_plan': 'o', 'mlps.remove_plan': 'o', 'mlps.save_rules': 'o', 'mlps.save_suggestions': 'o',
  'protection.measures': 'olhi', 'protection.set_measures': 'ohi', 'protection.attach_measure': 'ohi', 'protection.set_own_measures': 'o', 'protection.backups': 'olhi', 'protection.create_backup': 'ohi', 'protection.update_backup': 'ohi', 'protection.remove_backup': 'ohi', 'protection.note_backup': 'ohi', 'protection.attach_backup': 'ohi',
  'protection.accounts': 'olhi', 'protection.create_account': 'ohi', 'protection.update_account': 'ohi', 'protection.end_account': 'ohi', 'protection.attach_account': 'ohi', 'protection.review_accounts': 'ohi', 'protection.logs': 'olhi', 'protection.create_log': 'ohi', 'protection.update_log': 'ohi', 'protection.remove_log': 'ohi',
  'protection.policies': 'olhi', 'protection.create_policy': 'ohi', 'protection.note_policy': 'ohi', 'protection.attach_policy': 'ohi', 'protection.faults': 'olhi', 'protection.rules': 'olhi', 'protection.save_rules': 'o', 'protection.export': 'olhi',
  'letters.list': 'olhiv', 'letters.export': 'olhiv', 'letters.preview': 'o', 'letters.render': 'o', 'letters.issue': 'o', 'letters.render_posture': 'o', 'letters.posture': 'o', 'letters.shut': 'o', 'letters.page': 'olhiv', 'letters.sign': 'hiv', 'letters.withdraw': 'o', 'letters.urge': 'o', 'letters.evidence': 'olhiv', 'letters.attach_evidence': 'o', 'letters.detach_evidence': 'o', 'letters.rules': 'o', 'letters.save_rules': 'o', 'letters.rates': 'olhiv', 'letters.rates_export': 'o',
  'superiors.list': 'ol', 'superiors.create': 'o', 'superiors.get': 'ol', 'superiors.update': 'o', 'superiors.attach': 'o', 'superiors.detach': 'o', 'superiors.read_rows': 'o', 'superiors.split': 'o', 'superiors.link': 'o', 'superiors.unlink': 'o', 'superiors.forward': 'o', 'superiors.render_report': 'o', 'superiors.report': 'o', 'superiors.send': 'o', 'superiors.receipt': 'o', 'superiors.attach_report': 'o', 'superiors.feedback': 'o', 'superiors.attach_feedback': 'o', 'superiors.close': 'o',
  'repairs.list': 'olhiv', 'repairs.get': 'olhiv', 'repairs.save': 'hiv', 'repairs.move': 'olhiv', 'repairs.receive': 'hiv', 'repairs.page': 'olhiv', 'repairs.docx': 'olhiv',
  'warnings.list': 'olhiv', 'warnings.create': 'o', 'warnings.read_text': 'o', 'warnings.rules': 'o', 'warnings.save_rules': 'o', 'warnings.get': 'olhiv', 'warnings.update': 'o', 'warnings.match': 'o', 'warnings.targets': 'o', 'warnings.render': 'o', 'warnings.move': 'o', 'warnings.answer': 'hiv', 'warnings.attach': 'hiv', 'warnings.to_hazards': 'o',
  'bulletins.list': 'ol', 'bulletins.render': 'o', 'bulletins.issue': 'o', 'bulletins.page': 'ol',
  'capacity.duties': 'olhi', 'capacity.create_duty': 'o', 'capacity.update_duty': 'o', 'capacity.remove_duty': 'o', 'capacity.review_duty': 'o', 'capacity.staff': 'olhi', 'capacity.add_staff': 'ohi', 'capacity.end_staff': 'ohi', 'capacity.rates': 'olhi',
  'capacity.add_certificate': 'ohi', 'capacity.remove_certificate': 'ohi', 'capacity.attach_certificate': 'ohi', 'capacity.promises': 'olhi', 'capacity.sign_promises': 'ohi', 'capacity.withdraw_promise': 'ohi', 'capacity.attach_promise': 'ohi',
  'capacity.resources': 'olhi', 'capacity.create_resource': 'o', 'capacity.update_resource': 'o', 'capacity.remove_resource': 'o', 'capacity.attach_resource': 'o', 'capacity.export': 'olhi',
  'papers.superiors': 'ol', 'papers.create_superior': 'o', 'papers.upload_superior': 'o', 'papers.superior': 'ol', 'papers.update_superior': 'o', 'papers.remove_superior': 'o', 'papers.attach_superior': 'o',
  'papers.reports': 'ol', 'papers.create_report': 'o', 'papers.report': 'ol', 'papers.update_report': 'o', 'papers.move_report': 'o', 'papers.attach_report': 'o', 'papers.detach_report': 'o', 'papers.end_series': 'o', 'papers.export_reports': 'ol',
  'papers.owns': 'ol', 'papers.create_own': 'o', 'papers.own': 'ol', 'papers.update_own': 'o', 'papers.remove_own': 'o', 'papers.add_edition': 'o', 'papers.add_milestone': 'o', 'papers.update_milestone': 'o', 'papers.remove_milestone': 'o', 'papers.attach_milestone': 'o', 'papers.check_structure': 'olhiv', 'papers.periods': 'ol', 'papers.create_period': 'o', 'papers.update_period': 'o', 'papers.remove_period': 'o', 'papers.write_summary': 'o', 'papers.write_annual': 'o', 'papers.use_own': 'o',
  'papers.matters': 'ol', 'papers.create_matter': 'o', 'papers.update_matter': 'o', 'papers.remove_matter': 'o', 'papers.export_matters': 'ol',
  'papers.add_clause': 'o', 'papers.mark_clauses': 'o', 'papers.update_clause': 'o', 'papers.remove_clause': 'o', 'papers.link_clause': 'o', 'papers.unlink_clause': 'o', 'papers.export_clauses': 'ol', 'papers.add_basis': 'o', 'papers.remove_basis': 'o', 'papers.campaign_basis': 'ol',
  'accountability.grounds': 'o', 'accountability.add_ground': 'o', 'accountability.withdraw_ground': 'o', 'accountability.clues': 'olhi', 'accountability.export_clues': 'o', 'accountability.create_clue': 'o', 'accountability.find_clues': 'o', 'accountability.clue': 'olhi', 'accountability.attach_clue': 'o',
  'accountability.ask': 'o', 'accountability.attach_answer': 'hi', 'accountability.answer': 'hi', 'accountability.propose': 'o', 'accountability.decide': 'l', 'accountability.close': 'o', 'accountability.follow': 'o',
  'accountability.watch': 'olhi', 'accountability.put_on_watch': 'o', 'accountability.take_off_watch': 'o', 'accountability.export_watch': 'o', 'accountability.circulars': 'olhi', 'accountability.draft_circular': 'o', 'accountability.update_circular': 'o', 'accountability.issue_circular': 'o', 'accountability.remove_circular': 'o',
  'accountability.honours': 'olhi', 'accountability.add_honour': 'o', 'accountability.override_honour': 'l', 'accountability.remove_honour': 'o', 'accountability.export_honours': 'o',
  'responsibility.standing': 'olhi', 'responsibility.records': 'olhi', 'responsibility.create_record': 'ohi', 'responsibility.update_record': 'ohi', 'responsibility.remove_record': 'ohi', 'responsibility.attach_record': 'ohi', 'responsibility.detach_record': 'ohi',
  'responsibility.letters': 'olhi', 'responsibility.sign_letters': 'o', 'responsibility.withdraw_letter': 'o', 'responsibility.attach_letter': 'o', 'responsibility.export_letters': 'olhi',
  'responsibility.contacts': 'olhi', 'responsibility.network': 'olhi', 'responsibility.create_contact': 'o', 'responsibility.update_contact': 'o', 'responsibility.remove_contact': 'o', 'responsibility.contact_checks': 'olhi', 'responsibility.confirm_contacts': 'hi',
};
const maySee = (route: Route, role: Role): boolean => { const e = expected[route.id] ?? ''; return e === '+' || e === '*' || [...e].some((l) => letters[l] === role); };

/** What each route with an id acts on, and a body that passes the schema, so that only rights can refuse it. */
const objects: Record<string, { of: 'unit' | 'post' | 'system' | 'filing' | 'application' | 'hazard' | 'notice' | 'ledger_item' | 'warning' | 'answer' | 'claim' | 'person' | 'assignment' | 'campaign' | 'file' | 'account' | 'record' | 'letter' | 'contact' | 'staff' | 'certificate' | 'promise' | 'clue' | 'measure' | 'backup' | 'system_account' | 'log' | 'policy' | 'mlps_object' | 'mlps_item' | 'mlps_check' | 'mlps_assessment' | 'check_authorisation' | 'check_run' | 'check_finding' | 'outage' | 'own'; body?: object; extra?: Record<string, string> }> = {
  'identity.revoke_session': { of: 'own' }, 'identity.revoke_token': { of: 'own' }, 'notices.read': { of: 'own' }, 'organisation.import_apply': { of: 'own' }, 'organisation.import_errors': { of: 'own' },
  'identity.update_account': { of: 'account', body: { version: 1, name: '改名' } }, 'identity.reset_password': { of: 'account', body: { password: 'Xx12345678!!' } }, 'identity.grant_roles': { of: 'account', body: { version: 1, roles: [] } },
  'files.get': { of: 'file' },
  'checks.system': { of: 'system' }, 'checks.system_report': { of: 'system' }, 'checks.unit_report': { of: 'unit' }, 'checks.authorisation': { of: 'check_authorisation' }, 'checks.update_authorisation': { of: 'check_authorisation', body: { version: 1, purpose: '', hosts: [], networks: [], ports: [[1, 1]], valid_from: '2025-01-02', valid_until: '2025-01-03', windows: [], rates: { requests_per_second: 1, connections_per_second: 1 } } },
  'checks.move_authorisation': { of: 'check_authorisation', body: { version: 1, action: 'confirm' } }, 'checks.authorisation_page': { of: 'check_authorisation' }, 'checks.authorisation_file': { of: 'check_authorisation' }, 'checks.run': { of: 'check_run' }, 'checks.stop_run': { of: 'check_run' }, 'checks.run_log': { of: 'check_run' }, 'checks.mark_finding': { of: 'check_finding', body: { reason: '误报', until: '2030-01-01' } }, 'checks.unmark': { of: 'system', extra: { mark_id: '00000000-0000-7000-8000-000000000001' } },
  'checks.remove_template': { of: 'own' }, 'checks.save_list': { of: 'own', extra: { kind: 'bad_word' } }, 'checks.retest': { of: 'hazard' }, 'checks.retests': { of: 'hazard' }, 'checks.explain_outage': { of: 'outage', body: { cause: '停电' } }, 'checks.remove_maintenance': { of: 'own' },
  'organisation.update_unit': { of: 'unit', body: { version: 1, name: '改名处' } }, 'organisation.merge_unit': { of: 'unit', body: { version: 1, into_id: '00000000-0000-7000-8000-000000000001' } }, 'organisation.split_unit': { of: 'unit', body: { names: ['新处'] } },
  'organisation.dissolve_unit': { of: 'unit', body: { version: 1 } }, 'organisation.unit_history': { of: 'unit' }, 'organisation.assign_post': { of: 'unit', body: { person_id: null }, extra: { duty: 'liaison' } },
  'organisation.add_post': { of: 'unit', body: { title: '网站管理员', person_id: null } }, 'organisation.change_post': { of: 'post', body: { version: 1, title: '改名', person_id: null } }, 'organisation.remove_post': { of: 'post' },
  'organisation.update_person': { of: 'person', body: { version: 1, name: '改名' } }, 'organisation.hand_over': { of: 'person', body: { version: 1, successor_id: null, left: true } },
  'organisation.remove_group': { of: 'own' },
  'assets.import_apply': { of: 'own', extra: { token: '00000000-0000-7000-8000-000000000001' } }, 'assets.system': { of: 'system' }, 'assets.update_system': { of: 'system', body: { version: 1, purpose: '改' } }, 'assets.move_system': { of: 'system', body: { version: 1, action: 'go_online', reason: '上线' } }, 'assets.remove_range': { of: 'own' }, 'assets.claim': { of: 'claim', body: { version: 1, system_id: null, new_name: '抢认', unit_id: '00000000-0000-7000-8000-000000000001' } },
  'views.remove': { of: 'own' }, 'ledgers.list': { of: 'own', extra: { ledger: 'servers' } }, 'ledgers.export': { of: 'own', extra: { ledger: 'servers' } }, 'ledgers.duplicates': { of: 'own', extra: { ledger: 'servers' } }, 'ledgers.import_check': { of: 'own', extra: { ledger: 'servers' } }, 'ledgers.import_apply': { of: 'own', extra: { ledger: 'servers' } }, 'ledgers.create': { of: 'own', extra: { ledger: 'servers' } },
  'ledgers.item': { of: 'ledger_item' }, 'ledgers.update': { of: 'ledger_item', body: { version: 1, note: '改' } }, 'ledgers.remove': { of: 'ledger_item' }, 'ledgers.add_record': { of: 'ledger_item', body: { on_day: '2026-01-01', what: '升级' } }, 'ledgers.remove_record': { of: 'ledger_item', extra: { record: '00000000-0000-7000-8000-000000000001' } },
  'assets.decline_claim': { of: 'claim', body: { version: 1, unit_id: '00000000-0000-7000-8000-000000000001' } }, 'assets.settle_claim': { of: 'claim', body: { version: 1, action: 'to_block' } },
  'filings.save_kind': { of: 'own', extra: { key: 'other' } }, 'filings.save_check_item': { of: 'own', extra: { list: 'baseline', key: 'other' } }, 'filings.drop_report': { of: 'own' }, 'filings.get': { of: 'filing' }, 'filings.update': { of: 'filing', body: { version: 1, note: '改' } }, 'filings.move': { of: 'filing', body: { version: 1, action: 'submit', filed_on: '2026-01-05' } }, 'filings.answer_closing': { of: 'filing', body: { answers: [] } }, 'filings.attach': { of: 'filing' }, 'filings.detach': { of: 'filing', extra: { file_id: '00000000-0000-7000-8000-000000000001' } }, 'filings.form': { of: 'filing' },
  'applications.get': { of: 'application' }, 'applications.update': { of: 'application', body: { version: 1, content: '改' } }, 'applications.answer': { of: 'application', body: { answers: [] } }, 'applications.move': { of: 'application', body: { version: 1, action: 'withdraw' } }, 'applications.attach': { of: 'application' }, 'applications.detach': { of: 'application', extra: { file_id: '00000000-0000-7000-8000-000000000001' } }, 'applications.form': { of: 'application' },
  'hazards.import': { of: 'own' }, 'hazards.link': { of: 'hazard', body: { number: 'YH2000-000001' } }, 'hazards.unlink': { of: 'hazard' }, 'hazards.cancel_import': { of: 'own' }, 'hazards.preview_columns': { of: 'own', body: { tables: [{ signature: 'x', columns: ['title', 'ip'] }] } }, 'hazards.map_columns': { of: 'own', body: { tables: [{ signature: 'x', columns: ['title', 'ip'] }] } }, 'hazards.get': { of: 'hazard' }, 'hazards.move': { of: 'hazard', body: { version: 1, action: 'confirm' } }, 'hazards.attach': { of: 'hazard' }, 'hazards.add_finding': { of: 'hazard' }, 'hazards.detach': { of: 'hazard', extra: { file_id: '00000000-0000-7000-8000-000000000001' } },
  'hazards.ask_extension': { of: 'hazard', body: { due_on: '2030-01-01', reason: '等厂商', measures: '升级', responsible: '某某', milestones: '试点' } }, 'hazards.decide_extension': { of: 'hazard', body: { extension_id: '00000000-0000-7000-8000-000000000001', approve: true } },
  'protection.set_measures': { of: 'system', body: { states: [{ measure: 'waf', state: 'yes' }] } }, 'protection.attach_measure': { of: 'measure' }, 'protection.review_accounts': { of: 'system', body: { note: '已复核' } }, 'protection.export': { of: 'own', extra: { list: 'faults' } },
  'protection.update_backup': { of: 'backup', body: { version: 1, what: '库', frequency: 'daily', keep_days: 7 } }, 'protection.remove_backup': { of: 'backup' }, 'protection.note_backup': { of: 'backup', body: { kind: 'run', on_day: '2025-01-02', ok: true } }, 'protection.attach_backup': { of: 'backup' },
  'protection.update_account': { of: 'system_account', body: { version: 1, layer: 'host', kind: 'admin', name: 'root', holder: '某某' } }, 'protection.end_account': { of: 'system_account', body: { version: 1, ended_on: '2025-01-02', note: '停用' } }, 'protection.attach_account': { of: 'system_account' },
  'protection.update_log': { of: 'log', body: { version: 1, what: 'os', keep_days: 200 } }, 'protection.remove_log': { of: 'log' }, 'protection.note_policy': { of: 'policy', body: { version: 1, kind: 'review', on_day: '2025-01-02', note: '复核' } }, 'protection.attach_policy': { of: 'policy' },
  'letters.sign': { of: 'notice', body: {} }, 'letters.withdraw': { of: 'notice', body: { note: '发错' } }, 'letters.page': { of: 'notice' }, 'letters.urge': { of: 'notice' }, 'letters.evidence': { of: 'hazard' }, 'letters.attach_evidence': { of: 'hazard' }, 'letters.detach_evidence': { of: 'hazard', extra: { file_id: '00000000-0000-7000-8000-000000000001' } },
  ...Object.fromEntries(Object.values({ ...superiors, ...bulletins }).filter((r) => r.path.includes('{')).map((r) => [r.id, { of: 'own' as const }])),
  'repairs.get': { of: 'notice' }, 'repairs.save': { of: 'notice', body: { version: 0, causes: '口令管理不严' } }, 'repairs.move': { of: 'notice', body: { version: 1, action: 'submit' } }, 'repairs.receive': { of: 'notice', body: { unit_id: '00000000-0000-7000-8000-000000000001' } }, 'repairs.page': { of: 'notice' }, 'repairs.docx': { of: 'notice' },
  'warnings.get': { of: 'warning' }, 'warnings.update': { of: 'warning', body: { version: 1, product: 'x' } }, 'warnings.match': { of: 'warning' }, 'warnings.targets': { of: 'warning', body: { version: 1, targets: [] } }, 'warnings.render': { of: 'warning' }, 'warnings.move': { of: 'warning', body: { version: 1, action: 'lift', note: '已处置' } }, 'warnings.to_hazards': { of: 'warning' }, 'warnings.answer': { of: 'answer', body: { version: 1, state: 'clear', note: '没有', systems: [] } }, 'warnings.attach': { of: 'answer' },
  'capacity.update_duty': { of: 'own' }, 'capacity.remove_duty': { of: 'own' }, 'capacity.review_duty': { of: 'own' }, 'capacity.update_resource': { of: 'own' }, 'capacity.remove_resource': { of: 'own' }, 'capacity.attach_resource': { of: 'own' }, 'capacity.export': { of: 'own', extra: { list: 'staff' } },
  'capacity.end_staff': { of: 'staff', body: { version: 1, until: '2025-02-01' } }, 'capacity.remove_certificate': { of: 'certificate' }, 'capacity.attach_certificate': { of: 'certificate' }, 'capacity.withdraw_promise': { of: 'promise', body: { note: '换签' } }, 'capacity.attach_promise': { of: 'promise' },
  'campaigns.draft': { of: 'campaign' }, 'campaigns.save_draft': { of: 'campaign' }, 'campaigns.publish': { of: 'campaign', body: { version: 1 } }, 'campaigns.remove_draft': { of: 'campaign' }, 'campaigns.get': { of: 'campaign' },
  'campaigns.revise': { of: 'campaign', body: { text: '一、工作任务' } }, 'campaigns.apply_revision': { of: 'campaign', body: { version: 1, text: '一、工作任务' } }, 'campaigns.revise_by_file': { of: 'campaign' }, 'campaigns.apply_revision_by_file': { of: 'campaign', body: { version: 1 } }, 'campaigns.close': { of: 'campaign', body: { version: 1, note: '' } },
  'campaigns.board': { of: 'campaign' }, 'campaigns.board_export': { of: 'campaign' }, 'campaigns.ranking': { of: 'campaign' }, 'campaigns.changes': { of: 'campaign' }, 'campaigns.urge': { of: 'campaign', body: { due_on: '2030-01-01' } },
  'campaigns.save_template': { of: 'own', extra: { kind: 'bulletin' } }, 'campaigns.remove_template': { of: 'own', extra: { kind: 'bulletin' } },
  'campaigns.documents': { of: 'campaign' }, 'campaigns.write_document': { of: 'campaign', body: { kind: 'bulletin' } }, 'campaigns.preview_document': { of: 'campaign' }, 'campaigns.evidence': { of: 'campaign' },
  'campaigns.assignment': { of: 'assignment' }, 'campaigns.move': { of: 'assignment', body: { version: 1, action: 'submit', note: '已完成' } }, 'campaigns.comment': { of: 'assignment', body: { note: '请问' } }, 'campaigns.follow': { of: 'assignment', body: { on: true } }, 'campaigns.attach': { of: 'assignment' },
  'campaigns.detach': { of: 'assignment', extra: { file_id: '00000000-0000-7000-8000-000000000001' } }, 'campaigns.ask_extension': { of: 'assignment', body: { due_on: '2030-01-01', reason: '设备未到货' } },
  'responsibility.update_record': { of: 'record', body: { version: 1, title: '改名' } }, 'responsibility.remove_record': { of: 'record' }, 'responsibility.attach_record': { of: 'record' }, 'responsibility.detach_record': { of: 'record', extra: { file_id: '00000000-0000-7000-8000-000000000001' } },
  'responsibility.withdraw_letter': { of: 'letter', body: { note: '换人' } }, 'responsibility.attach_letter': { of: 'letter' }, 'responsibility.update_contact': { of: 'contact', body: { version: 1, note: '改' } }, 'responsibility.remove_contact': { of: 'contact' }, 'responsibility.confirm_contacts': { of: 'unit' },
  ...Object.fromEntries(Object.values(mlps).filter((r) => r.path.includes('{')).map((r) => [r.id, { of: /\/api\/mlps\/objects\/\{id\}/.test(r.path) ? 'mlps_object' as const : r.path.startsWith('/api/mlps/items/') ? 'mlps_item' as const : r.path.startsWith('/api/mlps/checks/') ? 'mlps_check' as const : r.path.startsWith('/api/mlps/assessments/') ? 'mlps_assessment' as const : 'own' as const }])),
  'mlps.update': { of: 'mlps_object', body: { version: 1, name: '改名' } }, 'mlps.grade': { of: 'mlps_object', body: { version: 1, s_harm: { society: 'general' }, a_harm: { society: 'general' }, responsible_body: '', composition: '', business: '', boundary: '', s_data: '', s_reason: '', a_service: '', a_reason: '', differs_reason: '' } }, 'mlps.move': { of: 'mlps_object', body: { version: 1, action: 'submit' } }, 'mlps.detach': { of: 'mlps_object', extra: { file_id: '00000000-0000-7000-8000-000000000001' } }, 'mlps.save_form': { of: 'mlps_object', body: { values: { 't2.links': '无' } } },
  'mlps.add_assessment': { of: 'mlps_object', body: { agency: '示例测评公司' } }, 'mlps.update_assessment': { of: 'mlps_assessment', body: { version: 1, note: '改' } }, 'mlps.read_pasted': { of: 'mlps_assessment', body: { text: '控制类\t问题描述' } }, 'mlps.add_problems': { of: 'mlps_assessment', body: { problems: [{ control_class: '安全计算环境', point: '', requirement: '', description: '弱口令', risk: 'high', advice: '', major: false }] } },
  'mlps.update_item': { of: 'mlps_item', body: { version: 1, responsible: '某某' } }, 'mlps.move_item': { of: 'mlps_item', body: { version: 1, action: 'report', note: '已整改' } }, 'mlps.answer': { of: 'mlps_check', body: { answers: [{ point: 'physical.fire', verdict: 'yes' }] } }, 'mlps.finish_check': { of: 'mlps_check', body: {} }, 'mlps.attach_answer': { of: 'mlps_check', extra: { point: 'physical.fire' } },
  ...Object.fromEntries(Object.values(papers).filter((r) => r.path.includes('{')).map((r) => [r.id, { of: 'own' as const }])),
  ...Object.fromEntries(Object.values(accountability).filter((r) => r.path.includes('{')).map((r) => [r.id, { of: 'own' as const }])),
  'accountability.clue': { of: 'clue' }, 'accountability.attach_answer': { of: 'clue' }, 'accountability.answer': { of: 'clue', body: { version: 2, answer: '说明' } },
  'campaigns.decide_extension': { of: 'assignment', body: { extension_id: '00000000-0000-7000-8000-000000000001', approve: true } },
};
/** Names of units are known to everybody who may see the tree. */
const openToOthers = new Set(['organisation.unit_history']);

let t: TestApp;
const users = new Map<Role, User>();
let foreign: { liaison: User; unit_head: User };
let ids: Record<'unit' | 'post' | 'system' | 'filing' | 'application' | 'hazard' | 'notice' | 'ledger_item' | 'warning' | 'answer' | 'claim' | 'person' | 'assignment' | 'campaign' | 'file' | 'account' | 'record' | 'letter' | 'contact' | 'staff' | 'certificate' | 'promise' | 'clue' | 'measure' | 'backup' | 'system_account' | 'log' | 'policy' | 'mlps_object' | 'mlps_item' | 'mlps_check' | 'mlps_assessment' | 'own' | 'check_authorisation' | 'check_run' | 'check_finding' | 'outage', string>;
const unknown = '00000000-0000-7000-8000-0000000000ff';

beforeAll(async () => {
  t = await openTestApp();
  const three = await t.setUp();
  const root = await t.makeUnit('示例大学');
  const own = await t.makeUnit('教务处', root);
  const other = await t.makeUnit('财务处', root);
  for (const role of roles) users.set(role, role in three ? three[role as keyof typeof three] : await t.makeAccount(role, ['unit_head', 'liaison', 'vendor'].includes(role) ? own : null));
  foreign = { liaison: await t.makeAccount('liaison', other), unit_head: await t.makeAccount('unit_head', other) };
  const office = t.as(users.get('office')!);
  // a campaign that asks only the first unit for something
  const draft = (await office.post('/api/campaigns', { text: '示例大学网络安全检查工作方案\n\n一、工作任务\n\n（一）开展自查。教务处要开展网络安全自查。（责任单位：教务处，2030年3月1日前完成）\n' })).body;
  expect(draft.draft.tasks).toHaveLength(1);
  const published = (await office.post(`/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version })).body;
  expect(published.assignments).toBe(1);
  const assignment = (await office.get(`/api/assignments?campaign_id=${draft.campaign.id}`)).body.items[0].id;
  const file = (await t.as(users.get('liaison')!).upload(`/api/assignments/${assignment}/files`, Buffer.from('自查记录'), '自查.txt')).body.id;
  const person = (await office.post('/api/people', { name: '人员甲', unit_id: own })).body.id;
  const record = (await office.post('/api/responsibility/records', { kind: 'publicity', held_on: '2025-01-02', title: '宣传活动', unit_id: own, chaired_by: '负责人' })).body.id;
  await office.post('/api/responsibility/letters', { year: 2025, unit_ids: [own], signed_on: '2025-01-02', party_a: '示例大学' });
  const letter = (await office.get('/api/responsibility/letters?year=2025')).body.letters[0].id;
  const contact = (await office.post('/api/responsibility/contacts', { kind: 'police', name: '示例公安', contact_person: '值班员', phone: '110' })).body.id;
  const post = (await office.post(`/api/units/${own}/posts`, { title: '机房值班员', person_id: null })).body.id;
  const system = (await office.post('/api/systems', { name: '示例系统', kind: 'system', unit_id: own, places: ['10.9.9.9'] })).body.id;
  const ledger_item = (await office.post('/api/ledgers/servers', { name: '示例服务器', unit_id: own })).body.id;
  const filing = (await office.post('/api/filings', { system_id: system, kind: 'campus' })).body.id;
  const application = (await office.post('/api/applications', { system_id: system, kind: 'go_live' })).body.id;
  const hazard = (await office.post('/api/hazards', { title: '弱口令', severity: 'high', source: 'manual', system_id: system })).body.id;
  const told = (await office.post('/api/hazards', { title: '目录遍历', severity: 'low', source: 'manual', system_id: system })).body.id;
  await office.post('/api/hazard-notices', { kind: 'order', ids: [told] });
  const notice = (await office.get('/api/hazard-notices?kind=order')).body.letters[0].id;
  const threat = (await office.post('/api/threat-warnings', { title: '示例组件漏洞' })).body;
  const aimed = (await office.put(`/api/threat-warnings/${threat.id}/targets`, { version: threat.version, targets: [{ unit_id: own, system_id: null, chosen: true }] })).body;
  const judged = (await office.post(`/api/threat-warnings/${threat.id}/move`, { version: aimed.version, action: 'judge', note: '可能涉及' })).body;
  const warned = (await office.post(`/api/threat-warnings/${threat.id}/move`, { version: judged.version, action: 'publish' })).body;
  const claim = newId();
  await t.db.insertInto('asset_claim').values({ id: claim, host: '10.1.1.1', ip: '10.1.1.1', found_by: 'nmap', found_at: '2026-01-05T00:00:00Z', last_seen_at: '2026-01-05T00:00:00Z', unit_id: own, system_id: null, decided_at: null, decided_by_name: null }).execute();
  await office.put(`/api/protection/systems/${system}/measures`, { states: [{ measure: 'waf', state: 'no' }] });
  const measure = (await office.get('/api/protection/measures')).body.items[0].states[0].id;
  const backup = (await office.post('/api/protection/backups', { system_id: system, what: '数据库', frequency: 'daily', keep_days: 30 })).body.id;
  const system_account = (await office.post('/api/protection/accounts', { system_id: system, layer: 'host', kind: 'admin', name: 'root', person_id: person })).body.id;
  const log = (await office.post('/api/protection/logs', { system_id: system, what: 'os', keep_days: 200 })).body.id;
  const policy = (await office.post('/api/protection/policies', { unit_id: own, name: '边界策略', effective_on: '2025-01-02' })).body.id;
  const staff = (await office.post('/api/capacity/staff', { person_id: person, kind: 'full_time', work: '运维', since: '2025-01-02' })).body.id;
  const certificate = (await office.post('/api/capacity/certificates', { person_id: person, name: '证书', issued_on: '2025-01-02' })).body.id;
  await office.post('/api/capacity/promises', { kind: 'confidentiality', ids: [person], signed_on: '2025-01-02' });
  const promise = (await office.get('/api/capacity/promises')).body.promises[0].id;
  const clue = (await office.post('/api/accountability/clues', { unit_id: own, ground: 'incident', facts: '情况' })).body;
  expect((await office.post(`/api/accountability/clues/${clue.id}/ask`, { version: clue.version, note: '请说明', answer_by: '2030-01-01' })).status).toBe(200);
  const mlpsSystem = (await office.post('/api/systems', { name: '示例定级系统', kind: 'system', unit_id: own })).body.id;
  const graded = (await office.post('/api/mlps/objects', { name: '示例定级系统', unit_id: own, system_ids: [mlpsSystem] })).body;
  await office.put(`/api/mlps/objects/${graded.id}/grading`, { version: graded.version, s_harm: { society: 'general' }, a_harm: { society: 'general' }, responsible_body: '', composition: '', business: '', boundary: '', s_data: '', s_reason: '', a_service: '', a_reason: '', differs_reason: '' });
  const check = (await office.post(`/api/mlps/objects/${graded.id}/checks`)).body.id;
  const assessment = (await office.post(`/api/mlps/objects/${graded.id}/assessments`, { agency: '示例测评公司' })).body.id;
  await office.post(`/api/mlps/assessments/${assessment}/problems`, { problems: [{ control_class: '安全计算环境', point: '身份鉴别', requirement: '', description: '弱口令', risk: 'high', advice: '', major: false }] });
  const item = (await office.get(`/api/mlps/items?object_id=${graded.id}`)).body.items[0].id;
  const check_authorisation = (await office.post('/api/checks/authorisations', { system_ids: [system], valid_from: '2025-01-02', valid_until: '2025-06-30' })).body.ids[0];
  const [check_run, check_finding, patrolled, outage] = [newId(), newId(), newId(), newId()];
  await t.db.insertInto('check_run').values({ id: check_run, system_id: system, authorisation_id: check_authorisation, profile: 'daily', error: null, asked_by: null, asked_by_name: '系统', once_key: null, created_at: '2025-01-05T00:00:00Z', taken_at: null, started_at: null, finished_at: null }).execute();
  await t.db.insertInto('check_finding').values({ id: check_finding, system_id: system, fingerprint: 'f', check_id: 'web.header.frame', target: 'http://10.9.9.9', version: 1, verdict: 'fail', severity: 'low', note: '', place: '{}', evidence: '[]', first_seen_at: '2025-01-05T00:00:00Z', last_seen_at: '2025-01-05T00:00:00Z', gone_at: null, first_run_id: check_run, last_run_id: check_run, hazard_id: null }).execute();
  await t.db.insertInto('patrol_target').values({ id: patrolled, system_id: system, origin: 'http://10.9.9.9', since: '2025-01-05T00:00:00Z', last_at: null, last_ms: null }).execute();
  await t.db.insertInto('patrol_outage').values({ id: outage, target_id: patrolled, began_at: '2025-01-05T00:00:00Z', ended_at: null, note: '', maintenance: false, cause_by_name: null }).execute();
  ids = { check_authorisation, check_run, check_finding, outage, ledger_item, warning: threat.id, answer: warned.answers[0].id, mlps_object: graded.id, mlps_check: check, mlps_assessment: assessment, mlps_item: item, unit: own, measure, backup, system_account, log, policy, system, filing, application, hazard, notice, claim, post, clue: clue.id, person, staff, certificate, promise, record, letter, contact, assignment, campaign: draft.campaign.id, file, account: (await t.makeAccount('vendor', own)).id, own: unknown };
});
afterAll(() => t.close());

const pathOf = (route: Route, id: string): string => route.path.replace('{id}', id).replace('{token}', id).replace(/\{(\w+)\}/g, (_, name: string) => objects[route.id]?.extra?.[name] ?? unknown) + ({ 'settings.calendar': '?year=2026', 'campaigns.preview_document': '?kind=bulletin', 'mlps.plan': '?year=2026', 'mlps.export_plan': '?year=2026', 'mlps.gaps': '?gap=ungraded' }[route.id] ?? '');
async function ask(route: Route, user: User | undefined, id: string, body?: object): Promise<Answer> {
  const client = user ? t.as(user) : t.anonymous;
  if (isMultipart(route.body)) return client.upload(pathOf(route, id), Buffer.from('x'), 'x.txt');
  return client.send({ method: route.method, url: pathOf(route, id), ...(body && { payload: body }) });
}

test('every route stands in the table of expectations, and every route with an id says what it acts on', () => {
  expect(Object.keys(expected).sort()).toEqual(allRoutes.map((r) => r.id).sort());
  expect(allRoutes.filter((r) => r.path.includes('{')).map((r) => r.id).filter((id) => !objects[id])).toEqual([]);
});
test('every permission is used by a route or a transition', () => {
  const used = new Set<string>([...allRoutes.map((r) => r.permission), 'assignment.sign_off', 'hazard.approve', 'filing.approve', 'hazard.sign_off', 'check.approve']);
  expect(Object.keys(permissions).filter((p) => !used.has(p))).toEqual([]);
});

describe('nobody', () => {
  for (const route of allRoutes) test(`${route.id} as nobody`, async () => {
    const reply = await ask(route, undefined, unknown);
    if (expected[route.id] === '+') expect(reply.status).not.toBe(401);
    else expect(reply.status).toBe(401);
  });
});

describe('every route × every role', () => {
  for (const route of allRoutes) for (const role of roles) {
    if (['identity.sign_out', 'campaigns.changes'].includes(route.id)) continue; // ends the session; keeps the line open
    test(`${route.id} as ${role}`, async () => {
      const reply = await ask(route, users.get(role), unknown);
      if (maySee(route, role)) expect(reply.body?.code ?? '').not.toBe('permission.denied');
      else expect(reply).toMatchObject({ status: 403, body: { code: 'permission.denied' } });
    });
  }
});

describe('another unit', () => {
  const scoped = allRoutes.filter((r) => objects[r.id] && !['own', 'account'].includes(objects[r.id]!.of) && !openToOthers.has(r.id));
  for (const route of scoped) for (const role of ['liaison', 'unit_head'] as const) test(`${route.id} as ${role} of another unit: as if it were not there, and nothing changes`, async () => {
    const o = objects[route.id]!;
    const writes = async () => t.db.selectFrom('audit_log').select((e) => e.fn.countAll<number>().as('n')).where('result', '=', 'ok').where('action', '=', route.id).executeTakeFirstOrThrow();
    const before = await writes();
    const reply = await ask(route, foreign[role], ids[o.of], o.body);
    if (!maySee(route, role)) { expect(reply.status).toBe(403); return; }
    const missing = await ask(route, foreign[role], unknown, o.body);
    expect([reply.status, reply.body?.code]).toEqual([missing.status, missing.body?.code]);
    expect([403, 404]).toContain(reply.status);
    expect(await writes()).toEqual(before);
  });
  test('lists, searches, counts and exports leave the other unit out', async () => {
    const liaison = t.as(foreign.liaison);
    expect((await liaison.get('/api/assignments')).body.total).toBe(0);
    expect((await liaison.get('/api/campaigns')).body).toEqual([]);
    expect((await liaison.get('/api/workbench')).body).toMatchObject({ todo: [], overdue: 0, campaigns: [] });
    expect((await liaison.get('/api/people?q=人员甲')).body.items).toEqual([]);
    expect((await liaison.get(`/api/people?unit_id=${ids.unit}`)).body.items).toEqual([]);
    expect((await liaison.get('/api/responsibility/records')).body).toEqual([]);
    expect((await liaison.get('/api/responsibility/letters?year=2025')).body.letters).toEqual([]);
    expect((await liaison.get('/api/capacity/staff')).body).toEqual([]);
    for (const list of ['backups', 'logs', 'policies']) expect((await liaison.get(`/api/protection/${list}`)).body).toEqual([]);
    expect((await liaison.get('/api/protection/accounts')).body).toEqual({ accounts: [], reviews: [] });
    expect((await liaison.get('/api/protection/faults')).body).toMatchObject({ faults: [], counts: [], systems: 0 });
    expect((await liaison.get('/api/protection/measures')).body.total).toBe(0);
    expect((await liaison.get('/api/capacity/promises')).body).toMatchObject({ due: 0, promises: [], missing: [] });
    expect((await liaison.get('/api/responsibility/contact-checks')).body.map((c: { unit_name: string }) => c.unit_name)).toEqual(['财务处']);
    for (const list of ['systems', 'authorisations', 'runs', 'tampers', 'patrol', 'outages']) expect((await liaison.get(`/api/checks/${list}`)).body, list).toMatchObject({ total: 0, items: [] });
    expect((await liaison.get('/api/checks/figures')).body).toMatchObject({ systems: 0, fails: 0, down: 0 });
    expect((await liaison.get('/api/duties')).body.map((d: { unit_name: string }) => d.unit_name)).toEqual(['财务处']);
  });
});

test('the own unit reaches its things', async () => {
  const liaison = t.as(users.get('liaison')!);
  expect((await liaison.get(`/api/assignments/${ids.assignment}`)).status).toBe(200);
  expect((await liaison.get(`/api/files/${ids.file}`)).bytes.toString()).toBe('自查记录');
  expect((await liaison.get(`/api/campaigns/${ids.campaign}/board`)).body.units).toHaveLength(1);
});

test('rights that were taken away are gone at the next request', async () => {
  const user = await t.makeAccount('liaison', ids.unit);
  expect((await t.as(user).get(`/api/assignments/${ids.assignment}`)).status).toBe(200);
  await t.db.deleteFrom('account_role').where('account_id', '=', user.id).execute();
  expect((await t.as(user).get(`/api/assignments/${ids.assignment}`)).status).toBe(403);
  await t.db.updateTable('account').set({ status: 'disabled' }).where('id', '=', user.id).execute();
  expect((await t.as(user).get('/api/session')).status).toBe(401);
});
