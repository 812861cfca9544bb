import type { ReactNode } from 'react';

export type Tone = 'plain' | 'grey' | 'good' | 'warn' | 'bad' | 'info';
/** A short word with a ground of its own; every pair of colours passes AA. */
export function Mark({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`mark mark-${tone}`}>{children}</span>;
}
