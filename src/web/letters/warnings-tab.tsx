import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { warnings, warningStates } from '../../modules/notices/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { dayText } from '../ui/time-text.ts';
import { WarningForm } from './warning-form.tsx';

const route = getRouteApi('/shell/letters');
export const levelTones: Record<string, Tone> = { red: 'bad', orange: 'warn', yellow: 'warn', blue: 'info' };
export const warningTones: Record<string, Tone> = { collected: 'warn', judged: 'info', published: 'bad', lifted: 'good', dropped: 'grey' };
export const answerTones: Record<string, Tone> = { waiting: 'warn', clear: 'good', affected: 'bad', handled: 'good' };

/** 情报、研判和预警: for a unit, what it was warned of. */
export function WarningsTab() {
  const t = useLabels('letters');
  const manages = useMay('hazard.manage');
  const answers = useMay('hazard.answer');
  const { q, warning } = route.useSearch();
  const navigate = useNavigate({ from: '/letters' });
  const list = useQuery(query(warnings.list, { query: { q, state: warning } }));
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="toolbar">
        <SearchField label={t('search_warnings')} value={q} onSearch={(word) => void navigate({ search: (s) => ({ ...s, tab: 'warnings', q: word }) })} />
        {!answers && <Select aria-label={t('state')} className="filter" allowClear placeholder={t('all_states')} value={warning} onChange={(s) => void navigate({ search: (x) => ({ ...x, tab: 'warnings', warning: s }) })} options={warningStates.map((s) => ({ value: s, label: t(`warning_${s}`) }))} />}
        {manages && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen(true)}>{t('new_warning')}</Button>}
      </div>
      <Loaded query={list}>{(d) => <>
        {d.rate !== null && !answers && <p className="inline-row" role="status">{t('warning_rate_line', { published: d.published, units: d.units, answered: d.answered })} <Mark tone={d.rate >= 95 ? 'good' : 'warn'}>{t('warning_rate')} {d.rate}%</Mark></p>}
        <DataTable caption={t('warnings')} rows={d.warnings} rowKey={(w) => w.id} empty={<Nothing text={t('no_warnings')} hint={manages ? t('no_warnings_hint') : ''} />} columns={[
          { key: 'title', title: t('title'), card: 'title', render: (w) => <><Link to="/letters/warnings/$id" params={{ id: w.id }} className="strong-link">{w.title}</Link><div className="muted small">{[w.number, w.cve.slice(0, 3).join('、'), w.source].filter(Boolean).join(' · ')}{w.from_rule && ` · ${t('from_rule')}`}</div></> },
          { key: 'level', title: t('level'), width: 90, render: (w) => <Mark tone={levelTones[w.level] ?? 'plain'}>{t(`level_${w.level}`)}</Mark> }, { key: 'state', title: t('state'), width: 100, render: (w) => <Mark tone={warningTones[w.state] ?? 'plain'}>{t(`warning_${w.state}`)}</Mark> },
          { key: 'at', title: t('at'), width: 110, render: (w) => dayText(w.published_at ?? w.created_at) }, { key: 'due', title: t('due'), width: 110, render: (w) => w.due_on },
          answers ? { key: 'own', title: t('own_answer'), width: 130, render: (w) => w.own && <Mark tone={answerTones[w.own] ?? 'plain'}>{t(`answer_${w.own}`)}</Mark> } : { key: 'units', title: t('answered'), width: 130, render: (w) => w.published_at && t('warning_progress', { answered: w.answered, units: w.units, affected: w.affected }) },
        ]} />
      </>}</Loaded>
      {open && <WarningForm onClose={() => setOpen(false)} />}
    </>
  );
}
