import { verifyTrail } from '../kernel/audit/trail.ts';
import { withStores } from './with-stores.ts';

/** `shoutu audit verify`: 0 when the chain is whole, 1 with the first bad row otherwise. */
export async function auditCommand(args: string[]): Promise<number> {
  if (args[0] !== 'verify') {
    process.stderr.write('用法：shoutu audit verify\n');
    return 2;
  }
  return withStores(async (stores) => {
    const v = await verifyTrail(stores.database.db);
    process.stdout.write(v.ok ? `审计链完整，共 ${v.rows} 条记录。\n` : `审计链已被破坏：第 ${v.first_bad_seq} 条，${v.reason}。其前 ${v.rows} 条完整。\n`);
    return v.ok ? 0 : 1;
  });
}
