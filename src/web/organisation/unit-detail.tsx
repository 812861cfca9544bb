import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { organisation } from '../../modules/organisation/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { UnitForm } from './unit-form.tsx';
import { type Unit, UnitSelect, useUnitNames } from './unit-select.tsx';

const everything = [['organisation'], ['campaigns']];

function Merge({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const t = useLabels('organisation');
  const [into, setInto] = useState<string | null>(null);
  const merge = useSubmit(organisation.merge_unit, { done: t('merged'), refresh: everything, onDone: onClose });
  return (
    <Modal open title={t('merge_title', { name: unit.name })} okText={t('merge')} okButtonProps={{ danger: true, disabled: !into }} confirmLoading={merge.isPending} onCancel={onClose}
      onOk={() => into && merge.mutate({ params: { id: unit.id }, body: { version: unit.version, into_id: into } })}>
      <p>{t('merge_note')}</p><UnitSelect label={t('merge_into')} value={into} onChange={setInto} exclude={unit.id} />
    </Modal>
  );
}

function Split({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const t = useLabels('organisation');
  const [names, setNames] = useState('');
  const list = names.split(/\n/).map((n) => n.trim()).filter(Boolean);
  const split = useSubmit(organisation.split_unit, { done: t('split_done'), refresh: everything, onDone: onClose });
  return (
    <Modal open title={t('split_title', { name: unit.name })} okText={t('split')} okButtonProps={{ disabled: list.length === 0 || list.length > 10 }} confirmLoading={split.isPending} onCancel={onClose} onOk={() => split.mutate({ params: { id: unit.id }, body: { names: list } })}>
      <label className="field-label" htmlFor="split-names">{t('split_names')}</label>
      <Input.TextArea id="split-names" rows={4} value={names} onChange={(e) => setNames(e.target.value)} />
    </Modal>
  );
}

/** One unit: what it is called, how it changed, and what may be done to it. */
export function UnitDetail({ unit, onBack }: { unit: Unit; onBack: (() => void) | undefined }) {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const writes = useMay('unit.write');
  const { modal } = App.useApp();
  const names = useUnitNames();
  const history = useQuery(query(organisation.unit_history, { params: { id: unit.id } }));
  const dissolve = useSubmit(organisation.dissolve_unit, { done: t('dissolved_done'), refresh: everything });
  const [open, setOpen] = useState<'edit' | 'merge' | 'split'>();
  const close = (): void => setOpen(undefined);
  return (
    <Panel title={unit.name} extra={onBack && <Button icon={<Icon name="left" size={16} />} onClick={onBack}>{shell('back')}</Button>}>
      <dl className="facts">
        <div><dt>{t('kind')}</dt><dd>{t(`kind_${unit.kind}`)}{unit.status !== 'active' && <> <Mark tone="grey">{t(`unit_${unit.status}`)}</Mark></>}</dd></div>
        <div><dt>{t('short_name')}</dt><dd>{unit.short_name || shell('none')}</dd></div>
        <div><dt>{t('parent')}</dt><dd>{unit.parent_id ? names.get(unit.parent_id) ?? '' : t('top')}</dd></div>
        <div><dt>{t('aliases')}</dt><dd>{unit.aliases.length > 0 ? unit.aliases.map((a) => <Mark key={a}>{a}</Mark>) : shell('none')}</dd></div>
      </dl>
      <p className="row-actions"><Link to="/organisation" search={{ tab: 'people', unit: unit.id }}>{t('see_people')}</Link></p>
      {writes && unit.status === 'active' && (
        <div className="row-actions">
          <Button icon={<Icon name="edit" />} onClick={() => setOpen('edit')}>{t('edit_unit')}</Button>
          <Button icon={<Icon name="merge" />} onClick={() => setOpen('merge')}>{t('merge')}</Button>
          <Button icon={<Icon name="split" />} onClick={() => setOpen('split')}>{t('split')}</Button>
          <Button danger icon={<Icon name="trash" />} onClick={() => void modal.confirm({ title: t('dissolve_ask', { name: unit.name }), content: t('dissolve_note'), okText: t('dissolve'), okButtonProps: { danger: true }, onOk: () => dissolve.mutateAsync({ params: { id: unit.id }, body: { version: unit.version } }).catch(() => undefined) })}>{t('dissolve')}</Button>
        </div>
      )}
      <h3>{t('history')}</h3>
      <Loaded query={history} rows={2}>{(changes) => changes.length === 0 ? <p className="muted">{t('no_history')}</p> : (
        <ol className="timeline">{changes.map((c, i) => <li key={i}><span className="muted small">{instantText(c.at)} · {c.by}</span><div>{t(`change_${c.what}`)}{c.before ? `：${c.before}` : ''}{c.after ? ` → ${c.after}` : ''}</div></li>)}</ol>
      )}</Loaded>
      {open === 'edit' && <UnitForm unit={unit} onClose={close} />}
      {open === 'merge' && <Merge unit={unit} onClose={close} />}
      {open === 'split' && <Split unit={unit} onClose={close} />}
    </Panel>
  );
}
