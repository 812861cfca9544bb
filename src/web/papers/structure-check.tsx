import { App, Button, Modal, Select } from 'antd';
import { useRef, useState } from 'react';
import { papers, structures } from '../../modules/papers/contract.ts';
import { type Reply, upload } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { errorText } from '../ui/error-text.ts';
import { Icon } from '../ui/icon.tsx';
import { Chapters } from './chapters.tsx';

/** Looks a paper through for missing chapters before it is handed in; nothing is kept. */
export function StructureCheck() {
  const t = useLabels('papers');
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [structure, setStructure] = useState<(typeof structures)[number]>('self_check');
  const [found, setFound] = useState<Reply<typeof papers.check_structure>['chapters']>();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const check = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setBusy(true);
    try { setFound((await upload(papers.check_structure, { params: { structure }, body: { file } })).chapters); } catch (e) { message.error(errorText(e), 6); }
    setBusy(false);
  };
  return (
    <>
      <Button icon={<Icon name="check" />} onClick={() => { setFound(undefined); setOpen(true); }}>{t('check_report')}</Button>
      <Modal open={open} title={t('check_report')} footer={null} onCancel={() => setOpen(false)}>
        <p className="muted">{t('check_note')}</p>
        <div className="toolbar">
          <Select aria-label={t('structure')} className="filter" value={structure} onChange={(s) => { setStructure(s); setFound(undefined); }} options={structures.map((s) => ({ value: s, label: t(`structure_${s}`) }))} />
          <Button type="primary" loading={busy} icon={<Icon name="upload" />} onClick={() => input.current?.click()}>{t('choose_file')}</Button>
        </div>
        <input ref={input} type="file" accept=".docx,.doc,.pdf,.wps,.ofd,.txt,.md" hidden aria-label={t('choose_file')} onChange={(e) => { void check(e.target.files?.[0]).finally(() => { if (input.current) input.current.value = ''; }); }} />
        {found && <><p role="status">{t(found.some((c) => c.state === 'missing') ? 'check_missing' : 'check_complete', { n: found.filter((c) => c.state === 'missing').length })}</p><Chapters chapters={found} /></>}
      </Modal>
    </>
  );
}
