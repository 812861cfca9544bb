const zone = 'Asia/Shanghai';
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
const minute = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
const second = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Today where the trade's dates are counted. */
export const today = (): string => day.format(new Date());
/** The day of an instant. */
export const dayText = (at: string | null): string => at ? day.format(new Date(at)) : '';
/** An instant as people there read their clocks. */
export const instantText = (at: string | null): string => at ? minute.format(new Date(at)) : '';
/** The same to the second, where the order of what happened matters. */
export const secondText = (at: string | null): string => at ? second.format(new Date(at)) : '';
export const dayNumber = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
export const addDays = (date: string, n: number): string => new Date((dayNumber(date) + n) * 86_400_000).toISOString().slice(0, 10);
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(0)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
