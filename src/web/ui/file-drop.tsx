import { useId, useState } from 'react';
import { Icon } from './icon.tsx';

/** A large labelled place for a file: click, drop, or the keyboard. */
export function FileDrop({ title, hint, accept, busy, onFile }: { title: string; hint: string; accept: string; busy?: string | undefined; onFile: (file: File) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    <label htmlFor={id} className={over ? 'file-drop file-drop-over' : 'file-drop'}
      onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
      onDrop={(e) => { e.preventDefault(); setOver(false); const file = e.dataTransfer.files[0]; if (file && !busy) onFile(file); }}>
      <Icon name="upload" size={32} />
      <span className="file-drop-title">{busy ?? title}</span><span className="muted">{hint}</span>
      <input id={id} type="file" accept={accept} disabled={Boolean(busy)} className="visually-hidden" onChange={(e) => { const file = e.target.files?.[0]; e.target.value = ''; if (file) onFile(file); }} />
    </label>
  );
}
