import { text } from 'node:stream/consumers';
import { record } from '../kernel/audit/trail.ts';
import { setPassword } from '../kernel/identity/accounts.ts';
import { AppError, errorText } from '../kernel/errors.ts';
import { withStores } from './with-stores.ts';

/** `echo NEW | shoutu reset-password USER`: for whoever holds the server itself; the trail keeps it. The password must be changed at sign-in; a lost second factor goes too. */
export async function resetPasswordCommand([user]: string[]): Promise<number> {
  if (!user) {
    process.stderr.write('用法：echo 新口令 | shoutu reset-password 账号\n');
    return 2;
  }
  const password = (await text(process.stdin)).trim();
  return withStores(async ({ database: { db } }) => {
    const account = await db.selectFrom('account').select('id').where('user_name', '=', user.toLowerCase()).executeTakeFirst();
    if (!account) { process.stderr.write(`没有账号 ${user}\n`); return 1; }
    try {
      await db.transaction().execute(async (tx) => {
        await setPassword(tx, account.id, password, { mustChange: true });
        await tx.updateTable('account').set({ totp_enabled: false, totp_secret: null }).where('id', '=', account.id).execute();
        await record(tx, { actor_id: null, actor_name: '服务器命令行', ip: '-', action: 'cli.reset_password', object_type: 'account', object_id: account.id, result: 'ok' });
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      process.stderr.write(`${errorText(error)}\n`);
      return 1;
    }
    process.stdout.write(`已重置 ${user} 的口令并停用其双因素认证，登录后须立即修改口令。\n`);
    return 0;
  });
}
