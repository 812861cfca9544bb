import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Label, useLabels } from '../i18n.ts';
import { may, useMe } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Nothing } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';

interface Step { title: Label<'campaigns'>; note: Label<'campaigns'>; link?: ReactNode; mine: boolean }

/** How a new installation comes to life, and which of the steps are mine. */
export function GettingStarted() {
  const t = useLabels('campaigns');
  const shell = useLabels('shell');
  const me = useMe();
  if (me.roles.length === 0) return <Panel><Nothing text={t('no_role_yet')} hint={t('no_role_yet_hint')} /></Panel>;
  const steps: Step[] = [
    { title: 'start_units', note: 'start_units_note', mine: may(me, 'unit.write'), link: <Link to="/organisation">{shell('organisation')}</Link> },
    { title: 'start_accounts', note: 'start_accounts_note', mine: may(me, 'account.write'), link: <Link to="/accounts">{shell('accounts')}</Link> },
    { title: 'start_roles', note: 'start_roles_note', mine: may(me, 'account.grant'), link: <Link to="/accounts">{shell('accounts')}</Link> },
    { title: 'start_settings', note: 'start_settings_note', mine: may(me, 'setting.write'), link: <Link to="/settings">{shell('settings')}</Link> },
    { title: 'start_duties', note: 'start_duties_note', mine: false },
    { title: 'start_campaign', note: 'start_campaign_note', mine: false },
    { title: 'start_audit', note: 'start_audit_note', mine: may(me, 'audit.read'), link: <Link to="/audit">{shell('audit')}</Link> },
  ];
  return (
    <Panel title={t('start_title')}>
      <p className="muted">{t('start_note')}</p>
      <ol className="start-steps">
        {steps.map((s) => (
          <li key={s.title} className={s.mine ? 'start-mine' : undefined}>
            <div><strong>{t(s.title)}</strong>{s.mine && <span className="mark mark-info">{t('start_mine')}</span>}<p className="muted">{t(s.note)}</p></div>
            {s.mine && s.link && <span className="start-link">{s.link}<Icon name="right" size={16} /></span>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
