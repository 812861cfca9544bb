import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { files } from '../../kernel/files/contract.ts';
import { letters } from '../../modules/notices/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { dayText, instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

type Letter = Reply<typeof letters.list>['letters'][number];
function Withdraw({ letter, onClose }: { letter: Letter; onClose: () => void }) {
  const t = useLabels('hazards');
  const [note, setNote] = useState('');
  const withdraw = useSubmit(letters.withdraw, { done: t('withdrawn_done'), refresh: [['hazards'], ['letters']], onDone: onClose });
  return (
    <Modal open title={t('withdraw_title', { number: letter.number })} onCancel={onClose} okText={t('withdraw')} okButtonProps={{ danger: true, disabled: !note.trim() }} confirmLoading={withdraw.isPending} onOk={() => withdraw.mutate({ params: { id: letter.id }, body: { note } })}>
      <label className="field-label" htmlFor="withdraw-note">{t('withdraw_note')}</label><Input.TextArea id="withdraw-note" maxLength={300} rows={3} value={note} onChange={(e) => setNote(e.target.value)} />
    </Modal>
  );
}

export function LettersTab() {
  const t = useLabels('hazards');
  const answers = useMay('hazard.answer');
  const [unsigned, setUnsigned] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Letter>();
  const list = useQuery(query(letters.list, { query: { unsigned: unsigned ? 'true' : undefined } }));
  const sign = useSubmit(letters.sign, { done: t('signed_done'), refresh: [['hazards'], ['letters']] });
  const columns: Column<Letter>[] = [
    { key: 'title', title: t('letter'), card: 'title', render: (l) => <><strong>{l.title}</strong> {l.withdrawn_at ? <Mark tone="grey">{t('withdrawn')}</Mark> : l.kind === 'shutdown' && <Mark tone="bad">{t('kind_shutdown')}</Mark>}<div className="muted small">{l.number}</div>{l.file && <div><a className="strong-link" href={addressOf(files.get, { params: { id: l.file.id } })} download aria-label={`${t('download')} ${l.number}`}>{t('download')}</a></div>}{l.withdrawn_note && <div className="muted small">{l.withdrawn_note}</div>}</> },
    ...(answers ? [] : [{ key: 'unit', title: t('unit'), width: 170, render: (l: Letter) => l.unit_name }]),
    { key: 'at', title: t('issued_at'), width: 110, render: (l) => dayText(l.issued_at) },
    { key: 'due', title: t('due'), width: 110, render: (l) => l.due_on },
    { key: 'signed', title: t('signed'), width: 170, render: (l) => l.signed_at ? <span className="small">{t('signed_by', { name: l.signed_by_name ?? '', at: instantText(l.signed_at) })}</span> : !l.withdrawn_at && <Mark tone="warn">{t('unsigned')}</Mark> },
    { key: 'progress', title: t('progress'), width: 190, render: (l) => t('progress_n', { answered: l.answered, n: l.hazards, cleared: l.cleared }) },
    { key: 'do', title: t('actions'), card: 'plain', width: 120, render: (l) => <div className="row-actions">
      {l.can_sign && <Button type="primary" loading={sign.isPending && sign.variables.params.id === l.id} aria-label={`${t('sign')} ${l.number}`} onClick={() => sign.mutate({ params: { id: l.id }, body: {} })}>{t('sign')}</Button>}
      {l.can_withdraw && <Button size="small" danger aria-label={`${t('withdraw')} ${l.number}`} onClick={() => setWithdrawing(l)}>{t('withdraw')}</Button>}
    </div> },
  ];
  return (
    <Loaded query={list}>{(d) => <>
      <div className="toolbar">
        <Checkbox checked={unsigned} onChange={(e) => setUnsigned(e.target.checked)}>{t('only_unsigned')}</Checkbox>
        <span>{t('letters_figures', { issued: d.issued, signed: d.signed })}</span>
        {d.feedback_rate !== null && <Mark tone={d.feedback_rate >= 95 ? 'good' : 'warn'}>{t('feedback_rate')} {d.feedback_rate}%</Mark>}
      </div>
      <DataTable caption={t('notices')} columns={columns} rows={d.letters} rowKey={(l) => l.id} empty={<Nothing text={t(answers ? 'letters_none_unit' : 'letters_none')} hint={answers ? '' : t('letters_hint')} />} />
      {withdrawing && <Withdraw letter={withdrawing} onClose={() => setWithdrawing(undefined)} />}
    </>}</Loaded>
  );
}
