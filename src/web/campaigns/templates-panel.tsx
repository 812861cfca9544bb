import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Popconfirm, Upload } from 'antd';
import { useState } from 'react';
import { files } from '../../kernel/files/contract.ts';
import { campaigns, type documentKinds } from '../../modules/campaigns/contract.ts';
import { addressOf, query, upload } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { errorText } from '../ui/error-text.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Kind = (typeof documentKinds)[number];

/** An organisation's own Word files in place of the built-in layouts, and the fields they may use. */
export function TemplatesPanel() {
  const t = useLabels('campaigns');
  const { message } = App.useApp();
  const cache = useQueryClient();
  const [problem, setProblem] = useState('');
  const list = useQuery(query(campaigns.templates, {}));
  const again = () => cache.invalidateQueries({ queryKey: ['campaigns', 'templates'] });
  const save = useMutation({
    mutationFn: ({ kind, file }: { kind: Kind; file: File }) => upload(campaigns.save_template, { params: { kind }, body: { file } }),
    onSuccess: async () => { setProblem(''); message.success(t('template_saved')); await again(); }, onError: (e) => setProblem(errorText(e)),
  });
  const remove = useSubmit(campaigns.remove_template, { done: t('template_removed'), refresh: [['campaigns', 'templates']] });
  return (
    <Panel title={t('templates')}>
      <p className="muted">{t('templates_note')}</p>
      {problem && <Alert type="error" showIcon title={problem} role="alert" className="gap-below" />}
      <Loaded query={list}>{({ kinds, fields }) => <>
        <DataTable caption={t('templates')} rows={kinds} rowKey={(k) => k.kind} empty={null} columns={[
          { key: 'kind', title: t('kind'), card: 'title', render: (k) => t(`document_${k.kind}`) },
          { key: 'file', title: t('template_in_use'), render: (k) => k.template ? <a className="strong-link" href={addressOf(files.get, { params: { id: k.template.file_id } })} download>{k.template.name}</a> : <span className="muted">{t('template_built_in')}</span> },
          { key: 'actions', title: t('actions'), width: 240, render: (k) => (
            <div className="row-actions">
              <Upload accept=".docx" showUploadList={false} beforeUpload={(file) => { save.mutate({ kind: k.kind, file }); return false; }}>
                <Button size="small" icon={<Icon name="upload" size={16} />} loading={save.isPending && save.variables.kind === k.kind} aria-label={`${t('template_upload')} ${t(`document_${k.kind}`)}`}>{t('template_upload')}</Button>
              </Upload>
              {k.template && <Popconfirm title={t('template_remove_ask')} onConfirm={() => remove.mutate({ params: { kind: k.kind } })}><Button size="small">{t('template_remove')}</Button></Popconfirm>}
            </div>) },
        ]} />
        <details className="gap-above"><summary>{t('template_fields')}</summary>
          <p className="muted small">{t('template_fields_note')}</p>
          <ul>{fields.map((f) => <li key={`${f.within ?? ''}/${f.field}`}><code>{fields.some((x) => x.within === f.field) ? `{#${f.field}}…{/${f.field}}` : `{${f.field}}`}</code> {f.meaning}{f.within && <span className="muted small">（{t('template_within', { name: f.within })}）</span>}</li>)}</ul></details>
      </>}</Loaded>
    </Panel>
  );
}
