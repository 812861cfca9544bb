import type { Handlers } from '../http/serve.ts';
import type { files } from './contract.ts';
import type { FileDesk } from './store.ts';

export const fileHandlers = (desk: FileDesk): Handlers<typeof files> => ({
  get: ({ db, actor, params }) => desk.open(db, actor, params.id),
});
