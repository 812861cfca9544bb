import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { organisation } from '../../modules/organisation/contract.ts';
import { addressOf, type Reply, upload } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { errorText } from '../ui/error-text.ts';
import { FileDrop } from '../ui/file-drop.tsx';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Result = Reply<typeof organisation.import_dry_run>;

function Findings({ result, onApplied, onAgain }: { result: Result; onApplied: () => void; onAgain: () => void }) {
  const t = useLabels('organisation');
  const apply = useSubmit(organisation.import_apply, { refresh: [['organisation']], onDone: onApplied });
  const { token } = result;
  return (
    <Panel title={t('import_check')}>
      <p>{t('import_counts', { added: result.added.length, changed: result.changed.length, same: result.same })}</p>
      {result.errors.length === 0 && result.added.length + result.changed.length === 0 && <p className="muted">{t('import_nothing')}</p>}
      {result.errors.length > 0 && <>
        <Alert type="error" showIcon title={t('import_errors_n', { n: result.errors.length })} description={t('import_errors_note')} className="gap-below" />
        {token && <p><a className="button-link plain" href={addressOf(organisation.import_errors, { params: { token } })} download><Icon name="download" size={16} />{t('import_errors_file')}</a></p>}
        <DataTable caption={t('import_errors')} rows={result.errors} rowKey={(e) => `${e.row}-${e.column}-${e.message}`} empty={null}
          columns={[{ key: 'cell', title: t('cell'), card: 'title', width: 160, render: (e) => t('cell_at', { row: e.row, column: e.column }) }, { key: 'message', title: t('problem'), render: (e) => e.message }]} />
      </>}
      {result.added.length > 0 && <details><summary>{t('import_added', { n: result.added.length })}</summary><p>{listText(result.added)}</p></details>}
      {result.changed.length > 0 && <details open><summary>{t('import_changed', { n: result.changed.length })}</summary>
        <ul>{result.changed.map((c) => <li key={c.key}><strong>{c.key}</strong>：{c.fields.map((f) => `${f.field} ${f.before || '∅'} → ${f.after || '∅'}`).join('；')}</li>)}</ul></details>}
      <div className="row-actions gap-above">
        <Button type="primary" disabled={!token || result.errors.length > 0 || result.added.length + result.changed.length === 0} loading={apply.isPending} onClick={() => token && apply.mutate({ params: { token } })}>{t('import_apply')}</Button>
        <Button onClick={onAgain}>{t('import_again')}</Button>
      </div>
    </Panel>
  );
}

/** A table in three steps: template, check without writing, all or nothing. */
export function ImportTab() {
  const t = useLabels('organisation');
  const { message } = App.useApp();
  const [result, setResult] = useState<Result>();
  const check = useMutation({ mutationFn: (file: File) => upload(organisation.import_dry_run, { body: { file } }), onSuccess: setResult, onError: (e) => void message.error(errorText(e), 6) });
  if (result) return <Findings result={result} onAgain={() => setResult(undefined)} onApplied={() => { message.success(t('import_done')); setResult(undefined); }} />;
  return (
    <Panel title={t('import_title')}>
      <ol className="steps"><li>{t('import_step_1')} <a href={addressOf(organisation.template)} download>{t('template')}</a></li><li>{t('import_step_2')}</li><li>{t('import_step_3')}</li></ol>
      <p className="row-actions"><a className="button-link plain" href={addressOf(organisation.export)} download><Icon name="download" size={16} />{t('export')}</a><span className="muted small">{t('export_note')}</span></p>
      <FileDrop title={t('import_drop')} hint={t('import_drop_hint')} accept=".xlsx" busy={check.isPending ? t('import_checking') : undefined} onFile={(file) => check.mutate(file)} />
    </Panel>
  );
}
