import { Button, Input } from 'antd';
import { useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { useLabels } from '../i18n.ts';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Assignment } from './assignment-page.tsx';

export function Comment({ a }: { a: Assignment }) {
  const t = useLabels('campaigns');
  const [note, setNote] = useState('');
  const send = useSubmit(campaigns.comment, { done: t('commented'), onDone: () => setNote('') });
  if (!a.can.includes('comment')) return null;
  return (
    <Panel title={t('comment')}>
      <label className="field-label" htmlFor="comment">{t('comment_label')}</label>
      <Input.TextArea id="comment" autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} value={note} onChange={(e) => setNote(e.target.value)} />
      <Button className="gap-above" disabled={note.trim() === ''} loading={send.isPending} onClick={() => send.mutate({ params: { id: a.id }, body: { note } })}>{t('send_comment')}</Button>
    </Panel>
  );
}
