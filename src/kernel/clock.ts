/** The only source of the present, so that tests can move it. */
let shift = 0;
export const now = (): Date => new Date(Date.now() + shift);
/** Tests move the present; undefined sets it right again. */
export function moveClockTo(instant: Date | undefined): void {
  shift = instant ? instant.getTime() - Date.now() : 0;
}

const shanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });
/** The date in Asia/Shanghai, `YYYY-MM-DD`, of an instant (also as ISO text, whose own first ten letters would be the date in London). */
export function dateOf(instant: Date | string): string {
  const t = typeof instant === 'string' ? Date.parse(instant) : instant.getTime();
  // eight hours ahead all year since 1992; lists ask this for every row, and the calendar of the world takes ten times as long
  return t > 694_224_000_000 ? new Date(t + 28_800_000).toISOString().slice(0, 10) : shanghai.format(t);
}
const shanghaiClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
/** An instant as clocks there show it, `2026-11-02 10:00:00`: what leaves the house on paper or in a table. */
export const beijingTime = (instant: Date | string): string => shanghaiClock.format(typeof instant === 'string' ? new Date(instant) : instant);
export const today = (): string => dateOf(now());
/** Hour of day in Asia/Shanghai, 0–23. China keeps no summer time. */
export const hourOf = (instant: Date): number => (instant.getUTCHours() + 8) % 24;
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
