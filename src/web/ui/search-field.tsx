import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

/** A search that waits until the typing pauses, and keeps what was typed in the address; an address that changes otherwise (a view, filters cleared) is what it shows. */
export function SearchField({ label, value = '', onSearch }: { label: string; value: string | undefined; onSearch: (q: string | undefined) => void }) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const [sent, setSent] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (value !== sent) { setSent(value); setTyped(value); }
  }
  useEffect(() => {
    if (typed.trim() === sent) return;
    const timer = setTimeout(() => { setSent(typed.trim()); onSearch(typed.trim() || undefined); }, 300);
    return () => clearTimeout(timer);
  }, [typed, sent, onSearch]);
  return <Input className="search-field" allowClear prefix={<Icon name="search" size={16} />} aria-label={label} placeholder={label} value={typed} onChange={(e) => setTyped(e.target.value)} />;
}
