import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import { degrees, editions, harmed, ruleKeys } from './contract.ts';
import { controlsOf, controlSource, controlTotals } from './controls.ts';
import { editionTable } from './editions.ts';
import { degreeWords, harmedWords, levelNames, matrix, matrixSource, protections, type Suggestion } from './levels.ts';
import { readRules, readSuggestions } from './queries.ts';
import { ruleTable, type RuleKey } from './rules.ts';

/** The tables that everything here rests on, as a page shows them. */
export const readReference = () => ({
  matrix, matrix_source: matrixSource, harmed: harmed.map((key) => ({ key, ...harmedWords[key] })), degrees: degrees.map((key) => ({ key, ...degreeWords[key] })), editions: editions.map((key) => ({ key, ...editionTable[key], conclusions: [...editionTable[key].conclusions] })),
  levels: levelNames.map((name, i) => ({ level: i + 1, name, protection: protections[i]! })), controls: controlTotals.map((t, i) => ({ level: i + 1, ...t, verified: controlSource.levels[i]!, classes: controlsOf(i + 1) })), control_source: controlSource.source,
});
export async function readRuleTable(db: Reader) {
  const rules = await readRules(db);
  const suggestions = await readSuggestions(db);
  return { rules: ruleKeys.map((key) => { const { value, ...r } = ruleTable[key]; return { key, ...r, value: rules[key], default: value }; }), suggestions: suggestions.map(({ id: _i, ...s }) => s) };
}
/** Within the bounds of each; what is set back to the delivered value is forgotten. */
export async function saveRules(tx: Tx, list: readonly { key: RuleKey; value: number }[]): Promise<void> {
  for (const { key, value } of list) {
    const { min, max, value: delivered } = ruleTable[key];
    const kept = Math.min(max, Math.max(min, value));
    if (kept === delivered) await tx.deleteFrom('mlps_rule').where('key', '=', key).execute();
    else await tx.insertInto('mlps_rule').values({ key, value: kept }).onConflict((c) => c.column('key').doUpdateSet({ value: kept })).execute();
  }
}
export async function saveSuggestions(tx: Tx, list: readonly Omit<Suggestion, 'id'>[]): Promise<void> {
  await sql`delete from mlps_suggestion`.execute(tx);
  if (list.length) await tx.insertInto('mlps_suggestion').values(list.map((s, sort) => ({ ...s, id: newId(), sort }))).execute();
}
