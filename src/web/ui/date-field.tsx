import { Input } from 'antd';

/** The browser's own date picker: the one that phones have, that needs no training and no library. */
export function DateField({ value, onChange, id, label, min, max, disabled, allowEmpty = true }: {
  value?: string | null; onChange?: (value: string | null) => void; id?: string; label?: string; min?: string; max?: string; disabled?: boolean; allowEmpty?: boolean;
}) {
  return (
    <Input type="date" id={id} aria-label={label} value={value ?? ''} min={min} max={max ?? '9999-12-31'} disabled={disabled} required={!allowEmpty}
      onChange={(e) => onChange?.(e.target.value || null)} className="date-field" />
  );
}
