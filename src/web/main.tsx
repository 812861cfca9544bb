import { QueryClient, QueryClientProvider, MutationCache, QueryCache } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as AntdApp, ConfigProvider } from 'antd';
import antdEn from 'antd/locale/en_US';
import antdZh from 'antd/locale/zh_CN';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api.ts';
import { startLabels, useLanguage } from './i18n.ts';
import { createAppRouter } from './router.tsx';
import { meQuery } from './session.ts';

import { theme } from './theme.ts';
import { enterSubmits } from './ui/enter-submits.ts';
import { watchToasts } from './ui/old-toasts.ts';
import { forgetTyped, watchTyping } from './ui/typed-words.ts';
import './style.css';

const leaveIfSignedOut = (e: Error): void => {
  if (!(e instanceof ApiError) || e.status !== 401) return;
  const here = location.pathname + location.search;
  if (['/sign-in', '/setup'].includes(location.pathname)) return;
  // somebody was at work here: say why he must sign in again
  const ended = cache.getQueryData(meQuery.queryKey) !== undefined;
  void router.navigate({ to: '/sign-in', search: { ...(here === '/' ? {} : { next: here }), ...(ended && { ended: 'true' as const }) } });
};
const cache = new QueryClient({
  queryCache: new QueryCache({ onError: leaveIfSignedOut }),
  mutationCache: new MutationCache({ onSuccess: forgetTyped, onError: leaveIfSignedOut }),
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (count, e) => count < 2 && e instanceof ApiError && (e.status === 0 || e.status >= 502), refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
});
const router = createAppRouter(cache);
declare module '@tanstack/react-router' {
  interface Register { router: ReturnType<typeof createAppRouter> }
}

/** Lists open inside the landmark they belong to, so that a screen reader meets them there and not behind the page.
 *  Not `.ant-modal` itself: nothing in it but its container takes a click. */
const popupPlace = (trigger?: unknown): HTMLElement => (trigger instanceof HTMLElement && trigger.closest<HTMLElement>('.ant-modal-container, main, header')) || document.body;

function Root() {
  const language = useLanguage();
  useEffect(() => { document.documentElement.lang = language; }, [language]);
  return (
    <ConfigProvider theme={theme} locale={language === 'en' ? antdEn : antdZh} button={{ autoInsertSpace: false }} modal={{ mask: { closable: false } }} getPopupContainer={popupPlace}>
      <AntdApp message={{ maxCount: 3, top: 64 }}>
        <QueryClientProvider client={cache}><RouterProvider router={router} /></QueryClientProvider>
      </AntdApp>
    </ConfigProvider>
  );
}

enterSubmits();
watchTyping();
watchToasts();
await startLabels();
createRoot(document.getElementById('root')!).render(<StrictMode><Root /></StrictMode>);
