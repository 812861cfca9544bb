import { today } from '../../kernel/clock.ts';
import { sql } from '../../kernel/database.ts';

/** Of a row `f` of check_finding: nobody has marked it, or the mark has ended. */
export const unmarked = () => sql<boolean>`not exists (select 1 from check_mark m where m.system_id = f.system_id and m.check_id = f.check_id and (m.fingerprint is null or m.fingerprint = f.fingerprint) and m.removed_at is null and m.until >= ${today()})`;
