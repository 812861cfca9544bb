import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useBlocker, useRouterState } from '@tanstack/react-router';
import { App, Button, Drawer, Dropdown } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { identity } from '../../kernel/identity/contract.ts';
import { useLabels } from '../i18n.ts';
import { useMe } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { toastsAreOld } from '../ui/old-toasts.ts';
import { hasTyped, mayLeave } from '../ui/typed-words.ts';
import { useNarrow } from '../ui/use-phone.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { ForcedPassword } from './forced-password.tsx';
import { LanguageButton } from './language-button.tsx';
import { Menu, PhoneBar } from './menu.tsx';

function Brand({ name }: { name: string }) {
  const t = useLabels('shell');
  return <span className="brand"><img src="/mark.svg" alt="" width={28} height={28} /><span className="brand-name">{t('product')}</span><span className="brand-place">{name}</span></span>;
}

function AccountMenu() {
  const t = useLabels('shell');
  const me = useMe();
  const cache = useQueryClient();
  const leave = useSubmit(identity.sign_out, { refresh: [], onDone: () => { cache.clear(); location.assign('/sign-in'); } });
  return (
    <Dropdown trigger={['click']} menu={{ items: [
      { key: 'who', type: 'group', label: `${me.name}（${me.user_name}）` },
      { key: 'me', label: <Link to="/me">{t('my_account')}</Link> },
      { key: 'help', label: <Link to="/help">{t('help')}</Link> },
      { type: 'divider' },
      { key: 'out', label: t('sign_out'), onClick: () => leave.mutate({}) },
    ] }}>
      <Button type="text" icon={<Icon name="user" />} aria-label={`${t('my_account')} ${me.name}`} loading={leave.isPending}><span className="account-name">{me.name}</span></Button>
    </Dropdown>
  );
}

/** The frame of every page: header, menu (a drawer below 992 px, a bar at the foot of a phone), content. */
export function Shell() {
  const t = useLabels('shell');
  const me = useMe();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const { message } = App.useApp();
  const path = useRouterState({ select: (s) => s.location.pathname });
  const first = useRef(true);
  useEffect(() => {
    if (first.current) { first.current = false; return; }
    main.current?.focus({ preventScroll: true });
    if (toastsAreOld()) message.destroy();
  }, [path, message]);
  useBlocker({ shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !mayLeave(), enableBeforeUnload: hasTyped });
  if (me.must_change_password) return <ForcedPassword />;
  return (
    <div className="shell">
      <a className="skip" href="#main">{t('skip_to_content')}</a>
      <header className="header">
        {narrow && <Button type="text" icon={<Icon name="menu" size={22} />} aria-label={t('open_menu')} aria-expanded={open} onClick={() => setOpen(true)} />}
        <Link to="/" className="brand-link" aria-label={`${t('product')} ${me.organisation_name}`}><Brand name={me.organisation_name} /></Link>
        <div className="header-end">
          <Link to="/notices" className="bell" aria-label={t('unread_n', { n: me.unread })}><Icon name="bell" size={20} />{me.unread > 0 && <span className="dot" aria-hidden="true">{me.unread > 99 ? '99+' : me.unread}</span>}</Link>
          <LanguageButton /><AccountMenu />
        </div>
      </header>
      {narrow ? <Drawer placement="left" open={open} onClose={() => setOpen(false)} title={t('main_menu')} size={280} className="menu-drawer"><Menu onGo={() => setOpen(false)} /></Drawer> : <aside className="sider"><Menu /></aside>}
      <main id="main" ref={main} tabIndex={-1} className="main"><Outlet /></main>
      <PhoneBar />
    </div>
  );
}
