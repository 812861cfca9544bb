import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { organisation } from '../../modules/organisation/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { UnitSelect } from './unit-select.tsx';

type Plan = Reply<typeof organisation.create_units>;
type Row = Plan['rows'][number];
const tones: Record<Row['state'], Tone> = { new: 'good', there: 'grey', wrong: 'bad' };

/** Many units from a list that is pasted: looked over first, then all of them or none. */
export function BulkUnits({ parentId, onClose }: { parentId: string | null; onClose: () => void }) {
  const t = useLabels('organisation');
  const [text, setText] = useState('');
  const [parent, setParent] = useState(parentId);
  const [plan, setPlan] = useState<Plan>();
  const check = useSubmit(organisation.create_units, { refresh: [], onDone: setPlan });
  const apply = useSubmit(organisation.create_units, { onDone: onClose, done: t('bulk_done', { n: plan?.created ?? 0 }) });
  const wrong = plan?.rows.filter((r) => r.state === 'wrong').length ?? 0;
  const columns: Column<Row>[] = [
    { key: 'line', title: t('bulk_line'), width: 60, align: 'right', render: (r) => r.line || '' },
    { key: 'name', title: t('unit_name'), card: 'title', render: (r) => <strong>{r.name}</strong> },
    { key: 'parent', title: t('parent'), render: (r) => r.parent || t('top') },
    { key: 'kind', title: t('kind'), render: (r) => t(`kind_${r.kind}`) },
    { key: 'state', title: t('bulk_result'), render: (r) => <><Mark tone={tones[r.state]}>{t(`bulk_${r.state}`)}</Mark> {r.state !== 'new' && r.message}</> },
  ];
  const change = <Button key="back" onClick={() => setPlan(undefined)}>{t('bulk_back')}</Button>;
  return (
    <Modal open width={760} title={t('bulk_units')} onCancel={onClose} destroyOnHidden
      footer={plan ? [change, <Button key="go" type="primary" disabled={wrong > 0 || plan.created === 0} loading={apply.isPending} onClick={() => apply.mutate({ body: { text, parent_id: parent, apply: true } })}>{t('bulk_apply', { n: plan.created })}</Button>]
        : [<Button key="check" type="primary" disabled={text.trim() === ''} loading={check.isPending} onClick={() => check.mutate({ body: { text, parent_id: parent, apply: false } })}>{t('bulk_check')}</Button>]}>
      {plan ? (
        <>
          <p role="status" className={wrong > 0 ? 'gap' : 'muted'}>{wrong > 0 ? t('bulk_wrong_n', { n: wrong }) : t('bulk_new_n', { n: plan.created, there: plan.rows.length - plan.created })}</p>
          <DataTable caption={t('bulk_units')} columns={columns} rows={[...plan.rows].sort((a, b) => Number(b.state === 'wrong') - Number(a.state === 'wrong'))} rowKey={(r) => r.line} empty={null} />
        </>
      ) : (
        <>
          <p className="muted">{t('bulk_hint')}</p>
          <label htmlFor="bulk-parent">{t('bulk_under')}</label>
          <UnitSelect id="bulk-parent" label={t('bulk_under')} placeholder={t('top')} value={parent} onChange={setParent} />
          <label htmlFor="bulk-text" className="gap-above">{t('bulk_list')}</label>
          <Input.TextArea id="bulk-text" value={text} onChange={(e) => setText(e.target.value)} autoSize={{ minRows: 10, maxRows: 20 }} placeholder={t('bulk_example')} />
        </>
      )}
    </Modal>
  );
}
