import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { organisation, requiredDuties } from '../../modules/organisation/contract.ts';
import { query, type Reply } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { PersonSelect } from './person-select.tsx';
import { PersonForm } from './person-form.tsx';

type UnitDuties = Reply<typeof organisation.duties>[number];
type Post = UnitDuties['posts'][number];
type Duty = (typeof requiredDuties)[number];
const route = getRouteApi('/shell/organisation');

function Assign({ row, duty, onClose }: { row: UnitDuties; duty: Duty; onClose: () => void }) {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const holder = row.posts.find((p) => p.duty === duty)?.holder;
  const [person, setPerson] = useState<string | null>(holder?.id ?? null);
  const [adding, setAdding] = useState(false);
  const assign = useSubmit(organisation.assign_post, { done: shell('saved'), refresh: [['organisation'], ['campaigns']], onDone: onClose });
  return (
    <Modal open title={`${row.unit_name} · ${t(`duty_${duty}`)}`} onCancel={onClose} okText={shell('save')} confirmLoading={assign.isPending} onOk={() => assign.mutate({ params: { id: row.unit_id, duty }, body: { person_id: person } })}>
      <p className="muted">{t(`duty_note_${duty}`)}</p>
      <PersonSelect label={t('choose_person')} value={person} onChange={setPerson} />
      <Button type="link" className="inline-link" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('person_not_listed')}</Button>
      {adding && <PersonForm unitId={row.unit_id} onClose={() => setAdding(false)} onSaved={(p) => setPerson(p.id)} />}
    </Modal>
  );
}

/** A post of the unit's own: what it is called and who holds it. */
function OwnPost({ row, post, onClose }: { row: UnitDuties; post: Post | undefined; onClose: () => void }) {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const [title, setTitle] = useState(post?.title ?? '');
  const [person, setPerson] = useState<string | null>(post?.holder?.id ?? null);
  const after = { done: shell('saved'), refresh: [['organisation'], ['campaigns']], onDone: onClose };
  const add = useSubmit(organisation.add_post, after);
  const change = useSubmit(organisation.change_post, after);
  const remove = useSubmit(organisation.remove_post, after);
  const body = { title: title.trim(), person_id: person };
  return (
    <Modal open title={post ? `${row.unit_name} · ${post.title}` : t('add_post_title', { unit: row.unit_name })} onCancel={onClose} okText={shell('save')} okButtonProps={{ disabled: !body.title }} confirmLoading={add.isPending || change.isPending}
      onOk={() => post ? change.mutate({ params: { id: post.id }, body: { ...body, version: post.version } }) : add.mutate({ params: { id: row.unit_id }, body })}>
      <label className="field-label" htmlFor="post-title">{t('post_title')}</label>
      <Input id="post-title" maxLength={60} value={title} placeholder={t('post_title_hint')} onChange={(e) => setTitle(e.target.value)} />
      <div className="field-label">{t('holder')}</div>
      <PersonSelect label={t('choose_person')} value={person} onChange={setPerson} />
      {post && !post.holder && <p><Button danger type="link" className="inline-link" icon={<Icon name="trash" />} loading={remove.isPending} onClick={() => remove.mutate({ params: { id: post.id } })}>{t('remove_post')}</Button></p>}
    </Modal>
  );
}

/** Units by the four duties that each must fill; a gap is red, has a sign, and is said in words. */
export function DutiesTab() {
  const t = useLabels('organisation');
  const writes = useMay('person.write');
  const { gaps, q } = route.useSearch();
  const navigate = useNavigate({ from: '/organisation' });
  const list = useQuery(query(organisation.duties));
  const [open, setOpen] = useState<{ row: UnitDuties; duty: Duty }>();
  const [own, setOwn] = useState<{ row: UnitDuties; post: Post | undefined }>();
  const columns: Column<UnitDuties>[] = [
    { key: 'unit', title: t('unit'), card: 'title', render: (r) => <strong>{r.unit_name}</strong> },
    ...requiredDuties.map((duty): Column<UnitDuties> => ({ key: duty, title: t(`duty_${duty}`), render: (row) => {
      const held = row.posts.filter((p) => p.duty === duty && p.holder);
      const text = held.length > 0 ? listText(held.map((p) => p.holder?.name)) : <span className="gap"><Icon name="warn" size={16} />{t('vacant')}</span>;
      return writes ? <button type="button" className="cell-button" aria-label={`${row.unit_name} ${t(`duty_${duty}`)} ${listText(held.map((p) => p.holder?.name)) || t('vacant')}`} onClick={() => setOpen({ row, duty })}>{text}</button> : text;
    } })),
    { key: 'own', title: t('own_posts'), render: (row) => {
      const posts = row.posts.filter((p) => p.duty === 'other');
      const text = (p: Post) => `${p.title}：${p.holder?.name ?? t('vacant')}`;
      if (!writes) return posts.map((p) => <div key={p.id}>{text(p)}</div>);
      return <>{posts.map((p) => <div key={p.id}><button type="button" className="cell-button" aria-label={`${row.unit_name} ${text(p)}`} onClick={() => setOwn({ row, post: p })}>{text(p)}</button></div>)}
        <Button type="link" size="small" className="inline-link" icon={<Icon name="plus" />} aria-label={`${row.unit_name} ${t('add_post')}`} onClick={() => setOwn({ row, post: undefined })}>{t('add_post')}</Button></>;
    } },
  ];
  return (
    <Loaded query={list}>{(rows) => {
      const missing = rows.reduce((n, r) => n + r.missing.length, 0);
      const shown = rows.filter((r) => (gaps !== 'true' || r.missing.length > 0) && (!q || r.unit_name.includes(q)));
      return (
        <>
          <div className="toolbar">
            <SearchField label={t('search_units')} value={q} onSearch={(text) => void navigate({ search: (s) => ({ ...s, q: text }), replace: true })} />
            <Checkbox checked={gaps === 'true'} onChange={(e) => void navigate({ search: (s) => ({ ...s, gaps: e.target.checked ? 'true' : undefined }) })}>{t('only_gaps')}</Checkbox>
            <span className={missing > 0 ? 'gap' : 'muted'}>{missing > 0 ? <><Icon name="warn" size={16} />{t('gaps_n', { n: missing })}</> : t('no_gaps')}</span>
          </div>
          {writes && <p className="muted">{t('duties_hint')}</p>}
          <DataTable caption={t('duties')} columns={columns} rows={shown} rowKey={(r) => r.unit_id} empty={<Nothing text={gaps === 'true' ? t('no_gaps') : t('no_units')} />} />
          {open && <Assign row={open.row} duty={open.duty} onClose={() => setOpen(undefined)} />}
          {own && <OwnPost key={own.post?.id ?? 'new'} row={own.row} post={own.post} onClose={() => setOwn(undefined)} />}
        </>
      );
    }}</Loaded>
  );
}
