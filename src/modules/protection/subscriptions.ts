import { onUnitMerged } from '../organisation/index.ts';

/** What belongs to systems goes with them; a unit's policies go over by themselves. */
onUnitMerged('protection', async (tx, _by, from, into) => {
  await tx.updateTable('security_policy').set({ unit_id: into }).where('unit_id', '=', from).execute();
});
