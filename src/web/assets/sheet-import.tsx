import { App, Button } from 'antd';
import { useState } from 'react';
import type { assets } from '../../modules/assets/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { errorText } from '../ui/error-text.ts';
import { FileDrop } from '../ui/file-drop.tsx';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';

type Checked = Reply<typeof assets.import_check>;
/** A sheet of any ledger goes out, comes back, is compared, and is written as a whole. */
export function SheetImport({ hint, template, whole, check, apply, applying }: { hint: string; template: string; whole: string; check: (file: File) => Promise<Checked>; apply: (token: string, done: () => void) => void; applying: boolean }) {
  const t = useLabels('assets');
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [checked, setChecked] = useState<Checked>();
  const send = async (file: File): Promise<void> => {
    setBusy(true);
    try { setChecked(await check(file)); } catch (e) { message.error(errorText(e), 8); }
    setBusy(false);
  };
  return (
    <>
      <Panel>
        <p>{hint}</p>
        <div className="toolbar"><a className="button-link" href={template} download><Icon name="download" size={16} />{t('template')}</a><a className="button-link plain" href={whole} download><Icon name="download" size={16} />{t('export')}</a></div>
        <FileDrop title={t('import_drop')} hint={t('import_drop_hint')} accept=".xlsx" busy={busy ? t('checking') : undefined} onFile={(f) => void send(f)} />
      </Panel>
      {checked && <Panel>
        <p role="status">{checked.errors.length > 0 ? t('errors_n', { n: checked.errors.length }) : checked.token ? t('check_result', { added: checked.added, changed: checked.changed, same: checked.same }) : t('nothing')}</p>
        {checked.errors.length > 0 && <DataTable caption={t('problem')} rows={checked.errors} rowKey={(e) => `${e.row} ${e.column} ${e.message}`} empty={null} columns={[{ key: 'at', title: t('cell'), card: 'title', render: (e) => t('row_n', { row: e.row, column: e.column }) }, { key: 'message', title: t('problem'), render: (e) => e.message }]} />}
        {checked.changes.length > 0 && <><h3>{t('changes')}</h3><ul>{checked.changes.map((c) => <li key={c.name}><strong>{c.name}</strong>：{c.fields.map((f) => `${f.field} ${t('from_to', { before: f.before || t('empty_value'), after: f.after || t('empty_value') })}`).join('；')}</li>)}</ul></>}
        {checked.token && <Button type="primary" loading={applying} onClick={() => apply(checked.token!, () => setChecked(undefined))}>{t('apply')}</Button>}
      </Panel>}
    </>
  );
}
