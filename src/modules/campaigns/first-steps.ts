import { sql, type Reader } from '../../kernel/database.ts';
import { administrators } from '../../kernel/permissions.ts';

export interface FirstSteps { units: boolean; accounts: boolean; roles: boolean; settings: boolean; duties: boolean; campaign: boolean; audit: boolean }
/** Which of the steps that bring a new installation to life have been taken; settings and audit are known from their rows in the trail. */
export async function readFirstSteps(db: Reader): Promise<FirstSteps> {
  const { rows } = await sql<FirstSteps>`select exists (select 1 from unit) as units, (select count(*) > ${administrators.length} from (select 1 from account limit ${administrators.length + 1}) a) as accounts,
    exists (select 1 from account_role where role not in (${sql.join([...administrators])})) as roles, exists (select 1 from audit_log where action = 'settings.save' and result = 'ok') as settings,
    exists (select 1 from post_holder where until is null) as duties, exists (select 1 from campaign where state <> 'draft') as campaign,
    exists (select 1 from audit_log where action = 'audit.verify' and result = 'ok') as audit`.execute(db);
  return rows[0]!;
}
