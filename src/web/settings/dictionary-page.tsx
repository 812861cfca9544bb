import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { clueStates, measures } from '../../modules/accountability/contract.ts';
import { assignmentStates } from '../../modules/campaigns/contract.ts';
import { promiseKinds, resourceKinds, reviewResults, staffKinds } from '../../modules/capacity/contract.ts';
import { duties, groupKinds, groupRoles, organisation, unitKinds } from '../../modules/organisation/contract.ts';
import { contactKinds, recordKinds } from '../../modules/responsibility/contract.ts';
import { roles } from '../../kernel/permissions.ts';
import { useLabels } from '../i18n.ts';
import { en } from '../labels.en.ts';
import { zh } from '../labels.zh.ts';
import { type Unit, useUnits } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';

const route = getRouteApi('/shell/dictionary');
/** The codes of the interface, with the words the pages use for them. */
const tables = [
  { key: 'dict_roles', ns: 'identity', prefix: 'role_', codes: roles },
  { key: 'dict_states', ns: 'campaigns', prefix: 'state_', codes: assignmentStates },
  { key: 'dict_units', ns: 'organisation', prefix: 'kind_', codes: unitKinds },
  { key: 'dict_duties', ns: 'organisation', prefix: 'duty_', codes: duties },
  { key: 'dict_groups', ns: 'organisation', prefix: 'group_kind_', codes: groupKinds },
  { key: 'dict_group_roles', ns: 'organisation', prefix: 'group_', codes: groupRoles },
  { key: 'dict_records', ns: 'responsibility', prefix: 'kind_', codes: recordKinds },
  { key: 'dict_contacts', ns: 'responsibility', prefix: 'contact_', codes: contactKinds },
  { key: 'dict_staff', ns: 'capacity', prefix: 'staff_', codes: staffKinds },
  { key: 'dict_promises', ns: 'capacity', prefix: 'kind_', codes: promiseKinds },
  { key: 'dict_resources', ns: 'capacity', prefix: 'resource_', codes: resourceKinds },
  { key: 'dict_results', ns: 'capacity', prefix: 'result_', codes: reviewResults },
  { key: 'dict_clues', ns: 'accountability', prefix: 'state_', codes: clueStates },
  { key: 'dict_measures', ns: 'accountability', prefix: 'measure_', codes: measures },
] as const;
interface Code { code: string; zh: string; en: string }
const wordOf = (labels: Record<string, string>, key: string): string => labels[key] ?? '';

function Aliases({ word }: { word: string | undefined }) {
  const t = useLabels('settings');
  const shell = useLabels('shell');
  const { modal } = App.useApp();
  const writes = useMay('unit.write');
  const units = useUnits();
  const update = useSubmit(organisation.update_unit, { done: shell('saved') });
  const remove = (u: Unit, alias: string): void => void modal.confirm({
    title: t('alias_remove_ask', { alias, name: u.name }), content: t('alias_remove_note'), okText: shell('remove'), okButtonProps: { danger: true },
    onOk: () => update.mutateAsync({ params: { id: u.id }, body: { version: u.version, aliases: u.aliases.filter((a) => a !== alias) } }).catch(() => undefined),
  });
  const columns: Column<{ alias: string; unit: Unit }>[] = [
    { key: 'alias', title: t('alias'), card: 'title', render: (r) => <strong>{r.alias}</strong> },
    { key: 'unit', title: t('alias_means'), render: (r) => r.unit.name },
    ...(writes ? [{ key: 'do', title: t('alias_do'), card: 'plain' as const, render: (r: { alias: string; unit: Unit }) => <Button size="small" danger aria-label={`${shell('remove')} ${r.alias}`} onClick={() => remove(r.unit, r.alias)}>{shell('remove')}</Button> }] : []),
  ];
  return <Panel title={t('aliases')}><p className="muted">{t('aliases_note')}</p><Loaded query={units}>{(all) => <DataTable caption={t('aliases')} columns={columns} rows={all.flatMap((unit) => unit.aliases.map((alias) => ({ alias, unit }))).filter((r) => !word || r.alias.includes(word) || r.unit.name.includes(word))} rowKey={(r) => r.alias} empty={<p className="muted">{t('no_aliases')}</p>} />}</Loaded></Panel>;
}

/** What other names mean, and what the codes of the interface are called. */
export function DictionaryPage() {
  const t = useLabels('settings');
  const { q } = route.useSearch();
  const navigate = useNavigate({ from: '/dictionary' });
  const columns: Column<Code>[] = [
    { key: 'code', title: t('code'), card: 'title', render: (c) => <code>{c.code}</code> },
    { key: 'zh', title: t('in_chinese'), render: (c) => c.zh },
    { key: 'en', title: t('in_english'), render: (c) => <span lang="en">{c.en}</span> },
  ];
  const shown = tables.map((table) => ({ ...table, rows: table.codes.map((code): Code => ({ code, zh: wordOf(zh[table.ns], `${table.prefix}${code}`), en: wordOf(en[table.ns], `${table.prefix}${code}`) })).filter((c) => !q || [c.code, c.zh, c.en, t(table.key)].some((w) => w.includes(q))) })).filter((table) => table.rows.length > 0);
  return (
    <Page title={t('dictionary')} note={t('dictionary_note')}>
      <div className="toolbar"><SearchField label={t('search_dictionary')} value={q} onSearch={(word) => void navigate({ search: { q: word }, replace: true })} /><span className="muted"><Icon name="globe" size={16} /> <a href="/docs">{t('dictionary_docs')}</a></span></div>
      <Aliases word={q} />
      {shown.map((table) => <Panel key={table.key} title={t(table.key)}><DataTable caption={t(table.key)} columns={columns} rows={table.rows} rowKey={(c) => c.code} empty={null} /></Panel>)}
    </Page>
  );
}
