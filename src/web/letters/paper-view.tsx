import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import type { letters } from '../../modules/notices/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Loaded } from '../ui/loaded.tsx';

type Paper = Reply<typeof letters.page>;
function Blocks({ paper }: { paper: Paper }) {
  const t = useLabels('letters');
  return (
    <article className="paper" aria-label={paper.title}>
      {paper.blocks.map((b, i) => {
        switch (b.type) {
          case 'letterhead': return <p key={i} className="paper-head">{b.text}</p>;
          case 'title': return <h2 key={i} className="paper-title">{b.text}</h2>;
          case 'heading': return <h3 key={i} className="paper-heading">{b.text}</h3>;
          case 'rule': return <hr key={i} className="paper-rule" />;
          case 'break': return <hr key={i} className="paper-break" />;
          case 'picture': return <img key={i} src={b.data} alt={t('picture')} className="paper-picture" />;
          case 'table': return (
            <div key={i} className="table-scroll" tabIndex={0} role="region" aria-label={`${t('table')} ${i}`}>
              <table className="table paper-table"><thead><tr>{b.head?.map((h, k) => <th key={k} scope="col">{h}</th>)}</tr></thead><tbody>{b.rows?.map((row, r) => <tr key={r}>{row.map((c, k) => <td key={k} className="pre">{c}</td>)}</tr>)}</tbody></table>
            </div>
          );
          default: return <p key={i} className={`pre paper-${b.type}`}>{b.text}</p>;
        }
      })}
    </article>
  );
}
/** The document as its docx reads, before it goes out or after. */
export function PaperView({ name, load, onClose, note }: { name: string; load: () => Promise<Paper>; onClose: () => void; note?: string }) {
  const t = useLabels('letters');
  const page = useQuery({ queryKey: ['paper', name], queryFn: load, gcTime: 0, staleTime: 0 });
  return (
    <Modal open width={860} title={t('read')} onCancel={onClose} footer={null} destroyOnHidden>
      {note && <p className="muted">{note}</p>}
      <Loaded query={page}>{(paper) => <Blocks paper={paper} />}</Loaded>
    </Modal>
  );
}
