import { TOTP } from 'otpauth';
import { now, today } from '../clock.ts';
import type { Db } from '../database.ts';
import { AppError, defineErrors } from '../errors.ts';
import type { Settings } from '../settings/contract.ts';
import { isPassword, pretendToCheck } from './passwords.ts';

defineErrors({
  'identity.not_signed_in': '请先登录。',
  'identity.wrong_password': '账号或口令不正确。连续输错会被暂时锁定。',
  'identity.totp_required': '请输入动态口令。',
  'identity.wrong_totp': '动态口令不正确或已用过，请等下一个再输。',
  'identity.must_change_password': '请先修改口令，再继续使用。',
}, {
  'identity.not_signed_in': 'Sign in first.',
  'identity.wrong_password': 'Account or password is not right. Repeated errors lock the account for a while.',
  'identity.totp_required': 'Enter the one-time code.',
  'identity.wrong_totp': 'The one-time code is not right or was used; wait for the next.',
  'identity.must_change_password': 'Change your password first.',
});

/** An identity provider answers who somebody is. Passwords are the first; CAS, OIDC and LDAP will be others behind the same shape. */
export interface SignedIn { accountId: string; name: string; expired: boolean }

/** Counts the attempt before the password is looked at, so that a burst of parallel guesses cannot pass the limit. Its own transaction:
 *  the count stays when the sign-in is refused. False when the account is locked; a lock that ran out starts the count again. */
export async function countAttempt(db: Db, userName: string, s: Settings): Promise<boolean> {
  const at = now();
  const until = new Date(at.getTime() + s.lockout_minutes * 60_000).toISOString();
  const row = await db.updateTable('account')
    .set((e) => ({
      failed_count: e.case().when('locked_until', '<=', at.toISOString()).then(1).else(e('failed_count', '+', 1)).end(),
      locked_until: e.case().when(e.and([e(e.case().when('locked_until', '<=', at.toISOString()).then(1).else(e('failed_count', '+', 1)).end(), '>=', s.lockout_attempts)])).then(until).when('locked_until', '<=', at.toISOString()).then(null).else(e.ref('locked_until')).end(),
    }))
    .where('user_name', '=', userName).where((e) => e.or([e('locked_until', 'is', null), e('locked_until', '<=', at.toISOString())]))
    .returning('id').executeTakeFirst();
  return row !== undefined;
}

/** Checks name, password and, where it is on, the one-time code. Unknown, disabled, expired and locked accounts answer alike, and take as long. */
export async function checkPassword(db: Db, input: { user_name: string; password: string; totp?: string | undefined }, allowed: boolean, s: Settings): Promise<SignedIn> {
  const account = await db.selectFrom('account').selectAll().where('user_name', '=', input.user_name).executeTakeFirst();
  const usable = account && allowed && account.status === 'active' && (!account.valid_until || account.valid_until >= today());
  const right = usable ? await isPassword(account.password_hash, input.password) : await pretendToCheck(input.password);
  if (!account || !usable || !right) throw new AppError('not_signed_in', 'identity.wrong_password');
  let step = account.totp_step;
  if (account.totp_enabled) {
    if (!input.totp) throw new AppError('not_signed_in', 'identity.totp_required');
    step = checkTotp(account.totp_secret!, input.totp, account.totp_step);
  }
  await db.updateTable('account').set({ failed_count: 0, locked_until: null, totp_step: step }).where('id', '=', account.id).execute();
  const age = (now().getTime() - Date.parse(account.password_changed_at)) / 86_400_000;
  const expired = s.password_max_age_days > 0 && age > s.password_max_age_days;
  if (expired) await db.updateTable('account').set({ must_change_password: true }).where('id', '=', account.id).execute();
  return { accountId: account.id, name: account.name, expired };
}

export const totpOf = (secret: string, label = ''): TOTP => new TOTP({ issuer: '守土', label, secret, digits: 6, period: 30 });
/** The step a code belongs to; throws identity.wrong_totp for a wrong code and for one used before (RFC 6238 §5.2). */
export function checkTotp(secret: string, code: string, lastStep: number): number {
  const at = now().getTime();
  const delta = totpOf(secret).validate({ token: code.trim(), window: 1, timestamp: at });
  const step = delta === null ? -1 : Math.floor(at / 30_000) + delta;
  if (step <= lastStep) throw new AppError('not_signed_in', 'identity.wrong_totp');
  return step;
}
