import { Input } from 'antd';
import { instantText } from '../ui/time-text.ts';

/** Clocks here are read in Shanghai, whatever the browser thinks. */
export const nowText = (): string => textOf(new Date().toISOString());
export const textOf = (at: string): string => instantText(at).replace(' ', 'T');
export const asInstant = (text: string): string => `${text.slice(0, 16)}:00+08:00`;

/** Day and minute, by the browser's own picker. */
export function InstantField({ id, value, onChange }: { id?: string; value?: string; onChange?: (v: string) => void }) {
  return <Input type="datetime-local" id={id} value={value ?? ''} onChange={(e) => onChange?.(e.target.value)} className="date-field" />;
}
