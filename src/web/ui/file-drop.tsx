import { useId, useState } from 'react';
import { Icon } from './icon.tsx';

/** A large labelled place for a file: click, drop, or the keyboard. */
export function FileDrop({ title, hint, accept, busy, many, onFile }: { title: string; hint: string; accept: string; busy?: string | undefined; /** Several at once: each is handed over, one after the other. */ many?: boolean; onFile: (file: File, of: number) => void | Promise<void> }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = async (list: FileList | null): Promise<void> => {
    const files = [...list ?? []].slice(0, many ? 100 : 1);
    for (const file of files) await onFile(file, files.length);
  };
  return (
    <label htmlFor={id} className={over ? 'file-drop file-drop-over' : 'file-drop'}
      onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
      onDrop={(e) => { e.preventDefault(); setOver(false); if (!busy) void take(e.dataTransfer.files); }}>
      <Icon name="upload" size={32} />
      <span className="file-drop-title">{busy ?? title}</span><span className="muted">{hint}</span>
      <input id={id} type="file" accept={accept} multiple={Boolean(many)} disabled={Boolean(busy)} className="visually-hidden" onChange={(e) => { const field = e.target; void take(field.files).finally(() => { field.value = ''; }); }} />
    </label>
  );
}
