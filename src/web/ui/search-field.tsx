import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

/** A search that waits until the typing pauses, and keeps what was typed in the address. */
export function SearchField({ label, value, onSearch }: { label: string; value: string | undefined; onSearch: (q: string | undefined) => void }) {
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => {
    if (typed.trim() === (value ?? '')) return;
    const timer = setTimeout(() => onSearch(typed.trim() || undefined), 300);
    return () => clearTimeout(timer);
  }, [typed, value, onSearch]);
  return <Input className="search-field" allowClear prefix={<Icon name="search" size={16} />} aria-label={label} placeholder={label} value={typed} onChange={(e) => setTyped(e.target.value)} />;
}
