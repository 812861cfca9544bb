import { useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Input, Modal, Popover } from 'antd';
import { useState } from 'react';
import { views } from '../../kernel/views/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMe } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import type { Column } from '../ui/data-table.tsx';
import { useSubmit } from '../ui/use-submit.ts';

/** A column that may be left out of a list; the heading column always stays. */
export type ChosenColumn<T> = Column<T> & { /** Shown until a person chooses. */ usual?: boolean };
/** Columns by the address's `cols`, in the list's own order. */
export function columnsOf<T>(all: ChosenColumn<T>[], cols: string | undefined): { shown: Column<T>[]; keys: string[] } {
  const wanted = cols === undefined ? undefined : new Set(cols.split(','));
  const shown = all.filter((c) => c.card === 'title' || c.card === 'plain' || (wanted ? wanted.has(c.key) : c.usual !== false));
  return { shown, keys: shown.map((c) => c.key) };
}

interface Props<T> {
  /** Which list: the page key of the contract. */
  page: string;
  /** What the address says of the list, without the page number and without `cols`. */
  filter: Record<string, string | number | undefined>;
  columns: ChosenColumn<T>[];
  cols: string | undefined;
  /** Opens a list as it was kept. */
  onOpen: (search: Record<string, string>) => void;
  onColumns: (cols: string | undefined) => void;
}
/** Views of a list: own ones and the office's, and the columns. All of it stands in the address, so a link shows the same. */
export function SavedViews<T>({ page, filter, columns, cols, onOpen, onColumns }: Props<T>) {
  const t = useLabels('views');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const office = useMe().roles.some((r) => r.role === 'office');
  const [open, setOpen] = useState<'views' | 'columns'>();
  const [naming, setNaming] = useState(false);
  const [form] = Form.useForm<{ name: string; shared?: boolean }>();
  const list = useQuery({ ...query(views.list, { query: { page } }), staleTime: 60_000 });
  const save = useSubmit(views.save, { form, done: t('saved'), onDone: () => setNaming(false) });
  const remove = useSubmit(views.remove);
  const { keys } = columnsOf(columns, cols);
  const free = columns.filter((c) => c.card !== 'title' && c.card !== 'plain');
  const address = new URLSearchParams(Object.entries(filter).flatMap(([k, v]) => (v === undefined || v === '' ? [] : [[k, String(v)]]))).toString();
  const choose = (key: string, on: boolean): void => onColumns(free.filter((c) => (c.key === key ? on : keys.includes(c.key))).map((c) => c.key).join(',') || 'none');
  return (
    <>
      <Popover trigger="click" placement="bottomLeft" open={open === 'views'} onOpenChange={(o) => setOpen(o ? 'views' : undefined)} content={<div className="view-list">
        {(list.data ?? []).length === 0 && <p className="muted small">{t('none')}</p>}
        <ul className="plain-list">{(list.data ?? []).map((v) => <li key={v.id} className="view-line">
          <button type="button" className="link-button" onClick={() => { setOpen(undefined); onOpen({ ...Object.fromEntries(new URLSearchParams(v.query)), ...(v.columns.length > 0 && { cols: v.columns.join(',') }) }); }}>{v.name}</button>
          {v.shared && <span className="muted small">{v.mine ? t('shared') : t('shared_by', { name: v.by_name })}</span>}
          {v.mine && <Button size="small" type="text" icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${v.name}`} onClick={() => void modal.confirm({ title: t('remove_ask', { name: v.name }), okText: shell('remove'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: v.id } }).catch(() => undefined) })} />}
        </li>)}</ul>
        <Button block onClick={() => { setOpen(undefined); setNaming(true); }}>{t('keep')}</Button>
      </div>}><Button>{t('views')}</Button></Popover>
      <Popover trigger="click" placement="bottomLeft" open={open === 'columns'} onOpenChange={(o) => setOpen(o ? 'columns' : undefined)} content={<div className="view-list">
        <ul className="plain-list">{free.map((c) => <li key={c.key}><Checkbox checked={keys.includes(c.key)} onChange={(e) => choose(c.key, e.target.checked)}>{c.title}</Checkbox></li>)}</ul>
        <Button block disabled={cols === undefined} onClick={() => onColumns(undefined)}>{t('usual')}</Button>
      </div>}><Button>{t('columns')}</Button></Popover>
      <Modal open={naming} title={t('keep')} okText={shell('save')} onCancel={() => setNaming(false)} onOk={() => form.submit()} confirmLoading={save.isPending} destroyOnHidden>
        <p className="muted">{t('keep_hint')}</p>
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => save.mutate({ body: { page, name: v.name, shared: v.shared ?? false, query: address, columns: cols === undefined ? [] : keys } })}>
          <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('name_needed') }]}><Input maxLength={40} /></Form.Item>
          {office && <Form.Item name="shared" valuePropName="checked"><Checkbox>{t('share')}</Checkbox></Form.Item>}
        </Form>
      </Modal>
    </>
  );
}
