import * as z from 'zod';
import { defineRoutes } from '../../kernel/http/route.ts';

const int = z.number().int();
/** Apart from the rest, for the workbench asks it and nothing else of the checks. */
export const checkFigures = defineRoutes('checks', {
  figures: { method: 'GET', path: '/api/checks/figures', summary: '技术检测总览', permission: 'check.read', reply: z.object({ systems: int, authorised: int, unauthorised: int, to_confirm: int, to_approve: int, ending: int, checked_7d: int, grades: z.record(z.string(), int), fails: int, down: int, tampered: int, running: int }) },
});
