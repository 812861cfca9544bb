import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { mlps } from '../../modules/mlps/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Table = Reply<typeof mlps.rules>;
function Rules({ given }: { given: Table['rules'] }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const manages = useMay('mlps.manage');
  const [list, setList] = useState(given);
  const save = useSubmit(mlps.save_rules, { done: t('rules_saved') });
  return (
    <Panel title={t('rules')} extra={manages && <Button type="primary" loading={save.isPending} onClick={() => save.mutate({ body: { rules: list.map(({ key, value }) => ({ key, value })) } })}>{shell('save')}</Button>}>
      <p className="muted">{t('rules_note')}</p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t('rules')}>
        <table className="table"><caption className="visually-hidden">{t('rules')}</caption><thead><tr><th scope="col">{t('rule')}</th><th scope="col">{t('value')}</th><th scope="col">{t('basis')}</th></tr></thead>
          <tbody>{list.map((r) => <tr key={r.key}><th scope="row">{t(`rule_${r.key}`)}</th>
            <td><span className="row-actions">{manages ? <InputNumber aria-label={t(`rule_${r.key}`)} min={r.min} max={r.max} precision={0} value={r.value} onChange={(v) => setList((all) => all.map((x) => x === r ? { ...x, value: v ?? x.default } : x))} /> : r.value} {wordFor('mlps', `unit_${r.unit}`, r.unit)}</span><div className="muted small">{r.value !== r.default && t('default_n', { n: r.default })}{r.unit === 'months' && r.min === 0 && ` ${t('months_zero')}`}</div></td>
            <td>{r.source}{!r.verified && <> <Mark tone="grey">{t('unverified')}</Mark></>}</td></tr>)}</tbody></table>
      </div>
    </Panel>
  );
}
function Suggestions({ given }: { given: Table['suggestions'] }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const manages = useMay('mlps.manage');
  const [list, setList] = useState(given.map((s, key) => ({ ...s, key, words: s.keywords.join('、') })));
  const save = useSubmit(mlps.save_suggestions, { done: t('suggestions_saved') });
  type Row = (typeof list)[number];
  const change = (row: Row, c: Partial<Row>): void => setList((all) => all.map((x) => x === row ? { ...x, ...c } : x));
  const send = (): void => save.mutate({ body: { suggestions: list.map(({ words, key: _k, ...s }) => ({ ...s, keywords: words.split(/[、,，\s]+/).filter(Boolean) })).filter((s) => s.keywords.length > 0) } });
  const levels = [1, 2, 3, 4, 5].map((n) => ({ value: n, label: t('level_n', { n }) }));
  return (
    <Panel title={t('suggestions')} extra={manages && <div className="row-actions"><Button icon={<Icon name="plus" />} onClick={() => setList((all) => [...all, { key: Date.now(), words: '', keywords: [], level: 2, s_level: 2, a_level: 2, example: '', basis: '' }])}>{t('add_suggestion')}</Button><Button type="primary" loading={save.isPending} onClick={send}>{shell('save')}</Button></div>}>
      <p className="muted">{t('suggestions_note')}</p>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={t('suggestions')}>
        <table className="table"><caption className="visually-hidden">{t('suggestions')}</caption><thead><tr><th scope="col">{t('keywords')}</th><th scope="col">{t('level')}</th><th scope="col">S</th><th scope="col">A</th><th scope="col">{t('example')}</th><th scope="col">{t('sg_basis')}</th>{manages && <th scope="col">{t('actions')}</th>}</tr></thead>
          <tbody>{list.map((s, i) => <tr key={s.key}>
            <td>{manages ? <Input aria-label={`${t('keywords')} ${i + 1}`} placeholder={t('keywords_hint')} value={s.words} onChange={(e) => change(s, { words: e.target.value })} /> : s.words}</td>
            {(['level', 's_level', 'a_level'] as const).map((k) => <td key={k}>{manages ? <Select aria-label={`${k === 'level' ? t('level') : t(k)} ${i + 1}`} value={s[k]} onChange={(v) => change(s, { [k]: v, ...(k !== 'level' && { level: Math.max(v, k === 's_level' ? s.a_level : s.s_level) }) })} options={levels} style={{ minWidth: 92 }} /> : t('level_n', { n: s[k] })}</td>)}
            <td>{manages ? <Input aria-label={`${t('example')} ${i + 1}`} maxLength={200} value={s.example} onChange={(e) => change(s, { example: e.target.value })} /> : s.example}</td>
            <td className="small muted">{s.basis}</td>
            {manages && <td><Button type="text" danger icon={<Icon name="trash" size={16} />} aria-label={`${shell('remove')} ${s.words || i + 1}`} onClick={() => setList((all) => all.filter((x) => x !== s))} /></td>}
          </tr>)}</tbody></table>
      </div>
    </Panel>
  );
}
export function RulesTab() {
  const table = useQuery(query(mlps.rules, {}));
  return <Loaded query={table}>{(r) => <><Rules key={JSON.stringify(r.rules)} given={r.rules} /><Suggestions key={JSON.stringify(r.suggestions)} given={r.suggestions} /></>}</Loaded>;
}
