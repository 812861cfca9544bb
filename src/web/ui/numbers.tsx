import type { ReactNode } from 'react';

/** A figure that leads to its rows. */
export function Figure({ value, name, tone, link }: { value: number; name: string; tone?: 'bad' | 'warn' | undefined; link: (inside: ReactNode) => ReactNode }) {
  return <>{link(<><span className={`figure-value ${value > 0 && tone ? `tone-${tone}` : ''}`}>{value}</span><span className="figure-name">{name}</span></>)}</>;
}

/** A bar of how much is done; the words say it too. */
export function Bar({ done, total, label }: { done: number; total: number; label: string }) {
  const share = total > 0 ? Math.round((done / total) * 100) : 0;
  return (
    <div className="bar-row">
      <div className="bar" role="progressbar" aria-valuenow={share} aria-valuemin={0} aria-valuemax={100} aria-label={label}><span style={{ width: `${share}%` }} /></div>
      <span className="bar-text">{share}%</span>
    </div>
  );
}
