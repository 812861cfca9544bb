import nodemailer from 'nodemailer';
import type { Logger } from 'pino';
import * as z from 'zod';
import { dateOf, hourOf, now } from '../clock.ts';
import { sql, type Db, type Tx } from '../database.ts';
import { defineJob } from '../jobs.ts';
import { readSettings } from '../settings/settings.ts';

/** One digest an account: what came since the last, as one mail. A channel takes (to, subject, text, key) and promises that it left;
 *  chat channels will be others of the same shape. */
export type Channel = (to: string, subject: string, text: string, messageId: string) => Promise<void>;

/** Where an account reads its mail; null for nowhere. The organisation knows. */
export type AddressOf = (tx: Tx, accountId: string) => Promise<string | null>;

const inQuietHours = (hour: number, from: number, to: number): boolean => (from === to ? false : from < to ? hour >= from && hour < to : hour >= from || hour < to);

/** Until when messages are gathered: with one mail a day, until the last time the clock passed that hour; otherwise until now. */
function gatheredUntil(digestHour: number): string {
  const at = now();
  if (digestHour < 0) return at.toISOString();
  const day = hourOf(at) >= digestHour ? dateOf(at) : dateOf(new Date(at.getTime() - 86_400_000));
  return new Date(`${day}T${String(digestHour).padStart(2, '0')}:00:00+08:00`).toISOString();
}

/** A mail that was on its way when its server died may have arrived: after this long it is `unsure`, never sent twice. The message centre has it anyway. */
const ON_ITS_WAY_MS = 600_000;

interface Digest { ids: string[]; address: string; subject: string; text: string; messageId: string }

/** Every five minutes, outside quiet hours; where the house wants one mail a day, that one and what is urgent. Rows are claimed (`sending`) and that is committed before the mail leaves, so that no crash sends it twice. */
export const sendMail = (db: Db, addressOf: AddressOf, publicUrl: string, log: Logger, channelOf?: (smtpUrl: string, from: string) => Channel) => defineJob({
  name: 'notices.send_mail', payload: z.object({}), cron: '*/5 * * * *',
  async run() {
    const s = await readSettings(db);
    const lost = await db.updateTable('notice').set({ mail_state: 'unsure' }).where('mail_state', '=', 'sending').where('mail_at', '<', new Date(now().getTime() - ON_ITS_WAY_MS).toISOString()).executeTakeFirst();
    if (lost.numUpdatedRows > 0n) log.warn({ notices: Number(lost.numUpdatedRows) }, 'mail of unknown fate is not sent again');
    if (!s.smtp_url || inQuietHours(hourOf(now()), s.quiet_from_hour, s.quiet_to_hour)) return;
    const send = (channelOf ?? smtpChannel)(s.smtp_url, s.mail_from || 'shoutu@localhost');
    const mark = (ids: string[], mail_state: 'sent' | 'failed' | 'waiting' | 'unsure') => db.updateTable('notice').set({ mail_state }).where('id', 'in', ids).where('mail_state', '=', 'sending').execute();
    const until = gatheredUntil(s.digest_hour);
    for (;;) {
      const next = await db.transaction().execute((tx) => claim(tx, until, addressOf, s.organisation_name, publicUrl));
      if (next === 'none left') return;
      if (next === 'nowhere to send') continue;
      try {
        await send(next.address, next.subject, next.text, next.messageId);
      } catch (error) {
        const { responseCode, command } = error as { responseCode?: number; command?: string };
        const refused = (responseCode ?? 0) >= 500;
        log.warn({ err: error }, refused ? 'mail refused' : 'mail server does not answer');
        // the text was handed over and no answer came: it may have arrived
        const unsure = responseCode === undefined && command === 'DATA';
        await mark(next.ids, refused ? 'failed' : unsure ? 'unsure' : 'waiting');
        if (!refused) throw error;
        continue;
      }
      await mark(next.ids, 'sent');
    }
  },
});

async function claim(tx: Tx, until: string, addressOf: AddressOf, organisation: string, publicUrl: string): Promise<Digest | 'none left' | 'nowhere to send'> {
  const leaves_now = sql<boolean>`(notice.urgent or notice.created_at <= ${until})`;
  const first = await tx.selectFrom('notice').innerJoin('account as a', 'a.id', 'notice.account_id').select(['notice.account_id', 'a.name']).where('notice.mail_state', '=', 'waiting').where(leaves_now).orderBy('notice.created_at').limit(1).executeTakeFirst();
  if (!first) return 'none left';
  const rows = await tx.selectFrom('notice').select(['id', 'title', 'body', 'link', 'read_at']).where('account_id', '=', first.account_id).where('mail_state', '=', 'waiting').where(leaves_now).orderBy('created_at').limit(50).forUpdate().skipLocked().execute();
  if (rows.length === 0) return 'none left';
  const address = await addressOf(tx, first.account_id);
  const unread = rows.filter((r) => r.read_at === null);
  const ids = rows.map((r) => r.id);
  const leaves = address !== null && unread.length > 0;
  await tx.updateTable('notice').set({ mail_state: leaves ? 'sending' : 'none', mail_at: leaves ? now().toISOString() : null }).where('id', 'in', ids).execute();
  if (!leaves) return 'nowhere to send';
  const subject = unread.length === 1 ? unread[0]!.title : `【${organisation}】您有 ${unread.length} 条网络安全工作消息`;
  const text = `${first.name}，您好：\n\n${unread.map((r, i) => `${i + 1}. ${r.title}\n${r.body}${r.link ? `\n${publicUrl}${r.link}` : ''}`).join('\n\n')}\n\n本邮件由守土自动发出，请登录系统办理，勿直接回复。\n`;
  return { ids, address, subject, text, messageId: `<${unread[0]!.id}@shoutu>` };
}

const smtpChannel = (url: string, from: string): Channel => {
  const transport = nodemailer.createTransport({ url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, disableFileAccess: true, disableUrlAccess: true } as object);
  return async (to, subject, text, messageId) => { await transport.sendMail({ from, to, subject, text, messageId }); };
};
