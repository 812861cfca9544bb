import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { hazards } from '../../modules/hazards/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Pair = Reply<typeof hazards.links>[number];
/** What may be one hole and is for the office to say. */
export function LinksTab() {
  const t = useLabels('hazards');
  const { message } = App.useApp();
  const list = useQuery(query(hazards.links, {}));
  const decide = useSubmit(hazards.decide_links, { onDone: (r) => message.success(t('links_decided', { n: r.decided })) });
  const say = (ids: string[], accept: boolean): void => decide.mutate({ body: { ids, accept } });
  const one = (h: Pair['a']) => <><Link to="/hazards/$id" params={{ id: h.id }} className="strong-link">{h.number} {h.title}</Link><div className="muted small break">{h.scanner} · {h.place}{h.cve.length > 0 && ` · ${h.cve.slice(0, 4).join('、')}`}</div></>;
  const columns: Column<Pair>[] = [
    { key: 'a', title: t('newer'), card: 'title', render: (p) => one(p.a) },
    { key: 'b', title: t('earlier'), render: (p) => one(p.b) },
    { key: 'unit', title: t('unit'), width: 150, render: (p) => p.unit_name },
    { key: 'why', title: t('why'), width: 150, render: (p) => t(`link_${p.reason}`) },
    { key: 'do', title: t('actions'), card: 'plain', width: 190, render: (p) => <div className="row-actions"><Button size="small" type="primary" aria-label={`${t('is_same')} ${p.a.number} ${p.b.number}`} onClick={() => say([p.id], true)}>{t('is_same')}</Button><Button size="small" aria-label={`${t('not_same')} ${p.a.number} ${p.b.number}`} onClick={() => say([p.id], false)}>{t('not_same')}</Button></div> },
  ];
  return (
    <>
      <p className="muted">{t('links_note')}</p>
      <Loaded query={list}>{(rows) => <>
        {rows.length > 1 && <div className="toolbar"><Button loading={decide.isPending} onClick={() => say(rows.map((r) => r.id), true)}>{t('all_same', { n: rows.length })}</Button></div>}
        <DataTable caption={t('links')} columns={columns} rows={rows} rowKey={(p) => p.id} empty={<Nothing text={t('no_links')} hint={t('no_links_hint')} />} />
      </>}</Loaded>
    </>
  );
}
