import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Checkbox, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { files } from '../../kernel/files/contract.ts';
import { letters, noticeKinds } from '../../modules/notices/contract.ts';
import { addressOf, call, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { dayText, instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { PaperView } from './paper-view.tsx';

type Letter = Reply<typeof letters.list>['letters'][number];
const route = getRouteApi('/shell/letters');

/** A note that is asked for before it is done. */
function Ask({ letter, what, onClose }: { letter: Letter; what: 'withdraw' | 'sign'; onClose: () => void }) {
  const t = useLabels('letters');
  const [note, setNote] = useState('');
  const after = { refresh: [['hazards'], ['letters'], ['repairs']], onDone: onClose };
  const withdraw = useSubmit(letters.withdraw, { ...after, done: t('withdrawn_done') });
  const sign = useSubmit(letters.sign, { ...after, done: t('signed_done') });
  const go = (): void => what === 'sign' ? sign.mutate({ params: { id: letter.id }, body: { note } }) : withdraw.mutate({ params: { id: letter.id }, body: { note } });
  return (
    <Modal open title={`${t(what)} ${letter.number}`} onCancel={onClose} okText={t(what)} okButtonProps={{ danger: what === 'withdraw', disabled: what === 'withdraw' && !note.trim() }} confirmLoading={withdraw.isPending || sign.isPending} onOk={go}>
      {what === 'sign' && <p>{t('sign_hint')}</p>}
      <label className="field-label" htmlFor="letter-note">{t(what === 'sign' ? 'sign_note' : 'withdraw_note')}</label><Input.TextArea id="letter-note" maxLength={300} rows={3} value={note} onChange={(e) => setNote(e.target.value)} />
    </Modal>
  );
}

/** Letters that went out: for the office all of them, for a unit what it received. */
export function SentTab() {
  const t = useLabels('letters');
  const { message } = App.useApp();
  const answers = useMay('hazard.answer');
  const manages = useMay('hazard.manage');
  const { tab: _tab, state: _state, warning: _warning, ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/letters' });
  const set = (change: Partial<typeof search>): void => { void navigate({ search: (s) => ({ ...s, tab: 'sent', page: undefined, ...change }) }); };
  const [asking, setAsking] = useState<{ letter: Letter; what: 'withdraw' | 'sign' }>();
  const [reading, setReading] = useState<Letter>();
  const list = useQuery({ ...query(letters.list, { query: { ...search, page: search.page ?? 1, size: 50 } }), placeholderData: keepPreviousData });
  const urge = useSubmit(letters.urge, { onDone: (r) => { message.success(t('urged_n', { n: r.told })); } });
  const { page: _page, ...filter } = search;
  const columns: Column<Letter>[] = [
    { key: 'title', title: t('letter'), card: 'title', render: (l) => <><button type="button" className="link-button" onClick={() => setReading(l)}>{l.title}</button> {l.withdrawn_at ? <Mark tone="grey">{t('withdrawn')}</Mark> : <Mark tone={l.kind === 'shutdown' ? 'bad' : l.kind === 'warning' ? 'warn' : 'plain'}>{t(`kind_${l.kind}`)}</Mark>}<div className="muted small">{l.number}{l.file && <> · <a className="strong-link" href={addressOf(files.get, { params: { id: l.file.id } })} download aria-label={`${t('download')} ${l.number} ${l.unit_name}`}>{t('download')}</a></>}</div>{l.withdrawn_note && <div className="muted small">{l.withdrawn_note}</div>}</> },
    ...(answers ? [] : [{ key: 'unit', title: t('unit'), width: 150, render: (l: Letter) => l.unit_name }]),
    { key: 'at', title: t('issued_at'), width: 110, render: (l) => dayText(l.issued_at) },
    { key: 'due', title: t('due'), width: 110, render: (l) => <>{l.next_due_on ?? l.due_on}{l.next_due_on && l.due_on && l.next_due_on < l.due_on && <div className="muted small">{t('due_to', { date: l.due_on })}</div>}</> },
    { key: 'signed', title: t('signed'), width: 170, render: (l) => <>{l.signed_at ? <span className="small">{t('signed_by', { name: l.signed_by_name ?? '', at: instantText(l.signed_at) })}{l.signed_note && <div className="muted">{l.signed_note}</div>}</span> : !l.withdrawn_at && <Mark tone="warn">{t('unsigned')}</Mark>}{manages && l.reminders > 0 && <div className="muted small">{t('reminded_n', { n: l.reminders })}</div>}</> },
    { key: 'progress', title: t('progress'), width: 170, render: (l) => l.hazards > 0 ? <><div>{t('progress_n', { answered: l.answered, n: l.hazards, cleared: l.cleared })}</div>{l.repair !== 'none' && <Link to="/letters/repairs/$id" params={{ id: l.id }} className="strong-link">{t(`repair_${l.repair}`)}</Link>}</> : l.warning_id ? <Link to="/letters/warnings/$id" params={{ id: l.warning_id }} className="strong-link">{t('answer_warning')}</Link> : '' },
    { key: 'do', title: t('actions'), card: 'plain', width: 130, render: (l) => <div className="row-actions">
      {l.can_sign && <Button type="primary" aria-label={`${t('sign')} ${l.number}`} onClick={() => setAsking({ letter: l, what: 'sign' })}>{t('sign')}</Button>}
      {manages && !l.withdrawn_at && (!l.signed_at || l.answered < l.hazards) && <Button size="small" loading={urge.isPending && urge.variables.params.id === l.id} aria-label={`${t('urge')} ${l.number} ${l.unit_name}`} onClick={() => urge.mutate({ params: { id: l.id } })}>{t('urge')}</Button>}
      {l.can_withdraw && <Button size="small" danger aria-label={`${t('withdraw')} ${l.number} ${l.unit_name}`} onClick={() => setAsking({ letter: l, what: 'withdraw' })}>{t('withdraw')}</Button>}
    </div> },
  ];
  return (
    <Loaded query={list}>{(d) => <>
      <div className="toolbar">
        {!answers && <SearchField label={t('search_letters')} value={search.q} onSearch={(q) => set({ q })} />}
        <Select aria-label={t('kind')} className="filter" allowClear placeholder={t('all_kinds')} value={search.kind} onChange={(kind) => set({ kind })} options={noticeKinds.map((k) => ({ value: k, label: t(`kind_${k}`) }))} />
        <Checkbox checked={search.unsigned === 'true'} onChange={(e) => set({ unsigned: e.target.checked ? 'true' : undefined })}>{t('only_unsigned')}</Checkbox>
        <Checkbox checked={search.unanswered === 'true'} onChange={(e) => set({ unanswered: e.target.checked ? 'true' : undefined })}>{t('only_unanswered')}</Checkbox>
        <a className="button-link plain" href={addressOf(letters.export, { query: filter })} download><Icon name="download" size={16} />{t('export')}</a>
      </div>
      <p className="inline-row" role="status">{t('letters_figures', { issued: d.issued, signed: d.signed })}{d.feedback_rate !== null && <Mark tone={d.feedback_rate >= 95 ? 'good' : 'warn'}>{t('feedback_rate')} {d.feedback_rate}%</Mark>}</p>
      <DataTable caption={t(answers ? 'received' : 'sent')} columns={columns} rows={d.letters} rowKey={(l) => l.id} empty={<Nothing text={t(answers ? 'letters_none_unit' : 'letters_none')} hint={answers ? '' : t('letters_hint')} />} />
      {d.total > d.size && <Pager page={d.page} size={d.size} total={d.total} onPage={(page) => set({ page })} />}
      {asking && <Ask letter={asking.letter} what={asking.what} onClose={() => setAsking(undefined)} />}
      {reading && <PaperView name={reading.id} load={() => call(letters.page, { params: { id: reading.id } })} onClose={() => setReading(undefined)} />}
    </>}</Loaded>
  );
}
