import { ApiError } from '../api.ts';
import { label } from '../i18n.ts';

/** What to tell a person: the server's own sentence, which says what to do; ours when it could not be reached. */
export function errorText(e: unknown): string {
  if (!(e instanceof ApiError)) return label('shell', 'error_unexpected');
  if (e.status === 0) return label('shell', 'error_network');
  if (!e.problem.message) return label('shell', 'error_unexpected');
  const { message, issues } = e.problem;
  const only = issues?.length === 1 ? issues[0]?.message : undefined;
  return only && !message.includes(only) ? `${message.replace(/[。.]$/, '')}：${only}` : message;
}
