import type { Logger } from 'pino';
import * as z from 'zod';
import { record } from '../audit/trail.ts';
import { hourOf, now } from '../clock.ts';
import type { Db } from '../database.ts';
import { embeddedUrl } from '../embedded-postgres.ts';
import { defineJob } from '../jobs.ts';
import { readSettings } from '../settings/settings.ts';
import { noteRun } from '../nightly-run.ts';
import { keepLatest, newestBackup, takeBackup, type Taken } from './take-backup.ts';

export interface BackupPlace { dataDir: string; filesDir: string; backupDir: string; /** Nothing to do where the database is the operator's own. */ own: boolean }

/** Asked every hour: at the hour that the setting names, and later in the day where that hour was missed. */
export const nightlyBackup = (db: Db, place: BackupPlace, log: Logger) => defineJob({
  name: 'backup.nightly', payload: z.object({}), cron: '20 * * * *', withinSeconds: 6 * 3600,
  async run() {
    const s = await readSettings(db);
    if (place.own || s.backup_hour < 0 || hourOf(now()) < s.backup_hour) return;
    const last = await newestBackup(place.backupDir);
    const due = Date.parse(`${new Date(now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)}T${String(s.backup_hour).padStart(2, '0')}:00:00+08:00`);
    if (last && Date.parse(last.ended_at) >= due) return;
    try {
      const taken = await takeBackup({ url: embeddedUrl(place.dataDir, 'shoutu'), filesDir: place.filesDir }, place.backupDir, { linkFiles: true });
      const removed = await keepLatest(place.backupDir, s.backup_keep);
      await recordBackup(db, taken, removed);
    } catch (error) {
      log.error({ err: error }, 'nightly backup failed');
      await noteRun(db, 'backup', false, { reason: (error as Error).message });
      throw error;
    }
  },
});

/** For the trail and for those who look after the machine. */
export async function recordBackup(db: Db, taken: Taken, removed: string[] = []): Promise<void> {
  const detail = { dir: taken.dir, files: taken.manifest.files.length, bytes: taken.bytes, seconds: taken.seconds, ended_at: taken.manifest.ended_at, removed };
  await noteRun(db, 'backup', true, detail);
  await db.transaction().execute((tx) => record(tx, { actor_id: null, actor_name: '系统', ip: '-', action: 'backup.take', object_type: 'backup', object_id: taken.dir, result: 'ok', after: detail }));
}
