import type { Key, ReactNode } from 'react';
import { usePhone } from './use-phone.ts';

export interface Column<T> {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  width?: number | string;
  align?: 'right' | 'center';
  /** On a phone: the heading of the card, a line without its title, or nothing at all. */
  card?: 'title' | 'plain' | 'hidden' | undefined;
}
interface Props<T> { caption: string; columns: Column<T>[]; rows: readonly T[]; rowKey: (row: T) => Key; empty: ReactNode; rowClass?: (row: T) => string | undefined }

/** A plain table that can be read aloud; below 768 px a list of cards. */
export function DataTable<T>({ caption, columns, rows, rowKey, empty, rowClass }: Props<T>) {
  const phone = usePhone();
  if (rows.length === 0) return <>{empty}</>;
  if (phone) {
    return (
      <ul className="cards" aria-label={caption}>
        {rows.map((row) => (
          <li key={rowKey(row)} className={`card ${rowClass?.(row) ?? ''}`}>
            {columns.filter((c) => c.card === 'title').map((c) => <div key={c.key} className="card-title">{c.render(row)}</div>)}
            <dl>
              {columns.filter((c) => !c.card).map((c) => {
                const shown = c.render(row);
                return shown === null || shown === '' || shown === undefined ? null : <div key={c.key} className="card-line"><dt>{c.title}</dt><dd>{shown}</dd></div>;
              })}
            </dl>
            {columns.filter((c) => c.card === 'plain').map((c) => <div key={c.key} className="card-plain">{c.render(row)}</div>)}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead><tr>{columns.map((c) => <th key={c.key} scope="col" style={{ width: c.width, minWidth: c.width, textAlign: c.align }}>{c.title}</th>)}</tr></thead>
        <tbody>{rows.map((row) => <tr key={rowKey(row)} className={rowClass?.(row)}>{columns.map((c) => <td key={c.key} style={{ textAlign: c.align }}>{c.render(row)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
