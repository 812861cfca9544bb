import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { query, type Reply } from '../api.ts';
import { type Label, useLabels } from '../i18n.ts';
import { may, useMe } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';

interface Step { key: keyof Reply<typeof campaigns.first_steps>; title: Label<'campaigns'>; note: Label<'campaigns'>; link?: ReactNode; mine: boolean }

/** How a new installation comes to life, and which of the steps are mine. */
export function GettingStarted() {
  const t = useLabels('campaigns');
  const shell = useLabels('shell');
  const me = useMe();
  const done = useQuery({ ...query(campaigns.first_steps), enabled: may(me, 'account.read') }).data;
  if (me.roles.length === 0) return <Panel><Nothing text={t('no_role_yet')} hint={t('no_role_yet_hint')} /></Panel>;
  const steps: Step[] = [
    { key: 'units', title: 'start_units', note: 'start_units_note', mine: may(me, 'unit.write'), link: <Link to="/organisation">{shell('organisation')}</Link> },
    { key: 'accounts', title: 'start_accounts', note: 'start_accounts_note', mine: may(me, 'account.write'), link: <Link to="/accounts">{shell('accounts')}</Link> },
    { key: 'roles', title: 'start_roles', note: 'start_roles_note', mine: may(me, 'account.grant'), link: <Link to="/accounts">{shell('accounts')}</Link> },
    { key: 'settings', title: 'start_settings', note: 'start_settings_note', mine: may(me, 'setting.write'), link: <Link to="/settings">{shell('settings')}</Link> },
    { key: 'duties', title: 'start_duties', note: 'start_duties_note', mine: false },
    { key: 'campaign', title: 'start_campaign', note: 'start_campaign_note', mine: false },
    { key: 'audit', title: 'start_audit', note: 'start_audit_note', mine: may(me, 'audit.read'), link: <Link to="/audit">{shell('audit')}</Link> },
  ];
  // an order of steps that nobody needs any more would hide how the house stands
  const list = (
    <ol className="start-steps">
      {steps.map((s) => (
        <li key={s.title} className={done?.[s.key] ? 'start-done' : s.mine ? 'start-mine' : undefined}>
          <div><strong>{t(s.title)}</strong>{done?.[s.key] ? <Mark tone="good">{t('start_done')}</Mark> : s.mine && <Mark tone="info">{t('start_mine')}</Mark>}<p className="muted">{t(s.note)}</p></div>
          {s.mine && s.link && <span className="start-link">{s.link}<Icon name="right" size={16} /></span>}
        </li>
      ))}
    </ol>
  );
  if (!done) return null;
  const left = steps.filter((s) => !done[s.key]).length;
  return left === 0 ? <Panel title={t('start_over')}><p className="row-actions">{steps.flatMap((s) => (s.mine && s.link ? [<span key={s.key} className="start-link">{s.link}<Icon name="right" size={16} /></span>] : []))}</p><details className="fold"><summary>{t('start_title')}</summary>{list}</details></Panel> : (
    <Panel title={t('start_title')}><p className="muted">{t('start_note')}{left < steps.length && ` ${t('start_left', { n: left })}`}</p>{list}</Panel>
  );
}
