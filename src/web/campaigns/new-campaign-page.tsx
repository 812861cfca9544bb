import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Input, Progress } from 'antd';
import { useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { call, query, upload } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { errorText } from '../ui/error-text.ts';
import { FileDrop } from '../ui/file-drop.tsx';
import { Page, Panel } from '../ui/page.tsx';
import type { CampaignDraft } from './campaign-data.ts';

/** A document comes in, by file or by paste, and is read into a draft. */
export function NewCampaignPage() {
  const t = useLabels('campaigns');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [text, setText] = useState('');
  const [share, setShare] = useState(0);
  const onSuccess = (made: CampaignDraft): void => {
    cache.setQueryData(query(campaigns.draft, { params: { id: made.campaign.id } }).queryKey, made);
    void cache.invalidateQueries({ queryKey: ['campaigns', 'list'] });
    void navigate({ to: '/campaigns/$id/draft', params: { id: made.campaign.id } });
  };
  const onError = (e: Error): void => void message.error(errorText(e), 8);
  const send = useMutation({ mutationFn: (file: File) => upload(campaigns.upload, { body: { file } }, setShare), onSuccess, onError });
  const paste = useMutation({ mutationFn: (pasted: string) => call(campaigns.create, { body: { text: pasted } }), onSuccess, onError });
  return (
    <Page title={t('new_campaign')} note={t('new_campaign_note')}>
      <Panel title={t('by_file')}>
        <FileDrop title={t('drop_document')} hint={t('drop_document_hint')} accept=".docx,.doc,.pdf,.wps,.ofd,.txt,.md" busy={send.isPending ? t(share < 1 ? 'uploading' : 'reading') : undefined} onFile={(file) => { setShare(0); send.mutate(file); }} />
        {send.isPending && <Progress percent={Math.round(share * 100)} aria-label={t('uploading')} />}
      </Panel>
      <Panel title={t('by_paste')}>
        <label className="field-label" htmlFor="pasted">{t('paste_label')}</label>
        <Input.TextArea id="pasted" rows={12} value={text} onChange={(e) => setText(e.target.value)} maxLength={1_000_000} placeholder={t('paste_placeholder')} />
        <Button type="primary" className="gap-above" disabled={text.trim() === ''} loading={paste.isPending} onClick={() => paste.mutate(text)}>{t('read_text')}</Button>
      </Panel>
    </Page>
  );
}
