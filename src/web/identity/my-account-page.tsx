import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { identity } from '../../kernel/identity/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMe } from '../session.ts';
import { LanguageButton } from '../shell/language-button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { ApiTokens } from './api-tokens.tsx';
import { PasswordForm } from './password-form.tsx';
import { TotpPanel } from './totp-panel.tsx';

/** Browser and system out of what a browser says of itself; the rest stays readable as a tip. */
function programText(agent: string): string {
  const browser = /(MicroMessenger|DingTalk|Edg|Firefox|Chrome|Safari)[A-Za-z]*\/?(\d+)/.exec(agent);
  const system = /Windows|Android|iPhone|iPad|Mac OS X|HarmonyOS|Linux/.exec(agent);
  return browser ? [`${browser[1] === 'Edg' ? 'Edge' : browser[1]} ${browser[2]}`, system?.[0]].filter(Boolean).join(' · ') : agent;
}

function Sessions() {
  const t = useLabels('identity');
  const list = useQuery(query(identity.sessions));
  const revoke = useSubmit(identity.revoke_session, { done: t('session_revoked'), refresh: [['identity', 'sessions']] });
  return (
    <Panel title={t('sessions')}>
      <p className="muted">{t('sessions_note')}</p>
      <Loaded query={list} rows={2}>{(sessions) => (
        <ul className="plain-list lined">
          {sessions.map((s) => (
            <li key={s.id} className="line-item">
              <div><strong>{s.ip}</strong> {s.current && <Mark tone="good">{t('this_session')}</Mark>}<div className="muted small clip" title={s.user_agent}>{programText(s.user_agent)}</div><div className="muted small">{t('last_seen')} {instantText(s.last_seen_at)}</div></div>
              {!s.current && <Button size="small" danger loading={revoke.isPending && revoke.variables.params.id === s.id} onClick={() => revoke.mutate({ params: { id: s.id } })}>{t('revoke')}</Button>}
            </li>
          ))}
        </ul>
      )}</Loaded>
    </Panel>
  );
}

/** One's own account: who one is, password, one-time codes, sessions, tokens. */
export function MyAccountPage() {
  const t = useLabels('identity');
  const shell = useLabels('shell');
  const me = useMe();
  const { modal } = App.useApp();
  const leave = useSubmit(identity.sign_out, { refresh: [], onDone: () => location.assign('/sign-in') });
  return (
    <Page title={shell('my_account')}>
      <Panel>
        <div className="who"><div><strong className="who-name">{me.name}</strong> <span className="muted">{me.user_name}</span><div>{me.roles.map((r) => <Mark key={`${r.role}${r.unit_id}`} tone="info">{t(`role_${r.role}`)}{r.unit_name ? `·${r.unit_name}` : ''}</Mark>)}</div></div>
          <div className="row-actions"><LanguageButton /><Button loading={leave.isPending} onClick={() => void modal.confirm({ title: t('sign_out_ask'), okText: shell('sign_out'), onOk: () => leave.mutate({}) })}>{shell('sign_out')}</Button></div></div>
      </Panel>
      <div className="two">
        <Panel title={t('change_password')}><PasswordForm userName={me.user_name} /></Panel>
        <TotpPanel enabled={me.totp_enabled} />
      </div>
      <Sessions />
      <ApiTokens />
    </Page>
  );
}
