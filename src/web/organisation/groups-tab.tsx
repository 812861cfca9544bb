import { useQuery } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { groupKinds, groupRoles, organisation } from '../../modules/organisation/contract.ts';
import { addressOf, query } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { type Group, GroupForm } from './group-form.tsx';
import { Tel } from './people-tab.tsx';

/** 校长（王某），分管…，某公司: as the paper has it, and who that is today. */
function Place({ m }: { m: Group['members'][number] }) {
  return (
    <li>
      {m.label}{m.current_name && m.current_name !== m.label && `（${m.current_name}）`}
      {m.organisation && <span className="muted"> · {m.organisation}</span>}{m.field && <span className="muted"> · {m.field}</span>}
      {m.phone && <> <Tel number={m.phone} name={m.current_name ?? m.label} /></>}
    </li>
  );
}

function Warnings({ group }: { group: Group }) {
  const t = useLabels('organisation');
  const codes = [...new Set(group.warnings.map((w) => w.code))];
  return codes.length === 0 ? null : (
    <ul className="gap-list" aria-label={t('group_warnings')}>
      {codes.map((code) => <li key={code} className="gap"><Icon name="warn" size={16} />{t(`group_warning_${code}`, { what: listText(group.warnings.filter((w) => w.code === code).map((w) => w.label).filter(Boolean).slice(0, 8)) })}</li>)}
    </ul>
  );
}

/** Groups as the documents name them: by office, and who holds that office now. */
export function GroupsTab() {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('group.write');
  const groups = useQuery(query(organisation.groups));
  const [kind, setKind] = useState<Group['kind']>();
  const [open, setOpen] = useState<{ group?: Group }>();
  const remove = useSubmit(organisation.remove_group, { done: t('group_removed'), refresh: [['organisation', 'groups']] });
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({})}>{t('new_group')}</Button>;
  return (
    <>
      <div className="toolbar">
        <Select aria-label={t('group_kind')} className="filter" allowClear placeholder={t('all_group_kinds')} value={kind} onChange={setKind} options={groupKinds.map((k) => ({ value: k, label: t(`group_kind_${k}`) }))} />
        {add}<a className="button-link plain" href={addressOf(organisation.export_groups)} download><Icon name="download" size={16} />{t('export')}</a>
      </div>
      <Loaded query={groups}>{(list) => {
        const shown = list.filter((g) => !kind || g.kind === kind);
        return shown.length === 0 ? <Nothing text={t('no_groups')} hint={t('no_groups_hint')} /> : shown.map((g) => (
          <Panel key={g.id} title={g.name} extra={writes && (
            <div className="row-actions">
              <Button size="small" aria-label={`${shell('edit')} ${g.name}`} onClick={() => setOpen({ group: g })}>{shell('edit')}</Button>
              <Button size="small" danger aria-label={`${t('remove_group')} ${g.name}`} onClick={() => void modal.confirm({ title: t('remove_group_ask', { name: g.name }), content: t('remove_group_note'), okText: t('remove_group'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { id: g.id } }).catch(() => undefined) })}>{t('remove_group')}</Button>
            </div>
          )}>
            <p><Mark tone="info">{t(`group_kind_${g.kind}`)}</Mark>{(g.valid_from || g.valid_until) && <span className="muted"> {t(!g.valid_from ? 'valid_to' : !g.valid_until ? 'valid_since' : 'valid_span', { from: g.valid_from ?? '', until: g.valid_until ?? '' })}</span>}</p>
            <Warnings group={g} />
            <dl className="facts">
              {g.source && <div><dt>{t('group_source')}</dt><dd>{g.source}</dd></div>}
              {g.duties && <div><dt>{t('group_duties')}</dt><dd className="pre">{g.duties}</dd></div>}
              {g.follows_name && <div><dt>{t('follows')}</dt><dd>{t('follows_of', { name: g.follows_name })}</dd></div>}
              {groupRoles.map((role) => {
                const members = g.members.filter((m) => m.role === role);
                return members.length > 0 && <div key={role}><dt>{t(`group_${role}`)}</dt><dd><ul className="plain-list">{members.map((m, i) => <Place key={i} m={m} />)}</ul></dd></div>;
              })}
              {g.office && <div><dt>{t('group_office')}</dt><dd>{g.office}</dd></div>}
              {g.office_duties && <div><dt>{t('office_duties')}</dt><dd className="pre">{g.office_duties}</dd></div>}
            </dl>
          </Panel>
        ));
      }}</Loaded>
      {open && <GroupForm group={open.group} onClose={() => setOpen(undefined)} />}
    </>
  );
}
