import type { Tx } from './database.ts';

/** The next number of a series in a year, without gaps: it is taken in the transaction that uses it, and given back when that fails. */
export async function nextNumber(tx: Tx, series: string, year: number): Promise<number> {
  const row = await tx.insertInto('number_series').values({ series, year, last: 1 })
    .onConflict((c) => c.columns(['series', 'year']).doUpdateSet((e) => ({ last: e('number_series.last', '+', 1) }))).returning('last').executeTakeFirstOrThrow();
  return row.last;
}
