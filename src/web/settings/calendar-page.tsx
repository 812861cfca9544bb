import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { settings } from '../../kernel/settings/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

type Day = Reply<typeof settings.calendar>['days'][number];

function Days({ year, saved, missing }: { year: number; saved: Day[]; missing: boolean }) {
  const t = useLabels('settings');
  const shell = useLabels('shell');
  const writes = useMay('calendar.write');
  const [days, setDays] = useState(saved);
  const save = useSubmit(settings.save_calendar, { done: shell('saved') });
  const set = (at: number, part: Partial<Day>): void => setDays(days.map((d, i) => (i === at ? { ...d, ...part } : d)));
  const wrong = days.some((d) => !d.date.startsWith(`${year}-`) || !d.name.trim());
  return (
    <Panel title={t('days_n', { n: days.length })} extra={writes && <Button icon={<Icon name="plus" size={16} />} onClick={() => setDays([...days, { date: `${year}-01-01`, kind: 'holiday', name: '' }])}>{t('add_day')}</Button>}>
      {missing && <Alert type="warning" showIcon title={t('year_missing', { year })} className="gap-below" />}
      {days.length === 0 ? <Nothing text={t('no_days')} hint={t('no_days_hint')} /> : (
        <ul className="plain-list">{days.map((d, i) => (
          <li key={i} className="calendar-row">
            <DateField label={`${t('date')} ${i + 1}`} value={d.date} min={`${year}-01-01`} max={`${year}-12-31`} disabled={!writes} onChange={(date) => date && set(i, { date })} />
            <Select aria-label={`${t('day_kind')} ${i + 1}`} value={d.kind} disabled={!writes} onChange={(kind) => set(i, { kind })} options={[{ value: 'holiday', label: t('holiday') }, { value: 'workday', label: t('workday') }]} />
            <Input aria-label={`${t('day_name')} ${i + 1}`} value={d.name} maxLength={40} disabled={!writes} onChange={(e) => set(i, { name: e.target.value })} />
            {writes && <Button type="text" danger icon={<Icon name="trash" />} aria-label={`${shell('remove')} ${d.date}`} onClick={() => setDays(days.filter((_, at) => at !== i))} />}
          </li>
        ))}</ul>
      )}
      {writes && <><Button type="primary" className="gap-above" disabled={wrong} loading={save.isPending} onClick={() => save.mutate({ body: { year, days: [...days].sort((a, b) => a.date.localeCompare(b.date)) } })}>{shell('save')}</Button>{wrong && <p className="muted small">{t('days_wrong', { year })}</p>}</>}
    </Panel>
  );
}

/** Holidays and the weekend days worked for them, which deadlines are counted by. */
export function CalendarPage() {
  const t = useLabels('settings');
  const shell = useLabels('shell');
  const now = Number(today().slice(0, 4));
  const [year, setYear] = useState(now);
  const calendar = useQuery(query(settings.calendar, { query: { year } }));
  return (
    <Page title={shell('calendar')} note={t('calendar_note')}>
      <div className="toolbar"><Select aria-label={t('year')} value={year} onChange={setYear} options={[now - 1, now, now + 1, now + 2].map((y) => ({ value: y, label: t('year_n', { year: y }) }))} /></div>
      <Loaded query={calendar}>{(c) => <Days key={`${c.year} ${calendar.dataUpdatedAt}`} year={c.year} saved={c.days} missing={c.missing} />}</Loaded>
    </Page>
  );
}
