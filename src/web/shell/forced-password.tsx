import { Button } from 'antd';
import { identity } from '../../kernel/identity/contract.ts';
import { useLabels } from '../i18n.ts';
import { PasswordForm } from '../identity/password-form.tsx';
import { useMe } from '../session.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { Gate } from './gate.tsx';

/** Shown instead of every page until the first or expired password is replaced. */
export function ForcedPassword() {
  const t = useLabels('identity');
  const shell = useLabels('shell');
  const me = useMe();
  const leave = useSubmit(identity.sign_out, { refresh: [], onDone: () => location.assign('/sign-in') });
  return <Gate title={t('must_change_title')} note={t('must_change_note')}><PasswordForm userName={me.user_name} /><Button type="link" className="inline-link gap-above" loading={leave.isPending} onClick={() => leave.mutate({})}>{shell('sign_out')}</Button></Gate>;
}
