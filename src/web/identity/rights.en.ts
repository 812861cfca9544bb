import type { rights as zh } from './rights.zh.ts';

export const rights: Record<keyof typeof zh, string> = {
  'account.read': 'See accounts', 'account.write': 'Keep accounts', 'account.grant': 'Grant roles', 'setting.read': 'See settings', 'setting.write': 'Change settings', 'operation.read': 'See operations', 'operation.write': 'Act on operations', 'calendar.write': 'Keep the working calendar', 'audit.read': 'Read the audit trail',
  'unit.read': 'See units', 'unit.write': 'Keep units', 'person.read': 'See people', 'person.write': 'Keep people and posts', 'group.read': 'See leading groups', 'group.write': 'Keep leading groups',
  'campaign.read': 'See campaigns', 'campaign.write': 'Start and run campaigns', 'assignment.read': 'See assignments', 'assignment.answer': 'Answer assignments', 'assignment.sign_off': 'Sign off assignments', 'assignment.review': 'Review assignments', 'document.read': 'See official documents', 'document.write': 'Write official documents',
  'paper.read': 'See papers and reports', 'paper.write': 'Handle papers and reports', 'responsibility.read': 'See responsibility', 'responsibility.write': 'Keep letters and outside contacts', 'duty_record.write': 'Record activities of duty', 'contact.confirm': 'Confirm contacts',
  'capacity.read': 'See duties and means', 'capacity.write': 'Fill in duties and means', 'capacity.manage': 'Manage duties and means', 'accountability.read': 'See accountability', 'accountability.write': 'Handle accountability', 'accountability.approve': 'Approve accountability', 'asset.read': 'See systems', 'asset.write': 'Keep systems', 'asset.manage': 'Manage the state of systems and ranges', 'hazard.read': 'See hazards', 'hazard.answer': 'Sign for hazards and report repairs', 'hazard.manage': 'Manage hazards and notices', 'hazard.approve': 'Approve what is not repaired',
  'accountability.answer': 'Explain clues',
};
