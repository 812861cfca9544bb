import { App, Button, Input, Modal, Tabs } from 'antd';
import { useState } from 'react';
import { mlps } from '../../modules/mlps/contract.ts';
import { addressOf, type Reply, upload } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { errorText } from '../ui/error-text.ts';
import { FileDrop } from '../ui/file-drop.tsx';
import { Icon } from '../ui/icon.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { type MlpsObject, RiskMark } from './marks.tsx';

type Read = Reply<typeof mlps.read_problems>;
/** A report's list of problems, by sheet or by paste: looked over first, then entered at once. */
export function AddProblems({ a, onClose }: { a: MlpsObject['assessments'][number]; onClose: () => void }) {
  const t = useLabels('mlps');
  const { message } = App.useApp();
  const [read, setRead] = useState<Read>();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [due, setDue] = useState<string | null>(null);
  const [who, setWho] = useState('');
  const look = useSubmit(mlps.read_pasted, { refresh: [], onDone: setRead });
  const add = useSubmit(mlps.add_problems, { onDone: (r) => { message.success(t('added_n', { n: r.added })); onClose(); } });
  const send = async (file: File): Promise<void> => {
    setBusy(true);
    try { setRead(await upload(mlps.read_problems, { params: { id: a.id }, body: { file } })); } catch (e) { message.error(errorText(e), 8); }
    setBusy(false);
  };
  return (
    <Modal open width={820} title={`${t('add_problems')} ${a.agency}`} onCancel={onClose} okText={t('add_n', { n: read?.rows.length ?? 0 })} okButtonProps={{ disabled: !read || read.rows.length === 0 }} confirmLoading={add.isPending}
      onOk={() => read && add.mutate({ params: { id: a.id }, body: { problems: read.rows.map(({ row: _r, ...p }) => p), ...(due && { due_on: due }), responsible: who.trim() } })}>
      <p className="muted">{t('problems_hint')} <a href={addressOf(mlps.problem_template, {})} download>{t('template')}</a></p>
      <Tabs items={[
        { key: 'paste', label: t('paste'), children: <><Input.TextArea aria-label={t('paste')} rows={5} value={text} onChange={(e) => setText(e.target.value)} /><div className="row-actions gap-top"><Button disabled={!text.trim()} loading={look.isPending} onClick={() => look.mutate({ params: { id: a.id }, body: { text } })}>{t('paste_check')}</Button></div></> },
        { key: 'sheet', label: 'Excel', children: <FileDrop title={t('problems_drop')} hint={t('problems_drop_hint')} accept=".xlsx" busy={busy ? t('checking') : undefined} onFile={(f) => void send(f)} /> },
      ]} />
      {read && <div className="stacked">
        <p role="status"><strong>{t('read_n', { n: read.rows.length })}</strong>{read.known > 0 && t('known_n', { n: read.known })}</p>
        {read.errors.length > 0 && <><p className="gap"><Icon name="warn" size={16} />{t('errors_n', { n: read.errors.length })}</p>
          <DataTable caption={t('errors_n', { n: read.errors.length })} rows={read.errors} rowKey={(e) => `${e.row} ${e.column} ${e.message}`} empty={null} columns={[{ key: 'cell', title: t('cell'), width: 220, card: 'title', render: (e) => t('row_n', e) }, { key: 'what', title: t('problem'), render: (e) => e.message }]} /></>}
        {read.rows.length > 0 && <DataTable caption={t('problems')} rows={read.rows.slice(0, 50)} rowKey={(p) => p.row} empty={null} columns={[{ key: 'what', title: t('description'), card: 'title', render: (p) => p.description }, { key: 'point', title: t('point'), width: 160, render: (p) => p.point || p.control_class }, { key: 'risk', title: t('risk'), width: 80, render: (p) => <RiskMark risk={p.risk} /> }]} />}
        <div className="form-pair"><div><div className="field-label">{t('item_due')}</div><DateField label={t('item_due')} min={today()} value={due} onChange={setDue} /><div className="muted small">{t('due_hint')}</div></div>
          <div><label className="field-label" htmlFor="problems-who">{t('responsible')}</label><Input id="problems-who" maxLength={60} value={who} onChange={(e) => setWho(e.target.value)} /></div></div>
      </div>}
    </Modal>
  );
}
