import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import { Button, Checkbox } from 'antd';
import { notices } from '../../kernel/notices/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMe } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

type Notice = Reply<typeof notices.list>['items'][number];
const route = getRouteApi('/shell/notices');
const touched = [['notices'], ['identity', 'me']];

/** Messages to me; opening one marks it read and leads to what it is about. */
export function NoticesPage() {
  const t = useLabels('notices');
  const shell = useLabels('shell');
  const me = useMe();
  const router = useRouter();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/notices' });
  const list = useQuery(query(notices.list, { query: { page: search.page ?? 1, size: 30, unread: search.unread } }));
  const read = useSubmit(notices.read, { refresh: touched });
  const readAll = useSubmit(notices.read_all, { refresh: touched, done: t('all_read') });
  const open = (n: Notice): void => {
    if (!n.read_at) read.mutate({ params: { id: n.id } });
    if (n.link && /^\/(?![/\\])/.test(n.link)) router.history.push(n.link);
  };
  return (
    <Page title={shell('notices')} extra={me.unread > 0 && <Button loading={readAll.isPending} onClick={() => readAll.mutate({})}>{t('read_all')}</Button>}>
      <div className="toolbar"><Checkbox checked={search.unread === 'true'} onChange={(e) => void navigate({ search: { unread: e.target.checked ? 'true' : undefined } })}>{t('only_unread')}</Checkbox></div>
      <Loaded query={list}>{(data) => data.items.length === 0 ? <Nothing text={t('no_notices')} hint={t('no_notices_hint')} /> : <>
        <ul className="todo-list">
          {data.items.map((n) => (
            <li key={n.id}>
              <button type="button" className={n.read_at ? 'todo' : 'todo notice-new'} onClick={() => open(n)}>
                <span className="todo-main"><span className="todo-title">{!n.read_at && <span className="visually-hidden">{t('unread')}</span>}{n.title}</span>{n.body && <span className="muted small">{n.body}</span>}<span className="muted small">{instantText(n.created_at)}</span></span>
                {n.link && <Icon name="right" size={16} />}
              </button>
            </li>
          ))}
        </ul>
        <Pager page={data.page} size={data.size} total={data.total} onPage={(page) => void navigate({ search: (s) => ({ ...s, page }) })} />
      </>}</Loaded>
    </Page>
  );
}
