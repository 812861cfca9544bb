import { App, Button } from 'antd';
import { useState } from 'react';
import { assets } from '../../modules/assets/contract.ts';
import { addressOf, type Reply, upload } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { errorText } from '../ui/error-text.ts';
import { FileDrop } from '../ui/file-drop.tsx';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

/** A sheet goes out, comes back, is compared, and is written as a whole. */
export function SystemsImport() {
  const t = useLabels('assets');
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [checked, setChecked] = useState<Reply<typeof assets.import_check>>();
  const apply = useSubmit(assets.import_apply, { onDone: (r) => { message.success(t('applied', r)); setChecked(undefined); } });
  const send = async (file: File): Promise<void> => {
    setBusy(true);
    try { setChecked(await upload(assets.import_check, { body: { file } })); } catch (e) { message.error(errorText(e), 8); }
    setBusy(false);
  };
  return (
    <>
      <Panel>
        <p>{t('import_hint')}</p>
        <div className="toolbar"><a className="button-link" href={addressOf(assets.export_systems, { query: { template: 'true' } })} download><Icon name="download" size={16} />{t('template')}</a><a className="button-link plain" href={addressOf(assets.export_systems, {})} download><Icon name="download" size={16} />{t('export')}</a></div>
        <FileDrop title={t('import_drop')} hint={t('import_drop_hint')} accept=".xlsx" busy={busy ? t('checking') : undefined} onFile={(f) => void send(f)} />
      </Panel>
      {checked && <Panel>
        <p role="status">{checked.errors.length > 0 ? t('errors_n', { n: checked.errors.length }) : checked.token ? t('check_result', { added: checked.added, changed: checked.changed, same: checked.same }) : t('nothing')}</p>
        {checked.errors.length > 0 && <DataTable caption={t('problem')} rows={checked.errors} rowKey={(e) => `${e.row} ${e.column} ${e.message}`} empty={null} columns={[{ key: 'at', title: t('cell'), card: 'title', render: (e) => t('row_n', { row: e.row, column: e.column }) }, { key: 'message', title: t('problem'), render: (e) => e.message }]} />}
        {checked.changes.length > 0 && <><h3>{t('changes')}</h3><ul>{checked.changes.map((c) => <li key={c.name}><strong>{c.name}</strong>：{c.fields.map((f) => t('from_to', { before: f.before || t('empty_value'), after: f.after || t('empty_value') })).join('；')}</li>)}</ul></>}
        {checked.token && <Button type="primary" loading={apply.isPending} onClick={() => apply.mutate({ params: { token: checked.token! } })}>{t('apply')}</Button>}
      </Panel>}
    </>
  );
}
