import { type Label, useLabels } from '../i18n.ts';
import { useMe } from '../session.ts';
import { Page, Panel } from '../ui/page.tsx';

type Topic = 'liaison' | 'unit_head' | 'office' | 'leader' | 'system_admin' | 'security_admin' | 'audit_admin' | 'vendor';
const steps: Record<Topic, readonly Label<'help'>[]> = {
  liaison: ['liaison_1', 'liaison_2', 'liaison_3', 'liaison_4'],
  unit_head: ['unit_head_1', 'unit_head_2', 'unit_head_3'],
  office: ['office_1', 'office_2', 'office_3', 'office_4', 'office_5'],
  leader: ['leader_1', 'leader_2'],
  system_admin: ['system_admin_1', 'system_admin_2', 'system_admin_3'],
  security_admin: ['security_admin_1', 'security_admin_2'],
  audit_admin: ['audit_admin_1', 'audit_admin_2'],
  vendor: ['vendor_1'],
};

/** One short list a role; one's own first and open. */
export function HelpPage() {
  const t = useLabels('help');
  const shell = useLabels('shell');
  const identity = useLabels('identity');
  const me = useMe();
  const mine = new Set(me.roles.map((r) => r.role as Topic));
  const topics = (Object.keys(steps) as Topic[]).sort((a, b) => Number(mine.has(b)) - Number(mine.has(a)));
  const List = ({ topic }: { topic: Topic }) => <ol className="steps">{steps[topic].map((s) => <li key={s}>{t(s)}</li>)}</ol>;
  return (
    <Page title={shell('help')}>
      {topics.filter((x) => mine.has(x)).map((x) => <Panel key={x} title={identity(`role_${x}`)}><List topic={x} /></Panel>)}
      <Panel title={t('questions')}>
        <dl className="questions">{(['late', 'leave', 'lost', 'wrong_unit', 'phone'] as const).map((q) => <div key={q}><dt>{t(`q_${q}`)}</dt><dd>{t(`a_${q}`)}</dd></div>)}</dl>
      </Panel>
      <Panel title={t('others')}>{topics.filter((x) => !mine.has(x)).map((x) => <details key={x} className="fold"><summary>{identity(`role_${x}`)}</summary><List topic={x} /></details>)}</Panel>
    </Page>
  );
}
