import { useLabels } from '../i18n.ts';
import { PasswordForm } from '../identity/password-form.tsx';
import { useMe } from '../session.ts';
import { Gate } from './gate.tsx';

/** Shown instead of every page until the first or expired password is replaced. */
export function ForcedPassword() {
  const t = useLabels('identity');
  const me = useMe();
  return <Gate title={t('must_change_title')} note={t('must_change_note')}><PasswordForm userName={me.user_name} /></Gate>;
}
