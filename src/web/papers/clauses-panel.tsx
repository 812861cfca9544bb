import { Link } from '@tanstack/react-router';
import { App, Button, Checkbox, Form, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { clauseStates, papers } from '../../modules/papers/contract.ts';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { ClauseForm } from './clause-form.tsx';
import type { SuperiorPage } from './superior-form.tsx';
import { TargetFields, targetOf, type TargetValues } from './target-select.tsx';

export type Clause = SuperiorPage['clauses'][number];
const tones: Record<Clause['state'], Tone> = { open: 'warn', doing: 'info', done: 'good', none: 'grey' };

function LinkForm({ clause, onClose }: { clause: Clause; onClose: () => void }) {
  const t = useLabels('papers');
  const [form] = Form.useForm<TargetValues>();
  const link = useSubmit(papers.link_clause, { form, onDone: onClose });
  return (
    <Modal open title={t('link_title')} onCancel={onClose} onOk={() => form.submit()} okText={t('link')} confirmLoading={link.isPending} destroyOnHidden>
      <p className="muted">{clause.path} {clause.title}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'campaign' }} onFinish={(v) => link.mutate({ params: { id: clause.id }, body: targetOf(v) })}><TargetFields kinds={['campaign', 'task', 'own']} /></Form>
    </Modal>
  );
}

/** Each clause, what carries it out, and how far that is. */
export function ClausesPanel({ d, writes, exportLink }: { d: SuperiorPage; writes: boolean; exportLink: ReactNode }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const [state, setState] = useState<Clause['state']>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [form, setForm] = useState<{ clause?: Clause }>();
  const [linking, setLinking] = useState<Clause>();
  const unlink = useSubmit(papers.unlink_clause);
  const remove = useSubmit(papers.remove_clause);
  const mark = useSubmit(papers.mark_clauses, { done: shell('saved'), onDone: () => setChosen(new Set()) });
  const rows = state ? d.clauses.filter((c) => c.state === state) : d.clauses;
  const toggle = (id: string): void => { const next = new Set(chosen); if (!next.delete(id)) next.add(id); setChosen(next); };
  const name = (c: Clause): string => c.path || c.title;
  const columns: Column<Clause>[] = [
    ...(writes ? [{ key: 'choose', title: t('select'), width: 44, card: 'plain' as const, render: (c: Clause) => <Checkbox aria-label={t('select_clause', { name: name(c) })} checked={chosen.has(c.id)} onChange={() => toggle(c.id)} /> }] : []),
    { key: 'clause', title: t('clause'), card: 'title', render: (c) => <><strong>{[c.path, c.title].filter(Boolean).join(' ')}</strong>{c.text.length > c.title.length + 2 && <details className="small"><summary>{t('clause_text')}</summary><p className="pre">{c.text}</p></details>}</> },
    { key: 'state', title: t('state'), width: 110, render: (c) => <span title={c.computed ? t('computed') : undefined}><Mark tone={tones[c.state]}>{t(`state_${c.state}`)}</Mark></span> },
    { key: 'links', title: t('links'), render: (c) => c.links.length === 0 && !c.measure ? null : <>
      {c.measure && <p className="pre small">{c.measure}</p>}
      <ul className="files">{c.links.map((l) => <li key={l.id}>{l.campaign_id ? <Link to="/campaigns/$id" params={{ id: l.campaign_id }}>{l.title}</Link> : <Link to="/papers/own/$id" params={{ id: l.target_id }}>{l.title}</Link>} <span className="muted small">{l.detail}</span>{writes && <Button size="small" type="text" icon={<Icon name="close" size={16} />} aria-label={`${t('unlink')} ${l.title}`} onClick={() => unlink.mutate({ params: { id: c.id, link_id: l.id } })} />}</li>)}</ul>
    </> },
    { key: 'unit', title: t('unit'), width: 130, render: (c) => c.unit_name },
    ...(writes ? [{ key: 'do', title: t('actions'), width: 210, card: 'plain' as const, render: (c: Clause) => (
      <div className="row-actions">
        <Button size="small" aria-label={`${t('link')} ${name(c)}`} onClick={() => setLinking(c)}>{t('link')}</Button>
        <Button size="small" aria-label={`${shell('edit')} ${name(c)}`} onClick={() => setForm({ clause: c })}>{shell('edit')}</Button>
        <Button size="small" type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${name(c)}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: name(c) }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: c.id } }).catch(() => undefined) })} />
      </div>
    ) }] : []),
  ];
  return (
    <Panel title={t('clauses')} extra={d.clauses.length > 0 && exportLink}>
      <div className="toolbar">
        <Select<Clause['state'] | 'all'> aria-label={t('state')} className="filter" value={state ?? 'all'} onChange={(v) => setState(v === 'all' ? undefined : v)} options={[{ value: 'all' as const, label: `${t('all_states')} ${d.clauses.length}` }, ...clauseStates.map((s) => ({ value: s, label: `${t(`state_${s}`)} ${d.counts[s]}` }))]} />
        {writes && rows.length > 0 && <Checkbox checked={rows.every((c) => chosen.has(c.id))} indeterminate={chosen.size > 0 && !rows.every((c) => chosen.has(c.id))} onChange={(e) => setChosen(e.target.checked ? new Set(rows.map((c) => c.id)) : new Set())}>{t('select_all')}</Checkbox>}
        {chosen.size > 0 && <>
          <span role="status">{t('selected_n', { n: chosen.size })}</span>
          <Button onClick={() => mark.mutate({ params: { id: d.id }, body: { clause_ids: [...chosen], state: 'none' } })}>{t('mark_none')}</Button>
          <Button onClick={() => mark.mutate({ params: { id: d.id }, body: { clause_ids: [...chosen], state: 'open' } })}>{t('mark_open')}</Button>
        </>}
        {writes && <Button icon={<Icon name="plus" />} onClick={() => setForm({})}>{t('add_clause')}</Button>}
      </div>
      <DataTable caption={t('clauses')} columns={columns} rows={rows} rowKey={(c) => c.id} empty={<Nothing text={state ? t('no_match') : t('no_clauses')} hint={state || !writes ? '' : t('no_clauses_hint')} />} />
      {form && <ClauseForm documentId={d.id} clause={form.clause} onClose={() => setForm(undefined)} />}
      {linking && <LinkForm clause={linking} onClose={() => setLinking(undefined)} />}
    </Panel>
  );
}
