import type { Handlers } from '../http/serve.ts';
import type { settings } from './contract.ts';
import { settleDeadlines } from '../workflow/settle-deadlines.ts';
import { calendarOfYear, readSettings, saveCalendar, saveSettings } from './settings.ts';

/** The address of the mail server may hold a password; it is written, never read back. */
const hidden = (s: Awaited<ReturnType<typeof readSettings>>) => ({ ...s, smtp_url: s.smtp_url.replace(/\/\/[^@/]*@/, '//***@') });

export const settingsHandlers: Handlers<typeof settings> = {
  get: async ({ db }) => hidden(await readSettings(db)),
  save: async ({ db: tx, body, audit }) => {
    const before = hidden(await readSettings(tx));
    const { smtp_url, ...rest } = body;
    await saveSettings(tx, { ...rest, ...(smtp_url !== undefined && !smtp_url.includes('***') && { smtp_url }) });
    const after = hidden(await readSettings(tx));
    audit({ object_type: 'setting', before, after });
    return after;
  },
  calendar: ({ db, query }) => calendarOfYear(db, query.year),
  save_calendar: async ({ db: tx, body, audit }) => {
    await saveCalendar(tx, body.year, body.days);
    audit({ object_type: 'calendar', object_id: String(body.year), after: { days: body.days, deadlines_settled: await settleDeadlines(tx) } });
    return { ok: true };
  },
};
