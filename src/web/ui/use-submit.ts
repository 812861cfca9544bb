import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, type FormInstance } from 'antd';
import { useRef } from 'react';
import { ApiError, type Input, type Reply, mutation } from '../api.ts';
import type { Route } from '../../kernel/http/route.ts';
import { errorText } from './error-text.ts';

interface Options<R> { form?: FormInstance; /** Where the server's name of a field is not the form's. */ rename?: Record<string, string>; done?: string; refresh?: QueryKey[]; onDone?: (reply: Reply<R>, input: Input<R>) => void; onProblem?: (e: Error) => boolean | undefined }

/** One change through the API, however often it is pressed meanwhile: errors go to their fields or to a message, what it touched is read again. */
export function useSubmit<R extends Route>(route: R, { form, rename = {}, done, refresh, onDone, onProblem }: Options<R> = {}) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const busy = useRef(false);
  const change = useMutation({
    ...mutation(route),
    onSuccess: async (reply, input) => {
      if (done) message.success(done);
      await Promise.all((refresh ?? [route.id.split('.').slice(0, 1)]).map((queryKey) => cache.invalidateQueries({ queryKey })));
      onDone?.(reply, input);
    },
    onError: (e) => {
      // somebody else was first: the page behind shall show what he did
      if (e instanceof ApiError && e.status === 409) for (const queryKey of refresh ?? [route.id.split('.').slice(0, 1)]) void cache.invalidateQueries({ queryKey });
      if (onProblem?.(e)) return;
      const issues = e instanceof ApiError ? e.problem.issues ?? [] : [];
      const fields = issues.map((i) => ({ name: (rename[i.path] ?? i.path.replace(/^body\./, '')).split('.').map((p) => /^\d+$/.test(p) ? Number(p) : p), errors: [i.message] }));
      const known = form ? fields.filter((f) => form.getFieldInstance(f.name as never) !== undefined) : [];
      if (form && known.length > 0) { form.setFields(known as never); form.scrollToField(known[0]!.name as never, { block: 'center' }); }
      if (known.length < fields.length || fields.length === 0) message.error(errorText(e), 6);
    },
    onSettled: () => { busy.current = false; },
  });
  // a second press before the button has turned grey is the same wish
  const mutate: typeof change.mutate = (...args) => { if (!busy.current) { busy.current = true; change.mutate(...args); } };
  return { ...change, mutate };
}
