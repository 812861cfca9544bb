import { Link } from '@tanstack/react-router';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { campaigns, moveActions } from '../../modules/campaigns/contract.ts';
import { ApiError } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Assignment } from './assignment-page.tsx';
import { Evidence } from './evidence.tsx';

type Action = (typeof moveActions)[number];
/** These ask why before anything happens. */
const asksWhy: readonly Action[] = ['refuse', 'return', 'withdraw', 'reopen'];
/** These take a word along, but need none. */
const takesNote: readonly Action[] = ['sign_off', 'approve'];
const dangerous: readonly Action[] = ['refuse', 'return', 'withdraw'];

/** Keeps what is typed on this device until it has been handed in, so that no lost connection costs an evening. */
function useKept(id: string, initial: string): [string, (text: string) => void, () => void] {
  const key = `shoutu.answer.${id}`;
  const [text, setText] = useState(() => { try { return localStorage.getItem(key) ?? initial; } catch { return initial; } });
  const keep = (next: string): void => { setText(next); try { localStorage.setItem(key, next); } catch { /* storage full or forbidden: the text is still on the page */ } };
  const forget = (): void => { try { localStorage.removeItem(key); } catch { /* as above */ } };
  return [text, keep, forget];
}

function Why({ action, busy, onClose, onGo }: { action: Action; busy: boolean; onClose: () => void; onGo: (note: string) => void }) {
  const t = useLabels('campaigns');
  const [note, setNote] = useState('');
  const needed = asksWhy.includes(action);
  return (
    <Modal open title={t(`do_${action}`)} okText={t(`do_${action}`)} okButtonProps={{ danger: dangerous.includes(action), disabled: needed && note.trim() === '' }} confirmLoading={busy} onCancel={onClose} onOk={() => onGo(note.trim())}>
      <label className="field-label" htmlFor="why">{needed ? t('return_reason') : t('opinion')}</label>
      <Input.TextArea id="why" rows={4} maxLength={5000} value={note} onChange={(e) => setNote(e.target.value)} autoFocus />
    </Modal>
  );
}

/** What may be done now, exactly as the server allows; the answer itself first. */
export function Answer({ a }: { a: Assignment }) {
  const t = useLabels('campaigns');
  const { message } = App.useApp();
  const [text, keep, forget] = useKept(a.id, a.feedback ?? '');
  const [asking, setAsking] = useState<Action>();
  const [tried, setTried] = useState(false);
  const lacks = tried && text.trim() === '';
  const can = moveActions.filter((m) => a.can.includes(m));
  const answers = can.includes('submit');
  const move = useSubmit(campaigns.move, { onDone: (_, input) => {
    const { action } = input.body;
    if (action === 'submit') forget();
    setAsking(undefined);
    message.success(t(`did_${action}`));
    if (action === 'submit') scrollTo({ top: 0 });
  }, onProblem: (e) => {
    // what was asked about is no more so: the message stays, the question goes, the page shows how it stands
    if (e instanceof ApiError && e.status === 409) setAsking(undefined);
    return false;
  } });
  const go = (action: Action, note?: string): void => move.mutate({ params: { id: a.id }, body: { version: a.version, action, ...(note ? { note } : {}) } });
  const press = (action: Action): void => {
    if (action === 'submit') {
      if (text.trim() === '') { setTried(true); document.getElementById('feedback')?.focus(); return; }
      go('submit', text.trim());
    } else if (asksWhy.includes(action) || takesNote.includes(action)) setAsking(action);
    else go(action);
  };
  if (can.length === 0) return null;
  const main = (['submit', 'approve', 'sign_off', 'sign'] as const).find((m) => can.includes(m));
  const rest = can.filter((m) => m !== main);
  return (
    <>
      {answers && <Panel title={t('answer')}>
        <label className="field-label" htmlFor="feedback">{t('feedback')}</label>
        <Input.TextArea id="feedback" autoSize={{ minRows: 4, maxRows: 14 }} maxLength={5000} value={text} status={lacks ? 'error' : ''} aria-invalid={lacks} aria-describedby="feedback-note" placeholder={t('feedback_placeholder')} onChange={(e) => keep(e.target.value)} />
        <p id="feedback-note" className={lacks ? 'gap' : 'muted small'} role={lacks ? 'alert' : undefined}>{lacks ? t('feedback_needed') : t('feedback_kept')}</p>
        <Evidence a={a} inside />
      </Panel>}
      <div className="action-bar" role="group" aria-label={t('actions')}>
        {rest.map((action) => <Button key={action} danger={dangerous.includes(action)} loading={move.isPending && move.variables.body.action === action} disabled={move.isPending} onClick={() => press(action)}>{t(`do_${action}`)}</Button>)}
        {main && <Button type="primary" size="large" icon={<Icon name="check" />} loading={move.isPending && move.variables.body.action === main} disabled={move.isPending} onClick={() => press(main)}>{t(`do_${main}`)}</Button>}
        {!main && <Link to="/" className="button-link primary">{t('to_todo')}</Link>}
      </div>
      {asking && <Why action={asking} busy={move.isPending} onClose={() => setAsking(undefined)} onGo={(note) => go(asking, note)} />}
    </>
  );
}
