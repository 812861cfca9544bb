import nodemailer from 'nodemailer';
import type { Logger } from 'pino';
import * as z from 'zod';
import { hourOf, now } from '../clock.ts';
import type { Db, Tx } from '../database.ts';
import { defineJob } from '../jobs.ts';
import { readSettings } from '../settings/settings.ts';

/** One digest an account: what came since the last, as one mail. A channel takes (to, subject, text, key) and promises that it left;
 *  chat channels will be others of the same shape. */
export type Channel = (to: string, subject: string, text: string, messageId: string) => Promise<void>;

/** Where an account reads its mail; null for nowhere. The organisation knows. */
export type AddressOf = (tx: Tx, accountId: string) => Promise<string | null>;

const inQuietHours = (hour: number, from: number, to: number): boolean => (from === to ? false : from < to ? hour >= from && hour < to : hour >= from || hour < to);

/** Every five minutes, outside quiet hours. A row is claimed (`sent`) in the transaction in which the mail leaves: after a crash between the
 *  two, the mail server sees the same Message-ID again, so that a mailbox shows it once. */
export const sendMail = (db: Db, addressOf: AddressOf, publicUrl: string, log: Logger, channelOf?: (smtpUrl: string, from: string) => Channel) => defineJob({
  name: 'notices.send_mail', payload: z.object({}), cron: '*/5 * * * *',
  async run() {
    const s = await readSettings(db);
    if (!s.smtp_url || inQuietHours(hourOf(now()), s.quiet_from_hour, s.quiet_to_hour)) return;
    const send = (channelOf ?? smtpChannel)(s.smtp_url, s.mail_from || 'shoutu@localhost');
    for (;;) {
      const more = await db.transaction().execute(async (tx) => {
        const first = await tx.selectFrom('notice as n').innerJoin('account as a', 'a.id', 'n.account_id')
          .select(['n.account_id', 'a.name']).where('n.mail_state', '=', 'waiting').orderBy('n.created_at').limit(1).executeTakeFirst();
        if (!first) return false;
        const rows = await tx.selectFrom('notice').select(['id', 'title', 'body', 'link', 'read_at']).where('account_id', '=', first.account_id).where('mail_state', '=', 'waiting').orderBy('created_at').limit(50).forUpdate().skipLocked().execute();
        if (rows.length === 0) return false;
        const address = await addressOf(tx, first.account_id);
        const unread = rows.filter((r) => r.read_at === null);
        const ids = rows.map((r) => r.id);
        if (!address || unread.length === 0) {
          await tx.updateTable('notice').set({ mail_state: 'none' }).where('id', 'in', ids).execute();
          return true;
        }
        const subject = unread.length === 1 ? unread[0]!.title : `【${s.organisation_name}】您有 ${unread.length} 条网络安全工作消息`;
        const text = `${first.name}，您好：\n\n${unread.map((r, i) => `${i + 1}. ${r.title}\n${r.body}${r.link ? `\n${publicUrl}${r.link}` : ''}`).join('\n\n')}\n\n本邮件由守土自动发出，请登录系统办理，勿直接回复。\n`;
        try {
          await send(address, subject, text, `<${unread[0]!.id}@shoutu>`);
          await tx.updateTable('notice').set({ mail_state: 'sent' }).where('id', 'in', ids).execute();
        } catch (error) {
          const refused = ((error as { responseCode?: number }).responseCode ?? 0) >= 500;
          log.warn({ err: error }, refused ? 'mail refused' : 'mail server does not answer');
          if (!refused) throw error;
          await tx.updateTable('notice').set({ mail_state: 'failed' }).where('id', 'in', ids).execute();
        }
        return true;
      });
      if (!more) return;
    }
  },
});

const smtpChannel = (url: string, from: string): Channel => {
  const transport = nodemailer.createTransport(url, { connectionTimeout: 10_000, socketTimeout: 20_000, disableFileAccess: true, disableUrlAccess: true } as object);
  return async (to, subject, text, messageId) => { await transport.sendMail({ from, to, subject, text, messageId }); };
};
