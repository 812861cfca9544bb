import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Checkbox, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { hazards, severities } from '../../modules/hazards/contract.ts';
import { addressOf, query, type Reply, upload } from '../api.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { errorText } from '../ui/error-text.ts';
import { FileDrop } from '../ui/file-drop.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';

export type ScanImport = Reply<typeof hazards.import>;
const tones: Record<ScanImport['state'], Tone> = { waiting: 'grey', reading: 'info', mapping: 'warn', done: 'good', failed: 'bad', cancelled: 'grey' };
/** As people call it; a format that is newer than the page stays as it is. */
export const formatName = (format: string): string => wordFor('hazards', `format_${format}`, format);
export function ImportMark({ state }: { state: ScanImport['state'] }) {
  const t = useLabels('hazards');
  return <Mark tone={tones[state]}>{t(`import_state_${state}`)}</Mark>;
}

export function ImportsTab() {
  const t = useLabels('hazards');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [least, setLeast] = useState<(typeof severities)[number]>('low');
  const [closes, setCloses] = useState(true);
  const [share, setShare] = useState<number>();
  const [pasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState('');
  const list = useQuery({ ...query(hazards.imports, {}), refetchInterval: 5000 });
  const send = async (file: File, alone: boolean): Promise<void> => {
    setShare(0);
    try {
      const made = await upload(hazards.upload, { query: { least, close_absent: closes ? 'true' : 'false' }, body: { file } }, setShare);
      if (alone) void navigate({ to: '/hazards/imports/$id', params: { id: made.id } });
      else { message.success(t('uploaded', { name: made.name })); void list.refetch(); }
    } catch (e) { message.error(errorText(e), 6); }
    setShare(undefined);
  };
  const columns: Column<ScanImport>[] = [
    { key: 'name', title: t('file'), card: 'title', render: (i) => <Link to="/hazards/imports/$id" params={{ id: i.id }} className="strong-link">{i.name}</Link> },
    { key: 'state', title: t('state'), width: 110, render: (i) => <ImportMark state={i.state} /> },
    { key: 'format', title: t('format'), width: 170, render: (i) => i.format && formatName(i.format) },
    { key: 'added', title: t('added'), align: 'right', width: 90, render: (i) => i.counts.added },
    { key: 'again', title: t('seen_again'), align: 'right', width: 90, render: (i) => i.counts.seen_again },
    { key: 'absent', title: t('absent'), align: 'right', width: 110, render: (i) => i.counts.absent },
    { key: 'by', title: t('by'), width: 130, render: (i) => i.created_by_name },
    { key: 'at', title: t('at'), width: 150, render: (i) => instantText(i.created_at) },
  ];
  return (
    <>
      <Panel>
        <div className="toolbar">
          <label className="field-label" htmlFor="import-least">{t('least')}</label><Select id="import-least" aria-label={t('least')} value={least} onChange={setLeast} options={severities.map((s) => ({ value: s, label: t(`severity_${s}`) }))} style={{ minWidth: 100 }} /><span className="muted small">{t('least_hint')}</span>
        </div>
        <p><Checkbox checked={closes} onChange={(e) => setCloses(e.target.checked)}>{t('close_absent')}</Checkbox> <span className="muted small">{t('close_absent_hint')}</span></p>
        <div className="toolbar"><a className="button-link plain" href={addressOf(hazards.template, {})} download><Icon name="download" size={16} />{t('template')}</a><Button onClick={() => setPasting(true)}>{t('paste')}</Button></div>
        <FileDrop title={t('upload_title')} hint={t('upload_hint')} accept=".xlsx,.nessus,.xml,.csv,.json,.jsonl,.sarif,.html,.htm,.txt,.zip,.xls,.docx,.pdf,.burp" busy={share === undefined ? undefined : t('uploading', { n: Math.round(share * 100) })} many onFile={(f, of) => send(f, of === 1)} />
      </Panel>
      <Modal open={pasting} width={760} title={t('paste')} okText={t('paste_go')} okButtonProps={{ disabled: !pasted.trim() }} onCancel={() => setPasting(false)} onOk={() => { setPasting(false); void send(new File([pasted], `${t('pasted_name')}.txt`, { type: 'text/plain' }), true); }}>
        <p className="muted">{t('paste_hint')}</p>
        <Input.TextArea aria-label={t('paste')} rows={10} value={pasted} onChange={(e) => setPasted(e.target.value)} />
      </Modal>
      <Loaded query={list}>{(rows) => <DataTable caption={t('imports')} columns={columns} rows={rows} rowKey={(i) => i.id} empty={<Nothing text={t('no_imports')} />} />}</Loaded>
    </>
  );
}
