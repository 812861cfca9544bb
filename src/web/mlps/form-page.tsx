import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { mlps } from '../../modules/mlps/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Filing = Reply<typeof mlps.form>;
const route = getRouteApi('/shell/mlps/$id/form');

function Shown({ id, name, f }: { id: string; name: string; f: Filing }) {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const [values, setValues] = useState<Record<string, string>>({});
  const save = useSubmit(mlps.save_form, { done: t('form_saved'), onDone: () => setValues({}) });
  const mayWrite = (key: string): boolean => f.can_write && (!key.startsWith('t1.') || f.can_manage);
  return (
    <Page title={t('form_of', { name })} note={<><Link to="/mlps/$id" params={{ id }} className="strong-link">{name}</Link> · {t('form_hint')}</>}
      extra={<div className="row-actions">{f.can_write && <Button type="primary" disabled={Object.keys(values).length === 0} loading={save.isPending} onClick={() => save.mutate({ params: { id }, body: { values } })}>{shell('save')}</Button>}<a className="button-link plain" href={addressOf(mlps.form_xlsx, { params: { id } })} download><Icon name="download" size={16} />{t('form_xlsx')}</a><a className="button-link plain" href={addressOf(mlps.form_docx, { params: { id } })} download><Icon name="download" size={16} />{t('form_docx')}</a></div>}>
      {f.tables.map((table) => <Panel key={table.key} title={table.title}>
        <p className="muted small">{table.note}</p>
        <div className="form-pair">{table.fields.map((x) => { const shown = values[x.key] ?? x.value; return (
          <div key={x.key} className="form-cell">
            <label className="field-label" htmlFor={x.key}>{x.title}</label>
            {mayWrite(x.key) ? <Input.TextArea id={x.key} autoSize={{ minRows: 1, maxRows: 5 }} maxLength={2000} value={shown} onChange={(e) => setValues((v) => ({ ...v, [x.key]: e.target.value }))} /> : <p className="pre">{shown || shell('none')}</p>}
            {mayWrite(x.key) && shown !== x.found && x.found && <p className="muted small">{t('form_found', { text: x.found })} <Button type="link" size="small" aria-label={`${t('form_restore')} ${x.title}`} onClick={() => setValues((v) => ({ ...v, [x.key]: x.found }))}>{t('form_restore')}</Button></p>}
          </div>); })}</div>
      </Panel>)}
    </Page>
  );
}
export function FormPage() {
  const { id } = route.useParams();
  const form = useQuery(query(mlps.form, { params: { id } }));
  const object = useQuery(query(mlps.object, { params: { id } }));
  return <Loaded query={object}>{(o) => <Loaded query={form}>{(f) => <Shown id={id} name={o.name} f={f} />}</Loaded>}</Loaded>;
}
